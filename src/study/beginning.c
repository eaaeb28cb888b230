// SPDX-License-Identifier: GPL-3.0-or-later
// What `goto 0` would show, but with the settings and the data of now: a program that is to give the present
// training's numbers must do what the present session would do.
#include "study/beginning.h"

#include <string.h>

#include "history/timeline.h"
#include "session/session.h"
#include "study/study_session.h"

// Takes the weights that the network had at epoch 0, where the timeline still knows them.
static bool take_weights(struct session *to, struct timeline *timeline, struct error *error)
{
    struct architecture then, now;
    if (!timeline_has_epoch(timeline, 0))
        return true;
    struct session *old = timeline_open_epoch(timeline, 0, error);
    if (!old)
        return false;
    network_architecture(to->network, &now);
    if (old->network)
        network_architecture(old->network, &then);
    if (old->network && architecture_is_same(&then, &now))
        memcpy(to->network->parameters, old->network->parameters,
               to->network->parameter_count * sizeof(double));
    session_touch(to);
    session_free(old);
    return true;
}

struct session *beginning_open(const struct session *session, struct timeline *timeline,
                               struct error *error)
{
    struct architecture plan;
    struct study_case now = study_case_of(session);
    network_architecture(session->network, &plan);
    struct session *beginning = study_session_create(&now, &plan, error);
    if (!beginning)
        return NULL;
    study_session_freeze(beginning, &now);
    if (take_weights(beginning, timeline, error))
        return beginning;
    session_free(beginning);
    return NULL;
}
