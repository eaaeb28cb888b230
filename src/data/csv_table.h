// SPDX-License-Identifier: GPL-3.0-or-later
// The cells of a CSV file while it is read: a number each, row by row in one growing block. A text is
// the number of its class in its column, a missing cell NaN. table_init starts one in place,
// csv_table_clear ends it.
#ifndef DATA_CSV_TABLE_H
#define DATA_CSV_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "data/csv_column.h"
#include "data/csv_judge.h"

struct csv_table {
    const char *file; // its name
    struct csv_dialect dialect;
    struct csv_column *columns;
    size_t column_count, kept; // those of the file, and those not left out
    double *cells;             // rows × kept
    size_t rows, capacity;     // of cells
    size_t memory;             // bytes the cells may take
    const char *marks;         // texts separated by commas that stand for missing values, or NULL
    const char *texts, *drops; // the columns that text= and drop= name, or NULL
    bool makes_classes;        // a text among whole numbers makes classes of them
    bool seen_point;           // a number with a point or a comma was read, the point being decimal
    bool is_proven;            // one that can be read in no other way
    size_t doubtful;           // where others were not: the column of the first, from 1; or 0
    struct quoted doubt;       // and what stands there
    bool has_signs;            // signs of units were passed over
    struct buf clean;          // the present cell, where it had to be cleaned
};

// Frees what the table holds.
void csv_table_clear(struct csv_table *table);

// Makes the columns, named by names[0, count) where the file has a header; NULL where it has none.
bool csv_table_columns(struct csv_table *table, char **names, size_t count, struct error *error);

// Makes room for one more row, guessing from [share], the part of the file that is read (0 to 1, or 0
// where its size is not known), how many there will be.
bool csv_table_grow(struct csv_table *table, double share, struct error *error);

// Takes the cell of column [column] of the row being filled, whose number in the file is [row]. The
// kept columns of a row come in order, the first as *cell 0.
bool csv_table_cell(struct csv_table *table, size_t column, size_t *cell, const char *text,
                    size_t length, size_t row, struct error *error);

// Makes a cell fit to be shown and compared: as utf8_clean does, without spaces around it. Where it was
// not so already it is put into table->clean, until the next call. False with [error] set without
// memory.
bool csv_table_clean(struct csv_table *table, const char **text, size_t *length,
                     struct error *error);

// Makes classes of the whole numbers that a column, cell [cell] of each row, holds.
bool csv_table_classify(struct csv_table *table, size_t column, size_t cell, struct error *error);

// Makes numbers of a column of texts that are numbers with one and the same unit, and notes the unit. Leaves
// any other column as it is.
void csv_table_read_units(struct csv_table *table, size_t column, size_t cell);

#endif
