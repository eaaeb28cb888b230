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
#define DIVIDE(a, b)        _mm512_div_pd(a, b)
#define LARGER(a, b)        _mm512_max_pd(a, b)
#define LOAD_PART(p, n)     _mm512_maskz_loadu_pd(FIRST_LANES(n), p)
#define STORE_PART(p, n, v) _mm512_mask_storeu_pd(p, FIRST_LANES(n), v)
#define CLAIM(p)            __asm__ volatile("prefetchw %0" : : "m"(*(p)))
#define TURN                turn
#define SHORT_VECTOR        __m256d
#define SHORT_WIDTH         4
#define SHORT_LOAD(p)       _mm256_loadu_pd(p)
#define SHORT_STORE(p, v)   _mm256_storeu_pd(p, v)
#define SHORT_SPREAD(x)     _mm256_set1_pd(x)
#define SHORT_FMA(a, b, c)  _mm256_fmadd_pd(a, b, c)

// Pairs of rows are mixed double by double; then those pairs, and what comes of that, quarter by quarter:
// 0x88 takes the even quarters of both, 0xdd the odd ones.
static inline void turn(double *to, size_t to_row, const double *from, size_t from_row)
{
    __m512d row[8], pair[8], four[8];
    for (size_t i = 0; i < 8; i++)
        row[i] = _mm512_loadu_pd(from + i * from_row);
    for (size_t i = 0; i < 8; i += 2) {
        pair[i] = _mm512_unpacklo_pd(row[i], row[i + 1]);
        pair[i + 1] = _mm512_unpackhi_pd(row[i], row[i + 1]);
    }
    for (size_t i = 0; i < 8; i += 4)
        for (size_t j = 0; j < 2; j++) {
            four[i + j] = _mm512_shuffle_f64x2(pair[i + j], pair[i + j + 2], 0x88);
            four[i + j + 2] = _mm512_shuffle_f64x2(pair[i + j], pair[i + j + 2], 0xdd);
        }
    for (size_t i = 0; i < 4; i++) {
        _mm512_storeu_pd(to + i * to_row, _mm512_shuffle_f64x2(four[i], four[i + 4], 0x88));
        _mm512_storeu_pd(to + (i + 4) * to_row, _mm512_shuffle_f64x2(four[i], four[i + 4], 0xdd));
    }
}

#include "network/kernel_body.h"
