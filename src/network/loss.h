// SPDX-License-Identifier: GPL-3.0-or-later
// The losses: one table row each, with the value, its exact derivative and the words for both.
// Rows are constant; nothing is owned. A formula has {a}, {y} and {count} (samples × outputs) where
// a view puts names or numbers.
#ifndef NETWORK_LOSS_H
#define NETWORK_LOSS_H

#include <stdbool.h>
#include <stddef.h>

#include "network/matrix.h"

enum { LOSS_COUNT = 2 };

struct loss {
    const char *name;
    double (*value)(struct matrix a, struct matrix y);                    // both N×outputs
    void (*gradient)(struct matrix a, struct matrix y, struct matrix da); // da: N×outputs
    double (*term)(double a, double y); // one element's part of the sum
    const char *formula;                // the loss in terms of {a} and {y}
    const char *term_formula;           // one element's part
    bool is_mean;                       // the sum of the parts is divided by their count
    const char *gradient_formula;       // da in terms of {a}, {y} and {count}
    const struct loss *companion;       // is shown beside it, to compare by; or NULL
    const char *meaning;
};

extern const struct loss losses[LOSS_COUNT];

// The row called [name] ([length] bytes), or NULL.
const struct loss *loss_find(const char *name, size_t length);

#endif
