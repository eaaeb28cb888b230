// SPDX-License-Identifier: GPL-3.0-or-later
// The stop flag is obeyed only once a session is whole: what is stopped early says how far it came.
#include "study/study_session.h"

#include <stdlib.h>
#include <string.h>

#include "session/session.h"

struct session *study_session_create(const struct study_case *from, const struct architecture *plan,
                                     struct error *error)
{
    struct session *session = session_create(from->network->kernel, from->memory, NULL, error);
    if (!session)
        return NULL;
    curve_free(&session->curve);
    session_use_data(session, dataset_share(from->data));
    if (!session_set(session, from->settings, error) ||
        !session_init(session, plan, from->scheme, from->seed, error)) {
        session_free(session);
        return NULL;
    }
    session->stop = from->stop;
    return session;
}

void study_session_freeze(struct session *session, const struct study_case *from)
{
    for (size_t i = 0; i < 2 * from->network->layer_count; i++)
        network_freeze(session->network, i, network_parameter(from->network, i).is_frozen);
}

// The order of the samples in the epoch under way, and how far it is.
static bool take_order(struct session *session, const struct study_case *from, struct error *error)
{
    const struct batch *batch = from->batch;
    size_t bytes = from->data->x.rows * sizeof *batch->order;
    session->batch.rng = batch->rng;
    session->batch.order_rng = batch->order_rng;
    session->batch.at = batch->at;
    session->batch.epoch_loss = batch->epoch_loss;
    if (!batch->order)
        return true;
    session->batch.order = malloc(bytes);
    if (!session->batch.order)
        return error_memory(error);
    memcpy(session->batch.order, batch->order, bytes);
    return true;
}

bool study_session_go_on(struct session *session, const struct study_case *from,
                         struct error *error)
{
    const struct network *network = from->network;
    struct network *to = session->network;
    memcpy(to->parameters, network->parameters, network->parameter_count * sizeof(double));
    if (session->settings.optimizer == from->optimizer) {
        for (size_t i = 0; i < OPTIMIZER_STATES_MOST; i++)
            if (network->states[i] && to->states[i])
                memcpy(to->states[i], network->states[i],
                       network->parameter_count * sizeof(double));
        memcpy(to->powers, network->powers, network_power_count(network) * sizeof(double));
    }
    session->epoch = from->epoch;
    session->steps = from->updates;
    session_touch(session);
    return take_order(session, from, error);
}
