// SPDX-License-Identifier: GPL-3.0-or-later
// A value of the expression language: a number, a 1-d array or a matrix. A value either owns its
// elements (value_clear frees them) or borrows them from whoever answered for the name; a plain
// number is kept in the value itself, so arithmetic on numbers allocates nothing.
#ifndef EXPR_VALUE_H
#define EXPR_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "network/matrix.h"

// What NumPy would say of the elements. Every one is a double here; the kind only says which values
// may be an index or a size: a fraction may not, even where it comes to 2.0, and neither may a truth
// value.
enum value_kind { KIND_WHOLE, KIND_FRACTION, KIND_TRUTH };

struct value {
    bool is_matrix;    // false: one number, in [number]
    bool is_vector;    // a 1-d array; [all] is its one row
    uint8_t kind;      // enum value_kind
    double number;     // meaningful for a number only
    struct matrix all; // meaningful for an array only
    double *owned;     // the elements to free, or NULL when they are borrowed
};

// Dimensions and sizes. A number is 1×1 with 0 dimensions, a 1-d array of length n is 1×n with 1.
struct shape {
    size_t rows, cols;
    unsigned dims;
};
struct shape shape_of(const struct value *value);
struct shape shape_of_matrix(struct matrix m);

// A number, which counts as a whole one where it is.
struct value value_number(double number);

// A matrix that looks at somebody else's elements, which are fractions.
struct value value_borrow(struct matrix m);

// What looks at the elements of [value], which stays their owner.
struct value value_look(const struct value *value);

// A fresh value of zeros of that shape, owned by [value]. False with [error] set when it has more
// elements than [limit] or memory ran out; [value] is then a number and needs no clearing.
bool value_create_shape(struct value *value, struct shape shape, size_t limit, struct error *error);

// The same for a matrix.
bool value_create(struct value *value, size_t rows, size_t cols, size_t limit, struct error *error);

// [to] becomes a copy of [from] that owns its elements. As value_create_shape else.
bool value_copy(struct value *to, const struct value *from, struct error *error);

// Frees what the value owns; it is then the number 0.
void value_clear(struct value *value);

// The elements and sizes of any value: a number is a 1×1 matrix here, a 1-d array one row. The view
// is good as long as the value stays where it is.
struct matrix value_view(struct value *value);

#endif
