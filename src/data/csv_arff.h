// SPDX-License-Identifier: GPL-3.0-or-later
// The head of an ARFF file, Weka's format: a line for each column, then @data and rows as in CSV.
#ifndef DATA_CSV_ARFF_H
#define DATA_CSV_ARFF_H

#include "data/csv_judge.h"
#include "data/csv_table.h"

// Makes the table's columns of the lines @attribute in head[0, length). False with [error] set where one
// cannot be read, or without memory.
bool csv_arff_columns(const char *head, size_t length, struct csv_table *table,
                      struct error *error);

#endif
