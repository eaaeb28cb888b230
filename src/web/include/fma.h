// SPDX-License-Identifier: GPL-3.0-or-later
// Included before every source of a module. Where the relaxed multiply-add is fused it is fma: the C library's is
// some hundred times slower. Elsewhere it is the C library's, but for a third number of 0, where musl adds it to a
// product that was rounded before, and so loses the sign of one that is too small for a double.
#ifndef WEB_FMA_H
#define WEB_FMA_H

#include <math.h>

#ifdef __wasm_relaxed_simd__
#include <wasm_simd128.h>

static inline double web_fma(double a, double b, double c)
{
    v128_t sum =
        wasm_f64x2_relaxed_madd(wasm_f64x2_splat(a), wasm_f64x2_splat(b), wasm_f64x2_splat(c));
    return wasm_f64x2_extract_lane(sum, 0);
}
#else
static inline double web_fma(double a, double b, double c)
{
    return c == 0 && a != 0 && b != 0 ? a * b : fma(a, b, c);
}
#endif

#define fma web_fma

#endif
