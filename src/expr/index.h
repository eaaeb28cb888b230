// SPDX-License-Identifier: GPL-3.0-or-later
// Indices and slices: what the numbers between [ and ] mean for a value of a given shape. They
// are NumPy's: from 0 on, negative ones from the end, slices half-open and cut off at the ends, and
// perhaps empty; a number takes its dimension away, a slice keeps it.
#ifndef EXPR_INDEX_H
#define EXPR_INDEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "expr/program.h"
#include "expr/value.h"

struct scope;

// The most numbers an index can have: start, stop and step for two axes.
enum { INDEX_NUMBERS_MOST = 6 };

// Which rows or which columns: start, start + step, ..., count of them.
struct range {
    size_t start, count;
    ptrdiff_t step;
    bool is_number; // one index and not a slice
};

// Whether the [count] values of one axis are whole numbers. False with [error] set otherwise.
bool index_check(const struct value *values, size_t count, struct error *error);

// The rows and columns that the OP_INDEX operation [op] of [expr] means, with the checked numbers
// in [values]. A missing second index means all columns; of a 1-d array the only row is meant.
// False with [error] set and placed when one is out of range or there is one too many.
bool index_resolve(const struct expr *expr, const struct op *op, const struct value *values,
                   struct shape shape, struct range ranges[2], struct error *error);

// m becomes the element or the part of it that [ranges] mean.
bool index_take(struct value *m, const struct range ranges[2], const struct scope *scope,
                struct error *error);

#endif
