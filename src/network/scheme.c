// SPDX-License-Identifier: GPL-3.0-or-later
// The table of schemes. Numbers come from NumPy's legacy generator in the order in which
// np.random.rand(in, out) fills a matrix, scaled as np.random.uniform and np.random.normal scale
// them, so that a notebook starts from the same weights to the bit.
//
// Xavier (Glorot and Bengio 2010) keeps the variance of activations and gradients level, he (He et
// al. 2015) does so after relu, which drops half of it; lecun (LeCun et al. 1998) looks at the
// inputs alone.
#include "network/scheme.h"

#include <math.h>
#include <string.h>

#include "network/rng.h"

static double one(double in, double out)
{
    (void)in, (void)out;
    return 1;
}

static double nothing(double in, double out)
{
    (void)in, (void)out;
    return 0;
}

static double xavier_bound(double in, double out)
{
    return sqrt(6 / (in + out));
}

static double xavier_deviation(double in, double out)
{
    return sqrt(2 / (in + out));
}

static double he_bound(double in, double out)
{
    (void)out;
    return sqrt(6 / in);
}

static double he_deviation(double in, double out)
{
    (void)out;
    return sqrt(2 / in);
}

static double lecun_deviation(double in, double out)
{
    (void)out;
    return sqrt(1 / in);
}

const struct scheme schemes[] = {
    {"uniform", false, one, true, "rand(in, out)", "uniform from 0 to 1, as NumPy's rand draws"},
    {"normal", true, one, false, "randn(in, out)", "normal with mean 0, as NumPy's randn draws"},
    {"zeros", false, nothing, true, "0",
     "all weights 0: the units of a layer stay equal to each other"},
    {"xavier_uniform", false, xavier_bound, false, "uniform within ±√(6/(in + out))",
     "uniform within ±√(6/(in + out)); for tanh and sigmoid"},
    {"xavier_normal", true, xavier_deviation, false, "randn·√(2/(in + out))",
     "normal, deviation √(2/(in + out)); for tanh and sigmoid"},
    {"he_uniform", false, he_bound, false, "uniform within ±√(6/in)",
     "uniform within ±√(6/in); for relu"},
    {"he_normal", true, he_deviation, false, "randn·√(2/in)",
     "normal, deviation √(2/in); for relu"},
    {"lecun_normal", true, lecun_deviation, false, "randn·√(1/in)", "normal, deviation √(1/in)"},
};

_Static_assert(sizeof schemes / sizeof *schemes == SCHEME_COUNT, "one row for each scheme");

const struct scheme *scheme_find(const char *name, size_t length)
{
    for (size_t i = 0; i < SCHEME_COUNT; i++)
        if (strlen(schemes[i].name) == length && memcmp(schemes[i].name, name, length) == 0)
            return &schemes[i];
    return NULL;
}

#define DRAWS_AT_ONCE ((size_t)1 << 20) // between two looks at the stop flag

bool scheme_draw(const struct scheme *scheme, struct rng *rng, struct matrix w,
                 const volatile sig_atomic_t *stop)
{
    double spread = scheme->spread((double)w.rows, (double)w.cols);
    double low = scheme->is_positive ? 0 : -spread;
    for (size_t i = 0; i < matrix_count(w) && spread > 0; i++) {
        if (i % DRAWS_AT_ONCE == 0 && stop && *stop)
            return false;
        w.data[i] =
            scheme->is_normal ? spread * rng_normal(rng) : low + (spread - low) * rng_uniform(rng);
    }
    if (spread == 0)
        memset(w.data, 0, matrix_count(w) * sizeof *w.data);
    return true;
}
