// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel for AVX2 with FMA: four doubles side by side, 4 × 3 vectors of accumulators in 12 of
// the 16 registers. This file alone is compiled for that instruction set.
#include <immintrin.h>
#include <stdint.h>

#define KERNEL              avx2
#define VECTOR              __m256d
#define WIDTH               4
#define TILE_ROWS           4
#define TILE_VECTORS        3
#define ZERO()              _mm256_setzero_pd()
#define LOAD(p)             _mm256_loadu_pd(p)
#define STORE(p, v)         _mm256_storeu_pd(p, v)
#define SPREAD(x)           _mm256_set1_pd(x)
#define FMA(a, b, c)        _mm256_fmadd_pd(a, b, c)
#define MULTIPLY(a, b)      _mm256_mul_pd(a, b)
#define SUBTRACT(a, b)      _mm256_sub_pd(a, b)
#define DIVIDE(a, b)        _mm256_div_pd(a, b)
#define LARGER(a, b)        _mm256_max_pd(a, b)
#define LOAD_PART(p, n)     _mm256_maskload_pd(p, first_lanes(n))
#define STORE_PART(p, n, v) _mm256_maskstore_pd(p, first_lanes(n), v)
#define CLAIM(p)            __asm__ volatile("prefetchw %0" : : "m"(*(p)))
#define TURN                turn

// All bits set in the first [n] lanes.
static inline __m256i first_lanes(size_t n)
{
    static const int64_t lanes[] = {-1, -1, -1, -1, 0, 0, 0, 0};
    return _mm256_loadu_si256((const __m256i *)(const void *)(lanes + 4 - n));
}

// Pairs of rows are mixed double by double, then those pairs half by half.
static inline void turn(double *to, size_t to_row, const double *from, size_t from_row)
{
    __m256d row[4], pair[4];
    for (size_t i = 0; i < 4; i++)
        row[i] = _mm256_loadu_pd(from + i * from_row);
    for (size_t i = 0; i < 4; i += 2) {
        pair[i] = _mm256_unpacklo_pd(row[i], row[i + 1]);
        pair[i + 1] = _mm256_unpackhi_pd(row[i], row[i + 1]);
    }
    for (size_t i = 0; i < 2; i++) {
        _mm256_storeu_pd(to + i * to_row, _mm256_permute2f128_pd(pair[i], pair[i + 2], 0x20));
        _mm256_storeu_pd(to + (i + 2) * to_row, _mm256_permute2f128_pd(pair[i], pair[i + 2], 0x31));
    }
}

#include "network/kernel_body.h"
