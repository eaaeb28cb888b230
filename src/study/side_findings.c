// SPDX-License-Identifier: GPL-3.0-or-later
// Dead units are not a cause if the network learns without them, but a student who sees one in the
// table wants to know: they are mentioned in addition.
//
// A network that learns by heart shows in two losses: that of the test part is far above that of the
// training part, or it has risen since its lowest point. What is proposed was seen to be better: an l2
// with which a session that begins again ends with a lower test loss, or the epoch at which the test loss
// was lowest.
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

// The hidden layer with the largest share of dead units.
static void find_idle(struct diagnosis *d)
{
    struct finding most = {.all = 1};
    for (size_t k = 1; k < d->network->layer_count; k++) {
        struct finding found = dead_units(d, k);
        if (found.count * most.all > most.count * found.all)
            most = found;
    }
    if (most.count > 0 && !d->is_wrecked && (d->now.is_learnt || d->as_is.end < d->baseline))
        d->aside = most;
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

// Keeps the trial where its test loss is clearly below the least one so far.
static void keep_better(const struct trial *trial, double *least, struct finding *found)
{
    if (!trial->is_done || trial->bad_at || !(trial->test < *least))
        return;
    *least = trial->test;
    found->cure = *trial;
    found->is_cured = true;
}

// Beginning again with an l2, or with an end where the test loss was lowest; where neither helps, with
// more samples to learn from.
static void try_against(struct diagnosis *d, struct finding *found)
{
    static const double decays[] = {1e-4, 1e-3, 1e-2, 1e-1};
    double least = IS_BETTER * found->value;
    for (size_t i = 0; i < sizeof decays / sizeof *decays; i++) {
        struct fix fix = {.l2 = decays[i], .is_fresh = true};
        if (decays[i] > d->from.settings->l2)
            keep_better(trials_run(&d->trials, &fix), &least, found);
    }
    struct fix shorter = {.is_fresh = true, .epochs = found->lowest > 0 ? found->at : 0};
    least *= IS_BETTER;
    if (shorter.epochs > 0 && shorter.epochs <= d->trials.epochs)
        keep_better(trials_run(&d->trials, &shorter), &least, found);
    const struct dataset *data = d->from.data;
    struct fix more = {.is_split = true, .is_fresh = true};
    if (!found->is_cured && data->x.rows < 2 * data->test_x.rows)
        keep_better(trials_run(&d->trials, &more), &least, found);
}

// Compares the two losses, and the test loss with its lowest.
static void find_by_heart(struct diagnosis *d)
{
    const struct curve_point *lowest = lowest_point(&d->from);
    struct finding found = {.kind = FINDING_BY_HEART, .against = d->now.end, .value = d->now.test};
    if (d->from.data->test_x.rows == 0 || d->from.updates == 0 || d->is_wrecked)
        return;
    bool has_risen = lowest && found.value > RISEN * lowest->test &&
                     found.value - lowest->test > RISEN_BY * d->baseline &&
                     found.against < lowest->loss;
    size_t epoch = d->from.epoch;
    bool still_falls = lowest && lowest->epoch + epoch / 10 >= epoch;
    double gap = (still_falls ? APART_YET : APART_BY) * d->baseline;
    bool is_apart = found.value > APART * found.against && found.value - found.against > gap;
    if (!has_risen && !is_apart)
        return;
    if (has_risen) {
        found.at = lowest->epoch;
        found.lowest = lowest->test;
        found.lowest_loss = lowest->loss;
    }
    try_against(d, &found);
    *finding_add(d, found.kind, 0) = found;
}

void side_findings_run(struct diagnosis *d)
{
    find_idle(d);
    find_by_heart(d);
}
