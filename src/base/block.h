// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks of numbers: the memory of parameters, gradients, samples and activations. Whoever made one owns
// it and releases it with free().
#ifndef BASE_BLOCK_H
#define BASE_BLOCK_H

#include <stddef.h>

// A block of [count] zeros (as many as one fills a line of the cache with, at least), which begins on a
// line of the cache; NULL where there is no memory for it.
double *block_zeros(size_t count);

#endif
