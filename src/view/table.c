// SPDX-License-Identifier: GPL-3.0-or-later
// The cells are kept as text and walked twice: once for the widths, once to print. Widths are
// columns of a terminal, so signs outside ASCII and colour do not shift what follows. Spaces at
// the end of a line are never printed.
#include "view/table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/words.h"

enum { COLUMNS_MOST = 64, GAP = 2 };

void table_cell(struct table *table, const char *text)
{
    buf_add(&table->cells, text, strlen(text) + 1);
}

// A number whose format is found when all of its column is there: after a byte 2, its digits and itself.
void table_number(struct table *table, struct style style, double value)
{
    table_format(table, "\2%d %s", style.digits, number_string(value, NUMBER_DIGITS_EXACT).text);
}

void table_number_in(struct table *table, struct number_format format, double value)
{
    char text[NUMBER_SIZE];
    number_write_among(text, value, format);
    table_cell(table, text);
}

void table_format(struct table *table, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    table_cell(table, text);
}

bool table_skip(struct table *table, struct style style, size_t index, size_t count)
{
    bool skips = style_skips(style, index, count);
    if (skips)
        table_cell(table, "…");
    return skips;
}

void table_row(struct table *table)
{
    buf_add(&table->cells, "\1", 1);
}

// ---- columns of numbers -----------------------------------------------------------------------

// The numbers of one column, for which table_print finds the format.
struct numbers {
    double *values;
    size_t count;
    int digits;
    struct number_format format;
};

// Reads a cell that table_number wrote. False where it is another.
static bool read_number(const char *cell, int *digits, double *value)
{
    if (cell[0] != '\2')
        return false;
    const char *space = strchr(cell, ' ');
    *digits = atoi(cell + 1);
    return number_parse(space + 1, strlen(space + 1), value);
}

// Goes over all cells; with values to put them into, collects each column's numbers, else counts them.
static void collect(const struct buf *cells, struct numbers columns[COLUMNS_MOST])
{
    size_t column = 0;
    for (size_t c = 0; c < COLUMNS_MOST; c++)
        columns[c].count = 0;
    for (size_t i = 0; i < cells->length;) {
        double value;
        int digits;
        if (cells->data[i] == '\1') {
            column = 0;
            i++;
            continue;
        }
        if (column < COLUMNS_MOST && read_number(cells->data + i, &digits, &value)) {
            struct numbers *numbers = &columns[column];
            if (numbers->values)
                numbers->values[numbers->count] = value;
            numbers->count++;
            numbers->digits = digits;
        }
        column++;
        i += strlen(cells->data + i) + 1;
    }
}

// Appends the cell's number in its column's format; by itself, where the column's numbers are so different
// that they would all take an exponent.
static void settle(struct buf *out, const char *cell, const struct numbers *numbers)
{
    char text[NUMBER_SIZE];
    double value = 0;
    int digits = 0;
    if (!read_number(cell, &digits, &value)) {
        buf_add(out, cell, strlen(cell) + 1);
        return;
    }
    if (numbers && numbers->format.style != NUMBER_SCIENTIFIC)
        number_write_among(text, value, numbers->format);
    else
        number_text(text, value, digits);
    buf_add(out, text, strlen(text) + 1);
}

// Writes the numbers that waited for their columns.
static void settle_all(struct buf *cells)
{
    struct numbers columns[COLUMNS_MOST] = {{0}};
    struct buf settled = BUF_EMPTY;
    size_t total = 0, column = 0, used = 0;
    collect(cells, columns);
    for (size_t c = 0; c < COLUMNS_MOST; c++)
        total += columns[c].count;
    if (total == 0)
        return;
    double *values = malloc(total * sizeof *values);
    cells->failed = cells->failed || !values;
    for (size_t c = 0; values && c < COLUMNS_MOST; c++) {
        columns[c].values = values + used;
        used += columns[c].count;
    }
    collect(cells, columns);
    for (size_t c = 0; values && c < COLUMNS_MOST; c++)
        if (columns[c].count)
            columns[c].format =
                number_format_for(columns[c].values, columns[c].count, columns[c].digits);
    for (size_t i = 0; i < cells->length;) {
        if (cells->data[i] == '\1') {
            buf_add(&settled, "\1", 1);
            column = 0;
            i++;
            continue;
        }
        settle(&settled, cells->data + i, column < COLUMNS_MOST ? &columns[column] : NULL);
        column++;
        i += strlen(cells->data + i) + 1;
    }
    free(values);
    settled.failed = settled.failed || cells->failed;
    buf_free(cells);
    *cells = settled;
}

