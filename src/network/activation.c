// SPDX-License-Identifier: GPL-3.0-or-later
// The table of activations. A row's words and its arithmetic stand side by side, so that the
// formula on the screen is the formula that runs; the gradient tests hold each backward function
// against differences of its value.
#include "network/activation.h"

#include <string.h>

#include "network/activation_rule.h"

#define FUNCTIONS(name) ACTIVATION_##name, name##_value, name##_backward

const struct activation activations[] = {
    {"linear", FUNCTIONS(linear), "{z}", "1", false,
     "passes z on unchanged; the usual output for a regression"},
    {"relu", FUNCTIONS(relu), "max(0, {z})", "(1 where {z} > 0, else 0)", true,
     "cuts off below 0; the usual hidden layer"},
    {"sigmoid", FUNCTIONS(sigmoid), "1 / (1 + exp(-{z}))", "{a}·(1 - {a})", false,
     "squeezes z into 0 to 1; an output that reads as a probability"},
    {"tanh", FUNCTIONS(tanh), "tanh({z})", "(1 - {a}²)", false,
     "squeezes z into -1 to 1, with 0 in the middle"},
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
