// SPDX-License-Identifier: GPL-3.0-or-later
// The functions that make values of sizes and bounds, and shape, which returns them. Each is the [run] of
// a row in function.c.
#ifndef EXPR_BUILD_H
#define EXPR_BUILD_H

#include "expr/function.h"

bool build_zeros(const struct function_call *call, struct value *result, struct error *error);
bool build_ones(const struct function_call *call, struct value *result, struct error *error);
bool build_eye(const struct function_call *call, struct value *result, struct error *error);
bool build_arange(const struct function_call *call, struct value *result, struct error *error);
bool build_shape(const struct function_call *call, struct value *result, struct error *error);

// The whole number that an argument is, as NumPy takes one: no array, no fraction. False with [error]
// set, saying that [what] is one.
bool build_whole(const struct value *value, const char *what, double *number, struct error *error);

#endif
