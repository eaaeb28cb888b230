// SPDX-License-Identifier: GPL-3.0-or-later
// Arithmetic on values, element by element with broadcasting. Operands are the caller's; a result
// takes the place of the first one and the others are cleared, so a long chain of operations works
// in one block. On failure all operands stand as they were.
#ifndef EXPR_ARITHMETIC_H
#define EXPR_ARITHMETIC_H

#include <stdbool.h>

#include "base/error.h"
#include "expr/program.h"
#include "expr/shape.h"
#include "expr/value.h"

// x - code - y for numbers.
double arithmetic_number(enum op_code code, double x, double y);

// x becomes what [code] makes of x and y, element by element. The scope says how large it may be.
bool arithmetic_each(enum op_code code, struct value *x, struct value *y, const struct scope *scope,
                     struct error *error);

// x becomes -x.
bool arithmetic_negate(struct value *x, const struct scope *scope, struct error *error);

// x becomes its transpose, which of a number or a 1-d array is itself.
bool arithmetic_transpose(struct value *x, const struct scope *scope, struct error *error);

// The kind of what joins elements of two kinds: a fraction beside anything is one.
enum value_kind arithmetic_kind(enum value_kind a, enum value_kind b);

#endif
