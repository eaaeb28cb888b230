// SPDX-License-Identifier: GPL-3.0-or-later
// The value is checked whole before the first element is written. A value may be a view of what is
// written, as in `set w1 w1.T`; then it is copied first.
#include "shell/assignment.h"

#include <math.h>

#include "base/number.h"
#include "base/suggest.h"
#include "expr/expr.h"
#include "expr/shape.h"
#include "session/quantity.h"
#include "session/session.h"
#include "session/setting.h"
#include "shell/read_value.h"

// The value as it lies in the region: a 1-d array, or one row, that is put into a column stands up.
static struct walk walk_into(const struct value *value, const struct region *region,
                             struct matrix *from)
{
    struct walk walk = walk_over(value);
    bool is_column = region->dims == 1 && region->rows > 1;
    if (!is_column || from->rows != 1)
        return walk;
    *from = (struct matrix){from->cols, 1, from->data};
    return (struct walk){walk.data, walk.col, 0};
}

// Says that a value of that shape cannot be repeated to fill the region.
static bool refuse_fit(const struct value *value, const struct region *region, bool is_part,
                       const struct place *place, struct error *error)
{
    struct quoted name = error_quote(place->name, place->name_length);
    struct shape shape = {region->dims == 1 ? 1 : region->rows, region->cols, region->dims};
    if (region->dims == 1)
        shape.cols = region->rows > 1 ? region->rows : region->cols;
    error_set(error, "the value is %s, but %s%s is %s", shape_sizes(shape_of(value)).text,
              name.text, is_part ? "[...]" : "", shape.dims ? shape_sizes(shape).text : "a number");
    if (value->is_vector && region->dims == 2 && value->all.cols == region->rows)
        return error_hint(error, "a column is written [[1], [2]]");
    return false;
}

// Copies the value into the region of [m], by NumPy's rule: a number fills all of it, a row or a
// column is repeated. Sets [repeated] to the rows that a single one was put into, or to 0.
static bool assign(struct matrix m, struct region region, struct value *value,
                   const struct place *place, size_t *repeated, struct error *error)
{
    struct matrix from = value_view(value);
    for (size_t i = 0; i < matrix_count(from); i++)
        if (!isfinite(from.data[i]))
            return error_set(error, "only finite numbers can be set; this is %s",
                             number_string(from.data[i], 6).text);
    struct walk walk = walk_into(value, &region, &from);
    bool is_part = region.rows != m.rows || region.cols != m.cols;
    if ((from.rows != region.rows && from.rows != 1) ||
        (from.cols != region.cols && from.cols != 1))
        return refuse_fit(value, &region, is_part, place, error);
    *repeated = value->is_matrix && from.rows == 1 && region.rows > 1 ? region.rows : 0;
    for (size_t i = 0; i < region.rows; i++)
        for (size_t j = 0; j < region.cols; j++)
            m.data[(region.row + i) * m.cols + region.col + j] = walk_at(walk, i, j);
    return true;
}

bool assign_value(struct session *session, const struct call *call, const struct place *place,
                  struct matrix m, struct shape shape, size_t at, size_t length,
                  struct error *error)
{
    struct scope scope = session_scope(session);
    struct region region;
    struct value value = value_number(0);
    if (!expr_region(place, &scope, shape, &region, error) ||
        !read_value(session, call, at, length, &value, error))
        return false;
    // `set w1 w1.T` may read what it writes: a borrowed value is copied first.
    struct value copy = value;
    if (value.is_matrix && !value.owned && !value_copy(&copy, &value, error))
        return false;
    bool well = assign(m, region, &copy, place, &session->remarks.repeated, error);
    value_clear(&copy);
    return well || error_place(error, at, length);
}

bool refuse_unknown(const struct place *place, size_t at, struct error *error)
{
    struct suggestions suggestions;
    suggest_start(&suggestions, place->name, place->name_length);
    for (size_t i = 0; i < SETTING_COUNT; i++)
        suggest_consider(&suggestions, settings_table[i].name);
    struct quoted quoted = error_quote(place->name, place->name_length);
    error_at(error, at, place->name_length, "nothing called '%s' can be set", quoted.text);
    suggest_append(&suggestions, error);
    if (suggestions.count == 0)
        error_hint(error, "'show settings' lists the settings; 'let' makes a name of your own");
    return false;
}
