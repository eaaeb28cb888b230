// SPDX-License-Identifier: GPL-3.0-or-later
// The truth tables: n inputs give 2^n samples, in the order in which one counts in binary, so xor's
// four rows are the notebook's. A target depends on the number of ones alone.
#include "data/builtin.h"

#include "network/rng.h"

typedef double truth(size_t ones, size_t inputs);

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

static struct dataset *make(const struct builtin_options *options, truth *target,
                            struct error *error)
{
    size_t inputs = options->n, samples = (size_t)1 << inputs;
    struct dataset *set = dataset_create(samples, inputs, 1, error);
    if (!set)
        return NULL;
    struct rng rng;
    rng_seed(&rng, options->seed);
    for (size_t n = 0; n < samples; n++) {
        size_t ones = 0;
        for (size_t i = 0; i < inputs; i++) {
            size_t bit = n >> (inputs - 1 - i) & 1;
            double noise = options->noise > 0 ? options->noise * rng_normal(&rng) : 0;
            set->x.data[n * inputs + i] = (double)bit + noise;
            ones += bit;
        }
        set->y.data[n] = target(ones, inputs);
    }
    return set;
}

struct dataset *builtin_xor(const struct builtin_options *options, struct error *error)
{
    return make(options, odd_ones, error);
}

struct dataset *builtin_and(const struct builtin_options *options, struct error *error)
{
    return make(options, all_ones, error);
}

struct dataset *builtin_or(const struct builtin_options *options, struct error *error)
{
    return make(options, any_one, error);
}

struct dataset *builtin_nand(const struct builtin_options *options, struct error *error)
{
    return make(options, not_all_ones, error);
}

struct dataset *builtin_xnor(const struct builtin_options *options, struct error *error)
{
    return make(options, even_ones, error);
}
