// SPDX-License-Identifier: GPL-3.0-or-later
// A header is distinguished from a sample by comparing the first row with what is below it. Texts above numbers
// are names, a row of nothing but texts is one of names, and numbers are names only where they count the
// columns or are years beside texts and above other numbers. But a text that comes again below in its own
// column is a value, and the whole row a sample.
#include "data/csv_header.h"

#include <math.h>
#include <string.h>

#include "data/csv_cell.h"

struct csv_rows csv_rows_below(struct csv_rows rows)
{
    return (struct csv_rows){rows.texts + 1, rows.cells + 1, rows.filled + 1, rows.count - 1,
                             rows.has_commas};
}

// The cell of a row, or NULL.
static const char *cell_at(const struct csv_rows *rows, size_t row, size_t i)
{
    return row < rows->count && i < rows->cells[row] ? rows->texts[row][i] : NULL;
}

static bool is_missing(const char *text)
{
    return csv_missing_mark(text, strlen(text)) == CSV_IS_MISSING;
}

// Whether a cell is a value that no column is called by: a number in any form but with a unit, or a date.
static bool is_value(const struct csv_rows *rows, const char *text)
{
    double value;
    size_t length = strlen(text);
    return csv_any_number(rows->has_commas, text, length, &value) || csv_is_date(text, length);
}

