// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel for AVX-512: eight doubles side by side, 8 × 3 vectors of accumulators in 24 of the
// 32 registers. This file alone is compiled for that instruction set.
#include <immintrin.h>

#define KERNEL              avx512
#define VECTOR              __m512d
#define WIDTH               8
#define TILE_ROWS           8
#define TILE_VECTORS        3
#define ZERO()              _mm512_setzero_pd()
#define LOAD(p)             _mm512_loadu_pd(p)
#define STORE(p, v)         _mm512_storeu_pd(p, v)
#define SPREAD(x)           _mm512_set1_pd(x)
#define FMA(a, b, c)        _mm512_fmadd_pd(a, b, c)
#define FIRST_LANES(n)      ((__mmask8)((1U << (n)) - 1U))
#define MULTIPLY(a, b)      _mm512_mul_pd(a, b)
#define SUBTRACT(a, b)      _mm512_sub_pd(a, b)
#define LOAD_PART(p, n)     _mm512_maskz_loadu_pd(FIRST_LANES(n), p)
#define STORE_PART(p, n, v) _mm512_mask_storeu_pd(p, FIRST_LANES(n), v)
#define SHORT_VECTOR        __m256d
#define SHORT_WIDTH         4
#define SHORT_LOAD(p)       _mm256_loadu_pd(p)
#define SHORT_STORE(p, v)   _mm256_storeu_pd(p, v)
#define SHORT_SPREAD(x)     _mm256_set1_pd(x)
#define SHORT_FMA(a, b, c)  _mm256_fmadd_pd(a, b, c)

#include "network/kernel_body.h"
