// SPDX-License-Identifier: GPL-3.0-or-later
// A slice start:stop:step is Python's. For a step upwards the bounds are cut off to 0 and the size,
// and missing ones mean these; for a step downwards they are cut off to -1 and size - 1, one below
// the range of places, and missing ones mean the last place and one before the first. Then the
// count is the distance over the step, rounded up, or 0.
//
// The numbers come as doubles. They are cut off to what a slice could mean before they become
// integers, so no conversion overflows; a bound beyond 2^53 is beyond every matrix.
#include "expr/index.h"

#include <math.h>
#include <stdint.h>

#include "base/number.h"
#include "expr/expr.h"
#include "expr/shape.h"

// Says why a value that is not an array cannot be an index.
static bool refuse_number(const struct value *value, struct error *error)
{
    struct number_string text = number_string(value->number, 17);
    if (value->kind == KIND_TRUTH) {
        error_set(error, "an index is a whole number; this is a truth value");
        return error_hint(error, "where(condition, a, b) chooses by a condition");
    }
    if (!isfinite(value->number) || value->number != rint(value->number))
        return error_set(error, "an index is a whole number; this is %s", text.text);
    error_set(error, "an index is a whole number; this one is a fraction that comes to %s",
              text.text);
    return error_hint(error, "write %s without a point, or // in the place of /", text.text);
}

bool index_check(const struct value *values, size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        double number = values[i].number;
        if (values[i].is_matrix) {
            error_set(error, "an index is a whole number; this is %s", shape_text(&values[i]).text);
            return error_hint(error, "[1:3] is a slice, and where(condition, a, b) chooses by a "
                                     "condition");
        }
        if (values[i].kind != KIND_WHOLE || !isfinite(number) || number != rint(number))
            return refuse_number(&values[i], error);
    }
    return true;
}

// [number], which is whole, cut off to [least, most].
static int64_t clamp(double number, int64_t least, int64_t most)
{
    return number < (double)least ? least : number > (double)most ? most : (int64_t)number;
}

// The place that a bound of a slice means, between [least] and [most].
static int64_t bound(double number, size_t size, int64_t least, int64_t most)
{
    return clamp(number < 0 ? number + (double)size : number, least, most);
}

// What is indexed, by its name where it has one.
static struct quoted indexed(const struct expr *expr, const struct op *op)
{
    const struct op *base = op - op->back;
    if (base->code == OP_NAME)
        return error_quote(expr->text + base->at, base->length);
    return error_quote("the value", 9);
}

// The words for one axis: of a matrix, or the only one of a 1-d array.
struct axis {
    const char *one, *many;
    size_t size;
};

// Says that an index is out of range.
static bool refuse_place(const struct expr *expr, const struct op *op, const struct op *place,
                         const struct axis *axis, double number, struct error *error)
{
    struct quoted of = indexed(expr, op);
    struct number_string text = number_string(number, 17);
    if (axis->size == 0)
        return error_at(error, place->at, place->length, "%s is empty: it has no %s", of.text,
                        axis->one);
    if (axis->size > 1)
        return error_at(error, place->at, place->length,
                        "%s %s is out of range: %s has %s 0 to %zu", axis->one, text.text, of.text,
                        axis->many, axis->size - 1);
    error_at(error, place->at, place->length, "%s %s is out of range: %s has only %s 0", axis->one,
             text.text, of.text, axis->one);
    // b1[1] is what a student types who takes a single row for a list.
    return op->flags == 1 && axis->one[0] == 'r' &&
           error_hint(error, "rows come first: [0, j] is column j of a single row");
}

// One place along an axis. [op] is the index, [place] its axis operation.
static bool resolve_number(const struct expr *expr, const struct op *op, const struct op *place,
                           const struct axis *axis, double number, struct range *range,
                           struct error *error)
{
    double size = (double)axis->size, from_start = number < 0 ? number + size : number;
    if (!(from_start >= 0 && from_start < size))
        return refuse_place(expr, op, place, axis, number, error);
    *range = (struct range){(size_t)from_start, 1, 1, true};
    return true;
}