// Whether two cells are numbers with the same unit. One alone may be a name, as "60 min" is.
static bool have_unit(const struct csv_rows *rows, const char *first, const char *second)
{
    double value;
    struct csv_unit a, b;
    return csv_unit_number(rows->has_commas, first, strlen(first), &value, &a) && !isnan(value) &&
           csv_unit_number(rows->has_commas, second, strlen(second), &value, &b) &&
           a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

// Whether a text is a year, as it may stand above a column of that year's figures.
static bool is_year(const char *text)
{
    return strlen(text) == 4 && strspn(text, "0123456789") == 4 && strcmp(text, "1900") >= 0 &&
           strcmp(text, "2100") <= 0;
}

// Whether cell [i] of the first row comes again below in its own column: then it is a value.
static bool comes_again(const struct csv_rows *rows, size_t i)
{
    for (size_t n = 1; n < rows->count; n++) {
        const char *below = cell_at(rows, n, i);
        if (below && strcmp(below, rows->texts[0][i]) == 0)
            return true;
    }
    return false;
}

// Whether the numbers of the first row count the columns from 0, as pandas writes columns without names. Two
// columns so called might as well be a sample of 0 and 1: then it takes a number below that is not whole.
static bool counts_columns(const struct csv_rows *rows)
{
    size_t count = 0;
    bool is_other = false, goes_on = true;
    for (size_t i = 0; i < rows->cells[0]; i++) {
        const char *text = rows->texts[0][i], *below = cell_at(rows, 1, i);
        double value, next = 0;
        if (!csv_any_number(rows->has_commas, text, strlen(text), &value)) {
            is_other |= count == 0 && text[0] == '\0';
            if (count == 0 && i > 0)
                return false;
            continue;
        }
        if (value != (double)count || strspn(text, "0123456789") != strlen(text))
            return false;
        bool is_number = below && csv_any_number(rows->has_commas, below, strlen(below), &next);
        is_other |= below && (!is_number || next != floor(next));
        goes_on &= is_number && next == (double)(count + rows->cells[0]);
        count++;
    }
    return rows->count > 1 && count >= 2 && !goes_on && (count > 2 || is_other);
}

bool csv_is_header(struct csv_rows rows)
{
    size_t numbers = 0, texts = 0, below = 0, years = 0, values = 0, again = 0;
    for (size_t i = 0; i < rows.cells[0]; i++) {
        const char *first = rows.texts[0][i], *second = cell_at(&rows, 1, i);
        bool is_number = is_value(&rows, first) || (second && have_unit(&rows, first, second));
        bool is_text = !is_number && !is_missing(first);
        numbers += is_number;
        texts += is_text;
        below += is_text && second && (is_value(&rows, second) || have_unit(&rows, second, second));
        years += is_year(first);
        values += is_year(first) && second && !is_year(second);
        again += is_text && comes_again(&rows, i);
    }
    if (numbers == 0)
        return texts > 0 && (below > 0 || again == 0);
    if (counts_columns(&rows))
        return true;
    return texts > 0 && again == 0 && (below > 0 || (years == numbers && values > 0));
}

bool csv_is_short_header(struct csv_rows rows)
{
    if (rows.count < 2 || rows.cells[0] < 2 || rows.filled[0] < rows.cells[0])
        return false;
    for (size_t i = 0; i < rows.cells[0]; i++)
        if (is_value(&rows, rows.texts[0][i]) || is_missing(rows.texts[0][i]))
            return false;
    for (size_t n = 1; n < rows.count; n++) {
        if (rows.cells[n] != rows.cells[0] + 1)
            return false;
        for (size_t k = 1; k < n; k++) // R's names of rows are all different
            if (strcmp(rows.texts[n][0], rows.texts[k][0]) == 0)
                return false;
    }
    return rows.filled[1] == rows.cells[1] &&
           (rows.count > 2 || !is_value(&rows, rows.texts[1][0]));
}

// ---- Orange ----------------------------------------------------------------------------------

// Whether the text is one of the words, which end with NULL.
static bool is_one_of(const char *text, const char *const words[])
{
    while (*words && strcmp(text, *words) != 0)
        words++;
    return *words != NULL;
}

enum csv_kind csv_orange_kind(const char *text)
{
    static const char *const numbers[] = {"c", "continuous", "C", "float", "int", NULL};
    static const char *const classes[] = {"d", "discrete", "D", NULL};
    static const char *const texts[] = {"s", "string", "S", NULL};
    if (is_one_of(text, numbers))
        return CSV_KIND_NUMBER;
    if (is_one_of(text, classes) || strchr(text, ' '))
        return CSV_KIND_CLASSES;
    return is_one_of(text, texts) ? CSV_KIND_TEXT : CSV_KIND_OPEN;
}

int csv_orange_use(const char *text)
{
    static const char *const left[] = {"m", "meta", "i", "ignore", "w", "weight", NULL};
    if (strcmp(text, "class") == 0)
        return 1;
    return is_one_of(text, left) ? -1 : 0;
}

bool csv_is_orange_header(struct csv_rows rows)
{
    static const char *const times[] = {"t", "time", NULL};
    size_t kinds = 0;
    if (rows.count < 3 || rows.cells[1] != rows.cells[0] || rows.cells[2] > rows.cells[0])
        return false;
    for (size_t i = 0; i < rows.cells[1]; i++) {
        const char *kind = rows.texts[1][i];
        kinds += csv_orange_kind(kind) != CSV_KIND_OPEN && !strchr(kind, ' ');
        if (csv_orange_kind(kind) == CSV_KIND_OPEN && !is_one_of(kind, times))
            return false;
    }
    for (size_t i = 0; i < rows.cells[2]; i++)
        if (rows.texts[2][i][0] != '\0' && csv_orange_use(rows.texts[2][i]) == 0)
            return false;
    return kinds > 0;
}

size_t csv_orange_prefix(const char *text)
{
    size_t role = *text != '\0' && strchr("cmiw", *text) != NULL;
    size_t kind = text[role] != '\0' && strchr("CDST", text[role]) != NULL;
    bool is_whole = role + kind > 0 && text[role + kind] == '#' && text[role + kind + 1] != '\0';
    return is_whole ? role + kind + 1 : 0;
}

bool csv_is_orange_row(struct csv_rows rows)
{
    size_t count = 0;
    bool has_class = false;
    for (size_t i = 0; i < rows.cells[0]; i++) {
        const char *text = rows.texts[0][i];
        size_t length = csv_orange_prefix(text);
        if (length == 0 && strchr(text, '#'))
            return false;
        count += length > 0;
        has_class |= length > 0 && text[0] == 'c';
    }
    return count > 1 || has_class;
}
