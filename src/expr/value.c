// SPDX-License-Identifier: GPL-3.0-or-later
// Values. A 1-d array is kept as one row, which is how NumPy's broadcasting treats it; whether it is
// one is asked only where the answer differs: at an index, a product, a transpose and in print.
//
// An array may be empty. It still owns a block, so that a pointer to elements is never NULL.
#include "expr/value.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

struct shape shape_of(const struct value *value)
{
    if (!value->is_matrix)
        return (struct shape){1, 1, 0};
    return (struct shape){value->all.rows, value->all.cols, value->is_vector ? 1 : 2};
}

struct shape shape_of_matrix(struct matrix m)
{
    return (struct shape){m.rows, m.cols, 2};
}

struct value value_number(double number)
{
    return (struct value){.number = number};
}

struct value value_borrow(struct matrix m)
{
    return (struct value){.is_matrix = true, .kind = KIND_FRACTION, .all = m};
}

struct value value_look(const struct value *value)
{
    struct value look = *value;
    look.owned = NULL;
    return look;
}

// Says that a value of that shape is too large. It may have a number of elements that no size_t
// holds, so they are counted in doubles.
static bool refuse_size(struct shape shape, size_t limit, struct error *error)
{
    if (shape.dims == 1)
        return error_set(error, "a 1-d array of length %zu is too long; the limit is %zu",
                         shape.cols, limit);
    return error_set(error, "a %zu×%zu matrix has %s elements; the limit is %zu", shape.rows,
                     shape.cols, number_string((double)shape.rows * (double)shape.cols, 6).text,
                     limit);
}

bool value_create_shape(struct value *value, struct shape shape, size_t limit, struct error *error)
{
    *value = value_number(0);
    if (shape.dims == 0)
        return true;
    // rows > limit / cols says rows * cols > limit, and cannot overflow.
    if (shape.cols > 0 && shape.rows > limit / shape.cols)
        return refuse_size(shape, limit, error);
    size_t count = shape.rows * shape.cols;
    double *data = calloc(count ? count : 1, sizeof *data);
    if (!data)
        return error_memory(error);
    value->is_matrix = true;
    value->is_vector = shape.dims == 1;
    value->all = (struct matrix){shape.rows, shape.cols, data};
    value->owned = data;
    return true;
}

bool value_create(struct value *value, size_t rows, size_t cols, size_t limit, struct error *error)
{
    return value_create_shape(value, (struct shape){rows, cols, 2}, limit, error);
}

bool value_copy(struct value *to, const struct value *from, struct error *error)
{
    if (!value_create_shape(to, shape_of(from), SIZE_MAX, error))
        return false;
    to->kind = from->kind;
    to->number = from->number;
    if (from->is_matrix)
        memcpy(to->all.data, from->all.data, matrix_count(from->all) * sizeof(double));
    return true;
}

void value_clear(struct value *value)
{
    free(value->owned);
    *value = value_number(0);
}

struct matrix value_view(struct value *value)
{
    return value->is_matrix ? value->all : (struct matrix){1, 1, &value->number};
}
