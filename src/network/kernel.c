// SPDX-License-Identifier: GPL-3.0-or-later
// Which kernels there are and which of them this machine can run. The choice changes no
// digit, only the time.
#include "network/kernel.h"

#include <string.h>

extern const struct kernel kernel_baseline;
#ifdef __x86_64__
extern const struct kernel kernel_avx2, kernel_avx512;
#elif defined __wasm_simd128__
extern const struct kernel kernel_wasm;
#endif

const struct kernel *const kernels[] = {
    &kernel_baseline,
#ifdef __x86_64__
    &kernel_avx2,
    &kernel_avx512,
#elif defined __wasm_simd128__
    &kernel_wasm,
#endif
};

const size_t kernel_count = sizeof kernels / sizeof *kernels;

bool kernel_is_usable(const struct kernel *kernel)
{
#ifdef __x86_64__
    if (kernel == &kernel_avx2)
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (kernel == &kernel_avx512)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("fma");
#elif defined __wasm_simd128__
    if (kernel == &kernel_wasm)
        return true;
#endif
    return kernel == &kernel_baseline;
}

const struct kernel *kernel_best(void)
{
    size_t best = kernel_count - 1;
    while (!kernel_is_usable(kernels[best]))
        best--;
    return kernels[best];
}

const struct kernel *kernel_find(const char *name)
{
    for (size_t i = 0; i < kernel_count; i++)
        if (strcmp(kernels[i]->name, name) == 0 && kernel_is_usable(kernels[i]))
            return kernels[i];
    return NULL;
}
