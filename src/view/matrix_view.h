// SPDX-License-Identifier: GPL-3.0-or-later
// Matrices and values as text. Everything is appended to the caller's buffer.
#ifndef VIEW_MATRIX_VIEW_H
#define VIEW_MATRIX_VIEW_H

#include "base/buf.h"
#include "expr/value.h"
#include "network/matrix.h"
#include "view/style.h"

// Appends the elements in aligned columns, a row a line, each line after [indent].
void matrix_view_rows(struct buf *out, struct style style, struct matrix m, const char *indent);

// Appends a row as "[0 1]", abridged like a matrix.
void matrix_view_vector(struct buf *out, struct style style, struct matrix row);

// Appends a value: a number, a 1-d array as NumPy prints it, "[1 2]", or a matrix, "[1, 2]" or rows of
// such with brackets around.
void matrix_view_value(struct buf *out, struct style style, struct value *value);

#endif
