// SPDX-License-Identifier: GPL-3.0-or-later
// The functions that make one number of many: of a whole matrix, of each column (axis 0) or of
// each row (axis 1). Each is the [run] of a row in function.c.
#ifndef EXPR_REDUCE_H
#define EXPR_REDUCE_H

#include "expr/function.h"

bool reduce_sum(const struct function_call *call, struct value *result, struct error *error);
bool reduce_mean(const struct function_call *call, struct value *result, struct error *error);
bool reduce_min(const struct function_call *call, struct value *result, struct error *error);
bool reduce_max(const struct function_call *call, struct value *result, struct error *error);
bool reduce_argmax(const struct function_call *call, struct value *result, struct error *error);

#endif
