// SPDX-License-Identifier: GPL-3.0-or-later
// The schemes: how a fresh layer's weights are drawn. Rows are constant; nothing is owned.
#ifndef NETWORK_SCHEME_H
#define NETWORK_SCHEME_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "network/matrix.h"

struct rng;

enum { SCHEME_COUNT = 8 };

struct scheme {
    const char *name;
    bool is_normal;                          // drawn from a bell curve, else evenly
    double (*spread)(double in, double out); // the bell's standard deviation, or the bound ±spread
    bool is_positive;                        // evenly from 0 to spread
    const char *formula;
    const char *meaning;
};

extern const struct scheme schemes[SCHEME_COUNT];

// The row called [name] ([length] bytes), or NULL.
const struct scheme *scheme_find(const char *name, size_t length);

// Fills w (in×out) row by row with fresh numbers from [rng]. False when [stop], unless NULL, became
// other than 0 on the way.
bool scheme_draw(const struct scheme *scheme, struct rng *rng, struct matrix w,
                 const volatile sig_atomic_t *stop);

#endif
