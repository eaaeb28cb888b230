// SPDX-License-Identifier: GPL-3.0-or-later
// The table of optimizers. One update looks at each parameter by itself, so a row is one function of
// one parameter; the loops over it are in the kernels.
#include "network/optimizer.h"

#include <float.h>
#include <string.h>

#include "network/optimizer_rule.h"

// The lines follow optimizer_rule.h operation by operation, so that their numbers lead to its result
// to the last bit.
static const struct optimizer_line sgd_lines[] = {{"step", "-{lr}·{g}"}, {0}};

static const struct optimizer_line momentum_lines[] = {
    {"v", "{momentum}·{v} + {g}"}, {"step", "-{lr}·{v}"}, {0}};

static const struct optimizer_line nesterov_lines[] = {
    {"v", "{momentum}·{v} + {g}"}, {"step", "-{lr}·({g} + {momentum}·{v})"}, {0}};

static const struct optimizer_line rmsprop_lines[] = {
    {"s", "{rho}·{s} + (1 - {rho})·{g}·{g}"}, {"step", "-{lr}·{g}/(√({s}) + {epsilon})"}, {0}};

static const struct optimizer_line adam_lines[] = {{"m", "{beta1}·{m} + (1 - {beta1})·{g}"},
                                                   {"s", "{beta2}·{s} + (1 - {beta2})·{g}·{g}"},
                                                   {"m*", "{m}/(1 - {beta1^t})"},
                                                   {"s*", "{s}/(1 - {beta2^t})"},
                                                   {"step", "-{lr}·{m*}/(√({s*}) + {epsilon})"},
                                                   {0}};

static const struct optimizer_line adamw_lines[] = {
    {"m", "{beta1}·{m} + (1 - {beta1})·{g}"},
    {"s", "{beta2}·{s} + (1 - {beta2})·{g}·{g}"},
    {"m*", "{m}/(1 - {beta1^t})"},
    {"s*", "{s}/(1 - {beta2^t})"},
    {"step", "-{lr}·{m*}/(√({s*}) + {epsilon}) - {lr}·{weight_decay}·{w}"},
    {0}};

const struct optimizer optimizers[] = {
    {"sgd", OPTIMIZER_sgd, 0, "", sgd_step, "w ← w - lr·dw", "-lr·dw",
     "plain gradient descent: a step against the gradient, lr times its size", sgd_lines},
    {"momentum", OPTIMIZER_momentum, 1, "v", momentum_step, "v ← momentum·v + dw, w ← w - lr·v",
     "-lr·v", "keeps rolling: the step is a running sum of gradients", momentum_lines},
    {"nesterov", OPTIMIZER_nesterov, 1, "v", nesterov_step,
     "v ← momentum·v + dw, w ← w - lr·(dw + momentum·v)", "-lr·(dw+mom·v)",
     "momentum that looks one step ahead", nesterov_lines},
    {"rmsprop", OPTIMIZER_rmsprop, 1, "s", rmsprop_step,
     "s ← rho·s + (1-rho)·dw², w ← w - lr·dw/(√s + epsilon)", "-lr·dw/√s",
     "divides by the gradient's usual size, so every weight moves at a like pace", rmsprop_lines},
    {"adam", OPTIMIZER_adam, 2, "ms", adam_step,
     "m ← beta1·m + (1-beta1)·dw, s ← beta2·s + (1-beta2)·dw², "
     "m* = m/(1-beta1^t), s* = s/(1-beta2^t), w ← w - lr·m*/(√s* + epsilon)",
     "-lr·m*/√s*", "momentum and rmsprop together, both corrected for their start at 0",
     adam_lines},
    {"adamw", OPTIMIZER_adamw, 2, "ms", adamw_step, "adam, and w ← w - lr·weight_decay·w", "step",
     "adam with weights that shrink a little at each step", adamw_lines},
};

_Static_assert(sizeof optimizers / sizeof *optimizers == OPTIMIZER_COUNT,
               "one row for each optimizer");

const struct optimizer *optimizer_find(const char *name, size_t length)
{
    for (size_t i = 0; i < OPTIMIZER_COUNT; i++)
        if (strlen(optimizers[i].name) == length && memcmp(optimizers[i].name, name, length) == 0)
            return &optimizers[i];
    return NULL;
}

// What is below the least normal number is taken for 0: processors are slow with it, and 1 less that
// is 1.
static double next_power(double power, double beta)
{
    power *= beta;
    return power < DBL_MIN ? 0 : power;
}

void optimizer_begin(struct hyper *hyper)
{
    hyper->power1 = next_power(hyper->power1, hyper->beta1);
    hyper->power2 = next_power(hyper->power2, hyper->beta2);
}
