// SPDX-License-Identifier: GPL-3.0-or-later
// The functions that work on each element, or on each row. Those with a call are the [run] of a row
// in function.c, the others the [each].
#ifndef EXPR_MAP_H
#define EXPR_MAP_H

#include "expr/function.h"

bool map_each(const struct function_call *call, struct value *result, struct error *error);
bool map_activation(const struct function_call *call, struct value *result, struct error *error);
bool map_softmax(const struct function_call *call, struct value *result, struct error *error);
bool map_round(const struct function_call *call, struct value *result, struct error *error);

double map_exp(double x);
double map_log(double x);
double map_log1p(double x);
double map_expm1(double x);
double map_cos(double x);

#endif
