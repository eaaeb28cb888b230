// SPDX-License-Identifier: GPL-3.0-or-later
//
// Measures how far the functions of mathfn.h and mathfn_more.h are from the true values, and prints
// a table: function, points, range, worst error in units of the last place, and where it was.
//
// The true value is taken from libquadmath, whose 113 bits leave its own error below 2^-50 of an
// ulp here. Each range gets points spread evenly or, for the ranges marked "bits", spread evenly
// over the bit patterns, so that every power of two gets its share. The ranges of a function split
// its points between them. An argument on the command line sets the points per function.
//
// gcc only, since it needs __float128. It returns 1 if a function is worse than its bound.
#include <quadmath.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "network/mathfn.h"
#include "network/mathfn_more.h"

typedef double (*function)(double);
typedef __float128 (*true_function)(__float128);

static __float128 true_sigmoid(__float128 z)
{
    return 1 / (1 + expq(-z));
}

// pow has two arguments, and is measured along four curves.
static double pow_of_pi(double y)
{
    return math_pow(0x1.921fb54442d18p+1, y);
}

static __float128 true_pow_of_pi(__float128 y)
{
    return powq(0x1.921fb54442d18p+1Q, y);
}

static double pow_near_one(double y)
{
    return math_pow(1 + 0x1p-20, y);
}

static __float128 true_pow_near_one(__float128 y)
{
    return powq(1 + 0x1p-20Q, y);
}

static double pow_third(double x)
{
    return math_pow(x, 0x1.5555555555555p-2);
}

static __float128 true_pow_third(__float128 x)
{
    return powq(x, 0x1.5555555555555p-2Q);
}

static double pow_self(double x)
{
    return math_pow(x, x);
}

static __float128 true_pow_self(__float128 x)
{
    return powq(x, x);
}

struct range {
    const char *name;
    function computed;
    true_function exact;
    double bound; // ulp
    double from, to;
    bool by_bits;
};

#define ROW(name, bound, from, to)                                                                 \
    {                                                                                              \
#name, math_##name, name##q, bound, from, to, false                                        \
    }
#define BITS(name, bound, from, to)                                                                \
    {                                                                                              \
#name, math_##name, name##q, bound, from, to, true                                         \
    }

static const struct range ranges[] = {
    ROW(exp, 0.8, -1, 1),
    ROW(exp, 0.8, -708, 709.79),
    ROW(exp, 0.8, -746, -708),
    ROW(exp, 0.8, 0.3465, 0.3467),
    BITS(exp, 0.8, 0x1p-1074, 709),
    BITS(exp, 0.8, -0x1p-1074, -745),
    ROW(expm1, 0.8, -1, 1),
    ROW(expm1, 0.8, -60, 709.79),
    ROW(expm1, 0.8, 0.34, 0.36),
    BITS(expm1, 0.8, 0x1p-1074, 709),
    BITS(expm1, 0.8, -0x1p-1074, -745),
    ROW(log, 0.8, 0.5, 2),
    ROW(log, 0.8, 0.99, 1.01),
    ROW(log, 0.8, 0.707, 0.708),
    ROW(log, 0.8, 1.414, 1.415),
    BITS(log, 0.8, 0x1p-1074, 0x1.fffffffffffffp1023),
    ROW(log1p, 0.8, -1, 2),
    ROW(log1p, 0.8, -0.01, 0.01),
    ROW(log1p, 0.8, 0.41, 0.42),
    BITS(log1p, 0.8, 0x1p-1074, 0x1.fffffffffffffp1023),
    BITS(log1p, 0.8, -0x1p-1074, -0x1.fffffffffffffp-1),
    ROW(tanh, 0.8, -1, 1),
    ROW(tanh, 0.8, 1, 20),
    ROW(tanh, 0.8, 0.17, 0.2),
    BITS(tanh, 0.8, 0x1p-1074, 100),
    ROW(erf, 0.9, -1, 1),
    ROW(erf, 0.9, 0.75, 0.875),
    ROW(erf, 0.9, 0.8, 6),
    BITS(erf, 0.9, 0x1p-1074, 100),
    {"sigmoid", math_sigmoid, true_sigmoid, 2.5, -5, 5, false},
    {"sigmoid", math_sigmoid, true_sigmoid, 2.5, -709, 40, false},
    {"sigmoid", math_sigmoid, true_sigmoid, 2.5, -30, -40, false},
    ROW(sin, 0.8, -4, 4),
    ROW(sin, 0.8, 3.14, 3.15),
    ROW(sin, 0.8, -0x1p20, 0x1p20),
    ROW(sin, 0.8, 0x1p20, 0x1p30),
    BITS(sin, 0.8, 0x1p-1074, 0x1.fffffffffffffp1023),
    BITS(sin, 0.8, -0x1p20, -0x1.fffffffffffffp1023),
    ROW(cos, 0.8, -4, 4),
    ROW(cos, 0.8, 1.57, 1.58),
    ROW(cos, 0.8, -0x1p20, 0x1p20),
    ROW(cos, 0.8, 0x1p20, 0x1p30),
    BITS(cos, 0.8, 0x1p-1074, 0x1.fffffffffffffp1023),
    BITS(cos, 0.8, -0x1p20, -0x1.fffffffffffffp1023),
    {"pow pi^x", pow_of_pi, true_pow_of_pi, 0.8, -620, 620, false},
    {"pow (1+2^-20)^x", pow_near_one, true_pow_near_one, 0.8, -7e8, 7e8, false},
    {"pow x^(1/3)", pow_third, true_pow_third, 0.8, 0x1p-1074, 0x1.fffffffffffffp1023, true},
    {"pow x^x", pow_self, true_pow_self, 0.8, 0, 143, false},
};

