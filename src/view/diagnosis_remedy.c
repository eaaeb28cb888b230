// SPDX-License-Identifier: GPL-3.0-or-later
// A remedy is a command line that can be typed as it stands. Where a trial showed what helps, it is
// that; otherwise it is what a tutor would try first.
#include "view/diagnosis_remedy.h"

#include <string.h>

#include "base/number.h"
#include "data/prepare.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "network/scheme.h"
#include "session/fit.h"
#include "study/fix_trial.h"

enum { REMEDY_DIGITS = 6 };

// With digits enough for a rate, and few enough to be typed.
static void put_set(struct buf *out, const char *name, double value)
{
    buf_printf(out, "set %s %s", name, number_string(value, REMEDY_DIGITS).text);
}

// The `init` that makes a network of that plan.
static void put_init(struct buf *out, const struct diagnosis *d, const struct architecture *plan,
                     const char *scheme, size_t seed)
{
    struct architecture usual;
    fit_default_architecture(d->from.data, d->from.settings->loss, &usual);
    buf_puts(out, "init");
    if (!architecture_is_same(plan, &usual)) {
        buf_puts(out, " ");
        architecture_text(out, plan);
    }
    if (strcmp(scheme, "uniform") != 0)
        buf_printf(out, " scheme=%s", scheme);
    buf_printf(out, " seed=%zu", seed);
}

// The same network drawn by a scheme that suits its first activation.
void diagnosis_remedy_scheme(struct buf *out, const struct diagnosis *d, const struct finding *f)
{
    struct architecture plan;
    (void)f;
    network_architecture(d->network, &plan);
    put_init(out, d, &plan, fix_trial_suited_scheme(plan.layers[0].activation)->name, d->from.seed);
}

// The same network with another activation in some layers.
static void put_activation(struct buf *out, const struct diagnosis *d, size_t first, size_t last,
                           enum activation_id id, const char *scheme)
{
    struct architecture plan;
    network_architecture(d->network, &plan);
    for (size_t k = first; k <= last; k++)
        plan.layers[k - 1].activation = &activations[id];
    put_init(out, d, &plan, scheme, d->from.seed);
}

// The weights cannot be used any more, so it begins with a reset.
void diagnosis_remedy_start_slower(struct buf *out, const struct diagnosis *d,
                                   const struct finding *f)
{
    (void)f;
    buf_puts(out, "reset; ");
    put_set(out, "lr", d->from.settings->lr / 10);
}

// The lr to set is the one whose trial fared better, before the schedule's factor.
static void put_rate(struct buf *out, const struct diagnosis *d, const struct trial *trial)
{
    put_set(out, "lr", d->from.settings->lr * (trial->lr / d->as_is.lr));
}

void diagnosis_remedy_slower(struct buf *out, const struct diagnosis *d, const struct finding *f)
{
    if (f->begins_anew) {
        put_rate(out, d, &f->slower);
        buf_puts(out, "; reset");
        return;
    }
    // Where no smaller one was found to help, a much smaller one is worth a look.
    if (f->slower.lr < d->as_is.lr)
        put_rate(out, d, &f->slower);
    else
        put_set(out, "lr", d->from.settings->lr / 100);
}

// The larger rate that was tried and got lower. Where a schedule had brought the rate down, the first
// that was tried is the one that was set.
void diagnosis_remedy_faster(struct buf *out, const struct diagnosis *d, const struct finding *f)
{
    if (!study_case_is_scheduled_down(&d->from)) {
        put_rate(out, d, &f->faster);
        return;
    }
    buf_puts(out, "set schedule constant");
    if (f->faster.lr != d->from.settings->lr) {
        buf_puts(out, "; ");
        put_set(out, "lr", f->faster.lr);
    }
}

// All that is frozen, by name.
void diagnosis_remedy_unfreeze(struct buf *out, const struct diagnosis *d, const struct finding *f)
{
    (void)f;
    buf_puts(out, "unfreeze");
    for (size_t p = 0; p < 2 * d->network->layer_count; p++) {
        struct parameter parameter = network_parameter(d->network, p);
        if (parameter.is_frozen)
            buf_printf(out, " %c%zu", parameter.kind, parameter.layer);
    }
}

void diagnosis_remedy_unclip(struct buf *out, const struct diagnosis *d, const struct finding *f)
{
    (void)d, (void)f;
    buf_puts(out, "set clip none");
}

// One `set` for each decay that is on.
void diagnosis_remedy_undecay(struct buf *out, const struct diagnosis *d, const struct finding *f)
{
    const struct settings *settings = d->from.settings;
    const char *const names[] = {"l1", "l2", "weight_decay"};
    const double values[] = {settings->l1, settings->l2,
                             settings->optimizer->decays_weights ? settings->weight_decay : 0};
    const char *gap = "";
    (void)f;
    for (size_t i = 0; i < 3; i++)
        if (values[i] > 0) {
            buf_printf(out, "%sset %s 0", gap, names[i]);
            gap = "; ";
        }
}

// Another beginning, as it was tried.
void diagnosis_remedy_fix(struct buf *out, const struct diagnosis *d, const struct finding *f)
{
    struct architecture plan;
    fix_trial_plan(&f->fix, d->network, &plan);
    if (f->fix.is_scaled)
        buf_puts(out, "data normalize standard; ");
    if (f->fix.lr_factor > 0) {
        put_set(out, "lr", d->from.settings->lr * f->fix.lr_factor);
        buf_puts(out, "; ");
    }
    put_init(out, d, &plan, fix_trial_scheme(&f->fix, &d->from)->name, d->from.seed);
}

