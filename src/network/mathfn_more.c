// SPDX-License-Identifier: GPL-3.0-or-later
//
// sin and cos are those of mathfn.h up to 2^20. Beyond, x * 2/pi is multiplied out in
// integers modulo 4 (Payne and Hanek): of the 1200 bits of 2/pi that any double can need, those far
// above the point give multiples of 4 and are left out, and the next 192 decide. x is known
// exactly, so this is the true sine of that double, however large.
//
// pow is e^(y log x). An error of the exponent is an absolute one, and the exponent reaches 745; so
// log x is computed to about 2^-70 of itself, in pairs of doubles that stand for their sum, and the
// exponential with more bits than math_exp needs. The errors before the last rounding stay below
// 1/40 ulp together: a power that is itself a double, such as 3^4, comes out exactly, and 2^0.5 is
// the square root.
//
// Pairs (struct math_sum) are normalised: hi is the sum rounded, lo what that leaves out.
#include "network/mathfn_more.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "network/mathfn.h"

// a + b exactly, whichever is larger.
static struct math_sum exact_sum(double a, double b)
{
    double hi = a + b;
    double seen = hi - a;

    return (struct math_sum){hi, (a - (hi - seen)) + (b - seen)};
}

// hi + lo, normalised, where lo is smaller than hi.
static struct math_sum normal_sum(double hi, double lo)
{
    double sum = hi + lo;

    return (struct math_sum){sum, lo - (sum - hi)};
}

// a * b exactly, if it does not leave the range of doubles.
static struct math_sum exact_product(double a, double b)
{
    double hi = a * b;

    return (struct math_sum){hi, fma(a, b, -hi)};
}

static struct math_sum pair_sum(struct math_sum a, struct math_sum b)
{
    struct math_sum s = exact_sum(a.hi, b.hi);

    return normal_sum(s.hi, s.lo + (a.lo + b.lo));
}

static struct math_sum pair_product(struct math_sum a, struct math_sum b)
{
    struct math_sum p = exact_product(a.hi, b.hi);

    return normal_sum(p.hi, p.lo + fma(a.hi, b.lo, a.lo * b.hi));
}

// 64 zero bits, then the first bits of 2/pi after the binary point.
static const uint32_t two_over_pi[] = {
    0x00000000, 0x00000000, 0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041,
    0xfe5163ab, 0xdebbc561, 0xb7246e3a, 0x424dd2e0, 0x06492eea, 0x09d1921c, 0xfe1deb1c, 0xb129a73e,
    0xe88235f5, 0x2ebb4484, 0xe99c7026, 0xb45f7e41, 0x3991d639, 0x835339f4, 0x9c845f8b, 0xbdf9283b,
    0x1ff897ff, 0xde05980f, 0xef2f118b, 0x5a0a6d1f, 0x6d367ecf, 0x27cb09b7, 0x4f463f66, 0x9e5fea2d,
    0x7527bac7, 0xebe5f17b, 0x3d0739f7, 0x8a5292ea, 0x6bfb5fb1, 0x1f8d5d08, 0x56033046, 0xfc7b6bab,
};

#define TURN_WORDS 6 // 192 bits, the lowest 32 first

// x * 2/pi modulo 4, in units of 2^-190, for x = whole * 2^exponent. A bit of 2/pi worth 2^-j adds
// whole * 2^(exponent - j), a multiple of 4 up to j = exponent - 2: these bits are skipped.
static void turn_multiply(uint64_t whole, int exponent, uint32_t turn[TURN_WORDS])
{
    size_t skipped = (size_t)(exponent - 2 + 64);
    const uint32_t *from = two_over_pi + skipped / 32;
    unsigned shift = skipped % 32;
    uint64_t low = whole & UINT32_MAX, high = whole >> 32;
    uint64_t carry = 0, window_below = 0;

    for (size_t i = 0; i < TURN_WORDS; i++) {
        const uint32_t *at = from + (TURN_WORDS - 1 - i);
        uint64_t two = (uint64_t)at[0] << 32 | at[1];
        uint64_t window = (two << shift) >> 32;
        uint64_t by_low = window * low;
        uint64_t by_high = window_below * high;
        uint64_t sum = (by_low & UINT32_MAX) + (by_high & UINT32_MAX) + carry;

        turn[i] = (uint32_t)sum;
        carry = (sum >> 32) + (by_low >> 32) + (by_high >> 32);
        window_below = window;
    }
}

