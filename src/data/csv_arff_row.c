// SPDX-License-Identifier: GPL-3.0-or-later
// A cell of ARFF may stand in either of two quotes, and inside them a backslash takes a sign's meaning away.
// CSV has one quote, which is doubled inside. A quote in the middle of a cell is one of its letters.
#include "data/csv_arff_row.h"

#include <string.h>

// Appends a letter of a cell in quotes.
static void put_letter(struct buf *out, char c)
{
    buf_puts(out, c == '"' ? "\"" : "");
    buf_add(out, &c, 1);
}

static void put_quoted(struct csv_arff_row *row, char c, struct buf *out)
{
    if (row->is_escaped || (c != '\\' && c != row->quote)) {
        put_letter(out, row->is_escaped && c == 't'   ? '\t'
                        : row->is_escaped && c == 'n' ? '\n'
                                                      : c);
        row->is_escaped = false;
    } else if (c == '\\') {
        row->is_escaped = true;
    } else {
        row->quote = '\0';
        buf_puts(out, "\"");
    }
}

bool csv_arff_row_put(struct csv_arff_row *row, char separator, char c, struct buf *out)
{
    bool is_blank = memchr(" \t", c, 2) != NULL, was_blank = row->was_blank || !row->in_cell;
    if (row->quote) {
        put_quoted(row, c, out);
        return true;
    }
    if (c == '%' && was_blank)
        return false;
    row->was_blank = is_blank;
    if (memchr("'\"", c, 2) && !row->in_cell) {
        row->quote = c;
        row->in_cell = true;
        buf_puts(out, "\"");
        return true;
    }
    bool is_end = c == separator || memchr("\r\n", c, 2);
    row->in_cell = !is_end && (row->in_cell || !is_blank);
    buf_add(out, &c, 1);
    return true;
}
