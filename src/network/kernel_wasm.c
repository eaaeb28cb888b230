// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel for WebAssembly: two doubles side by side. The relaxed multiply-add is one instruction where
// the machine has it; whether it is fused there is asked before this kernel is used (web/module.js), and
// a module without it works everywhere.
#include <wasm_simd128.h>

#include "network/exact_fma.h"

#define KERNEL              wasm
#define VECTOR              v128_t
#define WIDTH               2
#define TILE_ROWS           4
#define TILE_VECTORS        3
#define ZERO()              wasm_f64x2_const_splat(0)
#define LOAD(p)             wasm_v128_load(p)
#define STORE(p, v)         wasm_v128_store(p, v)
#define SPREAD(x)           wasm_f64x2_splat(x)
#define MULTIPLY(a, b)      wasm_f64x2_mul(a, b)
#define SUBTRACT(a, b)      wasm_f64x2_sub(a, b)
#define DIVIDE(a, b)        wasm_f64x2_div(a, b)
#define LARGER(a, b)        wasm_f64x2_pmax(b, a)
#define CLAIM(p)            ((void)(p)) // a module cannot speak to the cache
#define LOAD_PART(p, n)     load_part(p, n)
#define STORE_PART(p, n, v) store_part(p, n, v)
#define TURN                turn

#ifdef __wasm_relaxed_simd__
#define FMA(a, b, c) wasm_f64x2_relaxed_madd(a, b, c)
#else
#define FMA(a, b, c) exact_fma(a, b, c)
#endif

static inline v128_t load_part(const double *p, size_t n)
{
    return n < 2 ? wasm_v128_load64_zero(p) : wasm_v128_load(p);
}

static inline void store_part(double *p, size_t n, v128_t v)
{
    if (n < 2)
        wasm_v128_store64_lane(p, v, 0);
    else
        wasm_v128_store(p, v);
}

static inline void turn(double *to, size_t to_row, const double *from, size_t from_row)
{
    v128_t one = wasm_v128_load(from), other = wasm_v128_load(from + from_row);
    wasm_v128_store(to, wasm_i64x2_shuffle(one, other, 0, 2));
    wasm_v128_store(to + to_row, wasm_i64x2_shuffle(one, other, 1, 3));
}

#include "network/kernel_body.h"
