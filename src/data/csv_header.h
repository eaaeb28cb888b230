// SPDX-License-Identifier: GPL-3.0-or-later
// Which of a file's first rows name its columns. Nothing is allocated or changed.
#ifndef DATA_CSV_HEADER_H
#define DATA_CSV_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#include "data/csv_column.h"

// The first rows of a file, their cells as texts.
struct csv_rows {
    char **const *texts;  // of each row
    const size_t *cells;  // how many of each row
    const size_t *filled; // of them, those up to the last that is not empty
    size_t count;
    bool has_commas; // decimal commas
};

// The rows without the first.
struct csv_rows csv_rows_below(struct csv_rows rows);

// Whether the first row names the columns.
bool csv_is_header(struct csv_rows rows);

// Whether the first row names all columns but the first, as R writes a table with names of its rows.
bool csv_is_short_header(struct csv_rows rows);

// Whether the first three rows are a header as Orange writes it: names, kinds, and what each column is for.
bool csv_is_orange_header(struct csv_rows rows);

// What a cell of the second and the third of them say: the kind of values, and whether the column is the
// target (1), left out (-1) or an input (0).
enum csv_kind csv_orange_kind(const char *text);
int csv_orange_use(const char *text);

// The bytes before the name in a cell of a header of one row, as Orange writes it too: c class, m meta,
// i ignore or w weight, then C, D, S or T for the kind of values, then #. 0 where there is no such beginning.
size_t csv_orange_prefix(const char *text);

// Whether the first row is a header with such beginnings.
bool csv_is_orange_row(struct csv_rows rows);

#endif
