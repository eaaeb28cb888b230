// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of two or three values: the larger, the smaller, the one that a condition chooses, and
// the product. Each is the [run] of a row in function.c.
#ifndef EXPR_CHOOSE_H
#define EXPR_CHOOSE_H

#include "expr/function.h"

bool choose_maximum(const struct function_call *call, struct value *result, struct error *error);
bool choose_minimum(const struct function_call *call, struct value *result, struct error *error);
bool choose_where(const struct function_call *call, struct value *result, struct error *error);
bool choose_clip(const struct function_call *call, struct value *result, struct error *error);
bool choose_dot(const struct function_call *call, struct value *result, struct error *error);

// max(a, b) and min(a, b), which are maximum and minimum but refuse what NumPy takes for an axis.
bool choose_of_two(const struct function_call *call, bool larger, struct value *result,
                   struct error *error);

#endif
