// SPDX-License-Identifier: GPL-3.0-or-later
// One table: what must be seen for a cause to be suspected, and what is tried against it. The first
// cause without which the network learns is the one; where it learns without none, the first that is
// not far from the best. So a later cause is not accused while an earlier one explains the picture: a
// seed, say, is bad luck only where no learning rate learns from it.
//
// A change is better where it leaves half of what going on leaves. One that begins anew is also held
// against beginning anew without it.
#include "study/causes.h"

#include <math.h>

#include "network/activation.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "network/scheme.h"
#include "session/fit.h"
#include "study/unit_checks.h"
#include "study/unit_facts.h"

#define HALF     0.5
#define IS_LOWER 0.8  // clearly lower
#define CONSTANT 0.95 // of the baseline: clearly better than a constant answer
#define NEAR_BEST                                                                                  \
    3.0 // a cause whose cure leaves this many times the best cure's rest explains it too
#define GOOD       0.1  // a share that explains a cause
#define VERY_GOOD  0.03 // a share that needs no better one
#define BURST      2.0  // a share that shows a rate far too large
#define RATE_LEAST 1e-3 // the smallest learning rate that is in use
#define OVERSHOOTS 2.0  // of lr·l2: from here on the weights grow
enum { SEEDS_TRIED = 5, SWINGS_LEAST = TRIAL_CLOSE / 5 };

// A cause in the table. What is certain is told even where nothing that was tried helps.
struct cause {
    enum finding_kind kind;
    unit_check *is_seen; // NULL: always suspected
    void (*try_fixes)(struct diagnosis *d, struct finding *f);
    bool is_certain, reads_weights; // which say nothing once they are wrecked
};

bool causes_is_better(const struct diagnosis *d, const struct trial *trial)
{
    double going_on = d->as_is.share;
    if (!trial->is_done || !(trial->share < IS_LOWER * going_on))
        return false;
    size_t samples = d->from.data->x.rows;
    if (d->from.data->targets != TARGETS_NUMBERS && trial->share < BURST &&
        trial->right > d->as_is.right + samples / 4 && d->as_is.is_done)
        return true;
    if (!(trial->share < CONSTANT))
        return false;
    if (trial->is_learnt && !d->as_is.is_learnt)
        return true;
    bool is_fresh = fix_is_fresh(&trial->fix);
    return trial->share < HALF * going_on || (is_fresh && trial->share < HALF * d->now.share);
}

// Whether it is the change that helps, and not the new beginning alone.
static bool is_due_to_change(const struct diagnosis *d, const struct trial *trial)
{
    bool is_reset = trial->fix.is_fresh && fix_is_same(&trial->fix, &d->anew.fix);
    if (is_reset || !fix_is_fresh(&trial->fix) || !causes_is_better(d, &d->anew))
        return true;
    return (trial->is_learnt && !d->anew.is_learnt) || trial->share < HALF * d->anew.share;
}

// Whether no better cure is needed.
static bool is_enough(const struct finding *f)
{
    return f->is_cured &&
           (f->cure.share <= VERY_GOOD || (f->cure.is_learnt && f->cure.share < GOOD));
}

// Tries a fix against [f], and keeps the trial that does best. Returns whether no better one is needed.
static bool try_fix(struct diagnosis *d, struct finding *f, struct fix fix)
{
    struct trial trial = *trials_run(&d->trials, &fix);
    if (!trial.is_done)
        return false;
    if (f->tried_count < FINDING_TRIED)
        f->tried[f->tried_count++] = trial;
    if (!causes_is_better(d, &trial) || !is_due_to_change(d, &trial))
        return is_enough(f);
    if (!f->is_cured || (trial.is_learnt && !f->cure.is_learnt) ||
        (trial.is_learnt == f->cure.is_learnt && trial.share < IS_LOWER * f->cure.share)) {
        f->is_cured = true;
        f->cure = trial;
    }
    return is_enough(f);
}

// Whether the present weights are those that init drew, so that reset changes nothing.
static bool are_as_drawn(const struct diagnosis *d)
{
    return !d->is_wrecked && d->as_is.start == d->anew.start && d->as_is.end == d->anew.end;
}

