// SPDX-License-Identifier: GPL-3.0-or-later
// The schemes: how a fresh layer's weights are drawn. Rows are constant; nothing is owned.
#ifndef NETWORK_SCHEME_H
#define NETWORK_SCHEME_H

#include <stddef.h>

#include "network/matrix.h"

struct rng;

enum { SCHEME_COUNT = 3 };

struct scheme {
    const char *name;
    void (*draw)(struct rng *rng, struct matrix w); // w: in×out, filled row by row
    const char *formula;
    const char *meaning;
};

extern const struct scheme schemes[SCHEME_COUNT];

// The row called [name] ([length] bytes), or NULL.
const struct scheme *scheme_find(const char *name, size_t length);

#endif
