// SPDX-License-Identifier: GPL-3.0-or-later
// A change is better where it leaves half of what continuing leaves. One that begins again is also
// compared with beginning again without it.
#include "study/cures.h"

#include <math.h>

#include "network/activation.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "network/scheme.h"
#include "session/fit.h"

#define HALF      0.5
#define IS_LOWER  0.8  // clearly lower
#define VERY_GOOD 0.03 // a share that needs no better one
#define BURST     2.0  // a share that shows a rate far too large
enum { SEEDS_TRIED = 5 };

// Whether a trial is clearly better than continuing, and than a constant answer.
static bool is_better(const struct diagnosis *d, const struct trial *trial)
{
    double going_on = d->as_is.share;
    if (!trial->is_done || !(trial->share < IS_LOWER * going_on))
        return false;
    size_t samples = d->from.data->x.rows;
    if (d->from.data->targets != TARGETS_NUMBERS && trial->share < BURST &&
        trial->right > d->as_is.right + samples / 4 && d->as_is.is_done)
        return true;
    if (!(trial->share < CURES_CONSTANT))
        return false;
    if (trial->is_learnt && !d->as_is.is_learnt)
        return true;
    bool is_fresh = fix_is_fresh(&trial->fix);
    return trial->share < HALF * going_on || (is_fresh && trial->share < HALF * d->now.share);
}

// Whether it is the change that helps, and not only the new weights.
static bool is_due_to_change(const struct diagnosis *d, const struct trial *trial)
{
    bool is_reset = trial->fix.is_fresh && fix_is_same(&trial->fix, &d->anew.fix);
    if (is_reset || !fix_is_fresh(&trial->fix) || !is_better(d, &d->anew))
        return true;
    return (trial->is_learnt && !d->anew.is_learnt) || trial->share < HALF * d->anew.share;
}

// Whether no better cure is needed.
static bool is_enough(const struct finding *f)
{
    return f->is_cured &&
           (f->cure.share <= VERY_GOOD || (f->cure.is_learnt && f->cure.share < CURES_GOOD));
}

