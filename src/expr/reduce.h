// SPDX-License-Identifier: GPL-3.0-or-later
// The functions that make one number of many: of a whole array, of each column (axis 0) or of
// each row (axis 1). Each is the [run] of a row in function.c.
#ifndef EXPR_REDUCE_H
#define EXPR_REDUCE_H

#include "expr/function.h"

bool reduce_sum(const struct function_call *call, struct value *result, struct error *error);
bool reduce_mean(const struct function_call *call, struct value *result, struct error *error);
bool reduce_std(const struct function_call *call, struct value *result, struct error *error);
bool reduce_min(const struct function_call *call, struct value *result, struct error *error);
bool reduce_max(const struct function_call *call, struct value *result, struct error *error);
bool reduce_any(const struct function_call *call, struct value *result, struct error *error);
bool reduce_all(const struct function_call *call, struct value *result, struct error *error);
bool reduce_argmax(const struct function_call *call, struct value *result, struct error *error);
bool reduce_argmin(const struct function_call *call, struct value *result, struct error *error);

// The axis of a call on a value of [dims] dimensions, counted from 0. False with [error] set when it
// is not one of its axes.
bool reduce_axis(const struct value *axis, unsigned dims, size_t *which, struct error *error);

#endif
