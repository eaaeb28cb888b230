// SPDX-License-Identifier: GPL-3.0-or-later
// The first question is whether anything is wrong at all: a copy goes on training with everything as
// it is. If it learns, or its loss keeps falling, nothing is blamed, however odd a unit may look. Only
// a network that gets nowhere is searched for causes. Settings come first: a copy with one setting
// changed shows whether that setting is to blame, and if the copy then learns, the search ends
// (setting_checks.c). Other causes are looked for in the values of one forward and backward pass over
// the data (unit_checks.c); where they are a dead end, other beginnings are tried (ways_out.c).
#include "study/diagnosis.h"

#include <stdlib.h>

#include "network/loss.h"
#include "session/metrics.h"
#include "study/setting_checks.h"
#include "study/side_findings.h"
#include "study/unit_checks.h"
#include "study/ways_out.h"

// The most samples that are looked at, and the multiplications that a pass over them may take.
enum { SAMPLES_MOST = 2048, SAMPLES_LEAST = 64 };
#define SAMPLES_WORK 1e9

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
static void gather_evidence(struct diagnosis *d, struct matrix x, struct matrix y, double baseline)
{
    struct step_config config = study_case_step_config(&d->from);
    size_t layers = d->network->layer_count;
    struct matrix a = d->pass->layers[layers - 1].a;
    pass_load(d->pass, x, y);
    for (size_t s = 0; s < stage_update(layers); s++)
        pass_run(d->pass, d->network, &config, stage_at(layers, s));
    a.rows = x.rows;
    d->loss = d->pass->loss;
    d->baseline = baseline;
    d->right = (size_t)(metrics_accuracy(d->from.data, a, y) * (double)x.rows + 0.5);
    d->is_learnt = trial_is_learnt(d->from.data, a, y, d->loss, baseline);
}

// The first value that is not a finite number.
static bool find_bad_number(struct diagnosis *d)
{
    struct finding found = {.kind = FINDING_BAD_NUMBER};
    if (!quantity_first_bad(d->network, d->pass, &found.quantity, &found.at, &found.other,
                            &found.value))
        return false;
    *finding_add(d, FINDING_BAD_NUMBER, found.quantity.layer) = found;
    return true;
}

// ---- the order of causes --------------------------------------------------------------------

// Whether the loss falls to where something is learnt: below that of the best constant answer. A loss
// far above that can fall for a long time before anything is learnt from the inputs.
static bool is_learning(const struct diagnosis *d)
{
    return trial_is_falling(&d->as_is) && d->as_is.end < d->baseline;
}

// In the order of what explains most: what is learnt needs no cause, and a wrong setting makes units
// look broken, so settings come before units.
static void search_causes(struct diagnosis *d, struct trials *trials)
{
    if (d->is_learnt)
        return;
    d->as_is = trial_run(trials, TRIAL_CHANGE_NONE);
    if (d->as_is.is_learnt || is_learning(d) || setting_checks_run(d, trials))
        return;
    unit_checks_run(d);
    for (size_t i = 0; i < d->count; i++)
        if (d->findings[i].kind == FINDING_TARGETS)
            finding_move_to_front(d, i);
    // A loss that falls is not stuck; but after a long trial it should be low.
    bool is_on_its_way = trial_is_falling(&d->as_is) && d->as_is.updates < TRIAL_LONG;
    bool is_high = !(d->as_is.end <= UNIT_CHECKS_HIGH * d->baseline) && !is_on_its_way;
    if (d->count == 0 && d->as_is.bad_at)
        finding_add_rates(d, FINDING_DIVERGES, &d->as_is, &d->as_is);
    else if (d->count == 0 && is_high)
        finding_add(d, FINDING_STALLED, 0);
    ways_out_run(d, trials);
}

// A number that is not finite makes everything else meaningless, so the search ends there. Where no
// cause is found, what else stands out is added.
static void examine(struct diagnosis *d, struct trials *trials)
{
    if (find_bad_number(d))
        return;
    search_causes(d, trials);
    if (d->count == 0)
        side_findings_run(d);
}

struct diagnosis *diagnosis_create(const struct study_case *from, struct error *error)
{
    size_t rows = sample_count(from);
    struct matrix x = first_rows(from->data->x, rows), y = first_rows(from->data->y, rows);
    struct trials trials = {0};
    struct diagnosis *d = calloc(1, sizeof *d);
    if (!d) {
        error_memory(error);
        return NULL;
    }
    d->from = *from;
    d->network = network_copy(from->network, error);
    d->pass = d->network ? pass_create(d->network, rows, false, error) : NULL;
    if (!d->pass || !trial_open(&trials, &d->from, x, y, error)) {
        diagnosis_free(d);
        return NULL;
    }
    gather_evidence(d, x, y, trials.baseline);
    examine(d, &trials);
    trial_close(&trials);
    if (study_case_is_stopped(from)) {
        diagnosis_free(d);
        error_set(error, "the diagnosis was interrupted");
        return NULL;
    }
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
