// SPDX-License-Identifier: GPL-3.0-or-later
// The multiply-adds that a core can do at most with a kernel's instruction set: a loop of independent ones
// that never leaves the registers. Nothing is owned.
#ifndef BENCH_PEAK_H
#define BENCH_PEAK_H

#include <stddef.h>
#include <string.h>

#include "network/kernel.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

enum { PEAK_CHAINS = 12, PEAK_STEPS = 100000 }; // that many steps take less than a millisecond

// Does [n] times PEAK_CHAINS multiply-adds of vectors. Returns how many of a double those were.
typedef double peak(size_t n);

// The empty asm keeps the compiler from knowing the values, and from working them out beforehand.
#define PEAK(name, target, vector, width, set, fma_of)                                             \
    target static double peak_##name(size_t n)                                                     \
    {                                                                                              \
        vector chain[PEAK_CHAINS], x = set(1e-9), y = set(0.999);                                  \
        for (int i = 0; i < PEAK_CHAINS; i++)                                                      \
            chain[i] = set((double)i);                                                             \
        for (size_t k = 0; k < n; k++) {                                                           \
            _Pragma("GCC unroll 12") for (int i = 0; i < PEAK_CHAINS; i++) chain[i] =              \
                fma_of(chain[i], y, x);                                                            \
        }                                                                                          \
        _Pragma("GCC unroll 12") for (int i = 0; i < PEAK_CHAINS;                                  \
                                      i++) __asm__ volatile("" ::"x"(chain[i]));                   \
        return (double)n * PEAK_CHAINS * (width);                                                  \
    }

#ifdef __x86_64__
PEAK(avx512, __attribute__((target("avx512f"))), __m512d, 8, _mm512_set1_pd, _mm512_fmadd_pd)
PEAK(avx2, __attribute__((target("avx2,fma"))), __m256d, 4, _mm256_set1_pd, _mm256_fmadd_pd)
#endif

// The peak of a kernel, or NULL where there is no one peak to speak of: plain C is limited by calls of fma,
// or by what the compiler makes of it.
static inline peak *peak_of(const struct kernel *kernel)
{
#ifdef __x86_64__
    if (strcmp(kernel->name, "avx512") == 0)
        return peak_avx512;
    if (strcmp(kernel->name, "avx2") == 0)
        return peak_avx2;
#endif
    (void)kernel;
    return NULL;
}

#endif
