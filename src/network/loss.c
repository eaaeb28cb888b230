// SPDX-License-Identifier: GPL-3.0-or-later
// The table of losses. The sum over samples and outputs is one chain in index order, of fused
// multiply-adds where the parts are products, like every sum here; each gradient is the derivative
// of the value as it is shown, scale and all.
#include "network/loss.h"

#include <string.h>

#include "network/loss_rule.h"

size_t loss_count(const struct loss *loss, size_t samples, size_t outputs)
{
    return loss->counts_samples ? samples : samples * outputs;
}

static double squared_error(double z, double a, double y)
{
    (void)z;
    return (a - y) * (a - y);
}

// Doubling undoes the half without a rounding, so this is mse to the bit.
static double sse_as_mse(double value, double count)
{
    return 2 * value / count;
}

static double half_squared_error(double z, double a, double y)
{
    return squared_error(z, a, y) / 2;
}

static double bce_term(double z, double a, double y)
{
    (void)a;
    return bce_part(z, y);
}

// One output's part of cross-entropy, for the views: from a, and from the bound where a is 0.
static double ce_term(double z, double a, double y)
{
    (void)z;
    return y == 0 ? 0 : -y * math_log(loss_bounded(a));
}

static bool bce_is_bounded(double a)
{
    return !(a * (1 - a) > LOSS_LEAST);
}

static bool ce_is_bounded(double a)
{
    return !(a > LOSS_LEAST);
}

#define VALUE(name)                                                                                \
    static double name##_value(struct matrix z, struct matrix a, struct matrix y)                  \
    {                                                                                              \
        return name##_batch(z, a, y);                                                              \
    }
LOSSES(VALUE)

// Loops over the rules of loss_rule.h.
#define LOOP(function, rule, divisor)                                                              \
    static void function(struct matrix a, struct matrix y, struct matrix d)                        \
    {                                                                                              \
        double count = (double)(divisor);                                                          \
        for (size_t i = 0; i < matrix_count(a); i++)                                               \
            d.data[i] = rule(a.data[i], y.data[i], count);                                         \
    }
LOOP(mse_gradient, mse_slope, matrix_count(a))
LOOP(sse_gradient, sse_slope, matrix_count(a))
LOOP(bce_gradient, bce_slope, matrix_count(a))
LOOP(ce_gradient, ce_slope, a.rows)

// dz = (a - y) / count. By a power of two, as batches often are, that is a product with the inverse, to
// the bit and much quicker.
static void mean_error(struct matrix a, struct matrix y, struct matrix dz, size_t divisor)
{
    double count = (double)divisor, inverse = 1 / count;
    bool is_power_of_two = (divisor & (divisor - 1)) == 0;
    if (is_power_of_two)
        for (size_t i = 0; i < matrix_count(a); i++)
            dz.data[i] = (a.data[i] - y.data[i]) * inverse;
    else
        for (size_t i = 0; i < matrix_count(a); i++)
            dz.data[i] = bce_fused(a.data[i], y.data[i], count);
}

static void bce_dz(struct matrix a, struct matrix y, struct matrix dz)
{
    mean_error(a, y, dz, matrix_count(a));
}

// Through the softmax, dz[j] = a[j]·(da[j] - Σk da[k]·a[k]) = (a[j]·Σk y[k] - y[j]) / samples, and
// the targets of a sample add up to 1: again (a - y) / count.
static void ce_dz(struct matrix a, struct matrix y, struct matrix dz)
{
    mean_error(a, y, dz, a.rows);
}

