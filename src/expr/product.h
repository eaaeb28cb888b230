// SPDX-License-Identifier: GPL-3.0-or-later
// The matrix product, by NumPy's rules for 1-d arrays: one on the left is a row, one on the right a
// column, and that dimension is gone from the result. Operands as in arithmetic.h.
#ifndef EXPR_PRODUCT_H
#define EXPR_PRODUCT_H

#include <stdbool.h>

#include "base/error.h"
#include "expr/value.h"

struct scope;

// Whether a @ b exists. False with [error] set, saying why not.
bool product_exists(const struct value *a, const struct value *b, struct error *error);

// a becomes a @ b, which exists, or a @ b + start where [start] is not NULL. The scope says how
// large it may be, and when to stop.
bool product_run(struct value *a, struct value *b, struct value *start, const struct scope *scope,
                 struct error *error);

#endif
