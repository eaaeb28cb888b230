// SPDX-License-Identifier: GPL-3.0-or-later
// The optimizers: how a gradient becomes a step. Rows are constant; nothing is owned.
#ifndef NETWORK_OPTIMIZER_H
#define NETWORK_OPTIMIZER_H

#include <stddef.h>

enum { OPTIMIZER_COUNT = 1 };

struct optimizer {
    const char *name;
    // Moves [n] parameters w against their gradients dw.
    void (*update)(size_t n, double lr, const double *dw, double *w);
    // What update adds to one parameter.
    double (*step)(double lr, double dw);
    const char *formula;      // of the update
    const char *step_formula; // of what is added, the heading of its column
    const char *meaning;
};

extern const struct optimizer optimizers[OPTIMIZER_COUNT];

// The row called [name] ([length] bytes), or NULL.
const struct optimizer *optimizer_find(const char *name, size_t length);

#endif
