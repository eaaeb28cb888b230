// SPDX-License-Identifier: GPL-3.0-or-later
// Values. There is no empty matrix in the language, so every matrix has at least one element and
// nobody has to think about the largest of nothing.
#include "expr/value.h"

#include <stdlib.h>

#include "base/number.h"

struct value value_number(double number)
{
    return (struct value){.number = number};
}

struct value value_borrow(struct matrix m)
{
    return (struct value){.is_matrix = true, .all = m};
}

bool value_create(struct value *value, size_t rows, size_t cols, size_t limit, struct error *error)
{
    *value = value_number(0);
    // rows > limit / cols says rows * cols > limit, and cannot overflow. The sentence may have to
    // name a product that no size_t holds, so it is counted in doubles.
    if (rows > limit / cols)
        return error_set(error, "a %zu×%zu matrix has %s elements; the limit is %zu", rows, cols,
                         number_string((double)rows * (double)cols, 6).text, limit);
    double *data = calloc(rows * cols, sizeof *data);
    if (!data)
        return error_memory(error);
    *value = value_borrow((struct matrix){rows, cols, data});
    value->owned = data;
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
