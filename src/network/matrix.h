// SPDX-License-Identifier: GPL-3.0-or-later
// A matrix is a view: sizes and a pointer to rows that lie one after the other. It owns nothing;
// whoever made the block it looks into frees that block.
#ifndef NETWORK_MATRIX_H
#define NETWORK_MATRIX_H

#include <stddef.h>

struct matrix {
    size_t rows, cols;
    double *data; // rows × cols doubles, row by row
};

static inline size_t matrix_count(struct matrix m)
{
    return m.rows * m.cols;
}

static inline double matrix_at(struct matrix m, size_t row, size_t col)
{
    return m.data[row * m.cols + col];
}

#endif