const struct loss losses[] = {
    {.name = "mse",
     .id = LOSS_mse,
     .value = mse_value,
     .gradient = mse_gradient,
     .term = squared_error,
     .has_lanes = true,
     .formula = "mean of ({a} - {y})²",
     .term_formula = "({a} - {y})²",
     .is_mean = true,
     .gradient_formula = "2·({a} - {y}) / {count}",
     .code = {[IN_NUMPY] = {"{loss} = np.mean(({a} - {y}) ** 2)",
                            "{da} = 2 * ({a} - {y}) / {a}.size"},
              [IN_TORCH] = {"(({a} - {y}) ** 2).sum()"}},
     .meaning = "mean squared error, over samples and outputs"},
    {.name = "sse",
     .id = LOSS_sse,
     .value = sse_value,
     .gradient = sse_gradient,
     .term = half_squared_error,
     .has_lanes = true,
     .formula = "sum of ({a} - {y})² / 2",
     .term_formula = "({a} - {y})² / 2",
     .gradient_formula = "{a} - {y}",
     .companion = &losses[LOSS_mse],
     .companion_value = sse_as_mse,
     .code = {[IN_NUMPY] = {"{loss} = np.sum(({a} - {y}) ** 2) / 2", "{da} = {a} - {y}"},
              [IN_TORCH] = {"(({a} - {y}) ** 2).sum() / 2"}},
     .meaning = "half the sum of squared errors"},
    {.name = "bce",
     .id = LOSS_bce,
     .value = bce_value,
     .gradient = bce_gradient,
     .fused = bce_dz,
     .partner = &activations[ACTIVATION_sigmoid],
     .term = bce_term,
     .has_lanes = true,
     .formula = "mean of -({y}·log({a}) + (1 - {y})·log(1 - {a}))",
     .computed = "max(z, 0) - z·y + log1p(exp(-|z|))",
     .term_formula = "-({y}·log({a}) + (1 - {y})·log(1 - {a}))",
     .saturated_formula = "max({z}, 0) - {z}·{y} + log1p(exp(-|{z}|))",
     .is_mean = true,
     .gradient_formula = "({a} - {y}) / ({a}·(1 - {a})) / {count}",
     .bounded_formula = "({a} - {y}) / max({a}·(1 - {a}), 1e-12) / {count}",
     .is_bounded = bce_is_bounded,
     .fused_formula = "({a} - {y}) / {count}",
     .code = {[IN_NUMPY] =
                  {"{loss} = np.mean(np.maximum({z}, 0) - {z} * {y} + np.log1p(np.exp(-abs({z}))))",
                   "{dz} = ({a} - {y}) / {a}.size"},
              [IN_TORCH] = {"F.binary_cross_entropy_with_logits({z}, {y}, reduction='sum')"}},
     .meaning = "binary cross-entropy, for sigmoid outputs; mean over samples and outputs"},
    {.name = "ce",
     .id = LOSS_ce,
     .value = ce_value,
     .gradient = ce_gradient,
     .fused = ce_dz,
     .partner = &activations[ACTIVATION_softmax],
     .term = ce_term,
     .formula = "mean over samples of -sum of {y}·log({a})",
     .computed = "y·(log(Σk exp(z[k])) - z)",
     .term_formula = "-{y}·log({a})",
     .saturated_formula = "{y}·({logsum} - {z})",
     .is_mean = true,
     .counts_samples = true,
     .is_distribution = true,
     .gradient_formula = "-{y} / {a} / {count}",
     .bounded_formula = "-{y} / max({a}, 1e-12) / {count}",
     .is_bounded = ce_is_bounded,
     .fused_formula = "({a} - {y}) / {count}",
     .code = {[IN_NUMPY] = {"shifted = {z} - {z}.max(axis=1, keepdims=True)\n"
                            "sums = np.exp(shifted).sum(axis=1, keepdims=True)\n"
                            "{loss} = np.sum({y} * (np.log(sums) - shifted)) / len({y})",
                            "{dz} = ({a} - {y}) / len({a})"},
              [IN_TORCH] = {"-({y} * torch.log_softmax({z}, 1)).sum()"}},
     .meaning = "cross-entropy, for softmax outputs; mean over samples"},
};

_Static_assert(sizeof losses / sizeof *losses == LOSS_COUNT, "one row for each loss");

const struct loss *loss_of_output(const struct activation *output)
{
    for (size_t i = 0; i < LOSS_COUNT; i++)
        if (losses[i].partner == output)
            return &losses[i];
    return NULL;
}