// Moves turn one place up, which drops its highest bit, and returns that bit.
static unsigned turn_shift(uint32_t turn[TURN_WORDS])
{
    unsigned carry = 0;

    for (size_t i = 0; i < TURN_WORDS; i++) {
        unsigned out = turn[i] >> 31;

        turn[i] = turn[i] << 1 | carry;
        carry = out;
    }
    return carry;
}

// turn as a signed fraction of 2^192, from -1/2 to 1/2, rounded to a pair. The words enter from the
// largest; a sum of two is exact, and what is lost from the third on is below 2^-100 of the result.
static struct math_sum turn_fraction(const uint32_t turn[TURN_WORDS])
{
    uint32_t flip = turn[TURN_WORDS - 1] >> 31 ? UINT32_MAX : 0;
    struct math_sum sum = {0, 0};
    double worth = 0x1p-32;

    for (size_t i = TURN_WORDS; i-- > 0; worth *= 0x1p-32) {
        struct math_sum s = exact_sum(sum.hi, (double)(turn[i] ^ flip) * worth);

        sum = normal_sum(s.hi, s.lo + sum.lo);
    }
    if (flip)
        return (struct math_sum){-sum.hi, -sum.lo};
    return sum;
}

// For |x| from 2^20.
static struct math_angle reduce_large(double x)
{
    const struct math_sum half_pi = {MATH_HALF_PI_1, MATH_HALF_PI_2};
    uint64_t bits = math_bits(fabs(x));
    uint64_t whole = (bits & MATH_FRACTION_BITS) | (MATH_FRACTION_BITS + 1);
    uint32_t turn[TURN_WORDS];

    turn_multiply(whole, (int)(bits >> 52) - 1075, turn);
    uint64_t quarters = turn_shift(turn) << 1;
    quarters |= turn_shift(turn);
    quarters += turn[TURN_WORDS - 1] >> 31; // past the middle of a quarter: nearer to the next
    struct math_sum r = pair_product(turn_fraction(turn), half_pi);

    if (x > 0)
        return (struct math_angle){r, quarters & 3};
    return (struct math_angle){{-r.hi, -r.lo}, (0 - quarters) & 3};
}

// The sine of x + more * pi/2, for finite x. Of the two curves it is worth to compute only one.
static double sin_moved(double x, uint64_t more)
{
    struct math_angle a = {{x, 0}, 0};

    if (fabs(x) > MATH_HALF_PI_1 / 2)
        a = fabs(x) < MATH_SIN_NEAR ? math_angle_reduce(x) : reduce_large(x);
    double size = (a.quarters + more) & 1 ? math_cos_curve(a.r) : math_sin_curve(a.r);

    return math_sin_of_quarter(a.quarters + more, size, size);
}

double math_sin(double x)
{
    if (!(fabs(x) < MATH_INFINITY))
        return x - x;
    if (fabs(x) < 0x1p-27)
        return x; // keeps the sign of 0; x^3/6 is far below an ulp

    return sin_moved(x, 0);
}

double math_cos(double x)
{
    return fabs(x) < MATH_INFINITY ? sin_moved(x, 1) : x - x;
}

// 1/7 + z/9 + z^2/11 + ... for z up to 0.03, the end of the series of log_pair.
static double log_series_end(double z)
{
    double sum = 1.0 / 27;

    for (int n = 25; n >= 7; n -= 2)
        sum = fma(sum, z, 1.0 / n);
    return sum;
}

