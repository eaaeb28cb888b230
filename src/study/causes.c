// SPDX-License-Identifier: GPL-3.0-or-later
// One table: what must be seen for a cause to be suspected, and what is tried against it. The first
// cause without which the network learns is the one; where it learns without none, the first that is
// not far from the best. So a later cause is not accused while an earlier one explains the picture: a
// seed, say, is bad luck only where no learning rate learns from it.
#include "study/causes.h"

#include <math.h>

#include "network/optimizer.h"
#include "study/cures.h"
#include "study/unit_checks.h"
#include "study/unit_facts.h"

// A cause whose cure leaves this many times the best cure's rest explains the picture too.
#define NEAR_BEST  3.0
#define RATE_LEAST 1e-3 // the smallest learning rate that is in use
#define OVERSHOOTS 2.0  // of lr·l2: from here on the weights grow
#define STILL      0.01 // a loss that has moved by less than this part is where it began
#define GROWN      2.0  // and one that is above this many times its beginning grows
enum { SWINGS_LEAST = TRIAL_CLOSE / 5 };

// A cause in the table. What is certain is named even if nothing that was tried helps; what shows is
// seen well enough for networks that no trial is run for.
struct cause {
    enum finding_kind kind;
    unit_check *is_seen; // NULL: always suspected
    cures_function *try_fixes;
    bool is_certain, reads_weights; // which say nothing once they are wrecked
    bool shows;
};

// How a rate that is too large shows.
static enum finding_kind large_kind(const struct diagnosis *d)
{
    const struct trial *as_is = d->is_wrecked ? &d->anew : &d->as_is;
    bool is_whole = d->from.settings->batch >= d->from.data->x.rows;
    if (d->is_wrecked || as_is->bad_at || as_is->worst > GROWN * as_is->start)
        return FINDING_DIVERGES;
    return is_whole && as_is->rises >= SWINGS_LEAST ? FINDING_SWINGS : FINDING_LR_LARGE;
}

static bool is_tiny_rate(const struct diagnosis *d)
{
    return study_case_step_config(&d->from).hyper.lr < RATE_LEAST;
}

// Whether the picture is that of small steps. A dead end at the start, and errors that fade on their way,
// explain it without; but not where the rate is next to nothing.
static bool is_slow(const struct diagnosis *d, struct finding *found)
{
    struct finding other = *found;
    if (d->is_wrecked)
        return false;
    if (is_tiny_rate(d))
        return true;
    return !unit_check_linear(d, &other) && !unit_check_twins(d, &other) &&
           !unit_check_dead(d, &other) && !unit_check_saturated(d, &other) &&
           !unit_facts_fades(d->network, d->pass);
}

static bool is_frozen(const struct diagnosis *d, struct finding *found)
{
    for (size_t p = 0; p < 2 * d->network->layer_count; p++)
        found->count += network_parameter(d->network, p).is_frozen;
    found->all = 2 * d->network->layer_count;
    return found->count > 0;
}

static bool is_clipped(const struct diagnosis *d, struct finding *found)
{
    (void)found;
    return !isinf(d->from.settings->clip);
}

static bool is_decayed(const struct diagnosis *d, struct finding *found)
{
    const struct settings *settings = d->from.settings;
    (void)found;
    return settings->l1 > 0 || settings->l2 > 0 ||
           (settings->optimizer->decays_weights && settings->weight_decay > 0);
}

static bool is_overshot(const struct diagnosis *d, struct finding *found)
{
    const struct settings *settings = d->from.settings;
    found->value = settings->lr * settings->l2;
    return found->value > OVERSHOOTS && settings->optimizer->is_plain;
}

// The sizes are shown, ordinary as they are.
static bool is_unscaled(const struct diagnosis *d, struct finding *found)
{
    unit_check_scales(d, found);
    return d->from.data->normalization == NORMALIZE_NONE;
}

static bool is_bad(const struct diagnosis *d, struct finding *found)
{
    return quantity_first_bad(d->network, d->pass, &found->quantity, &found->at, &found->other,
                              &found->value);
}

static bool has_hidden(const struct diagnosis *d, struct finding *found)
{
    (void)found;
    return d->network->layer_count > 1;
}

// ---- the search ------------------------------------------------------------------------------

// First what cannot work at all, then the scale of the data, the learning rate, the penalty, the start,
// the shape, and luck. What was held back where another cause is likelier is tried at the end, and a
// number that is not finite is a ruin, whose cause comes before it.
static const struct cause causes[] = {
    {FINDING_ONE_SOFTMAX, unit_check_one_softmax, cures_try_output, true, false, true},
    {FINDING_STEP, unit_check_step, cures_try_no_step, true, false, true},
    {FINDING_RANGE, unit_check_range, cures_try_output, true, false, true},
    {FINDING_OVERSHOOT, is_overshot, cures_try_undecay, true, false, true},
    {FINDING_FROZEN, is_frozen, cures_try_unfreeze, false, false, false},
    {FINDING_CLIP, is_clipped, cures_try_unclip, false, false, false},
    {FINDING_SCALES, unit_check_scales, cures_try_scaled, false, false, true},
    {FINDING_TARGETS, unit_check_targets, cures_try_scaled, false, false, true},
    {FINDING_LR_LARGE, NULL, cures_try_slower, false, false, true},
    {FINDING_LR_SMALL, is_slow, cures_try_faster, false, true, true},
    {FINDING_DECAY, is_decayed, cures_try_undecay, false, false, false},
    {FINDING_BAD_NUMBER, is_bad, cures_try_drawn, false, false, false},
    {FINDING_TWINS, unit_check_twins, cures_try_start, true, true, true},
    {FINDING_LINEAR, unit_check_linear, cures_try_linear_start, false, true, true},
    {FINDING_DEAD, unit_check_dead, cures_try_alive, false, true, true},
    {FINDING_SATURATED, unit_check_saturated, cures_try_start, false, true, true},
    {FINDING_SURE_AND_WRONG, unit_check_sure_and_wrong, cures_try_sure, false, true, true},
    {FINDING_EXPLODING, unit_check_exploding, cures_try_calm_start, false, true, true},
    {FINDING_NO_BEND, unit_check_no_bend, cures_try_bend, false, false, true},
    {FINDING_VANISHING, unit_check_vanishing, cures_try_passing, false, true, true},
    {FINDING_WEIGHTS, NULL, cures_try_drawn, false, false, false},
    {FINDING_LOSS, cures_has_other_loss, cures_try_loss, false, false, false},
    {FINDING_PLAIN_STEPS, NULL, cures_try_adam, false, false, false},
    {FINDING_UNSCALED, is_unscaled, cures_try_scaled, false, false, false},
    {FINDING_FEW_UNITS, has_hidden, cures_try_wider, false, false, false},
    {FINDING_STALLED, NULL, cures_try_seeds, false, false, false},
    {FINDING_LR_SMALL, NULL, cures_try_faster, false, false, false},
    {FINDING_BAD_NUMBER, is_bad, NULL, true, false, false},
    {FINDING_CONTRADICTION, unit_check_contradiction, NULL, true, false, false},
};
enum { CAUSES = sizeof causes / sizeof *causes };

