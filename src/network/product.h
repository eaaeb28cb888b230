// SPDX-License-Identifier: GPL-3.0-or-later
// The product of two matrices, which is every sum of a pass, and the rule for it that all kernels keep.
// Nothing is owned.
#ifndef NETWORK_PRODUCT_H
#define NETWORK_PRODUCT_H

#include <stddef.h>

// c[i,j] = start[i,j] + Σk a[i,k]·b[k,j], for rows × cols elements and k from 0 to inner - 1.
// The first summand is the start. Steps are counted in doubles: a stands upright (a_col is 1) or
// transposed (a_row is 1; of an a of one row it does not matter); the rows of b and c are contiguous.
struct product {
    size_t rows, cols, inner;
    const double *a;
    size_t a_row, a_col;
    const double *b;
    size_t b_row;
    const double *start; // NULL: 0; else rows start_row apart (0: the same row for all, a bias)
    size_t start_row;
    double *c; // may be the start itself, never a or b
    size_t c_row;
    double lr; // not 0: c ← c - lr·sum instead, with no start: a step of plain gradient descent
    // Not 0: that matrix is packed (network/packed_weights.h), in panels of that many rows. Of a, whose
    // columns are walked, the product takes the rows from a_first on. At most one of the three may be
    // packed, c only with an lr.
    size_t a_packed, b_packed, c_packed;
    size_t a_first;
};

// Computes a product as it is defined, for matrices that are not packed: what the kernels' fast ways give
// to the last bit.
void product_naive(const struct product *p);

#endif
