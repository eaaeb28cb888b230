// SPDX-License-Identifier: GPL-3.0-or-later
// What a pass computed is not kept in a saved session: it follows from the parameters and the batch,
// and running its stages again gives the same bits. Nor is the generator's state, 624 words: it
// follows from the seed and the number of draws. So a point is six numbers a reader can follow.
//
// An order that was drawn for an epoch is drawn again, from where the generator stood before. Whether
// one was drawn but not used yet is not part of the point: if it is dropped unused, for example by `set
// shuffle off`, the generator goes back.
#include "session/resume.h"

#include <stdlib.h>

#include "base/words.h"
#include "network/stage.h"
#include "session/fit.h"

#define DRAWS_AT_ONCE ((uint64_t)1 << 22) // between two looks at the stop flag

struct point session_point(const struct session *session)
{
    return (struct point){session->epoch, session->batch.at, session->done};
}

bool point_is_at(struct point a, struct point b)
{
    return a.epoch == b.epoch && a.batch_at == b.batch_at;
}

bool point_is_before(struct point a, struct point b)
{
    return a.epoch < b.epoch || (a.epoch == b.epoch && a.batch_at < b.batch_at);
}

struct session_standing session_standing(const struct session *session)
{
    return (struct session_standing){
        .at = session_point(session),
        .steps = session->steps,
        .draws = rng_draws(batch_rng(&session->batch)),
    };
}

// Refuses what is wanted for that option of `resume`.
static bool refuse(struct session_standing *wanted, const char *member)
{
    wanted->wrong = member;
    return false;
}

// Every epoch is one update at least, and every batch of the one under way was one.
static bool check_counts(const struct session *session, struct session_standing *wanted,
                         struct error *error)
{
    size_t samples = session->data->x.rows, batch = session_batch_size(session);
    if (wanted->at.batch_at > 0 &&
        (wanted->at.batch_at >= samples || wanted->at.batch_at % batch != 0)) {
        error_set(error, "no batch begins at sample %zu: there are %zu, %zu to a batch",
                  wanted->at.batch_at, samples, batch);
        return refuse(wanted, "sample");
    }
    if (wanted->at.batch_at == 0 && session->batch.at == 0 && session->batch.epoch_loss != 0)
        return error_set(error, "there are losses of an epoch, and none is under way");
    size_t least = wanted->at.epoch + wanted->at.batch_at / batch;
    if (wanted->steps >= least)
        return true;
    error_set(error, "this takes %zu update%s at least, not %zu", least, plural(least),
              wanted->steps);
    return refuse(wanted, "steps");
}

// The generator draws weights, and then an order for each epoch: of as many samples as there is memory for,
// at two draws a sample, since the data may have been others.
static bool check_draws(const struct session *session, struct session_standing *wanted,
                        struct error *error)
{
    uint64_t drawn = rng_draws(&session->batch.rng), most;
    uint64_t an_epoch = session->memory / sizeof(double);
    if (wanted->draws < drawn) {
        error_set(error, "the generator has made more than %llu draws already",
                  (unsigned long long)wanted->draws);
        return refuse(wanted, "draws");
    }
    if (__builtin_mul_overflow(an_epoch, (uint64_t)wanted->at.epoch, &most) ||
        wanted->draws - drawn <= most)
        return true;
    error_set(error, "%zu epochs cannot have taken %llu draws", wanted->at.epoch,
              (unsigned long long)(wanted->draws - drawn));
    return refuse(wanted, "draws");
}

// Whether the session could ever be at that point.
static bool check_point(const struct session *session, struct session_standing *wanted,
                        struct error *error)
{
    const struct network *network = session->network;
    if (!network && (wanted->at.epoch || wanted->steps || wanted->draws || wanted->at.batch_at ||
                     wanted->at.done))
        return error_set(error, "there is no network that could have been trained");
    if (!network)
        return true;
    if (!check_counts(session, wanted, error))
        return false;
    if (wanted->at.done > stage_update(network->layer_count)) {
        error_set(error, "a pass of this network has %zu stages before its update, not %zu",
                  stage_update(network->layer_count), wanted->at.done);
        return refuse(wanted, "stages");
    }
    if (!check_draws(session, wanted, error))
        return false;
    bool needs_pass = wanted->at.batch_at > 0 || wanted->at.done > 0;
    return !needs_pass || fit_check(network, session->data, session->settings.loss, error);
}

// Moves the generator on. False with [error] set when that was interrupted.
static bool skip_draws(const struct session *session, struct rng *rng, uint64_t draws,
                       struct error *error)
{
    for (uint64_t left = draws - rng_draws(rng); left > 0;) {
        uint64_t count = left < DRAWS_AT_ONCE ? left : DRAWS_AT_ONCE;
        if (session_is_stopped(session))
            return error_set(error, "interrupted while drawing random numbers");
        rng_skip(rng, count);
        left -= count;
    }
    return true;
}

bool session_resume(struct session *session, struct session_standing *wanted, struct error *error)
{
    if (!check_point(session, wanted, error))
        return false;
    if (!session->network)
        return true;
    struct batch old = session->batch; // what the steps below change, to be put back
    size_t epoch = session->epoch, steps = session->steps;
    struct rng rng = old.rng;
    if (!skip_draws(session, &rng, wanted->draws, error))
        return false;
    session->batch.rng = rng;
    session->epoch = wanted->at.epoch;
    session->steps = wanted->steps;
    session->batch.order = NULL;
    session->batch.at = wanted->at.batch_at;
    session->batch.is_loaded = false;
    bool draws = wanted->at.batch_at > 0 && session->settings.shuffle;
    if ((draws || wanted->at.done > 0) && !session_prepare(session, error)) {
        free(session->batch.order);
        session->batch.rng = old.rng;
        session->batch.order_rng = old.order_rng;
        session->batch.order = old.order;
        session->batch.at = old.at;
        session->epoch = epoch;
        session->steps = steps;
        return false;
    }
    free(old.order);
    session_touch(session);
    session_run_until(session, wanted->at.done);
    return true;
}
