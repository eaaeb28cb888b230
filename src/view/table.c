// SPDX-License-Identifier: GPL-3.0-or-later
// The cells are kept as text and walked twice: once for the widths, once to print. Widths are
// columns of a terminal, so signs outside ASCII and colour do not shift what follows. Blanks at
// the end of a line are never printed.
#include "view/table.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { COLUMNS_MOST = 64, GAP = 2 };

void table_cell(struct table *table, const char *text)
{
    buf_add(&table->cells, text, strlen(text) + 1);
}

void table_number(struct table *table, struct style style, double value)
{
    table_cell(table, style_number(style, value).text);
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

void table_row(struct table *table)
{
    buf_add(&table->cells, "\1", 1);
}

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

void table_print(struct table *table, struct buf *out, const char *indent, const char *align)
{
    const struct buf *cells = &table->cells;
    size_t widths[COLUMNS_MOST], column = 0, owed = 0;
    out->failed = out->failed || cells->failed;
    measure(cells, widths);
    for (size_t i = 0; i < cells->length;) {
        if (cells->data[i] == '\1') {
            buf_puts(out, "\n");
            column = owed = 0;
            i++;
            continue;
        }
        size_t length = strlen(cells->data + i);
        size_t width = utf8_columns(cells->data + i, length);
        size_t wide = column < COLUMNS_MOST ? widths[column] : width;
        char side = align[column < strlen(align) ? column : strlen(align) - 1];
        if (column == 0)
            buf_puts(out, indent);
        owed += side == 'r' ? wide - width : 0;
        if (length) {
            buf_fill(out, ' ', owed);
            buf_add(out, cells->data + i, length);
            owed = 0;
        }
        owed += GAP + (side == 'r' ? 0 : wide - width);
        column++;
        i += length + 1;
    }
    buf_free(&table->cells);
}
