// SPDX-License-Identifier: GPL-3.0-or-later
// The truth tables: n inputs give 2^n samples, in the order in which one counts in binary, so xor's
// four rows are the notebook's. A target depends on the number of ones alone.
#include "data/builtin.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "network/rng.h"

static double all_ones(size_t ones, size_t inputs)
{
    return ones == inputs;
}

static double any_one(size_t ones, size_t inputs)
{
    (void)inputs;
    return ones > 0;
}

static double not_all_ones(size_t ones, size_t inputs)
{
    return ones != inputs;
}

static double odd_ones(size_t ones, size_t inputs)
{
    (void)inputs;
    return (double)(ones % 2);
}

static double even_ones(size_t ones, size_t inputs)
{
    (void)inputs;
    return (double)(1 - ones % 2);
}

const struct builtin builtins[] = {
    {"xor", odd_ones, 2, "1 when the two inputs differ: no straight line parts it"},
    {"and", all_ones, 2, "1 when every input is 1"},
    {"or", any_one, 2, "1 when some input is 1"},
    {"nand", not_all_ones, 2, "0 when every input is 1"},
    {"xnor", even_ones, 2, "1 when the two inputs are equal"},
    {"parity", odd_ones, 3, "1 when the number of ones is odd: xor for more inputs"},
};

_Static_assert(sizeof builtins / sizeof *builtins == BUILTIN_COUNT, "one row for each data set");

const struct builtin *builtin_find(const char *name, size_t length)
{
    for (size_t i = 0; i < BUILTIN_COUNT; i++)
        if (strlen(builtins[i].name) == length && memcmp(builtins[i].name, name, length) == 0)
            return &builtins[i];
    return NULL;
}

// Writes the name with the options that differ from the row's own.
static void name_set(struct dataset *dataset, const struct builtin *builtin,
                     struct builtin_options options)
{
    size_t size = sizeof dataset->name, used = 0;
    used += (size_t)snprintf(dataset->name, size, "%s", builtin->name);
    if (options.inputs != builtin->inputs)
        used += (size_t)snprintf(dataset->name + used, size - used, " n=%zu", options.inputs);
    if (options.noise > 0)
        snprintf(dataset->name + used, size - used, " noise=%s seed=%u",
                 number_string(options.noise, NUMBER_DIGITS_EXACT).text, options.seed);
}

struct dataset *builtin_make(const struct builtin *builtin, struct builtin_options options,
                             struct error *error)
{
    if (options.inputs == 0)
        options.inputs = builtin->inputs;
    if (options.inputs > BUILTIN_INPUTS_MOST) {
        error_set(error, "%s takes n from 1 to %d; n=%zu would mean 2^%zu samples", builtin->name,
                  BUILTIN_INPUTS_MOST, options.inputs, options.inputs);
        return NULL;
    }
    size_t samples = (size_t)1 << options.inputs;
    struct dataset *dataset = dataset_create(samples, options.inputs, 1, error);
    if (!dataset)
        return NULL;
    struct rng rng;
    rng_seed(&rng, options.seed);
    for (size_t n = 0; n < samples; n++) {
        size_t ones = 0;
        for (size_t i = 0; i < options.inputs; i++) {
            size_t bit = n >> (options.inputs - 1 - i) & 1;
            double noise = options.noise > 0 ? options.noise * rng_normal(&rng) : 0;
            dataset->x.data[n * options.inputs + i] = (double)bit + noise;
            ones += bit;
        }
        dataset->y.data[n] = builtin->target(ones, options.inputs);
    }
    name_set(dataset, builtin, options);
    return dataset;
}