// start:stop:step along an axis of [size] places; [values] are those of the three that are given.
static bool resolve_slice(const struct op *place, const struct value *values, size_t size,
                          struct range *range, struct error *error)
{
    int64_t most = (int64_t)size, step = 1, stride_most = most > 0 ? most : 1;
    const struct value *next = values;
    const struct value *start = place->flags & AXIS_START ? next++ : NULL;
    const struct value *stop = place->flags & AXIS_STOP ? next++ : NULL;
    if (place->flags & AXIS_STEP)
        step = clamp(next->number, -stride_most, stride_most);
    if (step == 0)
        return error_at(error, place->at, place->length, "the step of a slice cannot be 0");
    int64_t first = step > 0 ? 0 : most - 1, last = step > 0 ? most : -1;
    int64_t low = step > 0 ? 0 : -1, high = step > 0 ? most : most - 1;
    if (start)
        first = bound(start->number, size, low, high);
    if (stop)
        last = bound(stop->number, size, low, high);
    int64_t distance = step > 0 ? last - first : first - last, stride = step > 0 ? step : -step;
    *range = (struct range){0, 0, 1, false};
    if (distance > 0)
        *range = (struct range){(size_t)first, (size_t)((distance + stride - 1) / stride),
                                (ptrdiff_t)step, false};
    return true;
}

bool index_resolve(const struct expr *expr, const struct op *op, const struct value *values,
                   struct shape shape, struct range ranges[2], struct error *error)
{
    const struct axis axes[] = {{"row", "rows", shape.rows}, {"column", "columns", shape.cols}};
    const struct axis only = {"index", "indices", shape.cols};
    const struct op *places[2] = {op - 1, NULL}; // the axes, which end right before the index
    bool is_vector = shape.dims == 1;
    if (op->flags == 2) {
        places[1] = op - 1;
        places[0] = places[1] - places[1]->back;
    }
    if (is_vector && op->flags == 2)
        return error_at(error, places[1]->at, places[1]->length,
                        "%s is a 1-d array and has one index", indexed(expr, op).text);
    ranges[0] = (struct range){0, 1, 1, true};
    ranges[1] = (struct range){0, shape.cols, 1, false};
    for (size_t i = 0; i < op->flags; i++) {
        const struct op *place = places[i];
        const struct axis *axis = is_vector ? &only : &axes[i];
        struct range *range = &ranges[is_vector ? 1 : i];
        bool resolved = place->flags & AXIS_SLICE
                            ? resolve_slice(place, values, axis->size, range, error)
                            : resolve_number(expr, op, place, axis, values->number, range, error);
        if (!resolved)
            return false;
        values += place->count;
    }
    return true;
}

// Element number [i] of a range. Unsigned numbers wrap around, so adding the step i times is right
// for steps downwards, too.
static size_t step_to(struct range range, size_t i)
{
    return range.start + i * (size_t)range.step;
}

// The shape of what is taken: a number takes its dimension away.
static struct shape shape_taken(struct range rows, struct range cols)
{
    if (rows.is_number)
        return (struct shape){1, cols.count, cols.is_number ? 0 : 1};
    return cols.is_number ? (struct shape){1, rows.count, 1}
                          : (struct shape){rows.count, cols.count, 2};
}

bool index_take(struct value *m, const struct range ranges[2], const struct scope *scope,
                struct error *error)
{
    struct range rows = ranges[0], cols = ranges[1];
    struct matrix from = m->all;
    struct value part;
    if (!value_create_shape(&part, shape_taken(rows, cols), scope->limit, error))
        return false;
    double *to = value_view(&part).data;
    for (size_t i = 0; i < rows.count; i++) {
        const double *row = from.data + step_to(rows, i) * from.cols;
        for (size_t j = 0; j < cols.count && !scope_stops_at(scope, i * cols.count + j); j++)
            *to++ = row[step_to(cols, j)];
    }
    part.kind = m->kind;
    value_clear(m);
    *m = part;
    return true;
}
