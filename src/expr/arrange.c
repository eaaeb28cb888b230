// SPDX-License-Identifier: GPL-3.0-or-later
// Both walk along one axis with a step: 1 along a row, the row's length down a column. NaNs sort
// last, as in NumPy. A running sum adds in index order and rounds at each element, which is NumPy's
// sum to the bit.
#include "expr/arrange.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "expr/expr.h"
#include "expr/reduce.h"

// The lines along one axis: how many there are, from one to the next, their length, and the step.
struct lines {
    size_t count, next, length, step;
};

static struct lines lines_along(struct matrix m, size_t axis, unsigned dims)
{
    if (dims == 2 && axis == 0)
        return (struct lines){m.cols, 1, m.rows, m.cols};
    return (struct lines){m.rows, m.cols, m.cols, 1};
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    if (isnan(x) || isnan(y))
        return isnan(x) - isnan(y);
    return (x > y) - (x < y);
}

enum { RUN = STOP_EVERY }; // elements that are sorted by the C library, which hears no signal

// Merges two sorted runs, from[0, half) and from[half, count), into [to]. An element of the first goes before its
// equal in the second.
static void merge(const double *from, size_t half, size_t count, double *to,
                  const struct scope *scope)
{
    size_t i = 0, j = half;
    for (size_t k = 0; k < count && !scope_stops_at(scope, k); k++)
        to[k] =
            j == count || (i < half && compare(&from[i], &from[j]) <= 0) ? from[i++] : from[j++];
}

// Sorts [count] elements in runs, which are merged two by two between [data] and [other]; returns the one that holds
// them then.
static double *sort_runs(double *data, double *other, size_t count, const struct scope *scope)
{
    for (size_t at = 0; at < count && !scope_stops_at(scope, at + RUN - 1); at += RUN)
        qsort(data + at, count - at < RUN ? count - at : RUN, sizeof *data, compare);
    for (size_t run = RUN; run < count && !scope_is_stopped(scope); run *= 2) {
        for (size_t at = 0; at < count; at += 2 * run) {
            size_t left = count - at, half = left < run ? left : run;
            merge(data + at, half, left < 2 * run ? left : 2 * run, other + at, scope);
        }
        double *merged = other;
        other = data;
        data = merged;
    }
    return data;
}

// Sorts the lines of a matrix; [room] holds two of them.
static void sort_lines(struct lines lines, double *data, double *room, const struct scope *scope)
{
    for (size_t i = 0; i < lines.count && (i == 0 || !scope_is_stopped(scope));
         i++, data += lines.next) {
        for (size_t j = 0; j < lines.length; j++)
            room[j] = data[j * lines.step];
        const double *sorted = sort_runs(room, room + lines.length, lines.length, scope);
        for (size_t j = 0; j < lines.length; j++)
            data[j * lines.step] = sorted[j];
    }
}

bool arrange_sort(const struct function_call *call, struct value *result, struct error *error)
{
    struct shape shape = shape_of(&call->arguments[0]);
    size_t axis = shape.dims - 1;
    if (shape.dims == 0)
        return error_set(error, "a number has nothing to sort");
    if (call->options[OPTION_AXIS] &&
        !reduce_axis(call->options[OPTION_AXIS], shape.dims, &axis, error))
        return false;
    struct lines lines = lines_along(call->arguments[0].all, axis, shape.dims);
    double *room = calloc(2 * lines.length + 1, sizeof *room);
    if (!room)
        return error_memory(error);
    bool done = value_copy(result, &call->arguments[0], error);
    if (done)
        sort_lines(lines, result->all.data, room, call->scope);
    free(room);
    return done;
}

bool arrange_cumsum(const struct function_call *call, struct value *result, struct error *error)
{
    struct shape shape = shape_of(&call->arguments[0]);
    size_t axis = 0;
    const struct value *option = call->options[OPTION_AXIS];
    if (option && !reduce_axis(option, shape.dims, &axis, error))
        return false;
    if (!option) // all elements in one line
        shape = (struct shape){1, shape.rows * shape.cols, 1};
    if (!value_create_shape(result, shape, call->scope->limit, error))
        return false;
    double *data = result->all.data;
    memcpy(data, value_view(&call->arguments[0]).data, matrix_count(result->all) * sizeof *data);
    struct lines lines = lines_along(result->all, axis, shape.dims);
    for (size_t i = 0; i < lines.count; i++, data += lines.next)
        for (size_t j = 1; j < lines.length && !scope_stops_at(call->scope, i * lines.length + j);
             j++)
            data[j * lines.step] += data[(j - 1) * lines.step];
    return true;
}