// Marsaglia's xorshift: the points are the same in every run.
static uint64_t random_bits(void)
{
    static uint64_t state = UINT64_C(88172645463325252);

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static double random_point(const struct range *range)
{
    double part = (double)(random_bits() >> 11) * 0x1p-53;

    if (!range->by_bits)
        return range->from + (range->to - range->from) * part;
    uint64_t from = math_bits(range->from), to = math_bits(range->to);

    return math_from_bits(from + random_bits() % (to - from + 1));
}

// The distance between neighbouring doubles where the true value lies.
static __float128 ulp_at(__float128 value)
{
    int exponent;

    frexpq(value, &exponent);
    return ldexpq(1, exponent < -1021 ? -1074 : exponent - 53);
}

// Infinite only where the result is infinite or NaN and the true value is a double.
static double error_at(const struct range *range, double x)
{
    __float128 exact = range->exact(x);
    double computed = range->computed(x);

    if (fabsq(exact) >= 0x1.fffffffffffff8p1023Q)
        return computed == (double)exact ? 0 : MATH_INFINITY;
    double error = (double)(fabsq(computed - exact) / ulp_at(exact));

    return error == error ? error : MATH_INFINITY;
}

static bool measure(const struct range *range, long points)
{
    double worst = -1, where = 0;

    for (long i = 0; i < points; i++) {
        double x = random_point(range);
        double error = error_at(range, x);

        if (error > worst) {
            worst = error;
            where = x;
        }
    }
    bool good = worst <= range->bound;

    printf("%-16s %9ld  %10.4g to %-10.4g %-5s %6.4f  %-24a%s\n", range->name, points, range->from,
           range->to, range->by_bits ? "bits" : "", worst, where, good ? "" : " TOO MUCH");
    fflush(stdout);
    return good;
}

static long ranges_of(function computed)
{
    long count = 0;

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        count += ranges[i].computed == computed;
    return count;
}

int main(int argc, char **argv)
{
    long points = argc > 1 ? atol(argv[1]) : 10000000;
    bool good = true;

    printf("%-16s %9s  %-30s %6s  %s\n", "function", "points", "range", "ulp", "at");
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        good &= measure(&ranges[i], points / ranges_of(ranges[i].computed));
    return good ? 0 : 1;
}