// The same from the present weights, and from new ones.
static bool try_both(struct diagnosis *d, struct finding *f, struct fix fix)
{
    if (!d->is_wrecked && try_fix(d, f, fix))
        return true;
    fix.is_fresh = true;
    return !are_as_drawn(d) && try_fix(d, f, fix);
}

static const struct activation *output_of(const struct diagnosis *d)
{
    return d->network->layers[d->network->layer_count - 1].activation;
}

// Whether all targets are between 0 and 1.
static bool has_shares(const struct diagnosis *d)
{
    for (size_t i = 0; i < matrix_count(d->from.data->y); i++)
        if (d->from.data->y.data[i] < 0 || d->from.data->y.data[i] > 1)
            return false;
    return true;
}

// ---- the learning rate -----------------------------------------------------------------------

// The rates below the present one, or above it, that are tried: by tens, and those that are usual.
static size_t list_rates(const struct diagnosis *d, bool is_up, double rates[8])
{
    static const double usual_up[] = {0.01, 0.1, 1}, usual_down[] = {1, 0.1, 0.01};
    double lr = d->from.settings->lr;
    size_t count = 0;
    if (is_up)
        rates[count++] = fix_rate(lr * 3);
    for (double factor = 10; factor <= 1000; factor *= 10)
        rates[count++] = fix_rate(is_up ? lr * factor : lr / factor);
    for (size_t i = 0; i < 3; i++) {
        double rate = is_up ? usual_up[i] : usual_down[i];
        if (is_up ? rate > 2000 * lr : rate < lr / 2000)
            rates[count++] = rate;
    }
    return count;
}

static void try_slower(struct diagnosis *d, struct finding *f)
{
    double rates[8];
    size_t count = list_rates(d, false, rates);
    for (size_t i = 0; i < count; i++)
        if (try_both(d, f, (struct fix){.lr = rates[i]}))
            return;
}

// Whether the last rate that was tried is far too large, and a larger one would be no better.
static bool has_burst(const struct diagnosis *d)
{
    const struct trial *last = &d->trials.list[d->trials.count - 1];
    return last->fix.lr > d->from.settings->lr && !(last->share < BURST) &&
           !(last->share < d->as_is.share);
}

// Where a schedule has brought the rate far down, the one that was set comes first.
static void try_faster(struct diagnosis *d, struct finding *f)
{
    double rates[8];
    size_t count = list_rates(d, true, rates);
    bool is_down = study_case_is_scheduled_down(&d->from);
    if (is_down && try_both(d, f, (struct fix){.is_unscheduled = true}))
        return;
    for (size_t i = 0; i < count && !has_burst(d); i++)
        if (try_both(d, f, (struct fix){.lr = rates[i], .is_unscheduled = is_down}))
            return;
}

// How a rate that is too large shows.
static enum finding_kind large_kind(const struct diagnosis *d)
{
    const struct trial *as_is = d->is_wrecked ? &d->anew : &d->as_is;
    bool is_whole = d->from.settings->batch >= d->from.data->x.rows;
    if (d->is_wrecked || as_is->bad_at || as_is->worst > 2 * as_is->start)
        return FINDING_DIVERGES;
    return is_whole && as_is->rises >= SWINGS_LEAST ? FINDING_SWINGS : FINDING_LR_LARGE;
}

// Whether the picture is that of small steps. A dead end at the start, and errors that fade on their way,
// explain it without; but not where the rate is next to nothing.
static bool is_slow(const struct diagnosis *d, struct finding *found)
{
    struct finding other = *found;
    if (d->is_wrecked)
        return false;
    if (study_case_step_config(&d->from).hyper.lr < RATE_LEAST)
        return true;
    return !unit_check_linear(d, &other) && !unit_check_twins(d, &other) &&
           !unit_check_dead(d, &other) && !unit_check_saturated(d, &other) &&
           !unit_facts_fades(d->network, d->pass);
}

// ---- other settings --------------------------------------------------------------------------

static bool is_frozen(const struct diagnosis *d, struct finding *found)
{
    for (size_t p = 0; p < 2 * d->network->layer_count; p++)
        found->count += network_parameter(d->network, p).is_frozen;
    found->all = 2 * d->network->layer_count;
    return found->count > 0;
}

