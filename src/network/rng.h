// SPDX-License-Identifier: GPL-3.0-or-later
//
// Random numbers, bit for bit those of NumPy's np.random.seed, rand, randn and permutation, so that
// a network trained here and the same network written in NumPy start from the same weights.
//
// A struct rng is a plain value without pointers: copy it to remember a point in the sequence,
// assign it to go back there. Nothing is allocated and there is no hidden state.
#ifndef NETWORK_RNG_H
#define NETWORK_RNG_H

#include <stddef.h>
#include <stdint.h>

#define RNG_WORDS 624

// A Mersenne twister (MT19937), how many of its words are spent, and the second normal number of a
// pair, if one is waiting.
struct rng {
    uint32_t words[RNG_WORDS];
    uint32_t spent;
    uint32_t has_normal; // 1 if normal is waiting
    double normal;
    uint64_t blocks; // how often the words were renewed since the seed
};

// Starts the sequence that np.random.seed(seed) starts.
void rng_seed(struct rng *rng, uint32_t seed);

// The next 32 random bits, each value equally likely.
uint32_t rng_bits(struct rng *rng);

// How often rng_bits was called since the seed, by whatever function: the place in the sequence.
uint64_t rng_draws(const struct rng *rng);

// Calls rng_bits [count] times for nothing, in a hundredth of the time.
void rng_skip(struct rng *rng, uint64_t count);

// A double in [0, 1), a multiple of 2^-53, as np.random.rand().
double rng_uniform(struct rng *rng);

// A draw from the normal distribution with mean 0 and variance 1, as np.random.randn(). They are
// made in pairs: every second call returns the one kept by the call before.
double rng_normal(struct rng *rng);

// A whole number from 0 to max, both included, each equally likely.
uint64_t rng_interval(struct rng *rng, uint64_t max);

// Writes the numbers 0 to n - 1 in random order to out, as np.random.permutation(n).
void rng_permutation(struct rng *rng, size_t n, size_t *out);

#endif