// leaky_relu passes a hundredth of the error where relu passes none; with the learning rate that it was
// tried with.
void diagnosis_remedy_leak(struct buf *out, const struct diagnosis *d, const struct finding *f)
{
    if (f->fix.helps)
        diagnosis_remedy_fix(out, d, f);
    else
        put_activation(out, d, f->layer, f->layer, ACTIVATION_leaky_relu, "he_normal");
}

// A fresh start from the seed that was tried; where none learnt, another beginning, and where none of
// those helped either, more units.
void diagnosis_remedy_fresh(struct buf *out, const struct diagnosis *d, const struct finding *f)
{
    struct architecture plan;
    size_t last = d->network->layer_count;
    network_architecture(d->network, &plan);
    if (f->trial.is_learnt) {
        if (f->trial.lr != d->as_is.lr) {
            put_rate(out, d, &f->trial);
            buf_puts(out, "; ");
        }
        put_init(out, d, &plan, d->from.scheme->name, f->at);
        return;
    }
    if (f->fix.helps) {
        diagnosis_remedy_fix(out, d, f);
        return;
    }
    for (size_t k = 0; k + 1 < last; k++)
        plan.layers[k].units *= 2;
    put_init(out, d, &plan, d->from.scheme->name, d->from.seed);
}

// A network that was declared linear needs a layer that bends: tanh, whose units cannot die.
void diagnosis_remedy_linear(struct buf *out, const struct diagnosis *d, const struct finding *f)
{
    struct architecture plan;
    size_t last = d->network->layer_count;
    network_architecture(d->network, &plan);
    if (f->all > 0) {
        diagnosis_remedy_fresh(out, d, f);
        return;
    }
    if (last == 1) {
        plan.layers[1] = plan.layers[0];
        plan.layers[0].units = 2 * plan.inputs;
        plan.layer_count = last = 2;
    }
    for (size_t k = 0; k + 1 < last; k++)
        plan.layers[k].activation = &activations[ACTIVATION_tanh];
    put_init(out, d, &plan, d->from.scheme->name, d->from.seed);
}

// The sigmoid is a step with a slope.
void diagnosis_remedy_smooth(struct buf *out, const struct diagnosis *d, const struct finding *f)
{
    put_activation(out, d, f->layer, f->layer, ACTIVATION_sigmoid, "xavier_normal");
}

// relu passes the whole error on, and he_normal keeps its size from layer to layer.
void diagnosis_remedy_relu(struct buf *out, const struct diagnosis *d, const struct finding *f)
{
    (void)f;
    put_activation(out, d, 1, d->network->layer_count - 1, ACTIVATION_relu, "he_normal");
}

// A linear output reaches every target.
void diagnosis_remedy_linear_output(struct buf *out, const struct diagnosis *d,
                                    const struct finding *f)
{
    size_t last = d->network->layer_count;
    (void)f;
    put_activation(out, d, last, last, ACTIVATION_linear, d->from.scheme->name);
}

// The gradient of the cross-entropy does not contain the slope of the sigmoid.
void diagnosis_remedy_sure(struct buf *out, const struct diagnosis *d, const struct finding *f)
{
    struct error ignored;
    const struct layer *output = &d->network->layers[d->network->layer_count - 1];
    const struct loss *own = loss_of_output(output->activation);
    if (own && fit_check(d->network, d->from.data, own, &ignored))
        buf_printf(out, "set loss %s", own->name);
    else
        diagnosis_remedy_scheme(out, d, f);
}

// Only the student can say which of the two is right, so this one is for looking.
void diagnosis_remedy_contradiction(struct buf *out, const struct diagnosis *d,
                                    const struct finding *f)
{
    (void)d;
    buf_printf(out, "print x[%zu], y[%zu], x[%zu], y[%zu]", f->at, f->at, f->other, f->other);
}

// Mean 0 and deviation 1 for all columns; false where that has been done.
static bool put_normalize(struct buf *out, const struct diagnosis *d)
{
    if (d->from.data->normalization != NORMALIZE_NONE)
        return false;
    buf_puts(out, "data normalize standard; reset");
    return true;
}

// What the weights have learnt belongs to the old sizes, so they begin again. Where the data were
// normalized and then set, the largest column is brought down to the size 1.
void diagnosis_remedy_scales(struct buf *out, const struct diagnosis *d, const struct finding *f)
{
    struct number_string size = number_string(f->value, REMEDY_DIGITS);
    if (put_normalize(out, d))
        return;
    // Where the smallest column is as large, all of them are.
    if (d->pass->x.cols == 1 || f->value < 10 * f->against)
        buf_printf(out, "set x x / %s; reset", size.text);
    else
        buf_printf(out, "set x[:,%zu] x[:,%zu] / %s; reset", f->at, f->at, size.text);
}

void diagnosis_remedy_targets(struct buf *out, const struct diagnosis *d, const struct finding *f)
{
    if (!put_normalize(out, d))
        buf_printf(out, "set y y / %s; reset", number_string(f->value, REMEDY_DIGITS).text);
}

// How often the test loss is to be looked at before it is lowest.
enum { LOOKS = 8 };

// The l2 that was tried, or a training that ends where the test loss is lowest; where neither was seen
// to help, more samples to learn from.
void diagnosis_remedy_by_heart(struct buf *out, const struct diagnosis *d, const struct finding *f)
{
    const struct dataset *data = d->from.data;
    size_t epochs = f->lowest > 0 ? f->at : d->from.epoch;
    if (f->decay > 0) {
        put_set(out, "l2", f->decay);
        buf_printf(out, "; reset; train %zu", d->from.epoch);
    } else if (f->lowest > 0 || data->x.rows > 2 * data->test_x.rows) {
        buf_printf(out, "reset; train until test_loss rises patience=3 every=%zu",
                   epochs / LOOKS + (epochs < LOOKS));
    } else {
        buf_printf(out, "data split 0.8; reset; train %zu", d->from.epoch);
    }
}
