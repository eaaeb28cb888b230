// SPDX-License-Identifier: GPL-3.0-or-later
// The table of activations. A row's words and its arithmetic are next to each other, so that the
// formula on the screen is the formula that runs; the gradient tests compare each backward function
// with differences of its value.
#include "network/activation.h"

#include <math.h>
#include <string.h>

#include "network/mathfn.h"
#include "network/mathfn_more.h"

#define ACTIVATION_RULES
#include "network/activations.inc"

const struct activation activations[] = {
#define ACTIVATION(which, words, ...)                                                              \
    {.name = #which,                                                                               \
     .id = ACTIVATION_##which,                                                                     \
     .value = which##_value,                                                                       \
     .backward = which##_backward,                                                                 \
     .function = words,                                                                            \
     __VA_ARGS__},
#define ROW_ACTIVATION(which, ...)                                                                 \
    {.name = #which, .id = ACTIVATION_##which, .is_row_wise = true, .function = "", __VA_ARGS__},
#include "network/activations.inc"
};

const struct activation *activation_find(const char *name, size_t length)
{
    for (size_t i = 0; i < ACTIVATION_COUNT; i++)
        if (strlen(activations[i].name) == length && memcmp(activations[i].name, name, length) == 0)
            return &activations[i];
    return NULL;
}
