// SPDX-License-Identifier: GPL-3.0-or-later
// Aligned columns of text. A table is started in place, filled cell by cell, printed, and cleared
// by table_print itself.
//
//     struct table table = TABLE_EMPTY;
//     table_cell(&table, "w1");  table_number(&table, style, 0.5);  table_row(&table);
//     table_print(&table, out, style, "  ", "lr");
#ifndef VIEW_TABLE_H
#define VIEW_TABLE_H

#include "base/buf.h"
#include "view/style.h"

struct table {
    struct buf cells; // NUL-terminated, one after the other; a row ends in a byte 1
};

#define TABLE_EMPTY ((struct table){BUF_EMPTY})

// Appends a cell; it may hold colour and UTF-8, but no byte 0 or 1, and begins with no byte 2.
void table_cell(struct table *table, const char *text);

// Appends a cell with one number, which is written as the others that its column has of this kind: with as
// many decimals, unless some of them could only be written with an exponent.
void table_number(struct table *table, struct style style, double value);

// Appends a cell with one number of a column that has one format.
void table_number_in(struct table *table, struct number_format format, double value);

// Appends a cell of a printf-like text.
void table_format(struct table *table, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Appends a cell "…" where style_after leaves things out after [index], and says whether it does.
bool table_skip(struct table *table, struct style style, size_t index, size_t count);

// Ends the row.
void table_row(struct table *table);

// Appends the rows to [out], each after [indent], columns two spaces apart. [align] has a letter a
// column, l or r; the last one goes for all that follow. On a screen that is too narrow, columns in the
// middle are replaced by …, and a line says how many. Frees the table.
void table_print(struct table *table, struct buf *out, struct style style, const char *indent,
                 const char *align);

#endif
