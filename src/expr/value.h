// SPDX-License-Identifier: GPL-3.0-or-later
// A value of the expression language: a number, or a matrix. A value either owns its elements
// (value_clear frees them) or borrows them from whoever answered for the name; a plain number
// lies in the value itself, so arithmetic on numbers allocates nothing.
#ifndef EXPR_VALUE_H
#define EXPR_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "network/matrix.h"

struct value {
    bool is_matrix;    // false: one number, in [number]
    double number;     // meaningful for a number only
    struct matrix all; // meaningful for a matrix only
    double *owned;     // the elements to free, or NULL when they are borrowed
};

// A number.
struct value value_number(double number);

// A matrix that looks at somebody else's elements.
struct value value_borrow(struct matrix m);

// A fresh matrix of zeros, owned by [value]. False with [error] set when it has more elements than
// [limit] or memory ran out; [value] is then a number and needs no clearing.
bool value_create(struct value *value, size_t rows, size_t cols, size_t limit, struct error *error);

// Frees what the value owns; it is then the number 0.
void value_clear(struct value *value);

// The elements and sizes of any value: a number is a 1×1 matrix here. The view lives as long as
// the value stands where it is.
struct matrix value_view(struct value *value);

#endif
