// SPDX-License-Identifier: GPL-3.0-or-later
// The limit: the XOR network 2-2-1 and nothing else, written by hand for the machine it is compiled
// on. The four samples stand in the lanes of one vector, nine parameters in registers. Unlike nnsh
// it is free to add in any order, so its last digits are not those of nnsh; and it can train no
// other network. Its time is the length of the chain from one epoch's weights to the next one's.
//
// usage: xor_fused EPOCHS      prints the seconds taken and the last epoch's loss
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef __AVX__
#include <immintrin.h>
#endif

typedef double vec __attribute__((vector_size(32)));
typedef int64_t bits __attribute__((vector_size(32)));

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

// max(0, v): one instruction where there is one.
static inline vec relu(vec v)
{
#ifdef __AVX__
    return (vec)_mm256_max_pd((__m256d)v, _mm256_setzero_pd());
#else
    return (vec)((bits)v & (v > 0));
#endif
}

static inline vec spread(double value)
{
    return (vec){value, value, value, value};
}

// All lanes' sum, in every lane.
static inline vec total(vec v)
{
    vec pairs = v + __builtin_shuffle(v, (bits){1, 0, 3, 2});
    return pairs + __builtin_shuffle(pairs, (bits){2, 3, 0, 1});
}

// e^v for |v| < 700: 2^k times a polynomial of degree 11, summed in pairs.
static inline vec exponential(vec v)
{
    const vec magic = spread(0x1.8p52);
    vec shifted = v * spread(0x1.71547652b82fep+0) + magic;
    vec k = shifted - magic;
    vec r = v - k * spread(0x1.62e42fefa39efp-1);
    vec r2 = r * r, r4 = r2 * r2;
    vec c01 = 1 + r, c23 = spread(1. / 2) + r * (1. / 6);
    vec c45 = spread(1. / 24) + r * (1. / 120), c67 = spread(1. / 720) + r * (1. / 5040);
    vec c89 = spread(1. / 40320) + r * (1. / 362880);
    vec cab = spread(1. / 3628800) + r * (1. / 39916800);
    vec low = c01 + r2 * c23, middle = c45 + r2 * c67, high = c89 + r2 * cab;
    vec value = low + r4 * (middle + r4 * high);
    bits power = (bits)shifted << 52; // k added to the exponent
    return (vec)((bits)value + power);
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    long epochs = atol(argv[1]);
    const vec x0 = {0, 0, 1, 1}, x1 = {0, 1, 0, 1}, y = {0, 1, 1, 0}, zero = spread(0);
    // NumPy's generator, seed 1; all parameters are spread over the lanes.
    vec w00 = spread(0.417022004702574), w01 = spread(0.7203244934421581);
    vec w10 = spread(0.00011437481734488664), w11 = spread(0.30233257263183977);
    vec v0 = spread(0.14675589081711304), v1 = spread(0.0923385947687978);
    vec b0 = zero, b1 = zero, c = zero, error = zero;
    const vec step = spread(0.1); // the learning rate 0.2, times 2 for the square, over 4 samples
    double began = now();
    for (long e = 0; e < epochs; e++) {
        vec z0 = (b0 + x0 * w00) + x1 * w10, z1 = (b1 + x0 * w01) + x1 * w11;
        vec a0 = relu(z0), a1 = relu(z1);
        vec z = (c + a0 * v0) + a1 * v1;
        // Beside the long way through the exponential: what dz is multiplied by further back.
        vec back0 = (vec)((bits)v0 & (z0 > zero)), back1 = (vec)((bits)v1 & (z1 > zero));
        vec back00 = back0 * x0, back01 = back1 * x0, back10 = back0 * x1, back11 = back1 * x1;
        vec a = 1 / (1 + exponential(-z));
        error = a - y;
        vec dz = (error * step) * (a - a * a);
        v0 -= total(a0 * dz), v1 -= total(a1 * dz), c -= total(dz);
        w00 -= total(back00 * dz), w01 -= total(back01 * dz), b0 -= total(back0 * dz);
        w10 -= total(back10 * dz), w11 -= total(back11 * dz), b1 -= total(back1 * dz);
    }
    double seconds = now() - began;
    printf("%.9f %.9f\n", seconds, total(error * error)[0] / 4);
    return 0;
}
