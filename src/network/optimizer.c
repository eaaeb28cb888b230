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

#define FUNCTION(which, count)                                                                     \
    .name = #which, .id = OPTIMIZER_##which, .states = (count), .step = which##_step,              \
    .lines = which##_lines

const struct optimizer optimizers[] = {
    {FUNCTION(sgd, 0), .letters = "", .is_plain = true, .formula = "w ← w - lr·dw",
     .step_formula = "-lr·dw",
     .code = {[IN_NUMPY] = {"", "{w} -= {lr} * {g}"},
              [IN_TORCH] = {"torch.optim.SGD({parameters}, lr)", ""}},
     .meaning = "plain gradient descent: each step is -lr times the gradient"},
    {FUNCTION(momentum, 1), .letters = "v", .formula = "v ← momentum·v + dw, w ← w - lr·v",
     .step_formula = "-lr·v",
     .code = {[IN_NUMPY] = {"", "{v} = momentum * {v} + {g}\n"
                                "{w} -= {lr} * {v}"},
              [IN_TORCH] = {"torch.optim.SGD({parameters}, lr, momentum)", "momentum_buffer={v}"}},
     .meaning = "each step is a decaying sum of all gradients so far"},
    {FUNCTION(nesterov, 1), .letters = "v",
     .formula = "v ← momentum·v + dw, w ← w - lr·(dw + momentum·v)",
     .step_formula = "-lr·(dw+mom·v)",
     .code = {[IN_NUMPY] = {"", "{v} = momentum * {v} + {g}\n"
                                "{w} -= {lr} * ({g} + momentum * {v})"},
              [IN_TORCH] = {"torch.optim.SGD({parameters}, lr, momentum, nesterov=momentum > 0)",
                            "momentum_buffer={v}"}},
     .meaning = "momentum that looks one step ahead"},
    {FUNCTION(rmsprop, 1), .letters = "s",
     .formula = "s ← rho·s + (1-rho)·dw², w ← w - lr·dw/(√s + epsilon)",
     .step_formula = "-lr·dw/√s",
     .code = {[IN_NUMPY] = {"", "{s} = rho * {s} + (1 - rho) * {g} ** 2\n"
                                "{w} -= {lr} * {g} / (np.sqrt({s}) + epsilon)"},
              [IN_TORCH] = {"torch.optim.RMSprop({parameters}, lr, alpha=rho, eps=epsilon)",
                            "step={t}, square_avg={s}"}},
     .meaning = "divides each gradient by its usual size, so all steps are of similar size"},
    {FUNCTION(adam, 2), .letters = "ms",
     .formula = "m ← beta1·m + (1-beta1)·dw, s ← beta2·s + (1-beta2)·dw², "
                "m* = m/(1-beta1^t), s* = s/(1-beta2^t), w ← w - lr·m*/(√s* + epsilon)",
     .step_formula = "-lr·m*/√s*",
     .code =
         {[IN_NUMPY] =
              {"{power1} *= beta1\n"
               "{power2} *= beta2",
               "{m} = beta1 * {m} + (1 - beta1) * {g}\n"
               "{s} = beta2 * {s} + (1 - beta2) * {g} ** 2\n"
               "{w} -= {lr} * ({m} / (1 - {power1})) / (np.sqrt({s} / (1 - {power2})) + epsilon)"},
          [IN_TORCH] = {"torch.optim.Adam({parameters}, lr, betas=(beta1, beta2), eps=epsilon)",
                        "step={t}, exp_avg={m}, exp_avg_sq={s}"}},
     .meaning = "momentum and rmsprop together, both corrected for their start at 0"},
    {FUNCTION(adamw, 2), .letters = "ms", .decays_weights = true,
     .formula = "adam, and w ← w - lr·weight_decay·w, b ← b - lr·weight_decay·b",
     .step_formula = "step",
     .code =
         {[IN_NUMPY] = {"{power1} *= beta1\n"
                        "{power2} *= beta2",
                        "{m} = beta1 * {m} + (1 - beta1) * {g}\n"
                        "{s} = beta2 * {s} + (1 - beta2) * {g} ** 2\n"
                        "{w} -= {lr} * weight_decay * {w} + {lr} * ({m} / (1 - {power1})) / "
                        "(np.sqrt({s} / (1 - {power2})) + epsilon)"},
          [IN_TORCH] = {"torch.optim.AdamW({parameters}, lr, betas=(beta1, beta2), eps=epsilon, "
                        "weight_decay=weight_decay)",
                        "step={t}, exp_avg={m}, exp_avg_sq={s}"}},
     .meaning = "adam with weights and biases that shrink a little at each step, as PyTorch's"},
};

_Static_assert(sizeof optimizers / sizeof *optimizers == OPTIMIZER_COUNT,
               "one row for each optimizer");

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
