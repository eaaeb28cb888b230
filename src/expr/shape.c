// SPDX-License-Identifier: GPL-3.0-or-later
// Broadcasting is NumPy's: a value with one row or column acts as if that were repeated, and a 1-d
// array acts as one row. It is done by steps of 0, so nothing is copied: element (i, j) of a walk is
// data[i * row + j * col].
//
// The one trap in it: a 1-d array of length n and an n×1 matrix make an n×n matrix, where a beginner
// expects n numbers. The answer stays NumPy's, and the scope is called, for a remark.
#include "expr/shape.h"

#include <stdio.h>

#include "expr/expr.h"

struct shape_string shape_text(const struct value *value)
{
    struct shape_string string = {"a number"};
    if (value->is_vector)
        snprintf(string.text, sizeof string.text, "a 1-d array of length %zu", value->all.cols);
    else if (value->is_matrix)
        snprintf(string.text, sizeof string.text, "a %zu×%zu matrix", value->all.rows,
                 value->all.cols);
    return string;
}

struct shape_string shape_sizes(struct shape shape)
{
    struct shape_string string;
    if (shape.dims == 1)
        snprintf(string.text, sizeof string.text, "(%zu,)", shape.cols);
    else
        snprintf(string.text, sizeof string.text, "%zu×%zu", shape.rows, shape.cols);
    return string;
}

// "cannot add 4×2 and 3×1" and its like; a subtraction names its second operand first.
static void say_misfit(enum op_code code, struct shape x, struct shape y, char *text, size_t size)
{
    static const char *const words[OP_ELEMENTWISE_COUNT + 1][3] = {
        [OP_ADD] = {"add", "and", ""},
        [OP_SUBTRACT] = {"subtract", "from", ""},
        [OP_MULTIPLY] = {"multiply", "by", " element by element"},
        [OP_DIVIDE] = {"divide", "by", " element by element"},
        [OP_FLOOR_DIVIDE] = {"divide", "by", " element by element"},
        [OP_MODULO] = {"divide", "by", " element by element"},
        [OP_POWER] = {"raise", "to the power of", ""},
        [OP_MAXIMUM] = {"combine", "with", " element by element"},
        [OP_MINIMUM] = {"combine", "with", " element by element"},
    };
    static const char *const compare[3] = {"compare", "with", ""};
    const char *const *word = words[code][0] ? words[code] : compare;
    struct shape first = code == OP_SUBTRACT ? y : x, second = code == OP_SUBTRACT ? x : y;
    snprintf(text, size, "cannot %s %s %s %s%s", word[0], shape_sizes(first).text, word[1],
             shape_sizes(second).text, word[2]);
}

// The rule of broadcasting along one axis.
static bool sizes_fit(size_t a, size_t b)
{
    return a == b || a == 1 || b == 1;
}

// Whether a 1-d array is as long as a matrix has rows: as a column it would fit.
static bool wants_column(struct shape row, struct shape matrix)
{
    return row.dims == 1 && matrix.dims == 2 && row.cols == matrix.rows;
}

// Says why two shapes do not broadcast; of two reasons the first one is enough.
static bool refuse(enum op_code code, struct shape a, struct shape b, struct error *error)
{
    char text[200];
    bool is_rows = !sizes_fit(a.rows, b.rows);
    struct shape first = code == OP_SUBTRACT ? b : a, second = code == OP_SUBTRACT ? a : b;
    say_misfit(code, a, b, text, sizeof text);
    error_set(error, "%s: the %s, %zu and %zu, differ and neither is 1", text,
              is_rows                      ? "rows"
              : a.dims == 1 && b.dims == 1 ? "lengths"
                                           : "columns",
              is_rows ? first.rows : first.cols, is_rows ? second.rows : second.cols);
    if (wants_column(a, b) || wants_column(b, a))
        error_hint(error, "a column would fit: x[:,0:1] cuts one out, and keepdims=True keeps one "
                          "in sum(a, axis=1, keepdims=True)");
    else if (code == OP_MULTIPLY && a.cols == b.rows && a.dims == 2)
        error_hint(error, "the matrix product is written @");
    return false;
}

// Whether [row] is a 1-d array and [column] a matrix of one column as long.
static bool makes_square(struct shape row, struct shape column)
{
    return row.dims == 1 && column.dims == 2 && column.cols == 1 && column.rows == row.cols &&
           row.cols > 1;
}

bool shape_broadcast(enum op_code code, struct shape a, struct shape b, const struct scope *scope,
                     struct shape *shape, struct error *error)
{
    if (!sizes_fit(a.rows, b.rows) || !sizes_fit(a.cols, b.cols))
        return refuse(code, a, b, error);
    if (scope->squared && (makes_square(a, b) || makes_square(b, a)))
        *scope->squared = a.dims == 1 ? a.cols : b.cols;
    *shape = (struct shape){a.rows == 1 ? b.rows : a.rows, a.cols == 1 ? b.cols : a.cols,
                            a.dims > b.dims ? a.dims : b.dims};
    return true;
}

struct walk walk_over(const struct value *value)
{
    if (!value->is_matrix)
        return (struct walk){&value->number, 0, 0};
    struct matrix m = value->all;
    return (struct walk){m.data, m.rows == 1 ? 0 : m.cols, m.cols == 1 ? 0 : 1};
}
