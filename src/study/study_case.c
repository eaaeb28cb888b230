// SPDX-License-Identifier: GPL-3.0-or-later
// The one place of the room that knows how a session is made. What a question needs besides the record,
// such as a second network, it makes itself.
#include "study/study_case.h"

#include "session/session.h"

#define SCHEDULED_DOWN 0.1 // a schedule's factor below this has brought the learning rate down

struct study_case study_case_of(const struct session *session)
{
    struct matrix none = {0, 0, NULL};
    return (struct study_case){
        .network = session->network,
        .data = session->data,
        .settings = &session->settings,
        .scheme = session->scheme,
        .seed = session->seed,
        .optimizer = session->settings.optimizer,
        .epoch = session->epoch,
        .updates = session->steps,
        .batch = &session->batch,
        .memory = session->memory,
        .curve = &session->curve,
        .x = session->pass ? session->pass->x : none,
        .y = session->pass ? session->pass->y : none,
        .order = session->batch.order,
        .stop = session->stop,
    };
}

struct step_config study_case_step_config(const struct study_case *from)
{
    return settings_step_config(from->settings, from->epoch);
}

bool study_case_is_scheduled_down(const struct study_case *from)
{
    return study_case_step_config(from).hyper.lr < SCHEDULED_DOWN * from->settings->lr;
}
