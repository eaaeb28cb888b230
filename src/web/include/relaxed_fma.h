// SPDX-License-Identifier: GPL-3.0-or-later
// Included before every source of the module for machines with a fused multiply-add: the C library's fma is
// some hundred times slower than that instruction.
#ifndef WEB_RELAXED_FMA_H
#define WEB_RELAXED_FMA_H

#include <math.h>
#include <wasm_simd128.h>

static inline double relaxed_fma(double a, double b, double c)
{
    v128_t sum =
        wasm_f64x2_relaxed_madd(wasm_f64x2_splat(a), wasm_f64x2_splat(b), wasm_f64x2_splat(c));
    return wasm_f64x2_extract_lane(sum, 0);
}

#define fma relaxed_fma

#endif
