// SPDX-License-Identifier: GPL-3.0-or-later
// Sums, means and extremes. All walk over the elements row by row in index order and keep one
// accumulator for each element of the result, which is found by steps: a step of 0 along an axis
// that is summed away. So with axis=0 the sum of a column runs down its rows in order, whichever
// column is looked at first.
//
// A sum starts at 0 and adds; a sum of products is one chain of fused multiply-adds, as program.c
// says. A mean divides the whole sum by the count, once, as the losses of the network do.
#include "expr/reduce.h"

#include <math.h>

#include "base/number.h"
#include "expr/build.h"
#include "expr/choose.h"
#include "expr/expr.h"
#include "expr/shape.h"

// Where the results of a reduction go.
struct target {
    struct shape from; // what is reduced
    struct shape to;   // the result
    size_t row, col;   // steps in the result
    size_t count;      // elements that make one of the result
};

bool reduce_axis(const struct value *axis, unsigned dims, size_t *which, struct error *error)
{
    double number;
    if (!build_whole(axis, "axis", &number, error))
        return false;
    if (dims == 0)
        return error_set(error, "a number has no axis");
    if (number < -(double)dims || number >= dims)
        return error_set(error,
                         dims == 1
                             ? "the axis of a 1-d array is 0; this is %s"
                             : "axis is 0, down the columns, or 1, along the rows; this is %s",
                         number_string(number, 17).text);
    *which = (size_t)(number < 0 ? number + dims : number);
    return true;
}

// Reads keepdims=, True or False.
static bool read_keepdims(const struct value *value, bool *keeps, struct error *error)
{
    *keeps = value && value->number == 1;
    if (!value || (!value->is_matrix && (value->number == 0 || value->number == 1)))
        return true;
    return error_set(error, "keepdims is True or False");
}

// The shape that is left: a sum along an axis takes that axis away or leaves one place of it.
static void find_target(struct shape from, bool has_axis, size_t axis, bool keeps,
                        struct target *target)
{
    *target = (struct target){from, {1, 1, keeps ? from.dims : 0}, 0, 0, from.rows * from.cols};
    if (!has_axis || from.dims == 1)
        return;
    unsigned dims = keeps ? 2 : 1;
    if (axis == 0)
        *target = (struct target){from, {1, from.cols, dims}, 0, 1, from.rows};
    else if (keeps)
        *target = (struct target){from, {from.rows, 1, dims}, 1, 0, from.cols};
    else
        *target = (struct target){from, {1, from.rows, dims}, 1, 0, from.cols};
}

// Reads the options of a call on a value of shape [from] and makes a result of zeros.
static bool begin(const struct function_call *call, struct shape from, struct target *target,
                  struct value *result, struct error *error)
{
    const struct value *option = call->options[OPTION_AXIS];
    size_t axis = 0;
    bool keeps;
    if ((option && !reduce_axis(option, from.dims, &axis, error)) ||
        !read_keepdims(call->options[OPTION_KEEPDIMS], &keeps, error))
        return false;
    find_target(from, option != NULL, axis, keeps, target);
    return value_create_shape(result, target->to, call->scope->limit, error);
}

// acc + p, or the fused acc + p * q, for each element in index order.
static void add_up(const struct target *target, struct walk p, const struct walk *q, double *out,
                   const struct scope *scope)
{
    size_t cols = target->from.cols;
    for (size_t i = 0; i < target->from.rows; i++)
        for (size_t j = 0; j < cols && !scope_stops_at(scope, i * cols + j); j++) {
            double *acc = &out[i * target->row + j * target->col];
            double x = walk_at(p, i, j);
            *acc = q ? fma(x, walk_at(*q, i, j), *acc) : *acc + x;
        }
}

// The sum, and how many elements each part of it has.
static bool sum(const struct function_call *call, struct value *result, size_t *count,
                struct error *error)
{
    const struct value *p = &call->arguments[0];
    const struct value *q = call->is_squared ? p : call->with;
    struct shape shape = shape_of(p);
    struct target target;
    if ((q && !shape_broadcast(OP_MULTIPLY, shape, shape_of(q), call->scope, &shape, error)) ||
        !begin(call, shape, &target, result, error))
        return false;
    struct walk other = q ? walk_over(q) : (struct walk){NULL, 0, 0};
    add_up(&target, walk_over(p), q ? &other : NULL, value_view(result).data, call->scope);
    *count = target.count;
    return true;
}

bool reduce_sum(const struct function_call *call, struct value *result, struct error *error)
{
    size_t count;
    return sum(call, result, &count, error);
}

// Divides each element by the count; a mean of nothing is nan.
static void divide(struct value *sums, size_t count)
{
    struct matrix all = value_view(sums);
    for (size_t i = 0; i < matrix_count(all); i++)
        all.data[i] /= (double)count;
}

bool reduce_mean(const struct function_call *call, struct value *result, struct error *error)
{
    size_t count;
    if (!sum(call, result, &count, error))
        return false;
    divide(result, count);
    return true;
}

