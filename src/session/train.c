// SPDX-License-Identifier: GPL-3.0-or-later
// The loop of `train`. A condition is asked after the forward pass, before the update: there loss,
// z and a belong to the present parameters, which are those the last update made. So the run stops
// after the update that made the condition true, and what the student then prints agrees with it.
// A condition over gradients is asked after the backward pass for the same reason.
//
// The clock is read about every 20 ms and not every epoch: the distance between two looks adapts.
#include "session/train.h"

#include <math.h>
#include <stdint.h>

#include "session/quantity.h"

#define LOOK_SECONDS 0.02

// When to look at the clock next, counted in epochs.
struct pace {
    size_t next, distance;
    double last; // when the clock was read
};

static void look(const struct training *training, struct pace *pace, size_t epoch, double loss)
{
    double now = training->seconds(training->context);
    double passed = now - pace->last;
    if (passed < LOOK_SECONDS / 2 && pace->distance < SIZE_MAX / 4)
        pace->distance *= 2;
    else if (passed > LOOK_SECONDS * 2 && pace->distance > 1)
        pace->distance /= 2;
    pace->last = now;
    pace->next = epoch + pace->distance;
    training->progress(training->context, epoch, loss);
}

// Whether the condition holds. Runs the pass as far as the condition's names need it: forward, and
// where that does not do, backward too.
static bool condition_holds(struct session *session, const struct expr *until, bool *holds,
                            struct error *error)
{
    struct scope scope = session_scope(session);
    size_t layers = session->network->layer_count;
    session_run_until(session, stage_first_backward(layers));
    if (expr_condition(until, &scope, holds, error))
        return true;
    session_run_until(session, stage_update(layers));
    return expr_condition(until, &scope, holds, error);
}

enum training_end session_train(struct session *session, const struct training *training,
                                double *loss, struct error *error)
{
    size_t end = session->epoch + training->epochs;
    size_t update = stage_update(session->network->layer_count);
    struct pace pace = {session->epoch + 1, 1, 0};
    *loss = NAN;
    if (training->progress)
        pace.last = training->seconds(training->context);
    while (session->epoch < end || training->until) {
        if (training->until) {
            bool holds = false;
            if (!condition_holds(session, training->until, &holds, error))
                return TRAINING_FAILED;
            *loss = session->pass->loss;
            if (holds)
                return TRAINING_UNTIL;
            if (session->epoch >= end)
                return TRAINING_DONE;
        }
        session_run_until(session, update);
        *loss = session->pass->loss;
        if (!isfinite(*loss))
            return TRAINING_DIVERGED;
        session_next(session);
        if (session->epoch % training->every == 0 &&
            !training->report(training->context, session->epoch, *loss))
            return TRAINING_STOPPED;
        if (training->progress && session->epoch >= pace.next)
            look(training, &pace, session->epoch, *loss);
        if (session->stop && *session->stop)
            return TRAINING_INTERRUPTED;
    }
    return TRAINING_DONE;
}
