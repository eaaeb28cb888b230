// SPDX-License-Identifier: GPL-3.0-or-later
// exact_fma against the C library's fma: the same [count] random triples, and a checksum of what came. Compiled natively it
// prints the checksum; as a WebAssembly module it exports it twice, by either function.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

static uint64_t next(void) // splitmix64 (Vigna)
{
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static double from_bits(uint64_t bits)
{
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

// A number of any kind: zeros, the smallest, the largest, few digits, many, any bits at all.
static double number(void)
{
    uint64_t bits = next(), sign = bits << 63;
    static const double special[] = {0.0,      1.0, 0x1p-1074, 0x1p-1022, 0x1.fffffffffffffp1023,
                                     INFINITY, NAN, 0x1p500,   0x1p-500};
    switch (next() % 8) {
    case 0:
        return from_bits(next());
    case 1:
        return from_bits(sign) + special[next() % 9] * (sign ? -1 : 1);
    case 2: // few digits
        return ldexp((double)(bits % 64) - 32, (int)(bits / 64 % 60) - 30);
    default: // near 1
        return from_bits(sign | (uint64_t)(1023 - 20 + next() % 40) << 52 | bits >> 12);
    }
}

// A third number for two: any, or close to minus their product, or at a tie with it.
static double third(double a, double b)
{
    double product = -a * b;
    switch (next() % 4) {
    case 0:
        return product;
    case 1:
        return nextafter(product, number());
    case 2:
        return ldexp(product, (int)(next() % 110) - 55);
    default:
        return number();
    }
}

static uint64_t add_to(uint64_t hash, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    bits = isnan(value) ? 1 : bits; // which of the NaNs is free
    return (hash ^ bits) * UINT64_C(1099511628211);
}

#ifdef __wasm__
#include "network/exact_fma.h"

__attribute__((export_name("by_pairs"))) uint64_t by_pairs(uint64_t seed, uint32_t count)
{
    uint64_t hash = 0;
    state = seed;
    for (uint32_t i = 0; i < count; i += 2) {
        double a[2], b[2], c[2];
        for (int k = 0; k < 2; k++) {
            a[k] = number();
            b[k] = number();
            c[k] = third(a[k], b[k]);
        }
        v128_t sum = exact_fma(wasm_v128_load(a), wasm_v128_load(b), wasm_v128_load(c));
        hash = add_to(hash, wasm_f64x2_extract_lane(sum, 0));
        hash = add_to(hash, wasm_f64x2_extract_lane(sum, 1));
    }
    return hash;
}
#else
int main(int argc, char **argv)
{
    uint64_t hash = 0, count = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
    state = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
    for (uint64_t i = 0; i < count; i++) {
        double a = number(), b = number(), c = third(a, b);
        hash = add_to(hash, fma(a, b, c));
    }
    printf("%llu\n", (unsigned long long)hash);
}
#endif
