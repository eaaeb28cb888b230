// SPDX-License-Identifier: GPL-3.0-or-later
// The value is checked whole before the first element is written. A value may be a view of what is
// written, as in `set w1 w1.T`; then it is copied first.
#include "shell/assignment.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "base/suggest.h"
#include "expr/expr.h"
#include "session/quantity.h"
#include "session/session.h"
#include "session/setting.h"
#include "shell/read_value.h"

// Copies the value into the region of [m]. A number fills all of it; a matrix must have its shape.
static bool assign(struct matrix m, struct region region, struct value *value,
                   const struct place *place, struct error *error)
{
    struct matrix from = value_view(value);
    bool fills = !value->is_matrix;
    for (size_t i = 0; i < matrix_count(from); i++)
        if (!isfinite(from.data[i]))
            return error_set(error, "only finite numbers can be set; this is %s",
                             number_string(from.data[i], 6).text);
    if (!fills && (from.rows != region.rows || from.cols != region.cols)) {
        struct quoted name = error_quote(place->name, place->name_length);
        return error_set(error, "the value is %zu×%zu, but %s%s is %zu×%zu", from.rows, from.cols,
                         name.text, region.rows == m.rows && region.cols == m.cols ? "" : "[...]",
                         region.rows, region.cols);
    }
    for (size_t i = 0; i < region.rows; i++)
        for (size_t j = 0; j < region.cols; j++)
            m.data[(region.row + i) * m.cols + region.col + j] =
                fills ? value->number : matrix_at(from, i, j);
    return true;
}

bool assign_value(struct session *session, const struct call *call, const struct place *place,
                  struct matrix m, size_t at, size_t length, struct error *error)
{
    struct scope scope = session_scope(session);
    struct region region;
    struct value value = value_number(0);
    if (!expr_region(place, &scope, m.rows, m.cols, &region, error) ||
        !read_value(session, call, at, length, &value, error))
        return false;
    // `set w1 w1.T` may read what it writes: a borrowed value is copied first.
    struct value copy = value;
    if (value.is_matrix && !value.owned) {
        if (!value_create(&copy, value.all.rows, value.all.cols, SIZE_MAX, error))
            return false;
        memcpy(copy.all.data, value.all.data, matrix_count(value.all) * sizeof(double));
    }
    bool well = assign(m, region, &copy, place, error);
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
        error_hint(error, "'show settings' lists the settings, 'let' makes a name of your own");
    return false;
}
