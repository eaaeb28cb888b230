// SPDX-License-Identifier: GPL-3.0-or-later
// The table of activations. A row's words and its arithmetic stand side by side, so that the
// formula on the screen is the formula that runs; the gradient tests hold each backward function
// against differences of its value.
#include "network/activation.h"

#include <string.h>

#include "network/activation_rule.h"

#define FUNCTIONS(name) ACTIVATION_##name, name##_value, name##_backward

const struct activation activations[] = {
    {"linear", FUNCTIONS(linear), "{z}", "1", false, NULL,
     "passes z on unchanged; the usual output for a regression"},
    {"relu", FUNCTIONS(relu), "max(0, {z})", "(1 where {z} > 0, else 0)", true, NULL,
     "cuts off below 0; the usual hidden layer"},
    {"leaky_relu", FUNCTIONS(leaky_relu), "max(0.01·{z}, {z})", "(1 where {z} > 0, else 0.01)",
     true, NULL, "relu with a small slope below 0, so that no unit dies"},
    {"elu", FUNCTIONS(elu), "({z} where {z} > 0, else exp({z}) - 1)",
     "(1 where {z} > 0, else {a} + 1)", true, "expm1({z}) below 0",
     "like relu, but smooth and down to -1 below 0"},
    {"gelu", FUNCTIONS(gelu), "{z}·(1 + erf({z}/√2))/2",
     "((1 + erf({z}/√2))/2 + {z}·exp(-{z}²/2)/√(2π))", false, NULL,
     "a smooth relu, the usual one of language models"},
    {"softplus", FUNCTIONS(softplus), "log(1 + exp({z}))", "(1 / (1 + exp(-{z})))", false,
     "relu({z}) + log1p(exp(-abs({z})))", "a smooth relu that is never 0"},
    {"sigmoid", FUNCTIONS(sigmoid), "1 / (1 + exp(-{z}))", "{a}·(1 - {a})", false, NULL,
     "squeezes z into 0 to 1; an output that reads as a probability"},
    {"tanh", FUNCTIONS(tanh), "tanh({z})", "(1 - {a}²)", false, NULL,
     "squeezes z into -1 to 1, with 0 in the middle"},
    {"sin", FUNCTIONS(sin), "sin({z})", "cos({z})", false, NULL, "a wave, for periodic targets"},
    {"step", FUNCTIONS(step), "(1 where {z} > 0, else 0)", "0", false, NULL,
     "the first neurons of all; flat, so no gradient passes it"},
    {"softmax", ACTIVATION_softmax, NULL, NULL, "exp({z}) / sum of exp({z}) over the row",
     "softmax'", true, NULL, "makes a row of probabilities that add up to 1; last layer only"},
};

_Static_assert(sizeof activations / sizeof *activations == ACTIVATION_COUNT,
               "one row for each name in ACTIVATIONS");

const struct activation *activation_find(const char *name, size_t length)
{
    for (size_t i = 0; i < ACTIVATION_COUNT; i++)
        if (strlen(activations[i].name) == length && memcmp(activations[i].name, name, length) == 0)
            return &activations[i];
    return NULL;
}
