// SPDX-License-Identifier: GPL-3.0-or-later
// The table of schemes. Numbers come from NumPy's legacy generator in the order in which
// np.random.rand(in, out) fills a matrix, so that a notebook starts from the same weights.
#include "network/scheme.h"

#include <string.h>

#include "network/rng.h"

static void draw_uniform(struct rng *rng, struct matrix w)
{
    for (size_t i = 0; i < matrix_count(w); i++)
        w.data[i] = rng_uniform(rng);
}

static void draw_normal(struct rng *rng, struct matrix w)
{
    for (size_t i = 0; i < matrix_count(w); i++)
        w.data[i] = rng_normal(rng);
}

static void draw_zeros(struct rng *rng, struct matrix w)
{
    (void)rng;
    memset(w.data, 0, matrix_count(w) * sizeof *w.data);
}

const struct scheme schemes[] = {
    {"uniform", draw_uniform, "rand(in, out)", "evenly from 0 to 1, as NumPy's rand draws"},
    {"normal", draw_normal, "randn(in, out)", "bell-shaped around 0, as NumPy's randn draws"},
    {"zeros", draw_zeros, "0", "all weights 0: every unit of a layer stays a twin of the others"},
};

_Static_assert(sizeof schemes / sizeof *schemes == SCHEME_COUNT, "one row for each scheme");

const struct scheme *scheme_find(const char *name, size_t length)
{
    for (size_t i = 0; i < SCHEME_COUNT; i++)
        if (strlen(schemes[i].name) == length && memcmp(schemes[i].name, name, length) == 0)
            return &schemes[i];
    return NULL;
}
