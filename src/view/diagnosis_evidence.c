// SPDX-License-Identifier: GPL-3.0-or-later
// Each line holds what was measured and what it is measured against; why it matters is said once,
// in the table of diagnosis_view.c. A column of a matrix is named as it is typed: w1[:,0].
#include "view/diagnosis_evidence.h"

#include <math.h>

#include "base/words.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "network/schedule.h"
#include "study/unit_checks.h"
#include "study/unit_facts.h"

// A number and a loss as text, to stand in an argument list.
#define NUMBER(value) (style_number(style, (value)).text)
#define LOSS(value)   (style_loss(style, (value)).text)

// The norm of all gradients together.
static double gradient_norm(const struct diagnosis *d)
{
    double square = 0;
    for (size_t i = 0; i < d->network->parameter_count; i++)
        square += d->network->gradients[i] * d->network->gradients[i];
    return sqrt(square);
}

// What is computed from a bad number is bad too, so only the first one shows where it came from; the
// size of the weights shows whether they have grown without bound.
void diagnosis_evidence_bad_number(struct buf *out, struct style style, const struct diagnosis *d,
                                   const struct finding *f)
{
    char name[QUANTITY_NAME_SIZE];
    quantity_name(f->quantity, name);
    buf_printf(out, "   %s", name);
    if (f->quantity.layer)
        buf_printf(out, "[%zu,%zu]", f->at, f->other);
    buf_printf(out, " = %s is the first in the order in which values are computed;\n",
               NUMBER(f->value));
    double largest = 0;
    for (size_t i = 0; i < d->network->parameter_count; i++)
        largest = fmax(largest, fabs(d->network->parameters[i]));
    buf_printf(out, "   the largest weight or bias has the size %s\n", NUMBER(largest));
}

// What a schedule has done to the rate; else how the loss went.
void diagnosis_evidence_rates(struct buf *out, struct style style, const struct diagnosis *d,
                              const struct finding *f)
{
    const struct trial *went = d->is_wrecked ? &d->anew : &d->as_is;
    if (f->kind == FINDING_LR_SMALL && study_case_is_scheduled_down(&d->from)) {
        buf_printf(out, "   the schedule %s has brought lr from %s",
                   d->from.settings->schedule->name, NUMBER(d->from.settings->lr));
        buf_printf(out, " down to %s\n", NUMBER(study_case_step_config(&d->from).hyper.lr));
    }
    buf_printf(out, "   with lr %s the loss goes from %s", NUMBER(d->from.settings->lr),
               LOSS(went->start));
    if (went->bad_at)
        buf_printf(out, " beyond all numbers in epoch %zu\n", went->bad_at);
    else
        buf_printf(out, " to %s in %zu epochs", LOSS(went->end), went->epochs);
    if (went->bad_at)
        return;
    if (f->kind == FINDING_SWINGS)
        buf_printf(out, ";\n   it rose in %zu of the first %d", went->rises, TRIAL_CLOSE);
    else if (f->kind == FINDING_DIVERGES)
        buf_printf(out, ", by way of %s", LOSS(went->worst));
    buf_puts(out, "\n");
}

// The settings that hold it back.
void diagnosis_evidence_frozen(struct buf *out, struct style style, const struct diagnosis *d,
                               const struct finding *f)
{
    (void)style, (void)d;
    buf_printf(out, "   %zu of the %zu weight and bias matrices are frozen\n", f->count, f->all);
}

void diagnosis_evidence_clip(struct buf *out, struct style style, const struct diagnosis *d,
                             const struct finding *f)
{
    (void)f;
    buf_printf(out, "   the norm of all gradients together is %s, and clip is %s\n",
               NUMBER(gradient_norm(d)), NUMBER(d->from.settings->clip));
}

void diagnosis_evidence_decay(struct buf *out, struct style style, const struct diagnosis *d,
                              const struct finding *f)
{
    const struct settings *settings = d->from.settings;
    (void)f;
    buf_printf(out, "   l1 is %s, l2 is %s", NUMBER(settings->l1), NUMBER(settings->l2));
    if (settings->optimizer->decays_weights)
        buf_printf(out, ", weight_decay is %s", NUMBER(settings->weight_decay));
    double square = 0;
    for (size_t i = 0; i < d->network->parameter_count; i++)
        square += d->network->parameters[i] * d->network->parameters[i];
    buf_printf(out, "; the norm of all weights together is %s\n", NUMBER(sqrt(square)));
}

