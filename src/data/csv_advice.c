// SPDX-License-Identifier: GPL-3.0-or-later
// An advice is an option with its value filled in. Which one is given depends on what would follow: a
// column of few different numbers can be classes, in any column a cell can be called missing.
#include "data/csv_advice.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/suggest.h"
#include "base/words.h"
#include "data/csv_cell.h"
#include "data/csv_number.h"

enum {
    NAME_MOST = 100, // the longest name of a column that is typed in full
    LIST_MOST = 220, // and the longest list
    MARK_MOST = 100  // and the longest text that is advised to stand for a missing value
};

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

// A text as it is typed as an option's value: in quotes where it needs them.
static struct quoted typed(const char *text, size_t length)
{
    struct quoted typed = {""};
    bool is_plain = length > 0;
    size_t used = 0;
    for (size_t i = 0; i < length; i++)
        is_plain &= memchr(" \t;#'\"\\[](),", text[i], 13) == NULL;
    bool is_bare = !memchr(text, '\'', length); // inside single quotes nothing has a meaning
    char quote = is_bare && memchr(text, '"', length) ? '\'' : '"';
    if (!is_plain)
        typed.text[used++] = quote;
    for (size_t i = 0; i < length && used + 4 < sizeof typed.text; i++) {
        if (quote == '"' && memchr("\"\\", text[i], 2))
            typed.text[used++] = '\\';
        typed.text[used++] = text[i];
    }
    if (!is_plain)
        typed.text[used++] = quote;
    typed.text[used] = '\0';
    return typed;
}

// A list with commas and one more item as it is typed. Of a list that is too long only the new item is named.
static struct quoted list_typed(const char *list, const char *item, size_t length)
{
    struct buf all = BUF_EMPTY;
    if (list && *list)
        buf_printf(&all, "%s,", strlen(list) + length < LIST_MOST ? list : "...");
    buf_add(&all, item, length);
    struct quoted out = all.failed ? typed(item, length) : typed(buf_text(&all), all.length);
    buf_free(&all);
    return out;
}

struct quoted csv_mark_typed(const struct csv_table *table, const char *text, size_t length)
{
    struct buf item = BUF_EMPTY;
    bool has_comma = memchr(text, ',', length) != NULL;
    buf_puts(&item, has_comma ? "\"" : "");
    buf_add(&item, text, length);
    buf_puts(&item, has_comma ? "\"" : "");
    struct quoted out =
        item.failed ? typed(text, length) : list_typed(table->marks, buf_text(&item), item.length);
    buf_free(&item);
    return out;
}

// What a column goes by in a list of columns: its name, or its place where it has none or a very long one.
struct column_word {
    const char *text;
    char place[CSV_PLACE_SIZE];
};

static void find_word(const struct csv_table *table, size_t column, struct column_word *word)
{
    const char *name = table->columns[column].name;
    csv_column_place(table, column, word->place);
    word->text = name && strlen(name) <= NAME_MOST ? name : word->place;
}

struct quoted csv_column_typed(const struct csv_table *table, size_t column)
{
    return csv_columns_typed(table, NULL, column);
}

struct quoted csv_columns_typed(const struct csv_table *table, const char *list, size_t column)
{
    struct column_word word;
    find_word(table, column, &word);
    return list_typed(list, word.text, strlen(word.text));
}

size_t csv_find_column(const struct csv_table *table, const char *text, size_t length)
{
    char place[CSV_PLACE_SIZE];
    size_t found = table->column_count;
    for (size_t i = 0; i < table->column_count; i++) {
        const char *name = table->columns[i].name;
        if (name && text_is(text, length, name))
            return i;
        csv_column_place(table, i, place);
        if (text_is(text, length, place))
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

// What can be done about a cell that is not a number, after [first].
static bool advise(const struct csv_table *table, size_t index, size_t cell, const char *text,
                   size_t length, const char *first, struct error *error)
{
    struct quoted name = csv_columns_typed(table, table->texts, index);
    struct quoted mark = csv_mark_typed(table, text, length);
    bool is_few = are_few(table, cell);
    if (!is_few && length > MARK_MOST)
        return error_hint(error, "%sdrop=%s leaves the column out", first,
                          csv_columns_typed(table, table->drops, index).text);
    if (!is_few)
        return error_hint(error, "%smissing-as=%s missing=drop leaves such rows out", first,
                          mark.text);
    if (length > MARK_MOST)
        return error_hint(error, "%stext=%s makes classes of the column", first, name.text);
    return error_hint(error,
                      "%stext=%s makes classes of the column; missing-as=%s missing=drop leaves "
                      "such rows out",
                      first, name.text, mark.text);
}

bool csv_refuse_cell(const struct csv_table *table, size_t index, size_t cell, const char *text,
                     size_t length, size_t row, struct error *error)
{
    const struct csv_column *column = &table->columns[index];
    const struct csv_dialect *dialect = &table->dialect;
    struct quoted quoted = error_quote(text, length);
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
    return advise(table, index, cell, text, length, both, error);
}
