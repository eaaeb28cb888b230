// SPDX-License-Identifier: GPL-3.0-or-later
// The definition: an element is one chain of fused multiply-adds in index order, its start first. Kernels
// carry many such chains along side by side, but never cut or reorder one.
#include "network/product.h"

#include <math.h>

void product_naive(const struct product *p)
{
    for (size_t i = 0; i < p->rows; i++)
        for (size_t j = 0; j < p->cols; j++) {
            double sum = p->start ? p->start[i * p->start_row + j] : 0;
            for (size_t k = 0; k < p->inner; k++)
                sum = fma(p->a[i * p->a_row + k * p->a_col], p->b[k * p->b_row + j], sum);
            double *c = &p->c[i * p->c_row + j];
            *c = p->lr != 0 ? *c - p->lr * sum : sum;
        }
}