// log(x) for positive finite x, to about 2^-70 of itself: with x = 2^k m and s = (m - 1) / (m + 1)
// it is k ln2 + 2s (1 + z/3 + z^2/5 + ...), z = s^2. The terms up to z^2/5 are pairs.
static struct math_sum log_pair(double x)
{
    const struct math_sum one = {1, 0};
    const struct math_sum third = {0x1.5555555555555p-2, 0x1.5555555555555p-56};
    const struct math_sum fifth = {0x1.999999999999ap-3, -0x1.999999999999ap-57};
    int tiny = x < 0x1p-1022;
    struct math_log_parts p = math_log_split(tiny ? x * 0x1p54 : x);
    double k = tiny ? p.k - 54 : p.k;
    double f = p.m - 1;
    struct math_sum bottom = exact_sum(1, p.m);
    double quotient = f / bottom.hi;
    double left = fma(-quotient, bottom.hi, f) - quotient * bottom.lo;
    struct math_sum s = normal_sum(quotient, left / bottom.hi);
    struct math_sum z = pair_product(s, s);
    struct math_sum end = exact_product(z.hi, log_series_end(z.hi));
    struct math_sum series = pair_sum(fifth, end);

    series = pair_sum(third, pair_product(z, series));
    series = pair_sum(one, pair_product(z, series));
    series = pair_product((struct math_sum){2 * s.hi, 2 * s.lo}, series);
    return pair_sum(exact_sum(k * MATH_LN2_42, k * MATH_LN2_REST), series);
}

// e^x from its parts, like math_exp_join but with every rounding that counts carried along: the one
// of r, and those of r^2/2 and of the sums 1 + r and 1 + r + r^2/2.
static double exp_join_fine(struct math_exp_parts e)
{
    uint64_t half_n = e.n >> 1;
    double scale = math_from_bits(half_n << 52);
    double rest = math_from_bits((e.n - half_n) << 52);
    struct math_sum r = normal_sum(e.high, e.low);
    double half = 0.5 * r.hi;
    double r2 = r.hi * r.hi;
    double square = half * r.hi;
    double square_lo = fma(half, r.hi, -square);
    double cube = r2 * r.hi * math_exp_twist(r.hi, r2);
    struct math_sum sum = exact_sum(1, r.hi);
    struct math_sum next = exact_sum(sum.hi, square);
    double slope_lo = fma(r.hi + square, r.lo, r.lo);
    double fine = slope_lo + (square_lo + sum.lo + next.lo);

    return fma(cube + fine, scale, next.hi * scale) * rest;
}

// x^y for positive finite x other than 1 and finite y other than 0.
static double pow_positive(double x, double y)
{
    struct math_sum log = log_pair(x);
    double exponent = y * log.hi;

    if (exponent > 710)
        return MATH_INFINITY;
    if (exponent < -746)
        return 0;
    struct math_exp_parts e = math_exp_split(exponent);

    e.low += fma(y, log.lo, fma(y, log.hi, -exponent));
    return exp_join_fine(e);
}

static int is_whole(double y)
{
    double size = fabs(y);

    return size >= 0x1p52 || (size + 0x1p52) - 0x1p52 == size;
}

// Halving an odd number leaves a fraction; from 2^53 on every double is even.
static int is_odd(double y)
{
    return fabs(y) < 0x1p53 && is_whole(y) && !is_whole(0.5 * y);
}

// x^y for size = |x| where size is 0 or infinite or y is infinite: 0, 1 or infinite.
static double pow_limit(double size, double y)
{
    if (size == 1)
        return 1;
    return (size > 1) == (y > 0) ? MATH_INFINITY : 0;
}

double math_pow(double x, double y)
{
    double size = fabs(x);

    if (y == 0 || x == 1)
        return 1;
    if (x != x || y != y)
        return x + y;
    int limit = size == 0 || size == MATH_INFINITY || fabs(y) == MATH_INFINITY;

    if (x < 0 && !limit && !is_whole(y))
        return MATH_NAN;
    double result = limit ? pow_limit(size, y) : size == 1 ? 1 : pow_positive(size, y);

    return is_odd(y) ? copysign(result, x) : result;
}