void diagnosis_evidence_overshoot(struct buf *out, struct style style, const struct diagnosis *d,
                                  const struct finding *f)
{
    const struct settings *settings = d->from.settings;
    buf_printf(out, "   lr·l2 = %s·%s", NUMBER(settings->lr), NUMBER(settings->l2));
    buf_printf(out, " = %s: an update multiplies each weight by 1 - %s = %s\n", NUMBER(f->value),
               NUMBER(f->value), NUMBER(1 - f->value));
}

// A network that was declared linear has no units to count: there the loss is the evidence, beside that
// of a constant answer.
void diagnosis_evidence_no_bend(struct buf *out, struct style style, const struct diagnosis *d,
                                const struct finding *f)
{
    (void)f;
    bool is_single = d->network->layer_count == 1;
    buf_printf(out, "   %s, and the loss is %s where a constant answer has %s\n",
               is_single ? "there is no hidden layer" : "every hidden layer is linear",
               LOSS(d->now.end), LOSS(d->baseline));
}

void diagnosis_evidence_linear(struct buf *out, struct style style, const struct diagnosis *d,
                               const struct finding *f)
{
    size_t samples = d->pass->samples;
    (void)style;
    if (f->count == f->all && f->all <= 2)
        buf_printf(out, "   %s on for all %zu samples\n",
                   f->all == 1 ? "the only hidden unit is" : "both hidden units are", samples);
    else if (f->count == f->all)
        buf_printf(out, "   all %zu hidden units are on for all %zu samples\n", f->all, samples);
    else
        buf_printf(out, "   of %zu hidden units %zu %s on and %zu off, each for all %zu samples\n",
                   f->all, f->count, f->count == 1 ? "is" : "are", f->all - f->count, samples);
}

// Equal columns alone would not prove it: two units may begin alike and become different. With equal
// gradients they will not.
void diagnosis_evidence_twins(struct buf *out, struct style style, const struct diagnosis *d,
                              const struct finding *f)
{
    const struct layer *layer = &d->network->layers[f->layer - 1];
    buf_printf(out, "   units %zu and %zu of layer %zu: w%zu[:,%zu] equals w%zu[:,%zu]", f->at,
               f->other, f->layer, f->layer, f->at, f->layer, f->other);
    buf_printf(out, " and dw%zu[:,%zu] equals dw%zu[:,%zu]\n", f->layer, f->at, f->layer, f->other);
    buf_printf(out, "   b%zu[0,%zu] = b%zu[0,%zu] = %s", f->layer, f->at, f->layer, f->other,
               NUMBER(matrix_at(layer->b, 0, f->at)));
    if (f->count > 1)
        buf_printf(out, ", and %zu more unit%s like that", f->count - 1, plural(f->count - 1));
    buf_printf(out, "; the layer counts as %zu unit%s\n", f->all - f->count,
               plural(f->all - f->count));
}

// "all 2 units of layer 1", "unit 3 of the 8 of layer 1", "5 of the 8 units of layer 1".
static void put_units(struct buf *out, const struct finding *f)
{
    if (f->count == f->all)
        buf_printf(out, "%s unit%s of layer %zu", f->all == 1 ? "the only" : "all", plural(f->all),
                   f->layer);
    else if (f->count == 1)
        buf_printf(out, "unit %zu of the %zu of layer %zu", f->at, f->all, f->layer);
    else
        buf_printf(out, "%zu of the %zu units of layer %zu, unit %zu first", f->count, f->all,
                   f->layer, f->at);
}

// The largest z says how far the unit is from being on for any sample.
void diagnosis_evidence_dead(struct buf *out, struct style style, const struct diagnosis *d,
                             const struct finding *f)
{
    struct matrix z = d->pass->layers[f->layer - 1].z;
    double largest = -(double)INFINITY;
    for (size_t n = 0; n < z.rows; n++)
        largest = fmax(largest, matrix_at(z, n, f->at));
    buf_puts(out, "   ");
    put_units(out, f);
    buf_printf(out, ": off for all %zu samples;\n", z.rows);
    buf_printf(out, "   the largest z%zu[:,%zu] is %s, and the slope da/dz is 0 everywhere\n",
               f->layer, f->at, NUMBER(largest));
}

