// SPDX-License-Identifier: GPL-3.0-or-later
//
// Elementary functions that give the same bits on every machine: exp, expm1, log, log1p, tanh, erf,
// the sigmoid, and sin and cos of numbers that are not huge. (Those of any number, and pow, which take
// branches, are in mathfn_more.h.)
//
// A C library may round its exp as it likes, and two libraries do differ in the last bit; a
// training run then drifts apart. Here every result is a fixed sequence of IEEE operations (+ - * /
// and fma), each rounded in the one way the standard allows, so nothing is left to differ.
//
// Method. exp(x) = 2^k e^r with |r| <= ln2 / 2, and e^r a polynomial. log(x) = k ln2 + log(1 + f)
// with 1 + f between sqrt(1/2) and sqrt(2), through s = f / (2 + f), because log(1 + f) is an odd
// series in s that converges fast. tanh and erf sit on the same exponential kernel. sin and cos take a
// multiple of pi/2 from x and leave r with |r| <= pi/4, where short polynomials serve; which of the
// two, and with which sign, is the multiple modulo 4.
//
// Error budget. The last operation of each function adds a large part that is exact to a small
// correction: it alone costs 1/2 ulp, and the correction carries its own rounding errors scaled
// down. Measured over 10^7 points each (tests/accuracy): erf below 0.9 ulp, the others below 0.8.
// The sigmoid is by definition the formula 1 / (1 + exp(-z)) with its three roundings: below 2.5
// ulp, and 0 below -709.78, where the exponential overflows.
//
// Why no branch and no table: the compiler can then run the function on all lanes of a vector.
// Both sides of a choice are computed, and one is selected. The polynomials are summed in pairs
// (Estrin) and not one term after another (Horner): a network with four samples waits for the
// length of the chain of operations, not for their number. Coefficients are minimax fits of degree
// just enough that the truncation stays under a tenth of an ulp.
#ifndef NETWORK_MATHFN_H
#define NETWORK_MATHFN_H

#include <math.h>
#include <stdint.h>
#include <string.h>

// Always inlined, because a loop over a function that stays a call is not a vector loop.
#define MATH_INLINE static inline __attribute__((always_inline))

#define MATH_INFINITY ((double)INFINITY)
#define MATH_NAN      ((double)NAN)

#define MATH_LOG2E    0x1.71547652b82fep+0  // 1 / ln 2
#define MATH_LN2_HI   0x1.62e42fefa39efp-1  // ln 2, rounded to a double
#define MATH_LN2_LO   0x1.abc9e3b39803fp-56 // and the part this leaves out
#define MATH_LN2_42   0x1.62e42fefa3800p-1  // ln 2 cut to 42 bits: exact times any exponent
#define MATH_LN2_REST 0x1.ef35793c76730p-45 // and the part this leaves out

#define MATH_ERF_BORDER 0.8125 // where erf changes its method

#define MATH_ONE_BITS       UINT64_C(0x3ff0000000000000) // the bits of 1
#define MATH_SQRT_HALF_BITS UINT64_C(0x3fe6a09e667f3bcd) // the bits of sqrt(1/2)
#define MATH_FRACTION_BITS  UINT64_C(0x000fffffffffffff) // all below the exponent

