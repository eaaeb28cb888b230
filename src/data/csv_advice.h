// SPDX-License-Identifier: GPL-3.0-or-later
// What to say about a column, and what to type about a cell that cannot be read: options that load the
// table when they are typed as they stand.
#ifndef DATA_CSV_ADVICE_H
#define DATA_CSV_ADVICE_H

#include "data/csv_table.h"

// What a column is called in a message: its name, or its number.
struct quoted csv_column_title(const struct csv_table *table, size_t column);

// A text as it is typed into missing-as=, after those that stand there already.
struct quoted csv_mark_typed(const struct csv_table *table, const char *text, size_t length);

// What is typed to mean a column: its name, in quotes where it needs them, or its place.
struct quoted csv_column_typed(const struct csv_table *table, size_t column);

// The same after those columns that an option's value names already; [list] may be NULL.
struct quoted csv_columns_typed(const struct csv_table *table, const char *list, size_t column);

// Writes what a column without a name goes by: x and its place, the last one y.
enum { CSV_PLACE_SIZE = 24 };
void csv_column_place(const struct csv_table *table, size_t column, char name[CSV_PLACE_SIZE]);

// The column called text[0, length), by its name or else by its place; the number of columns when there
// is none.
size_t csv_find_column(const struct csv_table *table, const char *text, size_t length);

// Says that there is no column text[0, length), and which are nearest. Always false.
bool csv_refuse_column(const struct csv_table *table, const char *text, size_t length,
                       struct error *error);

// Whether the numbers read so far had decimal points: some are not whole, and hardly as if the point separated
// thousands.
bool csv_has_points(const struct csv_table *table);

// Says that a cell is not a number and what can be done about it; [cell] is the column's place in a row of the
// table's cells. Always false.
bool csv_refuse_cell(const struct csv_table *table, size_t column, size_t cell, const char *text,
                     size_t length, size_t row, struct error *error);

#endif
