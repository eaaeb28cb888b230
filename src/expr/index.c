// SPDX-License-Identifier: GPL-3.0-or-later
// A slice start:stop:step is Python's. For a step upwards the bounds are cut off to 0 and the size,
// and missing ones mean these; for a step downwards they are cut off to -1 and size - 1, one below
// the range of places, and missing ones mean the last place and one before the first. Then the
// count is the distance over the step, rounded up. The language has no empty matrix, so a slice
// that takes nothing is an error.
//
// The numbers come as doubles. They are cut off to what a slice could mean before they become
// integers, so no conversion overflows; a bound beyond 2^53 is beyond every matrix.
#include "expr/index.h"

#include <math.h>
#include <stdint.h>

#include "base/number.h"

bool index_check(const struct value *values, size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++) {
        double number = values[i].number;
        if (values[i].is_matrix)
            return error_set(error, "an index is a whole number; this is %s",
                             shape_text(&values[i]).text);
        if (!isfinite(number) || number != rint(number))
            return error_set(error, "an index is a whole number; this is %s",
                             number_string(number, 17).text);
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
    return error_quote("the matrix", 10);
}

// One place along an axis. [op] is the index, [place] its axis operation.
static bool resolve_number(const struct expr *expr, const struct op *op, const struct op *place,
                           const char *axis, double number, size_t size, struct range *range,
                           struct error *error)
{
    double from_start = number < 0 ? number + (double)size : number;
    if (from_start >= 0 && from_start < (double)size) {
        *range = (struct range){(size_t)from_start, 1, 1, true};
        return true;
    }
    struct quoted of = indexed(expr, op);
    if (size == 0)
        return error_at(error, place->at, place->length, "%s is empty: it has no %s", of.text,
                        axis);
    struct number_string text = number_string(number, 17);
    if (size == 1) {
        error_at(error, place->at, place->length, "%s %s is out of range: %s has only %s 0", axis,
                 text.text, of.text, axis);
        // b1[1] is what a student types who takes a single row for a list.
        return op->flags == 1 &&
               error_hint(error, "rows come first: [0, j] is column j of a single row");
    }
    return error_at(error, place->at, place->length, "%s %s is out of range: %s has %ss 0 to %zu",
                    axis, text.text, of.text, axis, size - 1);
}

// start:stop:step along an axis of [size] places; [values] are those of the three that are given.
static bool resolve_slice(const struct op *place, const char *axis, const struct value *values,
                          size_t size, struct range *range, struct error *error)
{
    int64_t most = (int64_t)size, step = 1;
    const struct value *next = values;
    const struct value *start = place->flags & AXIS_START ? next++ : NULL;
    const struct value *stop = place->flags & AXIS_STOP ? next++ : NULL;
    if (place->flags & AXIS_STEP)
        step = clamp(next->number, -most, most);
    if (step == 0)
        return error_at(error, place->at, place->length, "the step of a slice cannot be 0");
    int64_t first = step > 0 ? 0 : most - 1, last = step > 0 ? most : -1;
    int64_t low = step > 0 ? 0 : -1, high = step > 0 ? most : most - 1;
    if (start)
        first = bound(start->number, size, low, high);
    if (stop)
        last = bound(stop->number, size, low, high);
    int64_t distance = step > 0 ? last - first : first - last, stride = step > 0 ? step : -step;
    if (size == 0)
        return error_at(error, place->at, place->length, "this slice is empty: there is no %s",
                        axis);
    if (distance <= 0 && size == 1)
        return error_at(error, place->at, place->length, "this slice is empty: there is only %s 0",
                        axis);
    if (distance <= 0)
        return error_at(error, place->at, place->length,
                        "this slice is empty: there are %ss 0 to %zu", axis, size - 1);
    *range = (struct range){(size_t)first, (size_t)((distance + stride - 1) / stride),
                            (ptrdiff_t)step, false};
    return true;
}

bool index_resolve(const struct expr *expr, const struct op *op, const struct value *values,
                   struct shape shape, struct range ranges[2], struct error *error)
{
    static const char *const names[] = {"row", "column"};
    const struct op *places[2] = {op - 1, NULL}; // the axes, which end right before the index
    const size_t sizes[2] = {shape.rows, shape.cols};
    if (op->flags == 2) {
        places[1] = op - 1;
        places[0] = places[1] - places[1]->back;
    }
    ranges[1] = (struct range){0, shape.cols, 1, false};
    for (size_t i = 0; i < op->flags; i++) {
        const struct op *place = places[i];
        bool resolved = place->flags & AXIS_SLICE
                            ? resolve_slice(place, names[i], values, sizes[i], &ranges[i], error)
                            : resolve_number(expr, op, place, names[i], values->number, sizes[i],
                                             &ranges[i], error);
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

bool index_take(struct value *m, const struct range ranges[2], size_t limit, struct error *error)
{
    struct range rows = ranges[0], cols = ranges[1];
    struct matrix from = m->all;
    struct value part;
    // Two numbers give a number; a number beside a slice gives a row or a column of a matrix, which
    // keeps its two dimensions as everything here does.
    if (rows.is_number && cols.is_number) {
        part = value_number(matrix_at(from, rows.start, cols.start));
    } else {
        if (!value_create(&part, rows.count, cols.count, limit, error))
            return false;
        double *to = part.all.data;
        for (size_t i = 0; i < rows.count; i++) {
            const double *row = from.data + step_to(rows, i) * from.cols;
            for (size_t j = 0; j < cols.count; j++)
                *to++ = row[step_to(cols, j)];
        }
    }
    value_clear(m);
    *m = part;
    return true;
}
