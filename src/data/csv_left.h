// SPDX-License-Identifier: GPL-3.0-or-later
// Tells which columns of a table are left out without having been asked for, and why. The table is borrowed.
#ifndef DATA_CSV_LEFT_H
#define DATA_CSV_LEFT_H

#include "base/buf.h"
#include "data/csv_table.h"

// Appends a line for each reason that [table]'s columns are left out for.
void csv_left_tell(const struct csv_table *table, struct buf *out);

#endif
