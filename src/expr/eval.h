// SPDX-License-Identifier: GPL-3.0-or-later
// Runs programs. Nothing is owned between two runs.
#ifndef EXPR_EVAL_H
#define EXPR_EVAL_H

#include <stdbool.h>
#include <stddef.h>

#include "expr/expr.h"
#include "expr/program.h"

// Runs the operations from [first] up to [end] of [expr], which leave [count] values, and moves
// these to [values]; the caller clears them. False with [error] set, placed in the text, and
// [values] untouched, when one of them fails.
bool eval_run(const struct expr *expr, size_t first, size_t end, const struct scope *scope,
              struct value *values, size_t count, struct error *error);

#endif