// Says also that the network continues without them, so that nobody is alarmed.
void diagnosis_evidence_idle(struct buf *out, struct style style, const struct diagnosis *d,
                             const struct finding *f)
{
    diagnosis_evidence_dead(out, style, d, f);
    size_t left = f->all - f->count;
    if (left == 1)
        buf_puts(out, "   the network works with the one unit of the layer that is left\n");
    else if (left > 0)
        buf_printf(out, "   the network works with the other %zu units of the layer\n", left);
}

// Both losses, and where the one that counts was lowest, as far back as losses are kept.
void diagnosis_evidence_by_heart(struct buf *out, struct style style, const struct diagnosis *d,
                                 const struct finding *f)
{
    buf_printf(out, "   loss over the training part %s, over the test part %s\n", LOSS(f->against),
               LOSS(f->value));
    if (f->lowest > 0) {
        size_t begin = d->from.curve->points[0].epoch;
        if (begin > 0)
            buf_printf(out, "   the losses are kept from epoch %zu on; since then\n", begin + 1);
        buf_printf(out, "   the test loss was lowest after epoch %zu, %s; ", f->at,
                   LOSS(f->lowest));
        buf_printf(out, "from there to epoch %zu\n   the training loss fell by %s", d->from.epoch,
                   LOSS(f->lowest_loss - f->against));
        buf_printf(out, " and the test loss rose by %s\n", LOSS(f->value - f->lowest));
    }
}

// The smallest |z| is that of the sample with the most slope left.
void diagnosis_evidence_saturated(struct buf *out, struct style style, const struct diagnosis *d,
                                  const struct finding *f)
{
    struct matrix z = d->pass->layers[f->layer - 1].z;
    double smallest = (double)INFINITY;
    for (size_t n = 0; n < z.rows; n++)
        smallest = fmin(smallest, fabs(matrix_at(z, n, f->at)));
    buf_puts(out, "   ");
    put_units(out, f);
    buf_printf(out, ": |z%zu[:,%zu]| is %s or more for all %zu samples,\n", f->layer, f->at,
               NUMBER(smallest), z.rows);
    buf_printf(out, "   so the slope da/dz is %s at most, of %s where z is 0\n", NUMBER(f->value),
               NUMBER(d->network->layers[f->layer - 1].activation->steepest));
}

// z shows what a hides: far beyond the bend of the curve, a looks like 0 or 1 whatever z is.
void diagnosis_evidence_sure(struct buf *out, struct style style, const struct diagnosis *d,
                             const struct finding *f)
{
    const struct pass_layer *last = &d->pass->layers[f->layer - 1];
    buf_printf(out, "   %zu of %zu answers; the first is a%zu[%zu,%zu] = %s", f->count, f->all,
               f->layer, f->at, f->other, NUMBER(f->value));
    buf_printf(out, " (z = %s) with y = %s\n", NUMBER(matrix_at(last->z, f->at, f->other)),
               NUMBER(f->against));
}

// Without a slope no gradient: the norm is 0, and it says so.
void diagnosis_evidence_step(struct buf *out, struct style style, const struct diagnosis *d,
                             const struct finding *f)
{
    (void)d;
    buf_printf(out,
               "   layer %zu is step: its slope is 0 everywhere, and the norm of dw%zu is %s\n",
               f->layer, f->layer, NUMBER(f->value));
}

// The norms of dw or dz, layer by layer.
static void put_norms(struct buf *out, struct style style, const struct diagnosis *d,
                      bool of_errors)
{
    buf_printf(out, "   norms of %s by layer:", of_errors ? "dz" : "dw");
    size_t count = d->network->layer_count;
    for (size_t k = 0; k < count; k = style_after(style, k, count)) {
        struct matrix m = of_errors ? d->pass->layers[k].dz : d->network->layers[k].dw;
        buf_printf(out, "  %s", NUMBER(unit_facts_norm(m)));
        if (style_skips(style, k, count))
            buf_puts(out, "  …");
    }
    buf_puts(out, "\n");
}

// No learning rate can make up for the ratio: what suits one end is wrong for the other.
void diagnosis_evidence_vanishing(struct buf *out, struct style style, const struct diagnosis *d,
                                  const struct finding *f)
{
    put_norms(out, style, d, true);
    buf_printf(out, "   the first layer's is %s of the last one's\n",
               NUMBER(f->value / f->against));
}

