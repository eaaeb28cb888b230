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
#define LOAD_PART(p, n)     _mm256_maskload_pd(p, first_lanes(n))
#define STORE_PART(p, n, v) _mm256_maskstore_pd(p, first_lanes(n), v)

// All bits set in the first [n] lanes.
static inline __m256i first_lanes(size_t n)
{
    static const int64_t lanes[] = {-1, -1, -1, -1, 0, 0, 0, 0};
    return _mm256_loadu_si256((const __m256i *)(const void *)(lanes + 4 - n));
}

#include "network/kernel_body.h"
