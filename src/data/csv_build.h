// SPDX-License-Identifier: GPL-3.0-or-later
// From the cells of a file to a data set, texts becoming classes. The set belongs to the caller; the table's cells may be taken into it.
#ifndef DATA_CSV_BUILD_H
#define DATA_CSV_BUILD_H

#include "data/csv.h"
#include "data/csv_table.h"

// Makes the set. NULL with [error] set when the table cannot be learnt from; the table is then of no
// more use.
struct dataset *csv_build(struct csv_table *table, const struct csv_options *options,
                          struct csv_report *report, struct error *error);

#endif