// A gradient is large only beside the weights that it is to move.
void diagnosis_evidence_exploding(struct buf *out, struct style style, const struct diagnosis *d,
                                  const struct finding *f)
{
    put_norms(out, style, d, false);
    buf_printf(out, "   that of dw%zu is %s times that of w%zu, which is %s\n", f->layer,
               NUMBER(f->value / f->against), f->layer, NUMBER(f->against));
}

// The bound that the targets are beyond belongs to the activation, not to the data.
void diagnosis_evidence_range(struct buf *out, struct style style, const struct diagnosis *d,
                              const struct finding *f)
{
    size_t last = d->network->layer_count;
    bool is_low = f->value < f->against;
    buf_printf(out, "   %zu of %zu targets, y[%zu,%zu] = %s first; ", f->count, f->all, f->at,
               f->other, NUMBER(f->value));
    buf_printf(out, "%s gives %s or %s\n", d->network->layers[last - 1].activation->name,
               NUMBER(f->against), is_low ? "more" : "less");
}

// The first output that differs stands for the others.
void diagnosis_evidence_contradiction(struct buf *out, struct style style,
                                      const struct diagnosis *d, const struct finding *f)
{
    struct matrix y = d->pass->y;
    buf_printf(out, "   x[%zu] equals x[%zu], but ", f->at, f->other);
    for (size_t j = 0; j < y.cols; j++) {
        if (matrix_at(y, f->at, j) == matrix_at(y, f->other, j))
            continue;
        buf_printf(out, "y[%zu,%zu] = %s", f->at, j, NUMBER(matrix_at(y, f->at, j)));
        buf_printf(out, " and y[%zu,%zu] = %s", f->other, j, NUMBER(matrix_at(y, f->other, j)));
        break;
    }
    buf_printf(out, "; %zu of %zu samples contradict an earlier one\n", f->count, f->all);
}

// The columns with the largest and the smallest numbers; one column alone has none to compare with.
void diagnosis_evidence_scales(struct buf *out, struct style style, const struct diagnosis *d,
                               const struct finding *f)
{
    (void)d;
    buf_printf(out, "   the numbers of x[:,%zu] go up to the size %s", f->at, NUMBER(f->value));
    if (f->at != f->other)
        buf_printf(out, ", those of x[:,%zu] to %s", f->other, NUMBER(f->against));
    buf_puts(out, "\n");
}

// The output column with the largest targets, and what it begins with.
void diagnosis_evidence_targets(struct buf *out, struct style style, const struct diagnosis *d,
                                const struct finding *f)
{
    size_t last = d->network->layer_count;
    buf_printf(out, "   the numbers of y[:,%zu] go up to the size %s; ", f->at, NUMBER(f->value));
    buf_printf(out, "a%zu[0,%zu] is now %s\n", last, f->at,
               NUMBER(matrix_at(d->pass->layers[last - 1].a, 0, f->at)));
}

// Small gradients with a high loss are the sign.
void diagnosis_evidence_stalled(struct buf *out, struct style style, const struct diagnosis *d,
                                const struct finding *f)
{
    (void)f;
    buf_printf(out, "   the norm of all gradients together is %s, and the loss is %s\n",
               NUMBER(gradient_norm(d)), LOSS(d->now.end));
    buf_printf(out, "   where a constant answer has %s\n", LOSS(d->baseline));
}

// Units that do not bend are as good as none.
void diagnosis_evidence_few_units(struct buf *out, struct style style, const struct diagnosis *d,
                                  const struct finding *f)
{
    struct finding linear = {.kind = FINDING_LINEAR};
    if (unit_check_linear(d, &linear))
        diagnosis_evidence_linear(out, style, d, &linear);
    diagnosis_evidence_stalled(out, style, d, f);
}

void diagnosis_evidence_softmax(struct buf *out, struct style style, const struct diagnosis *d,
                                const struct finding *f)
{
    (void)style, (void)d;
    buf_printf(out, "   a%zu is 1 for every sample, whatever the weights\n", f->layer);
}

void diagnosis_evidence_loss(struct buf *out, struct style style, const struct diagnosis *d,
                             const struct finding *f)
{
    const struct layer *output = &d->network->layers[d->network->layer_count - 1];
    (void)style, (void)f;
    buf_printf(out, "   the loss is %s, the outputs are %s\n", d->from.settings->loss->name,
               output->activation->name);
}
