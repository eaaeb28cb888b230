// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes come as doubles; they are checked against the largest number that a size_t and a double both hold.
//
// arange counts its elements first, (stop - start) / step rounded up, and computes each from its
// place: start + i * step, where the step is what start + step - start comes to. That is NumPy's way,
// to the bit.
#include "expr/build.h"

#include <math.h>

#include "base/number.h"
#include "expr/expr.h"
#include "expr/shape.h"

#define SIZE_MOST ((double)NUMBER_COUNT_MOST)

bool build_whole(const struct value *value, const char *what, double *number, struct error *error)
{
    *number = value->number;
    if (value->is_matrix)
        return error_set(error, "%s is a whole number; this is %s", what, shape_text(value).text);
    if (!isfinite(*number) || *number != rint(*number))
        return error_set(error, "%s is a whole number; this is %s", what,
                         number_string(*number, 17).text);
    if (value->kind == KIND_WHOLE)
        return true;
    error_set(error, "%s is a whole number; this one is a %s that comes to %s", what,
              value->kind == KIND_TRUTH ? "truth value" : "fraction",
              number_string(*number, 17).text);
    return error_hint(error, "write %s", number_string(*number, 17).text);
}

// One size, from 0 on.
static bool read_size(const struct value *value, size_t *size, struct error *error)
{
    double number;
    if (!build_whole(value, "a size", &number, error))
        return false;
    if (number < 0)
        return error_set(error, "a size is a whole number, 0 or more; this is %s",
                         number_string(number, 17).text);
    if (number > SIZE_MOST)
        return error_set(error, "a size of %s is too large", number_string(number, 17).text);
    *size = (size_t)number;
    return true;
}

// Reads the shape of zeros(n) or zeros((rows, cols)).
static bool read_shape(const struct value *value, struct shape *shape, struct error *error)
{
    struct value sizes[2] = {*value, *value};
    if (!value->is_matrix) {
        *shape = (struct shape){1, 0, 1};
        return read_size(value, &shape->cols, error);
    }
    size_t count = value->all.cols;
    if (!value->is_vector)
        return error_set(error, "a shape is one size or two, as in (2, 3); this is %s",
                         shape_text(value).text);
    if (count == 0 || count > 2)
        return error_set(error, "a shape has one size or two, as in (2, 3); this one has %zu",
                         count);
    for (size_t i = 0; i < count; i++) {
        sizes[i] = value_number(value->all.data[i]);
        sizes[i].kind = value->kind;
    }
    *shape = (struct shape){1, 0, (unsigned)count};
    return (count == 1 || read_size(&sizes[0], &shape->rows, error)) &&
           read_size(&sizes[count - 1], &shape->cols, error);
}

bool build_zeros(const struct function_call *call, struct value *result, struct error *error)
{
    struct shape shape;
    return read_shape(&call->arguments[0], &shape, error) &&
           value_create_shape(result, shape, call->scope->limit, error);
}

// Zeros first: then only one place checks sizes.
bool build_ones(const struct function_call *call, struct value *result, struct error *error)
{
    if (!build_zeros(call, result, error))
        return false;
    for (size_t i = 0; i < matrix_count(result->all) && !scope_stops_at(call->scope, i); i++)
        result->all.data[i] = 1;
    return true;
}

bool build_eye(const struct function_call *call, struct value *result, struct error *error)
{
    struct shape shape = {0, 0, 2};
    if (!read_size(&call->arguments[0], &shape.rows, error) ||
        !read_size(&call->arguments[call->count - 1], &shape.cols, error) ||
        !value_create_shape(result, shape, call->scope->limit, error))
        return false;
    for (size_t i = 0; i < shape.rows && i < shape.cols; i++)
        result->all.data[i * shape.cols + i] = 1;
    return true;
}

bool build_arange(const struct function_call *call, struct value *result, struct error *error)
{
    const struct value *all = call->arguments;
    for (size_t i = 0; i < call->count; i++)
        if (all[i].is_matrix)
            return error_set(error, "the bounds of arange are numbers; this is %s",
                             shape_text(&all[i]).text);
    double start = call->count > 1 ? all[0].number : 0;
    double stop = all[call->count > 1].number, step = call->count > 2 ? all[2].number : 1;
    double count = ceil((stop - start) / step);
    if (step == 0)
        return error_set(error, "the step of arange cannot be 0");
    if (!isfinite(count) || count > SIZE_MOST)
        return error_set(error, "arange has no end: its bounds are %s and %s, its step %s",
                         number_string(start, 6).text, number_string(stop, 6).text,
                         number_string(step, 6).text);
    struct shape shape = {1, count > 0 ? (size_t)count : 0, 1};
    if (!value_create_shape(result, shape, call->scope->limit, error))
        return false;
    double delta = start + step - start;
    for (size_t i = 0; i < shape.cols && !scope_stops_at(call->scope, i); i++)
        result->all.data[i] = i == 1 ? start + step : start + (double)i * delta;
    return true;
}

bool build_shape(const struct function_call *call, struct value *result, struct error *error)
{
    struct shape shape = shape_of(&call->arguments[0]);
    if (!value_create_shape(result, (struct shape){1, shape.dims, 1}, call->scope->limit, error))
        return false;
    double *sizes = result->all.data;
    if (shape.dims == 2)
        *sizes++ = (double)shape.rows;
    if (shape.dims > 0)
        *sizes = (double)shape.cols;
    return true;
}