bool reduce_std(const struct function_call *call, struct value *result, struct error *error)
{
    struct value means;
    struct target target;
    struct shape shape = shape_of(&call->arguments[0]);
    if (!reduce_mean(call, &means, error))
        return false;
    bool done = begin(call, shape, &target, result, error);
    struct walk a = walk_over(&call->arguments[0]);
    double *mean = value_view(&means).data;
    for (size_t i = 0; done && i < shape.rows; i++)
        for (size_t j = 0; j < shape.cols && !scope_stops_at(call->scope, i * shape.cols + j);
             j++) {
            size_t to = i * target.row + j * target.col;
            double off = walk_at(a, i, j) - mean[to], *acc = &value_view(result).data[to];
            *acc = fma(off, off, *acc);
        }
    value_clear(&means);
    if (!done)
        return false;
    divide(result, target.count);
    struct matrix all = value_view(result);
    for (size_t i = 0; i < matrix_count(all); i++)
        all.data[i] = sqrt(all.data[i]);
    return true;
}

// 1 where one element is not 0 ([wanted]), or where one is.
static bool reduce_truth(const struct function_call *call, bool wanted, struct value *result,
                         struct error *error)
{
    struct target target;
    struct shape shape = shape_of(&call->arguments[0]);
    if (!begin(call, shape, &target, result, error))
        return false;
    struct walk a = walk_over(&call->arguments[0]);
    struct matrix all = value_view(result);
    for (size_t i = 0; i < shape.rows; i++)
        for (size_t j = 0; j < shape.cols && !scope_stops_at(call->scope, i * shape.cols + j); j++)
            if ((walk_at(a, i, j) != 0) == wanted)
                all.data[i * target.row + j * target.col] = 1;
    return true;
}

bool reduce_any(const struct function_call *call, struct value *result, struct error *error)
{
    return reduce_truth(call, true, result, error);
}

// All hold where none of them fails to.
bool reduce_all(const struct function_call *call, struct value *result, struct error *error)
{
    if (!reduce_truth(call, false, result, error))
        return false;
    struct matrix all = value_view(result);
    for (size_t i = 0; i < matrix_count(all); i++)
        all.data[i] = 1 - all.data[i];
    return true;
}

// Whether [x] takes the place of the best one so far. A NaN wins over every number, as in NumPy:
// it is to be seen. Of equals the first one stays.
static bool is_better(double x, double best, double sign)
{
    return sign * x > sign * best || (isnan(x) && !isnan(best));
}

// The largest elements (the smallest for a sign of -1) into [best], and the index of each: the
// column with axis 1, the row with axis 0, else counted through the rows.
static void find_best(const struct target *target, struct walk a, double sign, double *best,
                      double *index, const struct scope *scope)
{
    size_t cols = target->from.cols;
    for (size_t i = 0; i < target->from.rows; i++)
        for (size_t j = 0; j < cols && !scope_stops_at(scope, i * cols + j); j++) {
            size_t to = i * target->row + j * target->col;
            size_t first_i = target->row ? i : 0, first_j = target->col ? j : 0;
            double x = walk_at(a, i, j);
            if ((i == first_i && j == first_j) || is_better(x, best[to], sign)) {
                best[to] = x;
                index[to] = target->row   ? (double)j
                            : target->col ? (double)i
                                          : (double)(i * target->from.cols + j);
            }
        }
}

// One of the two answers of find_best.
static bool extreme(const struct function_call *call, double sign, bool wants_index,
                    struct value *result, struct error *error)
{
    struct target target;
    struct value best, index;
    if (!begin(call, shape_of(&call->arguments[0]), &target, &best, error))
        return false;
    bool is_missing = target.count == 0; // also where there are no results, as in NumPy
    if (is_missing)
        error_set(error, "%s of nothing: the array is empty", call->function->name);
    if (is_missing || !value_create_shape(&index, target.to, call->scope->limit, error)) {
        value_clear(&best);
        return false;
    }
    find_best(&target, walk_over(&call->arguments[0]), sign, value_view(&best).data,
              value_view(&index).data, call->scope);
    *result = wants_index ? index : best;
    value_clear(wants_index ? &best : &index);
    return true;
}

bool reduce_min(const struct function_call *call, struct value *result, struct error *error)
{
    return call->count == 2 ? choose_of_two(call, false, result, error)
                            : extreme(call, -1, false, result, error);
}

bool reduce_max(const struct function_call *call, struct value *result, struct error *error)
{
    return call->count == 2 ? choose_of_two(call, true, result, error)
                            : extreme(call, 1, false, result, error);
}

bool reduce_argmax(const struct function_call *call, struct value *result, struct error *error)
{
    return extreme(call, 1, true, result, error);
}

bool reduce_argmin(const struct function_call *call, struct value *result, struct error *error)
{
    return extreme(call, -1, true, result, error);
}
