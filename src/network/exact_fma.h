// SPDX-License-Identifier: GPL-3.0-or-later
// a·b + c, rounded once, for two doubles side by side on WebAssembly, which promises no such instruction.
// The product is two doubles without an error (Dekker), and so is each sum (Knuth); only the last addition
// but one is rounded, to odd, so that the last one rounds as if it had seen all of it: S. Boldo, G.
// Melquiond, Emulation of FMA and correctly rounded sums, IEEE Transactions on Computers 57 (2008). That
// holds where nothing overflows or gets lost below the smallest double; other numbers take the C
// library's fma, one by one.
#ifndef NETWORK_EXACT_FMA_H
#define NETWORK_EXACT_FMA_H

#include <math.h>
#include <wasm_simd128.h>

// Two doubles whose sum is exact, side by side with two more.
struct exact_pair {
    v128_t high, low;
};

// a + b.
static inline struct exact_pair exact_sum(v128_t a, v128_t b)
{
    v128_t sum = wasm_f64x2_add(a, b), part = wasm_f64x2_sub(sum, a);
    v128_t rest = wasm_f64x2_sub(a, wasm_f64x2_sub(sum, part));
    return (struct exact_pair){sum, wasm_f64x2_add(rest, wasm_f64x2_sub(b, part))};
}

// The upper half of each number's digits, and the lower.
static inline struct exact_pair exact_halves(v128_t a)
{
    v128_t far = wasm_f64x2_mul(a, wasm_f64x2_const_splat(0x1p27 + 1));
    v128_t high = wasm_f64x2_sub(far, wasm_f64x2_sub(far, a));
    return (struct exact_pair){high, wasm_f64x2_sub(a, high)};
}

// a·b.
static inline struct exact_pair exact_product(v128_t a, v128_t b)
{
    struct exact_pair x = exact_halves(a), y = exact_halves(b);
    v128_t product = wasm_f64x2_mul(a, b);
    v128_t rest = wasm_f64x2_sub(wasm_f64x2_mul(x.high, y.high), product);
    rest = wasm_f64x2_add(rest, wasm_f64x2_mul(x.high, y.low));
    rest = wasm_f64x2_add(rest, wasm_f64x2_mul(x.low, y.high));
    return (struct exact_pair){product, wasm_f64x2_add(rest, wasm_f64x2_mul(x.low, y.low))};
}

// a + b rounded to odd: where the sum is not exact, of its two neighbours the one whose last bit is 1.
static inline v128_t exact_odd_sum(v128_t a, v128_t b)
{
    struct exact_pair sum = exact_sum(a, b);
    v128_t is_even = wasm_i64x2_eq(wasm_v128_and(sum.high, wasm_i64x2_const_splat(1)),
                                   wasm_i64x2_const_splat(0));
    v128_t is_rounded = wasm_f64x2_ne(sum.low, wasm_f64x2_const_splat(0));
    // One step away from zero where the rest has the sum's sign, else one towards it.
    v128_t is_less = wasm_i64x2_shr(wasm_v128_xor(sum.high, sum.low), 63);
    v128_t step = wasm_v128_or(is_less, wasm_i64x2_const_splat(1));
    return wasm_i64x2_add(sum.high, wasm_v128_and(step, wasm_v128_and(is_even, is_rounded)));
}

// Whether the sizes of both numbers lie from [least] to [most].
static inline v128_t exact_is_between(v128_t a, double least, double most)
{
    v128_t size = wasm_f64x2_abs(a);
    return wasm_v128_and(wasm_f64x2_ge(size, wasm_f64x2_splat(least)),
                         wasm_f64x2_le(size, wasm_f64x2_splat(most)));
}

static inline v128_t exact_fma_each(v128_t a, v128_t b, v128_t c)
{
    return wasm_f64x2_make(fma(wasm_f64x2_extract_lane(a, 0), wasm_f64x2_extract_lane(b, 0),
                               wasm_f64x2_extract_lane(c, 0)),
                           fma(wasm_f64x2_extract_lane(a, 1), wasm_f64x2_extract_lane(b, 1),
                               wasm_f64x2_extract_lane(c, 1)));
}

static inline v128_t exact_fma(v128_t a, v128_t b, v128_t c)
{
    const v128_t zero = wasm_f64x2_const_splat(0);
    struct exact_pair product = exact_product(a, b);
    // A factor of 0 leaves a sum that is rounded once anyway, with the sign that it should have.
    v128_t is_sum = wasm_v128_or(wasm_f64x2_eq(a, zero), wasm_f64x2_eq(b, zero));
    v128_t is_plain = wasm_v128_and(
        wasm_v128_and(exact_is_between(a, 0, 0x1p500), exact_is_between(b, 0, 0x1p500)),
        wasm_v128_and(exact_is_between(product.high, 0x1p-900, 0x1p900),
                      exact_is_between(c, 0, 0x1p900)));
    if (!wasm_i64x2_all_true(wasm_v128_or(is_sum, is_plain)))
        return exact_fma_each(a, b, c);
    struct exact_pair low = exact_sum(c, product.low);
    struct exact_pair high = exact_sum(product.high, low.high);
    v128_t whole = wasm_f64x2_add(high.high, exact_odd_sum(low.low, high.low));
    return wasm_v128_bitselect(wasm_f64x2_add(wasm_f64x2_mul(a, b), c), whole, is_sum);
}

#endif
