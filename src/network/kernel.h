// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loops, once for each instruction set. All kernels give the same bits: an element of a
// product is one chain of fused multiply-adds in index order, and no kernel may cut or reorder
// that chain; they differ only in how many elements they carry along side by side.
//
// Kernels are constant tables of functions; they own nothing and write only to memory that is passed in.
#ifndef NETWORK_KERNEL_H
#define NETWORK_KERNEL_H

#include <stdbool.h>
#include <stddef.h>

#include "network/activation.h"
#include "network/loss.h"
#include "network/matrix.h"
#include "network/optimizer.h"
#include "network/product.h"

struct tiny;

struct kernel {
    const char *name;
    size_t panel_cols; // of a panel
    void (*product)(const struct product *p);
    // to[j,i] = from[i,j] for rows × cols elements of [from].
    void (*transpose)(double *to, size_t to_row, const double *from, size_t from_row, size_t rows,
                      size_t cols);
    // Asks for the memory of [n] doubles that are about to be written, and that another core may have read.
    void (*claim)(const double *at, size_t n);
    // a = f(z) and dz = da · f'(z) for matrices of rows × cols; softmax goes row by row, the others
    // element by element. No two of the arrays may overlap.
    void (*activate[ACTIVATION_COUNT])(size_t rows, size_t cols, const double *z, double *a);
    void (*backward[ACTIVATION_COUNT])(size_t rows, size_t cols, const double *da, const double *z,
                                       const double *a, double *dz);
    // The value of a loss; see struct loss.
    double (*loss[LOSS_COUNT])(struct matrix z, struct matrix a, struct matrix y);
    // Whether all [n] values are so far from overflow that the square of each, and the exponential sums
    // over them, are surely finite; with [from] it is their distances from those that are asked for.
    bool (*is_tame)(size_t n, const double *values, const double *from);
    // One update of [n] parameters w with gradients g; s1 and s2 are what the optimizer keeps of
    // them (NULL for those it does not keep).
    void (*update[OPTIMIZER_COUNT])(size_t n, const struct hyper *hyper, const double *g, double *w,
                                    double *s1, double *s2);
    // Trains a tiny network; see network/tiny.h.
    size_t (*tiny)(struct tiny *tiny, size_t epochs);
};

// The kernels this program has, the plainest first, and their number.
extern const struct kernel *const kernels[];
extern const size_t kernel_count;

// Whether this machine can run [kernel].
bool kernel_is_usable(const struct kernel *kernel);

// The fastest kernel this machine can run.
const struct kernel *kernel_best(void);

// The usable kernel called [name], or NULL.
const struct kernel *kernel_find(const char *name);

#endif
