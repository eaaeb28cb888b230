// SPDX-License-Identifier: GPL-3.0-or-later
// What a teacher and a student read of the rows: a line of CSV, the table for the class, a page for each
// student. All append to a buffer, which the caller looks at for want of memory.
#ifndef VIEW_GRADE_VIEW_H
#define VIEW_GRADE_VIEW_H

#include "base/buf.h"
#include "lesson/grade.h"
#include "view/style.h"

// Appends the names of the columns, then a line for each row, by RFC 4180. A cell that a spreadsheet would
// take for a formula begins with an apostrophe.
void grade_view_csv(struct buf *out, const struct grade_check *check, const struct grade_row *rows,
                    size_t count);

// Appends the table of all rows, those that were stopped by the limit of time apart from the others;
// below it how many were right at the first try in each step, and the commonest slips.
void grade_view_table(struct buf *out, struct style style, const struct grade_check *check,
                      const struct grade_row *rows, size_t count);

// Appends what one student is told: verdicts, and what failed in the answer, but never a condition of the
// check.
void grade_view_page(struct buf *out, const struct grade_check *check, const struct grade_row *row);

#endif
