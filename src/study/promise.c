// SPDX-License-Identifier: GPL-3.0-or-later
// The two are trained in turn, a few epochs each, and their losses compared. The largest difference so far,
// times MARGIN, is what another program's loss may be off: a loss is promised where no number within that
// reach is printed otherwise. Sums of thousands of terms move more than one last bit, and no two
// trainings part in quite the same way: MARGIN is for that. Where the twin has not moved at all, a few
// last bits of the loss itself are taken.
//
// Trying it against NumPy on many networks showed the twin too hopeful by 2.4 digits at most; MARGIN is 4.
#include "study/promise.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "session/session.h"
#include "session/train.h"
#include "study/study_session.h"

#define MARGIN 1e4
#define UNIT   1e4 // 10^PROMISE_DECIMALS

// Losses compared between two that are printed, at most.
enum { LOOKS = 20 };

// One of the two.
struct runner {
    struct session *session;
    double *losses; // room for those of one leg
    size_t count;
    enum training_end end;
    const struct promise_watcher *watcher;
};

static bool keep_loss(void *context, size_t epoch, double loss)
{
    struct runner *runner = context;
    (void)epoch;
    runner->losses[runner->count++] = loss;
    return true;
}

static void tell_progress(void *context, size_t epoch, double loss)
{
    const struct promise_watcher *watcher = ((struct runner *)context)->watcher;
    (void)loss;
    watcher->progress(watcher->context, epoch);
}

static double tell_seconds(void *context)
{
    const struct promise_watcher *watcher = ((struct runner *)context)->watcher;
    return watcher->seconds(watcher->context);
}

// Trains to the next printed epoch. False with [error] set when it failed or was stopped.
static bool run_leg(struct runner *runner, size_t epochs, size_t every, struct error *error)
{
    struct training training = {
        .epochs = epochs, .every = every, .report = keep_loss, .context = runner};
    if (runner->watcher->progress) {
        training.progress = tell_progress;
        training.seconds = tell_seconds;
    }
    double loss;
    size_t steps = runner->session->steps, done = runner->session->done;
    runner->count = 0;
    if (!session_prepare(runner->session, error))
        return false;
    runner->end = session_train(runner->session, &training, &loss, error);
    session_settle(runner->session, steps, done);
    if (runner->end == TRAINING_INTERRUPTED)
        error_set(error, "interrupted");
    return runner->end == TRAINING_DONE || runner->end == TRAINING_DIVERGED;
}

// Whether every number within [reach] of the loss is printed as the loss is.
static bool is_printed_alike(double loss, double reach)
{
    return floor((loss - reach) * UNIT + 0.5) == floor((loss + reach) * UNIT + 0.5);
}

// Takes the differences of one leg into [widest]; the last loss is the one that is printed.
static bool compare(const struct runner *one, const struct runner *twin, double *widest)
{
    for (size_t i = 0; i < one->count; i++) {
        double loss = one->losses[i], apart = fabs(loss - twin->losses[i]);
        *widest = fmax(*widest, fmax(apart, 4 * DBL_EPSILON * fabs(loss)));
    }
    return is_printed_alike(one->losses[one->count - 1], MARGIN * *widest);
}

// Moves each parameter and the learning rate away from 0 by the least there is.
static void move_last_bits(struct session *session)
{
    struct network *network = session->network;
    for (size_t i = 0; i < network->parameter_count; i++)
        if (network->parameters[i] != 0)
            network->parameters[i] =
                nextafter(network->parameters[i], copysign(HUGE_VAL, network->parameters[i]));
    session->settings.lr = nextafter(session->settings.lr, HUGE_VAL);
    session_touch(session);
}

static bool open_runner(struct runner *runner, const struct study_case *from, struct error *error)
{
    struct architecture plan;
    network_architecture(from->network, &plan);
    runner->session = study_session_create(from, &plan, error);
    runner->losses = malloc((LOOKS + 2) * sizeof *runner->losses);
    if (!runner->session)
        return false;
    study_session_freeze(runner->session, from);
    if (!runner->losses)
        return error_memory(error);
    return study_session_go_on(runner->session, from, error);
}

// The multiples of [every] are counted from the first epoch of all: how many epochs there are to the next.
static size_t leg_length(const struct promise *promise, size_t done)
{
    size_t epoch = promise->from + done;
    return size_min(promise->every - epoch % promise->every, promise->epochs - done);
}

// Where the two part the twin is done with; the other trains on, since it may diverge.
static bool measure(struct runner *one, struct runner *twin, struct promise *promise,
                    struct error *error)
{
    double widest = 0;
    bool agree = true;
    for (size_t done = 0; done < promise->epochs;) {
        size_t leg = leg_length(promise, done), every = (leg + LOOKS - 1) / LOOKS;
        if (!run_leg(one, leg, every, error) || (agree && !run_leg(twin, leg, every, error)))
            return false;
        promise->diverges = one->end != TRAINING_DONE;
        if (promise->diverges)
            return true;
        done += leg;
        agree = agree && twin->end == TRAINING_DONE && compare(one, twin, &widest);
        if (agree)
            promise->until = done;
    }
    return true;
}

bool promise_measure(const struct study_case *from, struct promise *promise,
                     const struct promise_watcher *watcher, struct error *error)
{
    struct runner one = {.watcher = watcher}, twin = one;
    bool well = open_runner(&one, from, error) && open_runner(&twin, from, error);
    promise->from = from->epoch;
    promise->until = 0;
    if (well) {
        move_last_bits(twin.session);
        well = measure(&one, &twin, promise, error);
    }
    session_free(one.session);
    session_free(twin.session);
    free(one.losses);
    free(twin.losses);
    return well;
}
