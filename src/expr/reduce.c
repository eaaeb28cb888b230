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
#include "expr/arithmetic.h"

// Where the results of a reduction go.
struct target {
    struct shape from; // what is reduced
    struct shape to;   // the result; a number without axis
    size_t row, col;   // steps in the result
    size_t count;      // elements that make one of the result
};

// Reads the axis, the second argument of all functions here.
static bool find_target(const struct function_call *call, struct shape from, struct target *target,
                        struct error *error)
{
    *target = (struct target){from, {1, 1}, 0, 0, from.rows * from.cols};
    if (call->count < 2)
        return true;
    double axis = call->arguments[1].number;
    if (axis == 0)
        *target = (struct target){from, {1, from.cols}, 0, 1, from.rows};
    else if (axis == 1)
        *target = (struct target){from, {from.rows, 1}, 1, 0, from.cols};
    else
        return error_set(error, "axis is 0, down the columns, or 1, along the rows; this is %s",
                         number_string(axis, 17).text);
    return true;
}

// The result's value before anything came: a number, or a matrix where an axis is given and the
// argument is one.
static bool create_result(const struct function_call *call, const struct target *target,
                          struct value *result, struct error *error)
{
    // Without an axis there is one number; sum(3, axis=0) is a number as well.
    bool is_matrix = call->arguments[0].is_matrix || (call->with && call->with->is_matrix);
    if (call->count < 2 || !is_matrix) {
        *result = value_number(0);
        return true;
    }
    return value_create(result, target->to.rows, target->to.cols, call->limit, error);
}

// acc + p, or the fused acc + p * q, for each element in index order.
static void add_up(const struct target *target, struct walk p, const struct walk *q, double *out)
{
    for (size_t i = 0; i < target->from.rows; i++)
        for (size_t j = 0; j < target->from.cols; j++) {
            double *acc = &out[i * target->row + j * target->col];
            double x = p.data[i * p.row + j * p.col];
            *acc = q ? fma(x, q->data[i * q->row + j * q->col], *acc) : *acc + x;
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
    if ((q && !shape_broadcast(OP_MULTIPLY, p, q, &shape, error)) ||
        !find_target(call, shape, &target, error) || !create_result(call, &target, result, error))
        return false;
    struct walk other = q ? walk_over(q) : (struct walk){NULL, 0, 0};
    add_up(&target, walk_over(p), q ? &other : NULL, value_view(result).data);
    *count = target.count;
    return true;
}

bool reduce_sum(const struct function_call *call, struct value *result, struct error *error)
{
    size_t count;
    return sum(call, result, &count, error);
}

bool reduce_mean(const struct function_call *call, struct value *result, struct error *error)
{
    size_t count;
    if (!sum(call, result, &count, error))
        return false;
    struct matrix all = value_view(result);
    for (size_t i = 0; i < matrix_count(all); i++)
        all.data[i] /= (double)count;
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
                      double *index)
{
    for (size_t i = 0; i < target->from.rows; i++)
        for (size_t j = 0; j < target->from.cols; j++) {
            size_t to = i * target->row + j * target->col;
            size_t first_i = target->row ? i : 0, first_j = target->col ? j : 0;
            double x = a.data[i * a.row + j * a.col];
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
    if (!find_target(call, shape_of(&call->arguments[0]), &target, error) ||
        !create_result(call, &target, &best, error))
        return false;
    if (!create_result(call, &target, &index, error)) {
        value_clear(&best);
        return false;
    }
    find_best(&target, walk_over(&call->arguments[0]), sign, value_view(&best).data,
              value_view(&index).data);
    *result = wants_index ? index : best;
    value_clear(wants_index ? &best : &index);
    return true;
}

bool reduce_min(const struct function_call *call, struct value *result, struct error *error)
{
    return extreme(call, -1, false, result, error);
}

bool reduce_max(const struct function_call *call, struct value *result, struct error *error)
{
    return extreme(call, 1, false, result, error);
}

bool reduce_argmax(const struct function_call *call, struct value *result, struct error *error)
{
    return extreme(call, 1, true, result, error);
}