// The bits of x as an integer.
MATH_INLINE uint64_t math_bits(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

// The double that has these bits.
MATH_INLINE double math_from_bits(uint64_t bits)
{
    double x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

// yes where choose is 1, no where it is 0. By masks, because a compiler may turn ?: back into a
// branch and move arithmetic under it, and then the loop around it stays scalar.
MATH_INLINE double math_select(int choose, double yes, double no)
{
    uint64_t mask = 0 - (uint64_t)choose;

    return math_from_bits((math_bits(yes) & mask) | (math_bits(no) & ~mask));
}

// An exponential taken apart: exp(x) = 2^(n - 2046) * e^r, where r = high + low; high is exact and
// low is what ln 2 has beyond a double.
struct math_exp_parts {
    uint64_t n;
    double high;
    double low;
};

// Takes exp(x) apart, for x between -746 and 710; a NaN gives NaN parts.
// Adding 1.5 * 2^52 rounds to the nearest integer and leaves that integer in the low bits of the
// sum, here plus 2046 so that it is never negative. x - k ln2 is exact: both are multiples of 2^-54
// there, and the difference is below 1/2.
MATH_INLINE struct math_exp_parts math_exp_split(double x)
{
    const double shift = 0x1.8p52 + 2046;
    double t = fma(x, MATH_LOG2E, shift);
    double k = t - shift;

    return (struct math_exp_parts){
        .n = math_bits(t) & 0xfff,
        .high = fma(-k, MATH_LN2_HI, x),
        .low = -k * MATH_LN2_LO,
    };
}

// 2^k for the n = k + 2046 of math_exp_split, where 2^k is a normal number.
MATH_INLINE double math_exp_power(uint64_t n)
{
    return math_from_bits((n - 1023) << 52);
}

// (e^r - 1 - r) / r^2 for |r| <= ln2 / 2; r2 is r squared. Error of r^2 times this: 2^-56.8.
MATH_INLINE double math_exp_bend(double r, double r2)
{
    double r4 = r2 * r2;
    double c01 = fma(0x1.555555555555fp-3, r, 0x1.0000000000008p-1);
    double c23 = fma(0x1.111111110dbe7p-7, r, 0x1.5555555550e2ap-5);
    double c45 = fma(0x1.a01a01b943a0fp-13, r, 0x1.6c16c1832d544p-10);
    double c67 = fma(0x1.71dde2edb7d72p-19, r, 0x1.a0199c47d6b0bp-16);
    double c89 = fma(0x1.af8126a059279p-26, r, 0x1.28abaca48f1ebp-22);

    return fma(fma(c89, r4, fma(c67, r2, c45)), r4, fma(c23, r2, c01));
}

// e^x from its parts. The power of two is applied in two halves, because 2^k itself may be too
// large or too small to be a double where the result is not.
MATH_INLINE double math_exp_join(struct math_exp_parts e)
{
    uint64_t half = e.n >> 1;
    double scale = math_from_bits(half << 52);
    double rest = math_from_bits((e.n - half) << 52);
    double r = e.high + e.low;
    double r2 = r * r;
    double sum = 1 + e.high;
    double lost = (e.high - (sum - 1)) + e.low;
    double tail = fma(r2, math_exp_bend(r, r2), lost);

    return fma(tail, scale, sum * scale) * rest;
}

// e^x; 0 below -745.13, infinite above 709.78.
MATH_INLINE double math_exp(double x)
{
    double bounded = math_select(x < -746, -746, math_select(x > 710, 710, x));

    return math_exp_join(math_exp_split(bounded));
}

// (e^r - 1 - r - r^2/2) / r^3 for |r| <= ln2 / 2; r2 is r squared. Error of r^3 times this: 2^-61.
MATH_INLINE double math_exp_twist(double r, double r2)
{
    double r4 = r2 * r2;
    double c01 = fma(0x1.5555555555559p-5, r, 0x1.5555555555558p-3);
    double c23 = fma(0x1.6c16c16c14911p-10, r, 0x1.111111110f84ap-7);
    double c45 = fma(0x1.a01a01afe23a6p-16, r, 0x1.a01a01afa1cd7p-13);
    double c67 = fma(0x1.27e4c6afa02ebp-22, r, 0x1.71ddf87271fafp-19);
    double c89 = fma(0x1.1f94687a6d640p-29, r, 0x1.af5f2090fd5a9p-26);

    return fma(fma(c89, r4, fma(c67, r2, c45)), r4, fma(c23, r2, c01));
}

// A number in two parts, the second far smaller than the first.
struct math_sum {
    double hi;
    double lo;
};

// e^x - 1 in two parts, from the parts of e^x and its power of two. Next to 1 the error of e^x
// would show: so r, its rounding and r^2/2 are each carried with what they lose, and only the cubic
// rest is rounded freely. Each addend is smaller than the sum it joins, so (old - new) + addend is
// exactly what the addition lost.
MATH_INLINE struct math_sum math_expm1_sum(struct math_exp_parts e, double power)
{
    double r = e.high + e.low;
    double r_lo = (e.high - r) + e.low;
    double half = 0.5 * r;
    double square = half * r;
    double square_lo = fma(half, r, -square);
    double r2 = r * r;
    double fine = fma(r2 * r, math_exp_twist(r, r2), fma(r, r_lo, square_lo) + e.low);
    double whole = power - 1;
    double sum = fma(power, e.high, whole);
    double sum_lo = fma(power, e.high, whole - sum) + ((power - whole) - 1);
    double next = fma(power, square, sum);
    double next_lo = fma(power, square, sum - next) + sum_lo;
    double tail = fma(power, fine, next_lo);
    double hi = next + tail;

    return (struct math_sum){hi, tail - (hi - next)};
}

// e^x - 1, without the cancellation that the formula as written has near 0.
// The last power of two is split off above 709, where 2^1024 would be needed.
MATH_INLINE double math_expm1(double x)
{
    double bounded = math_select(x < -50, -50, math_select(x > 710, 710, x));
    struct math_exp_parts e = math_exp_split(bounded);
    double rest = math_select(x > 709, 2, 1);
    double power = math_exp_power(e.n - (math_bits(rest) >> 62));

    return copysign(math_expm1_sum(e, power).hi * rest, x);
}

// (e^z - e^-z) / (e^z + e^-z), computed as E / (E + 2) with E = e^2|z| - 1 in two parts. The
// quotient of the leading parts is improved once by what is left of the division. From 19.1 on it
// is 1.
MATH_INLINE double math_tanh(double z)
{
    double size = fabs(z);
    double bounded = math_select(size > 19.1, 19.1, size);
    struct math_exp_parts e = math_exp_split(2 * bounded);
    struct math_sum top = math_expm1_sum(e, math_exp_power(e.n));
    double larger = math_select(top.hi < 2, 2, top.hi);
    double smaller = math_select(top.hi < 2, top.hi, 2);
    double bottom = larger + smaller;
    double bottom_lo = (smaller - (bottom - larger)) + top.lo;
    double inverse = 1 / bottom;
    double quotient = top.hi * inverse;
    double left = fma(-quotient, bottom, top.hi) + fma(-quotient, bottom_lo, top.lo);

    return copysign(fma(left, inverse, quotient), z);
}

// 1 / (1 + e^-z), exactly as the formula is written: the number shown is the number computed.
MATH_INLINE double math_sigmoid(double z)
{
    return 1 / (1 + math_exp(-z));
}

// The odd series of log(1 + f) in s = f / (2 + f) is 2s + s * this, with z = s * s.
// Error: 2^-59 of 2s.
MATH_INLINE double math_log_series(double z)
{
    double z2 = z * z;
    double z4 = z2 * z2;
    double c01 = fma(0x1.999999998474ap-2, z, 0x1.5555555555581p-1);
    double c23 = fma(0x1.c71c54860e7e8p-3, z, 0x1.2492493e7a7b1p-2);
    double c45 = fma(0x1.39acb099c646cp-3, z, 0x1.7465c8b327d2ep-3);
    double c456 = fma(0x1.2e9e916fd8f2ep-3, z2, c45);

    return z * fma(c456, z4, fma(c23, z2, c01));
}

// k ln2 + log(1 + f + rest), for 1 + f between sqrt(1/2) and sqrt(2) and rest below an ulp of f.
// Since f = 2s + s f, 2s is f - f^2/2 + s f^2/2; so the parts f and f^2/2, which decide the last
// bit, never go through the division. The two additions give back what they lose.
MATH_INLINE double math_log_sum(double k, double f, double rest)
{
    double s = f / (2 + f);
    double half = 0.5 * f;
    double square = half * f;
    double square_lo = fma(half, f, -square);
    double whole = k * MATH_LN2_42;
    double sum = whole + f;
    double lost = f - (sum - whole);
    double hi = sum - square;
    double lo = ((sum - hi) - square) + (lost - square_lo);
    double slope = fma(fma(2.0, s, -2.0), s, 1.0); // near 1 / (1 + f), enough for the rest
    double small = fma(k, MATH_LN2_REST, rest * slope);

    return hi + (lo + fma(s, square + math_log_series(s * s), small));
}

// A positive normal number taken apart: x = 2^k * m, with m between sqrt(1/2) and sqrt(2).
// k is made a double by placing it in the fraction of 2^52, since AVX2 cannot convert an int64_t.
struct math_log_parts {
    uint64_t biased; // k + 1023
    double k;
    double m;
};

MATH_INLINE struct math_log_parts math_log_split(double x)
{
    uint64_t moved = math_bits(x) + (MATH_ONE_BITS - MATH_SQRT_HALF_BITS);
    uint64_t biased = moved >> 52;

    return (struct math_log_parts){
        .biased = biased,
        .k = math_from_bits(math_bits(0x1p52) | biased) - (0x1p52 + 1023),
        .m = math_from_bits((moved & MATH_FRACTION_BITS) + MATH_SQRT_HALF_BITS),
    };
}

// Natural logarithm; -inf at 0, NaN below. A subnormal number is first made normal.
MATH_INLINE double math_log(double x)
{
    int tiny = x < 0x1p-1022;
    struct math_log_parts p = math_log_split(x * math_select(tiny, 0x1p54, 1));
    double log = math_log_sum(p.k - math_select(tiny, 54, 0), p.m - 1, 0);
    double below = math_select(x == 0, -MATH_INFINITY, MATH_NAN);

    return math_select(x == MATH_INFINITY, x, math_select(x > 0, log, below));
}

// log(1 + x) without the loss of 1 + x near 0. What the rounding of u = 1 + x loses is found
// exactly, scaled like u, and put back: into f as far as it fits there, the remainder to first
// order. For x between -0.29 and 0.41 f is then x itself.
MATH_INLINE double math_log1p(double x)
{
    double u = 1 + x;
    double x_seen = u - 1;
    double lost = (1 - (u - x_seen)) + (x - x_seen);
    struct math_log_parts p = math_log_split(u);
    double unscale =
        math_from_bits((2047 - p.biased) << 52); // 2 / 2^k, as 1 / 2^1024 is not a double
    double f_hi = p.m - 1;
    double f_lo = lost * (0.5 * unscale);
    double f = f_hi + f_lo;
    double log = math_log_sum(p.k, f, f_lo - (f - f_hi));
    double below = math_select(x == -1, -MATH_INFINITY, MATH_NAN);
    double found = math_select(x > -1, copysign(log, x), below);

    return math_select(x == MATH_INFINITY, x, found);
}

// erf(x) / x - 1 for 0 <= x <= MATH_ERF_BORDER, with y = x * x. Error: 2^-56.
MATH_INLINE double math_erf_near(double y)
{
    double y2 = y * y;
    double y4 = y2 * y2;
    double c01 = fma(-0x1.812746b037a39p-2, y, 0x1.06eba8214db69p-3);
    double c23 = fma(-0x1.b82ce314539acp-6, y, 0x1.ce2f21a0479adp-4);
    double c45 = fma(-0x1.c02dc71cb744bp-11, y, 0x1.565bcd65239a8p-8);
    double c67 = fma(-0x1.f50d7d8abbefep-17, y, 0x1.f9a5c6914d3c0p-14);
    double c89 = fma(-0x1.7d400c8b5f315p-23, y, 0x1.bd3d0596300dbp-20);
    double cab = fma(-0x1.d81828e6ad1e3p-29, y, 0x1.92f13a7c555acp-26);
    double upper = fma(fma(cab, y2, c89), y4, fma(c67, y2, c45));

    return fma(upper, y4, fma(c23, y2, c01));
}

// (L(1 + t) - L(1)) / t for -0.1875 <= t <= 5, where L(x) = -log(1 - erf(x)). L grows like x^2 and
// is far smoother than 1 - erf. Error, weighted by its effect on erf: 2^-56.8.
MATH_INLINE double math_erf_far(double t)
{
    double t2 = t * t;
    double t4 = t2 * t2;
    double t8 = t4 * t4;
    double c01 = fma(0x1.afabc11a28ed3p-1, t, 0x1.51c9b0006c23ep+1);
    double c23 = fma(-0x1.48c9d40b59276p-7, t, 0x1.5477f09ca5ea1p-5);
    double c45 = fma(-0x1.f1b4c1d01239ep-13, t, 0x1.033f6999182b6p-9);
    double c67 = fma(0x1.c75b9a2b423bbp-16, t, -0x1.b8bdf23242e2ep-16);
    double c89 = fma(0x1.0fbdd92d39b4bp-19, t, -0x1.417088c207a2cp-17);
    double cab = fma(-0x1.f90fa7dcfbc86p-24, t, -0x1.e0b91d380bddep-24);
    double ccd = fma(-0x1.37f0785f70645p-26, t, 0x1.084f38035513cp-24);
    double cef = fma(-0x1.0de8fa7da9863p-31, t, 0x1.f43d18bf3ed5cp-29);
    double cgh = fma(-0x1.acc1632fa2349p-40, t, 0x1.62c341695808fp-35);
    double lower = fma(fma(c67, t2, c45), t4, fma(c23, t2, c01));
    double upper = fma(fma(cef, t2, ccd), t4, fma(cab, t2, c89));

    return fma(fma(cgh, t8, upper), t8, lower);
}

// 1 - e^-L(a) for MATH_ERF_BORDER <= a <= 6. The subtraction shrinks every error of the exponential
// to less than a third, and 1 - power is exact.
MATH_INLINE double math_erf_beyond(double a)
{
    const double l1 = 0x1.d97fbf27aa2a1p+0; // L(1)
    const double l1_lo = 0x1.9b2f9379f1952p-57;
    double t = a - 1;
    double grown = t * math_erf_far(t);
    double l = l1 + grown;
    double l_lo = (grown - (l - l1)) + l1_lo;
    struct math_exp_parts e = math_exp_split(-l);
    double power = math_exp_power(e.n);
    double low = e.low - l_lo;
    double r = e.high + low;
    double r2 = r * r;
    double whole = 1 - power;
    double sum = fma(-power, e.high, whole);
    double lost = fma(-power, e.high, whole - sum);

    return sum + fma(-power, fma(r2, math_exp_bend(r, r2), low), lost);
}

// The error function: its odd series for small x, 1 less an exponential for the others. Where the
// one part ends and the other begins, both have about the same error.
MATH_INLINE double math_erf(double x)
{
    double size = fabs(x);
    double a = math_select(size > 6, 6, size);
    double near = fma(a, math_erf_near(a * a), a);

    return copysign(math_select(a < MATH_ERF_BORDER, near, math_erf_beyond(a)), x);
}

// pi/2 in three parts, and what |x| must be less than for math_sin_near.
#define MATH_HALF_PI_1   0x1.921fb54442d18p+0
#define MATH_HALF_PI_2   0x1.1a62633145c07p-54
#define MATH_HALF_PI_3   (-0x1.f1976b7ed8fbcp-110)
#define MATH_TWO_OVER_PI 0x1.45f306dc9c883p-1
#define MATH_SIN_NEAR    0x1p20

// sin(r) = r + r^3 * polynomial in r^2 for |r| <= pi/4, error 2^-58; the part r.lo to first order.
MATH_INLINE double math_sin_curve(struct math_sum r)
{
    double z = r.hi * r.hi;
    double z2 = z * z;
    double c01 = fma(0x1.111111110f8a4p-7, z, -0x1.5555555555549p-3);
    double c23 = fma(0x1.71de357aab48ep-19, z, -0x1.a01a019c15b36p-13);
    double c45 = fma(0x1.5d93810cbbcf9p-33, z, -0x1.ae5e68362e551p-26);
    double curve = fma(fma(c45, z2, c23), z2, c01);

    return r.hi + fma(r.hi * z, curve, fma(-0.5 * z, r.lo, r.lo));
}

// cos(r) = 1 - r^2/2 + r^4 * polynomial in r^2 for |r| <= pi/4, error 2^-64. 1 - r^2/2 is carried
// with what it loses.
MATH_INLINE double math_cos_curve(struct math_sum r)
{
    double z = r.hi * r.hi;
    double z2 = z * z;
    double c01 = fma(-0x1.6c16c16c1521ep-10, z, 0x1.555555555554cp-5);
    double c23 = fma(-0x1.27e4f81288512p-22, z, 0x1.a01a019cbf381p-16);
    double c45 = fma(-0x1.8fb113192b0e8p-37, z, 0x1.1ee9f126b7639p-29);
    double curve = fma(fma(c45, z2, c23), z2, c01);
    double half = 0.5 * r.hi;
    double square = half * r.hi;
    double square_lo = fma(half, r.hi, -square);
    double sum = 1 - square;
    double lost = ((1 - sum) - square) - square_lo;

    return sum + (fma(z2, curve, lost) - r.hi * r.lo);
}

// An angle without its multiples of pi/2: x = quarters * pi/2 + r, quarters modulo 4.
struct math_angle {
    struct math_sum r;
    uint64_t quarters;
};

// Takes off the nearest multiple k of pi/2, for |x| < MATH_SIN_NEAR. x may lie within 2^-61 of a multiple,
// so pi/2 is needed to many more bits than a double has. The first difference is exact: both sides are
// multiples of 2^-53, and it is below 1. The second may cancel nearly all of it, so it is kept with its
// error. Up to pi/4, k is 0 whatever the rounding says.
MATH_INLINE struct math_angle math_angle_reduce(double x)
{
    const double shift = 0x1.8p52;
    double nearest = fma(x, MATH_TWO_OVER_PI, shift);
    double t = math_select(fabs(x) <= MATH_HALF_PI_1 / 2, shift, nearest);
    double k = t - shift;
    double first = fma(-k, MATH_HALF_PI_1, x);
    double second = -k * MATH_HALF_PI_2;
    double second_lo = fma(-k, MATH_HALF_PI_2, -second);
    double sum = first + second;
    double seen = sum - first;
    double lost = (first - (sum - seen)) + (second - seen);
    double low = lost + fma(-k, MATH_HALF_PI_3, second_lo);
    double hi = sum + low;

    return (struct math_angle){{hi, low - (hi - sum)}, math_bits(t)};
}

// sin(r + quarters * pi/2) from the sine and the cosine of r.
MATH_INLINE double math_sin_of_quarter(uint64_t quarters, double sin, double cos)
{
    uint64_t minus = (quarters & 2) << 62;

    return math_from_bits(math_bits(math_select(quarters & 1, cos, sin)) ^ minus);
}

// The sine of x + more * pi/2, by both curves.
MATH_INLINE double math_sin_moved(double x, uint64_t more)
{
    struct math_angle a = math_angle_reduce(x);

    return math_sin_of_quarter(a.quarters + more, math_sin_curve(a.r), math_cos_curve(a.r));
}

// The sine of x radians for |x| < MATH_SIN_NEAR. x^3/6 is far below an ulp of a tiny x, and the sum
// would lose the sign of 0. (math_sin, which takes any x, is in mathfn_more.h.)
MATH_INLINE double math_sin_near(double x)
{
    return math_select(fabs(x) < 0x1p-27, x, math_sin_moved(x, 0));
}

// The cosine likewise.
MATH_INLINE double math_cos_near(double x)
{
    return math_sin_moved(x, 1);
}

#endif
