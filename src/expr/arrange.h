// SPDX-License-Identifier: GPL-3.0-or-later
// The functions that keep a row's or a column's length: sorting and running sums. Each is the [run] of a
// row in function.c.
#ifndef EXPR_ARRANGE_H
#define EXPR_ARRANGE_H

#include "expr/function.h"

bool arrange_sort(const struct function_call *call, struct value *result, struct error *error);
bool arrange_cumsum(const struct function_call *call, struct value *result, struct error *error);

#endif
