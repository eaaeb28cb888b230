// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of an ARFF file as CSV. Nothing is owned; all 0 is the state before the first byte.
#ifndef DATA_CSV_ARFF_ROW_H
#define DATA_CSV_ARFF_ROW_H

#include <stdbool.h>

#include "base/buf.h"

struct csv_arff_row {
    char quote;      // the one that is open, or 0
    bool is_escaped; // a backslash stood before
    bool in_cell;    // not at the beginning of a cell
    bool was_blank;  // a space stood before, or the cell begins
};

// Appends what the next byte of a row becomes. False where it begins a comment, and nothing is appended.
bool csv_arff_row_put(struct csv_arff_row *row, char separator, char c, struct buf *out);

#endif
