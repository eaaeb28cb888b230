// SPDX-License-Identifier: GPL-3.0-or-later
// An advice is an option with its value filled in. Which one is given depends on what would follow: a
// column of few different numbers can be classes, in any column a cell can be called missing.
#include "data/csv_advice.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/suggest.h"
#include "data/csv_cell.h"
#include "data/csv_number.h"

struct quoted csv_column_title(const struct csv_table *table, size_t column)
{
    struct quoted title;
    const char *name = table->columns[column].name;
    if (!name) {
        snprintf(title.text, sizeof title.text, "column %zu", column + 1);
        return title;
    }
    struct quoted clean = error_quote(name, strlen(name));
    snprintf(title.text, sizeof title.text, "column '%.200s'", clean.text);
    return title;
}

void csv_column_place(const struct csv_table *table, size_t column, char name[CSV_PLACE_SIZE])
{
    if (column + 1 == table->column_count)
        snprintf(name, CSV_PLACE_SIZE, "y");
    else if (table->column_count == 2)
        snprintf(name, CSV_PLACE_SIZE, "x");
    else
        snprintf(name, CSV_PLACE_SIZE, "x%zu", column);
}

struct quoted csv_typed(const char *text, size_t length)
{
    struct quoted typed = {""};
    bool is_plain = length > 0;
    size_t used = 0;
    for (size_t i = 0; i < length; i++)
        is_plain &= memchr(" \t;#'\"\\[](),", text[i], 13) == NULL;
    if (!is_plain)
        typed.text[used++] = '"';
    for (size_t i = 0; i < length && used + 4 < sizeof typed.text; i++) {
        if (memchr("\"\\", text[i], 2))
            typed.text[used++] = '\\';
        typed.text[used++] = text[i];
    }
    if (!is_plain)
        typed.text[used++] = '"';
    typed.text[used] = '\0';
    return typed;
}

struct quoted csv_mark_typed(const struct csv_table *table, const char *text, size_t length)
{
    enum { MARKS_MOST = 90 };
    struct buf all = BUF_EMPTY;
    if (table->marks && strlen(table->marks) + length < MARKS_MOST)
        buf_printf(&all, "%s,", table->marks);
    buf_add(&all, text, length);
    struct quoted typed =
        all.failed ? csv_typed(text, length) : csv_typed(buf_text(&all), all.length);
    buf_free(&all);
    return typed;
}

struct quoted csv_column_typed(const struct csv_table *table, size_t column)
{
    enum { NAME_MOST = 100 };
    const char *name = table->columns[column].name;
    char place[CSV_PLACE_SIZE];
    csv_column_place(table, column, place);
    return name && strlen(name) <= NAME_MOST ? csv_typed(name, strlen(name))
                                             : csv_typed(place, strlen(place));
}

size_t csv_find_column(const struct csv_table *table, const char *text, size_t length)
{
    char place[CSV_PLACE_SIZE];
    size_t found = table->column_count;
    for (size_t i = 0; i < table->column_count; i++) {
        const char *name = table->columns[i].name;
        if (name && strlen(name) == length && memcmp(name, text, length) == 0)
            return i;
        csv_column_place(table, i, place);
        if (strlen(place) == length && memcmp(place, text, length) == 0)
            found = i;
    }
    return found;
}

bool csv_refuse_column(const struct csv_table *table, const char *text, size_t length,
                       struct error *error)
{
    char list[200] = "", place[CSV_PLACE_SIZE];
    size_t used = 0;
    struct suggestions suggestions;
    struct quoted quoted = error_quote(text, length);
    suggest_start(&suggestions, text, length);
    error_set(error, "'%s' has no column '%s'", table->file, quoted.text);
    for (size_t i = 0; i < table->column_count; i++) {
        csv_column_place(table, i, place);
        const char *own = table->columns[i].name ? table->columns[i].name : place;
        struct quoted name = error_quote(own, strlen(own));
        size_t needs = strlen(name.text) + 2;
        suggest_consider(&suggestions, own);
        if (used + needs + 6 > sizeof list) {
            if (used > 0 && list[used - 1] != '.') {
                memcpy(list + used, ", ...", 6);
                used += 5;
            }
            continue;
        }
        memcpy(list + used, ", ", 2);
        memcpy(list + used + 2, name.text, needs - 1);
        used += needs;
    }
    suggest_append(&suggestions, error);
    return error_hint(error, "its columns are%s", list + 1);
}

// Whether the numbers that a column held so far are few different ones, as classes have.
static bool are_few(const struct csv_table *table, size_t cell)
{
    enum { FEW = 20 };
    double seen[FEW];
    size_t count = 0;
    for (size_t n = 0; n < table->rows; n++) {
        double value = table->cells[n * table->kept + cell];
        size_t i = 0;
        while (i < count && seen[i] != value)
            i++;
        if (i < count || isnan(value))
            continue;
        if (count == FEW)
            return false;
        seen[count++] = value;
    }
    return true;
}

bool csv_has_points(const struct csv_table *table)
{
    size_t fractions = 0,
           threes = 0; // of these, with as many decimals as a group of thousands has digits
    for (size_t i = 0; i < table->rows * table->kept; i++) {
        double value = table->cells[i], large = fabs(value) * 1000;
        if (!(large < 1e15) || value == trunc(value))
            continue;
        fractions++;
        threes += fabs(large - round(large)) < 1e-6 && fabs(large / 10 - round(large / 10)) > 1e-6;
    }
    return fractions > 0 && threes < fractions - fractions / 4;
}

bool csv_refuse_cell(const struct csv_table *table, size_t index, size_t cell, const char *text,
                     size_t length, size_t row, struct error *error)
{
    const struct csv_column *column = &table->columns[index];
    const struct csv_dialect *dialect = &table->dialect;
    struct quoted quoted = error_quote(text, length), mark = csv_mark_typed(table, text, length);
    struct quoted name = csv_column_typed(table, index);
    double number;
    bool is_other = csv_any_number(!dialect->has_commas, text, length, &number);
    error_set(error, "row %zu, %s: '%s' is not a number%s", row,
              csv_column_title(table, index).text, quoted.text,
              column->is_known ? ", but the rows above it are numbers" : "");
    if (is_other && !dialect->has_commas && !table->is_proven && !dialect->has_points &&
        !csv_has_points(table))
        return error_hint(error, "decimal=comma reads it");
    if (is_other && dialect->has_commas && dialect->is_told)
        return error_hint(error, "decimal=point reads it");
    const char *both =
        is_other ? "numbers have a decimal comma or a decimal point, not both in one file; " : "";
    if (are_few(table, cell))
        return error_hint(error,
                          "%stext=%s makes classes of the column; missing-as=%.100s missing=drop "
                          "leaves such rows out",
                          both, name.text, mark.text);
    return error_hint(error, "%smissing-as=%.100s missing=drop leaves such rows out", both,
                      mark.text);
}