// Tries a fix against [f], and keeps the trial that does best. Returns whether no better one is needed.
static bool try_fix(struct diagnosis *d, struct finding *f, struct fix fix)
{
    struct trial trial = *trials_run(&d->trials, &fix);
    if (!trial.is_done)
        return false;
    if (f->tried_count < FINDING_TRIED)
        f->tried[f->tried_count++] = trial;
    if (!is_better(d, &trial) || !is_due_to_change(d, &trial))
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

// ---- the learning rate ---------------------------------------------------------------------

// The rates below the present one, or above it, that are tried: ten, a hundred, ... times, and the usual ones.
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

void cures_try_slower(struct diagnosis *d, struct finding *f)
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
void cures_try_faster(struct diagnosis *d, struct finding *f)
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

// ---- other settings ------------------------------------------------------------------------

void cures_try_unfreeze(struct diagnosis *d, struct finding *f)
{
    try_both(d, f, (struct fix){.is_unfrozen = true});
}

void cures_try_unclip(struct diagnosis *d, struct finding *f)
{
    try_both(d, f, (struct fix){.is_unclipped = true});
}

// If the penalty has been on for long, the rate may have been chosen for it.
void cures_try_undecay(struct diagnosis *d, struct finding *f)
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

void cures_try_adam(struct diagnosis *d, struct finding *f)
{
    static const double rates[] = {0.01, 0.05, 0.001};
    for (size_t i = 0; i < 3; i++)
        if (try_both(d, f, (struct fix){.optimizer = &optimizers[OPTIMIZER_adam], .lr = rates[i]}))
            return;
}

// The loss of a cross-entropy that suits the outputs as they are.
bool cures_has_other_loss(const struct diagnosis *d, struct finding *found)
{
    struct error ignored;
    const struct loss *own = loss_of_output(output_of(d));
    (void)found;
    return own && own != d->from.settings->loss &&
           fit_check(d->network, d->from.data, own, &ignored);
}

void cures_try_loss(struct diagnosis *d, struct finding *f)
{
    try_both(d, f, (struct fix){.loss = loss_of_output(output_of(d))});
}

// ---- the data ------------------------------------------------------------------------------

// With the rate as it is, and with those that suit columns of the size 1.
void cures_try_scaled(struct diagnosis *d, struct finding *f)
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

// ---- the outputs ---------------------------------------------------------------------------

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

void cures_try_output(struct diagnosis *d, struct finding *f)
{
    const struct activation *output = reaching_output(d);
    if (!try_with_rates(d, f, (struct fix){.output = output}))
        try_with_rates(d, f, (struct fix){.output = output, .scheme = fix_suited_scheme(output)});
}

void cures_try_no_step(struct diagnosis *d, struct finding *f)
{
    const struct activation *sigmoid = &activations[ACTIVATION_sigmoid];
    if (!try_with_rates(d, f, (struct fix){.stepped = sigmoid}))
        try_with_rates(d, f,
                       (struct fix){.stepped = sigmoid, .scheme = fix_suited_scheme(sigmoid)});
}

// The weights that init drew, where those of now are others.
static bool try_reset(struct diagnosis *d, struct finding *f)
{
    return !are_as_drawn(d) && try_fix(d, f, (struct fix){.is_fresh = true});
}

// ---- the start -----------------------------------------------------------------------------

void cures_try_drawn(struct diagnosis *d, struct finding *f)
{
    try_reset(d, f);
}

// Other seeds, by the scheme as it is.
void cures_try_seeds(struct diagnosis *d, struct finding *f)
{
    for (uint32_t i = 1; i <= SEEDS_TRIED; i++)
        if (try_fix(d, f, (struct fix){.seeds = i}))
            return;
}

// Weights by the scheme that suits the first activation, then other seeds.
void cures_try_start(struct diagnosis *d, struct finding *f)
{
    const struct scheme *suited = fix_suited_scheme(d->network->layers[0].activation);
    if (try_reset(d, f))
        return;
    if (suited != d->from.scheme)
        for (uint32_t i = 0; i < 3; i++)
            if (try_fix(d, f, (struct fix){.scheme = suited, .seeds = i}))
                return;
    cures_try_seeds(d, f);
}

void cures_try_linear_start(struct diagnosis *d, struct finding *f)
{
    cures_try_seeds(d, f);
    if (!f->is_cured || !f->cure.is_learnt)
        cures_try_start(d, f);
}

// Weights that keep the size of values, with smaller rates too.
void cures_try_calm_start(struct diagnosis *d, struct finding *f)
{
    const struct scheme *suited = fix_suited_scheme(d->network->layers[0].activation);
    if (!try_reset(d, f))
        try_with_rates(d, f, (struct fix){.scheme = suited});
}

// A slope below 0; a dead output that is to give 0 to 1 becomes a sigmoid.
void cures_try_alive(struct diagnosis *d, struct finding *f)
{
    const struct activation *first = d->network->layers[0].activation;
    if (f->layer == d->network->layer_count)
        cures_try_output(d, f);
    if (f->is_cured && f->cure.is_learnt)
        return;
    cures_try_start(d, f);
    if (!f->is_cured || !f->cure.is_learnt)
        try_with_rates(d, f, (struct fix){.leaky = f->layer, .scheme = fix_suited_scheme(first)});
}

// The gradient of the cross-entropy does not contain the slope of the output.
void cures_try_sure(struct diagnosis *d, struct finding *f)
{
    struct finding ignored = {0};
    if (cures_has_other_loss(d, &ignored))
        cures_try_loss(d, f);
    if (!f->is_cured || !f->cure.is_learnt)
        cures_try_start(d, f);
}

// ---- the shape -----------------------------------------------------------------------------

void cures_try_bend(struct diagnosis *d, struct finding *f)
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

void cures_try_passing(struct diagnosis *d, struct finding *f)
{
    const struct activation *relu = &activations[ACTIVATION_relu],
                            *tanh = &activations[ACTIVATION_tanh];
    if (try_reset(d, f))
        return;
    if (!try_with_rates(d, f, (struct fix){.hidden = relu, .scheme = fix_suited_scheme(relu)}))
        try_with_rates(d, f, (struct fix){.hidden = tanh, .scheme = fix_suited_scheme(tanh)});
}

// Twice the units: as they are, then with a bend that cannot die.
void cures_try_wider(struct diagnosis *d, struct finding *f)
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
