// SPDX-License-Identifier: GPL-3.0-or-later
// The first question is whether anything is wrong at all: whether the answers are right, or come right
// when training continues with everything as it is. Only for a network that gets nowhere are
// causes looked for (causes.c): one forward and backward pass over the data suggests them, and a trial without the
// cause confirms one.
#include "study/diagnosis.h"

#include <math.h>
#include <stdlib.h>

#include "network/optimizer.h"
#include "study/causes.h"
#include "study/side_findings.h"

// The most samples that are looked at, and the multiplications that a pass over them may take.
enum { SAMPLES_MOST = 2048, SAMPLES_LEAST = 64 };
#define SAMPLES_WORK 1e9
#define LOST         0.95 // a loss above this part of the baseline has learnt nothing
#define MOVES        0.9 // a loss that falls below this part in its second half has not come to rest
#define MOST         0.05 // of the baseline: below this most is learnt
#define FASTER       0.5  // a remark is worth a loss that is below this part

// ---- evidence -------------------------------------------------------------------------------

// The first rows of [m].
static struct matrix first_rows(struct matrix m, size_t rows)
{
    return (struct matrix){rows, m.cols, m.data};
}

// How many samples to look at.
static size_t sample_count(const struct study_case *from)
{
    double fitting = SAMPLES_WORK / (6 * (double)from->network->parameter_count);
    size_t most = fitting > SAMPLES_MOST    ? SAMPLES_MOST
                  : fitting < SAMPLES_LEAST ? SAMPLES_LEAST
                                            : (size_t)fitting;
    size_t rows = from->data->x.rows;
    return rows < most ? rows : most;
}

// Runs the pass over the samples, forward and backward, up to the gradients.
static void gather_evidence(struct diagnosis *d, struct matrix x, struct matrix y)
{
    struct step_config config = study_case_step_config(&d->from);
    size_t layers = d->network->layer_count;
    pass_load(d->pass, x, y);
    for (size_t s = 0; s < stage_update(layers); s++)
        pass_run(d->pass, d->network, &config, stage_at(layers, s));
    d->baseline = d->trials.baseline;
}

// ---- the order of questions -----------------------------------------------------------------

// Whether a number of the network or its loss is not finite.
static bool is_wrecked(const struct diagnosis *d)
{
    struct quantity quantity;
    size_t row, col;
    double value;
    return quantity_first_bad(d->network, d->pass, &quantity, &row, &col, &value);
}

// What a network that learns would have learnt faster with: a remark, and no finding.
static void find_faster(struct diagnosis *d)
{
    const double lr = d->from.settings->lr;
    const struct fix fixes[] = {
        {.lr = fix_rate(10 * lr), .is_fresh = true},
        {.lr = fix_rate(3 * lr), .is_fresh = true},
        {.optimizer = &optimizers[OPTIMIZER_adam], .lr = 0.01, .is_fresh = true},
    };
    double least = FASTER * (d->now.is_learnt ? d->now.share : d->as_is.share);
    for (size_t i = 0; i < sizeof fixes / sizeof *fixes; i++) {
        const struct trial *trial = trials_run(&d->trials, &fixes[i]);
        bool is_right = trial->is_learnt || !(d->now.is_learnt || d->as_is.is_learnt);
        if (!trial->is_done || !is_right || !(trial->share < least))
            continue;
        least = trial->share;
        d->faster = *trial;
        d->has_faster = true;
    }
}

// Whether continuing halves the loss, to clearly below that of a constant answer, and comes to rest only
// where most is learnt.
static bool is_learning(const struct diagnosis *d)
{
    return d->as_is.share < FASTER * d->now.share && d->as_is.share < LOST &&
           (d->as_is.share < MOST || d->as_is.end < MOVES * d->as_is.half);
}

// What is learnt, or is learnt by continuing, needs no cause. Otherwise every change of a fixed list is tried, so
// that `nothing stands out` is not said of a network that an ordinary change would help.
static void examine(struct diagnosis *d)
{
    static const struct fix nothing = {0}, again = {.is_fresh = true};
    const struct study_case *from = &d->from;
    d->now = trials_now(&d->trials);
    d->is_wrecked = is_wrecked(d) || !isfinite(d->now.end);
    bool is_lost = d->is_wrecked || (from->updates > 0 && !(d->now.share < LOST));
    bool is_out_of_memory = d->trials.is_out_of_memory;
    trials_open(&d->trials, from, is_lost);
    d->trials.is_out_of_memory = is_out_of_memory;
    d->as_is.share = d->anew.share = (double)INFINITY;
    if (!d->now.is_learnt && !d->is_wrecked)
        d->as_is = *trials_run(&d->trials, &nothing);
    side_findings_run(d);
    // What is hardly begun, and halves its loss by continuing, gets no finding either.
    bool is_on_its_way = !trials_is_begun(from) && is_learning(d);
    if (d->now.is_learnt || d->as_is.is_learnt || is_on_its_way) {
        if (d->count == 0 && (from->updates > 0 || is_on_its_way))
            find_faster(d);
    } else if (d->count == 0) {
        d->anew = *trials_run(&d->trials, &again);
        causes_search(d);
    }
    d->is_interrupted = study_case_is_stopped(from);
}

struct diagnosis *diagnosis_create(const struct study_case *from, struct error *error)
{
    size_t rows = sample_count(from);
    struct matrix x = first_rows(from->data->x, rows), y = first_rows(from->data->y, rows);
    struct diagnosis *d = calloc(1, sizeof *d);
    if (!d) {
        error_memory(error);
        return NULL;
    }
    d->from = *from;
    d->network = network_copy(from->network, error);
    d->pass = d->network ? pass_create(d->network, rows, false, error) : NULL;
    if (!d->pass) {
        diagnosis_free(d);
        return NULL;
    }
    trials_open(&d->trials, &d->from, false);
    gather_evidence(d, x, y);
    examine(d);
    if (d->trials.is_out_of_memory) {
        diagnosis_free(d);
        error_memory(error);
        return NULL;
    }
    d->loss = d->now.end;
    return d;
}

void diagnosis_free(struct diagnosis *diagnosis)
{
    if (!diagnosis)
        return;
    network_free(diagnosis->network);
    pass_free(diagnosis->pass);
    free(diagnosis);
}