// ---- columns of text --------------------------------------------------------------------------

// The widest cell of each column.
static void measure(const struct buf *cells, size_t widths[COLUMNS_MOST])
{
    size_t column = 0;
    memset(widths, 0, COLUMNS_MOST * sizeof *widths);
    for (size_t i = 0; i < cells->length;) {
        if (cells->data[i] == '\1') {
            column = 0;
            i++;
            continue;
        }
        size_t length = strlen(cells->data + i);
        size_t width = utf8_columns(cells->data + i, length);
        if (column < COLUMNS_MOST && width > widths[column])
            widths[column] = width;
        column++;
        i += length + 1;
    }
}

// The columns that a screen has no room for: they are in the middle.
struct hidden {
    size_t first, count;
};

// The cells of the longest row.
static size_t count_columns(const size_t widths[COLUMNS_MOST])
{
    size_t count = COLUMNS_MOST;
    while (count > 0 && widths[count - 1] == 0)
        count--;
    return count;
}

static char side_of(const char *align, size_t column)
{
    return align[column < strlen(align) ? column : strlen(align) - 1];
}

// Words in the last column can continue below themselves: as many columns are enough for them.
enum { WORDS_ENOUGH = 24 };

// Leaves out columns one by one, in turn after and before the middle, until the rest fits.
static struct hidden hide(const size_t widths[COLUMNS_MOST], const char *align, size_t columns,
                          size_t room)
{
    size_t needed = 0, last = columns - 1;
    struct hidden hidden = {columns / 2, 0};
    for (size_t i = 0; i < columns; i++)
        needed +=
            (i > 0 ? GAP : 0) +
            (i == last && side_of(align, i) == 'l' ? size_min(widths[i], WORDS_ENOUGH) : widths[i]);
    if (needed <= room)
        return hidden;
    needed += 1 + GAP; // the sign in their place
    while (needed > room && hidden.count + 2 < columns) {
        bool is_before = hidden.first > 1 &&
                         (hidden.count % 2 == 1 || hidden.first + hidden.count + 1 >= columns);
        hidden.first -= is_before;
        needed -= GAP + widths[is_before ? hidden.first : hidden.first + hidden.count];
        hidden.count++;
    }
    return hidden;
}

// How a cell is set.
struct cell {
    const char *text;
    size_t length, width; // of the text
    size_t wide;          // its column's
    char side;
};

// Appends a cell after the spaces that are owed before it; returns those owed after it.
static size_t put_cell(struct buf *out, struct cell cell, size_t owed)
{
    owed += cell.side == 'r' ? cell.wide - cell.width : 0;
    if (cell.length) {
        buf_fill(out, ' ', owed);
        buf_add(out, cell.text, cell.length);
        owed = 0;
    }
    return owed + GAP + (cell.side == 'r' ? 0 : cell.wide - cell.width);
}

void table_print(struct table *table, struct buf *out, struct style style, const char *indent,
                 const char *align)
{
    struct buf *cells = &table->cells;
    size_t widths[COLUMNS_MOST], column = 0, owed = 0;
    settle_all(cells);
    out->failed = out->failed || cells->failed;
    measure(cells, widths);
    size_t columns = count_columns(widths),
           room = style.columns - size_min(style.columns, strlen(indent));
    struct hidden hidden = {0, 0};
    if (style.columns && columns > 2)
        hidden = hide(widths, align, columns, room);
    for (size_t i = 0; i < cells->length;) {
        if (cells->data[i] == '\1') {
            buf_puts(out, "\n");
            column = owed = 0;
            i++;
            continue;
        }
        size_t length = strlen(cells->data + i), width = utf8_columns(cells->data + i, length);
        struct cell cell = {cells->data + i, length, width,
                            column < COLUMNS_MOST ? widths[column] : width, side_of(align, column)};
        if (column == 0)
            buf_puts(out, indent);
        if (hidden.count && column == hidden.first)
            owed = put_cell(out, (struct cell){"…", strlen("…"), 1, 1, 'l'}, owed);
        if (column < hidden.first || column >= hidden.first + hidden.count)
            owed = put_cell(out, cell, owed);
        column++;
        i += length + 1;
    }
    if (hidden.count)
        buf_printf(out, "%s… stands for %zu column%s that the screen has no room for\n", indent,
                   hidden.count, plural(hidden.count));
    buf_free(&table->cells);
}
