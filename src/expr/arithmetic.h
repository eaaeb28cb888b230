// SPDX-License-Identifier: GPL-3.0-or-later
// Arithmetic on values: element by element with broadcasting, and the matrix product. Operands are
// the caller's; a result takes the place of the first one and the others are cleared, so a long
// chain of operations works in one block. On failure all operands stand as they were.
#ifndef EXPR_ARITHMETIC_H
#define EXPR_ARITHMETIC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "expr/program.h"
#include "expr/value.h"

struct scope;

// Rows and columns; a number is 1×1.
struct shape {
    size_t rows, cols;
};
struct shape shape_of(const struct value *value);

// "a number" or "a 4×2 matrix", to stand in an argument list.
struct shape_string {
    char text[64];
};
struct shape_string shape_text(const struct value *value);

// The shape two values broadcast to: sizes are equal, or one of them is 1. False with [error] set,
// saying what [code] cannot do, when they do not fit.
bool shape_broadcast(enum op_code code, const struct value *x, const struct value *y,
                     struct shape *shape, struct error *error);

// How to walk over a value as if it had a given shape: the elements, and the steps from one row
// and one column to the next, 0 where the value is repeated.
struct walk {
    const double *data;
    size_t row, col;
};
struct walk walk_over(const struct value *value);

// x - code - y for numbers.
double arithmetic_number(enum op_code code, double x, double y);

// x becomes what [code] makes of x and y, element by element.
bool arithmetic_each(enum op_code code, struct value *x, struct value *y, size_t limit,
                     struct error *error);

// The same for the and, or or of two conditions: where their shapes do not fit, as in `w1 == u and
// b1 == v`, each stands for whether all of it holds.
bool arithmetic_join(enum op_code code, struct value *x, struct value *y, size_t limit,
                     struct error *error);

// Whether a @ b exists. False with [error] set, saying why not.
bool arithmetic_can_multiply(const struct value *a, const struct value *b, struct error *error);

// a becomes a @ b, which exists, or a @ b + start where [start] is not NULL. The scope says how
// large it may be, and when to stop.
bool arithmetic_product(struct value *a, struct value *b, struct value *start,
                        const struct scope *scope, struct error *error);

// x becomes -x, or not x.
bool arithmetic_negate(struct value *x, size_t limit, struct error *error);
bool arithmetic_not(struct value *x, size_t limit, struct error *error);

// x becomes its transpose.
bool arithmetic_transpose(struct value *x, size_t limit, struct error *error);

#endif