static void try_unfreeze(struct diagnosis *d, struct finding *f)
{
    try_both(d, f, (struct fix){.is_unfrozen = true});
}

static bool is_clipped(const struct diagnosis *d, struct finding *found)
{
    (void)found;
    return !isinf(d->from.settings->clip);
}

static void try_unclip(struct diagnosis *d, struct finding *f)
{
    try_both(d, f, (struct fix){.is_unclipped = true});
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

// Where the penalty has ruled for long, the rate may have been chosen for it.
static void try_undecay(struct diagnosis *d, struct finding *f)
{
    static const double factors[] = {1, 10, 0.1};
    for (size_t i = 0; i < 3; i++) {
        double lr = factors[i] == 1 ? 0 : fix_rate(d->from.settings->lr * factors[i]);
        if (try_both(d, f, (struct fix){.is_undecayed = true, .lr = lr}))
            return;
    }
    try_both(
        d, f,
        (struct fix){.is_undecayed = true, .optimizer = &optimizers[OPTIMIZER_adam], .lr = 0.01});
}

static void try_adam(struct diagnosis *d, struct finding *f)
{
    static const double rates[] = {0.01, 0.05, 0.001};
    for (size_t i = 0; i < 3; i++)
        if (try_both(d, f, (struct fix){.optimizer = &optimizers[OPTIMIZER_adam], .lr = rates[i]}))
            return;
}

// The loss of a cross-entropy that suits the outputs as they are.
static bool has_other_loss(const struct diagnosis *d, struct finding *found)
{
    struct error ignored;
    const struct loss *own = loss_of_output(output_of(d));
    (void)found;
    return own && own != d->from.settings->loss &&
           fit_check(d->network, d->from.data, own, &ignored);
}

static void try_loss(struct diagnosis *d, struct finding *f)
{
    try_both(d, f, (struct fix){.loss = loss_of_output(output_of(d))});
}

// ---- the data --------------------------------------------------------------------------------

// With the rate as it is, and with those that suit columns of the size 1.
static void try_scaled(struct diagnosis *d, struct finding *f)
{
    const struct scheme *suited = fix_suited_scheme(d->network->layers[0].activation);
    const struct optimizer *adam = &optimizers[OPTIMIZER_adam];
    const struct fix fixes[] = {
        {.scaling = NORMALIZE_STANDARD, .is_fresh = true},
        {.scaling = NORMALIZE_STANDARD, .is_fresh = true, .lr = 0.1},
        {.scaling = NORMALIZE_STANDARD, .is_fresh = true, .lr = 0.01},
        {.scaling = NORMALIZE_STANDARD, .scheme = suited, .lr = 0.1},
        {.scaling = NORMALIZE_STANDARD, .is_fresh = true, .optimizer = adam, .lr = 0.01},
    };
    if (d->from.data->normalization != NORMALIZE_NONE)
        return;
    for (size_t i = 0; i < sizeof fixes / sizeof *fixes; i++)
        if (try_fix(d, f, fixes[i]))
            return;
}

// The sizes are shown, ordinary as they are.
static bool is_unscaled(const struct diagnosis *d, struct finding *found)
{
    unit_check_scales(d, found);
    return d->from.data->normalization == NORMALIZE_NONE;
}

// ---- the outputs -----------------------------------------------------------------------------

// An output that reaches every target: a sigmoid for those from 0 to 1, else a straight one.
static const struct activation *reaching_output(const struct diagnosis *d)
{
    return &activations[has_shares(d) ? ACTIVATION_sigmoid : ACTIVATION_linear];
}

// The fix with rates by tens, and with adam.
static bool try_with_rates(struct diagnosis *d, struct finding *f, struct fix fix)
{
    static const double factors[] = {1, 10, 0.1, 0.01};
    for (size_t i = 0; i < 4; i++) {
        fix.lr = factors[i] == 1 ? 0 : fix_rate(d->from.settings->lr * factors[i]);
        if (try_fix(d, f, fix))
            return true;
    }
    fix.optimizer = &optimizers[OPTIMIZER_adam];
    fix.lr = 0.01;
    return try_fix(d, f, fix);
}

static void try_output(struct diagnosis *d, struct finding *f)
{
    const struct activation *output = reaching_output(d);
    if (!try_with_rates(d, f, (struct fix){.output = output}))
        try_with_rates(d, f, (struct fix){.output = output, .scheme = fix_suited_scheme(output)});
}

static void try_no_step(struct diagnosis *d, struct finding *f)
{
    const struct activation *sigmoid = &activations[ACTIVATION_sigmoid];
    if (!try_with_rates(d, f, (struct fix){.stepped = sigmoid}))
        try_with_rates(d, f,
                       (struct fix){.stepped = sigmoid, .scheme = fix_suited_scheme(sigmoid)});
}

// ---- the start -------------------------------------------------------------------------------

static bool is_bad(const struct diagnosis *d, struct finding *found)
{
    return quantity_first_bad(d->network, d->pass, &found->quantity, &found->at, &found->other,
                              &found->value);
}

// The weights that init drew, where those of now are others.
static bool try_reset(struct diagnosis *d, struct finding *f)
{
    return !are_as_drawn(d) && try_fix(d, f, (struct fix){.is_fresh = true});
}

static void try_drawn(struct diagnosis *d, struct finding *f)
{
    try_reset(d, f);
}

// Other seeds, by the scheme as it is.
static void try_seeds(struct diagnosis *d, struct finding *f)
{
    for (uint32_t i = 1; i <= SEEDS_TRIED; i++)
        if (try_fix(d, f, (struct fix){.seeds = i}))
            return;
}

// Weights by the scheme that suits the first activation, then other seeds.
static void try_start(struct diagnosis *d, struct finding *f)
{
    const struct scheme *suited = fix_suited_scheme(d->network->layers[0].activation);
    if (try_reset(d, f))
        return;
    if (suited != d->from.scheme)
        for (uint32_t i = 0; i < 3; i++)
            if (try_fix(d, f, (struct fix){.scheme = suited, .seeds = i}))
                return;
    try_seeds(d, f);
}

static void try_linear_start(struct diagnosis *d, struct finding *f)
{
    try_seeds(d, f);
    if (!f->is_cured || !f->cure.is_learnt)
        try_start(d, f);
}

// Weights that keep the size of values, with smaller rates too.
static void try_calm_start(struct diagnosis *d, struct finding *f)
{
    const struct scheme *suited = fix_suited_scheme(d->network->layers[0].activation);
    if (!try_reset(d, f))
        try_with_rates(d, f, (struct fix){.scheme = suited});
}

// A slope on the off side; a dead output that is to give 0 to 1 becomes a sigmoid.
static void try_alive(struct diagnosis *d, struct finding *f)
{
    const struct activation *first = d->network->layers[0].activation;
    if (f->layer == d->network->layer_count)
        try_output(d, f);
    if (f->is_cured && f->cure.is_learnt)
        return;
    try_start(d, f);
    if (!f->is_cured || !f->cure.is_learnt)
        try_with_rates(d, f, (struct fix){.leaky = f->layer, .scheme = fix_suited_scheme(first)});
}

// The gradient of the cross-entropy does not contain the slope of the output.
static void try_sure(struct diagnosis *d, struct finding *f)
{
    struct finding ignored = {0};
    if (has_other_loss(d, &ignored))
        try_loss(d, f);
    if (!f->is_cured || !f->cure.is_learnt)
        try_start(d, f);
}

// ---- the shape -------------------------------------------------------------------------------

static void try_bend(struct diagnosis *d, struct finding *f)
{
    const struct activation *tanh = &activations[ACTIVATION_tanh];
    const struct scheme *suited = fix_suited_scheme(tanh);
    size_t units = d->network->inputs < 2 ? 4 : 2 * d->network->inputs;
    struct fix fix = {.hidden = tanh};
    if (d->network->layer_count == 1)
        fix = (struct fix){.added = units < 16 ? units : 16};
    if (try_with_rates(d, f, fix))
        return;
    fix.scheme = suited;
    try_with_rates(d, f, fix);
}

static void try_passing(struct diagnosis *d, struct finding *f)
{
    const struct activation *relu = &activations[ACTIVATION_relu],
                            *tanh = &activations[ACTIVATION_tanh];
    if (try_reset(d, f))
        return;
    if (!try_with_rates(d, f, (struct fix){.hidden = relu, .scheme = fix_suited_scheme(relu)}))
        try_with_rates(d, f, (struct fix){.hidden = tanh, .scheme = fix_suited_scheme(tanh)});
}

static bool has_hidden(const struct diagnosis *d, struct finding *found)
{
    (void)found;
    return d->network->layer_count > 1;
}

// Twice the units: as they are, then with a bend that cannot die.
static void try_wider(struct diagnosis *d, struct finding *f)
{
    const struct activation *tanh = &activations[ACTIVATION_tanh];
    const struct scheme *suited = fix_suited_scheme(tanh);
    const struct optimizer *adam = &optimizers[OPTIMIZER_adam];
    const struct fix fixes[] = {
        {.times = 2},
        {.times = 2, .hidden = tanh},
        {.times = 2, .hidden = tanh, .scheme = suited},
        {.times = 2, .hidden = tanh, .scheme = suited, .optimizer = adam, .lr = 0.01},
        {.times = 4, .hidden = tanh, .scheme = suited},
        {.times = 4, .hidden = tanh, .scheme = suited, .optimizer = adam, .lr = 0.01},
    };
    for (size_t i = 0; i < sizeof fixes / sizeof *fixes; i++)
        if (try_fix(d, f, fixes[i]))
            return;
}

// ---- the search ------------------------------------------------------------------------------

// First what cannot work at all, then the scale of the data, the learning rate, the penalty, the start,
// the shape, and luck. What was held back where another cause is likelier is tried at the end, and a
// number that is not finite is a ruin, whose cause comes before it.
static const struct cause causes[] = {
    {FINDING_ONE_SOFTMAX, unit_check_one_softmax, try_output, true, false},
    {FINDING_STEP, unit_check_step, try_no_step, true, false},
    {FINDING_RANGE, unit_check_range, try_output, true, false},
    {FINDING_OVERSHOOT, is_overshot, try_undecay, true, false},
    {FINDING_FROZEN, is_frozen, try_unfreeze, false, false},
    {FINDING_CLIP, is_clipped, try_unclip, false, false},
    {FINDING_SCALES, unit_check_scales, try_scaled, false, false},
    {FINDING_TARGETS, unit_check_targets, try_scaled, false, false},
    {FINDING_LR_LARGE, NULL, try_slower, false, false},
    {FINDING_LR_SMALL, is_slow, try_faster, false, true},
    {FINDING_DECAY, is_decayed, try_undecay, false, false},
    {FINDING_BAD_NUMBER, is_bad, try_drawn, false, false},
    {FINDING_TWINS, unit_check_twins, try_start, true, true},
    {FINDING_LINEAR, unit_check_linear, try_linear_start, false, true},
    {FINDING_DEAD, unit_check_dead, try_alive, false, true},
    {FINDING_SATURATED, unit_check_saturated, try_start, false, true},
    {FINDING_SURE_AND_WRONG, unit_check_sure_and_wrong, try_sure, false, true},
    {FINDING_EXPLODING, unit_check_exploding, try_calm_start, false, true},
    {FINDING_NO_BEND, unit_check_no_bend, try_bend, false, false},
    {FINDING_VANISHING, unit_check_vanishing, try_passing, false, true},
    {FINDING_WEIGHTS, NULL, try_drawn, false, false},
    {FINDING_LOSS, has_other_loss, try_loss, false, false},
    {FINDING_PLAIN_STEPS, NULL, try_adam, false, false},
    {FINDING_UNSCALED, is_unscaled, try_scaled, false, false},
    {FINDING_FEW_UNITS, has_hidden, try_wider, false, false},
    {FINDING_STALLED, NULL, try_seeds, false, false},
    {FINDING_LR_SMALL, NULL, try_faster, false, false},
    {FINDING_BAD_NUMBER, is_bad, NULL, true, false},
    {FINDING_CONTRADICTION, unit_check_contradiction, NULL, true, false},
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
    return found->is_cured && (found->cure.is_learnt || found->cure.share <= GOOD);
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
    return found->is_cured && !(d->now.share < CONSTANT) &&
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
