// SPDX-License-Identifier: GPL-3.0-or-later
// Dead units are no cause where the network learns without them, but a student who sees one in the
// table wants to be told. They are a finding where they are half of their layer or more and the network
// does not learn its data although its loss falls; otherwise they are mentioned as an aside.
//
// A network that learns by heart shows in two losses: that of the test part is far above that of the
// training part, or it has risen since its lowest point. Proposed is what was seen to be better: an l2
// with which a copy that begins anew ends with a lower test loss, or the epoch at which the test loss was
// lowest.
#include "study/side_findings.h"

#include "session/curve.h"
#include "study/unit_facts.h"

// A test loss has risen where it is this many times its lowest, and higher by this part of the baseline.
#define RISEN    1.2
#define RISEN_BY 0.02
// It is far above the training loss where it is this many times that loss, and higher by this part of
// the baseline, or by the second part where it still falls.
#define APART     2.0
#define APART_BY  0.25
#define APART_YET 0.5
#define IS_BETTER 0.9 // an l2 is better where the test loss is below this part of what it was

// ---- units that do nothing ------------------------------------------------------------------

// The dead relu units of layer [k]; [count] is 0 where there are none.
static struct finding dead_units(const struct diagnosis *d, size_t k)
{
    const struct layer *layer = &d->network->layers[k - 1];
    struct finding found = {.kind = FINDING_IDLE, .layer = k, .all = layer->out};
    if (!layer->activation->is_flat_below)
        return found;
    for (size_t j = layer->out; j-- > 0;)
        if (unit_facts_on(d->pass, k, j) == 0) {
            found.count++;
            found.at = j;
        }
    return found;
}

// The hidden layer with the largest share of dead units. What helps is tried: a slope on the off side,
// then other beginnings.
static void find_idle(struct diagnosis *d)
{
    struct finding most = {.all = 1};
    for (size_t k = 1; k < d->network->layer_count; k++) {
        struct finding found = dead_units(d, k);
        if (found.count * most.all > most.count * found.all)
            most = found;
    }
    if (most.count == 0)
        return;
    // A network that does not learn does not learn without them either.
    bool is_learnt = d->is_learnt || d->as_is.is_learnt;
    if (!is_learnt && !(d->as_is.end < d->baseline))
        return;
    if (is_learnt || 2 * most.count < most.all) {
        d->aside = most;
        return;
    }
    const struct fix_trial fixes[] = {{.is_suited = true, .leaky = most.layer},
                                      {.is_suited = true},
                                      {.is_suited = true, .is_scaled = true},
                                      {.is_suited = true, .is_wider = true},
                                      {.is_suited = true, .is_scaled = true, .is_wider = true}};
    most.fix = fix_trial_best(&d->from, fixes, sizeof fixes / sizeof *fixes, d->pass->samples,
                              d->as_is.end / d->baseline, true);
    *finding_add(d, most.kind, most.layer) = most;
}

// ---- learning by heart ----------------------------------------------------------------------

// The point of the curve with the lowest test loss, of those of the present loss; or NULL.
static const struct curve_point *lowest_point(const struct study_case *from)
{
    const struct curve *curve = from->curve;
    const struct curve_point *lowest = NULL;
    for (size_t i = 0; i < curve_count(curve, from->epoch); i++)
        if (curve->points[i].kind == from->settings->loss &&
            curve->points[i].test == curve->points[i].test &&
            (!lowest || curve->points[i].test < lowest->test))
            lowest = &curve->points[i];
    return lowest;
}

// The l2 with which a copy that begins anew gets to the lowest test loss, in as many updates as were done
// so far where a trial is as long as that.
static void try_decay(struct diagnosis *d, struct trials *trials, struct finding *found)
{
    static const double decays[] = {1e-4, 1e-3, 1e-2, 1e-1};
    // A look at a large test part would take longer than the learning.
    if (trials->shown_x.rows > d->pass->samples)
        trials->shown_x.rows = trials->shown_y.rows = d->pass->samples;
    double least = found->lowest > 0 ? found->lowest : trial_loss(trials, d->network);
    least *= IS_BETTER;
    struct trial_change change = {.lr_factor = 1, .is_fresh = true, .seed = d->from.seed};
    if (d->from.updates < trials->updates)
        trials->updates = d->from.updates;
    for (size_t i = 0; i < sizeof decays / sizeof *decays; i++) {
        change.l2 = decays[i];
        struct trial trial = trial_run(trials, change);
        if (trial.bad_at || !(trial.end < least) || change.l2 <= d->from.settings->l2)
            continue;
        least = trial.end;
        found->trial = trial;
        found->decay = change.l2;
    }
}

// Compares the two losses, and the test loss with its lowest.
static void judge_test(struct diagnosis *d, struct trials *trials)
{
    const struct curve_point *lowest = lowest_point(&d->from);
    struct finding found = {.kind = FINDING_BY_HEART, .against = d->loss};
    found.value = trial_loss(trials, d->network);
    bool has_risen = lowest && found.value > RISEN * lowest->test &&
                     found.value - lowest->test > RISEN_BY * d->baseline && d->loss < lowest->loss;
    size_t epoch = d->from.epoch;
    bool still_falls = lowest && lowest->epoch + epoch / 10 >= epoch;
    double gap = (still_falls ? APART_YET : APART_BY) * d->baseline;
    bool is_apart = found.value > APART * d->loss && found.value - d->loss > gap;
    if (!has_risen && !is_apart)
        return;
    if (has_risen) {
        found.at = lowest->epoch;
        found.lowest = lowest->test;
        found.lowest_loss = lowest->loss;
    }
    try_decay(d, trials, &found);
    *finding_add(d, found.kind, 0) = found;
}

static void find_by_heart(struct diagnosis *d)
{
    struct error ignored;
    struct trials trials;
    const struct dataset *data = d->from.data;
    if (data->test_x.rows == 0 || d->from.updates == 0 ||
        !trial_open(&trials, &d->from, d->pass->x, d->pass->y, &ignored))
        return;
    struct pass *judge = pass_create(d->network, data->test_x.rows, true, &ignored);
    if (judge) {
        pass_free(trials.judge);
        trials.judge = judge;
        trials.shown_x = data->test_x;
        trials.shown_y = data->test_y;
        judge_test(d, &trials);
    }
    trial_close(&trials);
}

void side_findings_run(struct diagnosis *d)
{
    find_idle(d);
    find_by_heart(d);
}