// Whether the cause is suspected; fills in what is seen.
static bool is_suspect(const struct diagnosis *d, const struct cause *cause, struct finding *found)
{
    *found = (struct finding){.kind = cause->kind};
    if (cause->reads_weights && d->is_wrecked)
        return false;
    return !cause->is_seen || cause->is_seen(d, found);
}

// Whether the network does well without the cause, so that no other one is asked for.
static bool explains(const struct finding *found)
{
    return found->is_cured && (found->cure.is_learnt || found->cure.share <= CURES_GOOD);
}

// Goes through the causes up to the first that explains. Returns how many.
static size_t try_causes(struct diagnosis *d, struct finding *found, bool *is_seen)
{
    for (size_t i = 0; i < CAUSES; i++) {
        is_seen[i] = is_suspect(d, &causes[i], &found[i]);
        if (!is_seen[i] || !causes[i].try_fixes)
            continue;
        causes[i].try_fixes(d, &found[i]);
        if (found[i].kind == FINDING_LR_LARGE)
            found[i].kind = large_kind(d);
        if (explains(&found[i]))
            return i + 1;
    }
    return CAUSES;
}

// The cause that explains: the last one tried where the network does well without it, else the first whose
// cure is not far from the best. [count] where there is none.
static size_t explaining_cause(const struct finding *found, const bool *is_seen, size_t count)
{
    double best = (double)INFINITY;
    for (size_t i = 0; i < count; i++)
        if (is_seen[i] && found[i].is_cured) {
            if (explains(&found[i]))
                return i;
            best = fmin(best, found[i].cure.share);
        }
    for (size_t i = 0; i < count; i++)
        if (is_seen[i] && found[i].is_cured && found[i].cure.share <= NEAR_BEST * best)
            return i;
    return count;
}

// Whether it is the rate for which nothing is learnt: then it comes first, although another one is not all
// that it takes.
static bool is_rate_first(const struct diagnosis *d, const struct finding *found)
{
    return found->is_cured && !(d->now.share < CURES_CONSTANT) &&
           (found->kind == FINDING_DIVERGES || found->kind == FINDING_SWINGS ||
            found->kind == FINDING_LR_LARGE || found->kind == FINDING_LR_SMALL);
}

void causes_search(struct diagnosis *d)
{
    struct finding found[CAUSES];
    bool is_seen[CAUSES];
    size_t count = try_causes(d, found, is_seen);
    size_t cause = explaining_cause(found, is_seen, count);
    for (size_t i = 0; i < count; i++)
        if (i == cause ||
            (is_seen[i] && i < cause && (causes[i].is_certain || is_rate_first(d, &found[i]))))
            *finding_add(d, found[i].kind, found[i].layer) = found[i];
}

// ---- without trials ------------------------------------------------------------------------------

static bool has_grown(const struct diagnosis *d)
{
    return d->is_wrecked || d->now.end > GROWN * d->now.start;
}

// Whether the loss is where it began. That says nothing of an ordinary rate where the outputs are sure of
// wrong answers, or where a straight map may do no better.
static bool is_still(const struct diagnosis *d)
{
    struct finding other = {0};
    return fabs(d->now.end - d->now.start) <= STILL * d->now.start &&
           (is_tiny_rate(d) ||
            (!unit_check_sure_and_wrong(d, &other) && !unit_check_no_bend(d, &other)));
}

// Whether what is seen of a cause is enough to name it. A network that is linear because half of its
// units are dead is named by these.
static bool shows(const struct diagnosis *d, const struct cause *cause)
{
    struct finding found, other = {0};
    return cause->shows && is_suspect(d, cause, &found) &&
           (cause->kind == FINDING_LR_LARGE   ? has_grown(d)
            : cause->kind == FINDING_LR_SMALL ? is_still(d)
            : cause->kind == FINDING_LINEAR   ? !unit_check_dead(d, &other)
                                              : true);
}

bool causes_find_shown(const struct diagnosis *d, enum finding_kind *kind)
{
    for (size_t i = 0; i < CAUSES; i++)
        if (shows(d, &causes[i])) {
            *kind = causes[i].kind == FINDING_LR_LARGE ? FINDING_DIVERGES : causes[i].kind;
            return true;
        }
    return false;
}
