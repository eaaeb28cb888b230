// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes: how they broadcast, how to walk over one value as if it had another's, and how they are
// called in messages. Nothing is owned.
#ifndef EXPR_SHAPE_H
#define EXPR_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "expr/program.h"
#include "expr/value.h"

struct scope;

// A shape in a message.
struct shape_string {
    char text[64];
};
// "a number", "a 1-d array of length 3" or "a 4×2 matrix".
struct shape_string shape_text(const struct value *value);
// "4×2", or "(3,)" as NumPy writes it for a 1-d array.
struct shape_string shape_sizes(struct shape shape);

// The shape that two values broadcast to, by NumPy's rule: sizes are equal, or one of them is 1.
// Notes in the scope where a 1-d array and a column make a square. False with [error] set, saying
// what [code] cannot do, when they do not fit.
bool shape_broadcast(enum op_code code, struct shape a, struct shape b, const struct scope *scope,
                     struct shape *shape, struct error *error);

// How to walk over a value as if it had a given shape: the elements, and the steps from one row
// and one column to the next, 0 where the value is repeated.
struct walk {
    const double *data;
    size_t row, col;
};
struct walk walk_over(const struct value *value);

// Element (i, j) of a walk.
static inline double walk_at(struct walk walk, size_t i, size_t j)
{
    return walk.data[i * walk.row + j * walk.col];
}

#endif
