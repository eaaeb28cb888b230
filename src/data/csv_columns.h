// SPDX-License-Identifier: GPL-3.0-or-later
// A table's columns, made of the first rows of its file. csv_heading_clear ends what is found out about
// them.
#ifndef DATA_CSV_COLUMNS_H
#define DATA_CSV_COLUMNS_H

#include "data/csv_header.h"
#include "data/csv_table.h"

// What the first rows of a file are.
struct csv_heading {
    size_t rows;  // how many of them are not samples
    size_t first; // the first of them that is not a comment
    bool has_header;
    bool is_orange, is_orange_row; // Orange's header of three rows, or of one
    char *target;                  // the column that they call the target; or NULL
};

// Frees what the heading holds.
void csv_heading_clear(struct csv_heading *heading);

// Makes the columns of [table] and names them as the rows say. False with [error] set without memory; the
// heading is to be cleared all the same.
bool csv_columns_make(struct csv_table *table, struct csv_rows rows, struct csv_heading *heading,
                      struct error *error);

#endif
