// SPDX-License-Identifier: GPL-3.0-or-later
// A data set as text: in a few lines after `data`, in full for `show data`, and with predictions.
// Everything is appended to the caller's buffer.
#ifndef VIEW_DATA_VIEW_H
#define VIEW_DATA_VIEW_H

#include "base/buf.h"
#include "session/session.h"
#include "view/style.h"

// What `data` answers: sizes, classes, and for a small set its rows; where no network is there, the
// init that suits it.
void data_view_summary(struct buf *out, const struct session *session, struct style style);

// What `show data` answers: that, every column with its range, and the first rows.
void data_view_show(struct buf *out, const struct session *session, struct style style);

// What class [k] is called: its name or its number.
struct class_name {
    char text[DATASET_TITLE_SIZE];
};
struct class_name data_view_class(const struct dataset *dataset, size_t k);

// The same, and with names of their own for 0 and 1 the number that stands for it: "ham (0)".
struct class_name data_view_coded_class(const struct dataset *dataset, size_t k);

// The heads of inputs or outputs [first, first + count): their names, with a dash before each that
// has none.
struct table;
void data_view_titles(struct table *table, struct style style, const struct dataset *dataset,
                      size_t first, size_t count);

// The cells of one row of [m], whose columns are those of the set from [first] on, in the units they
// came in; a number without a [format] is written as the others of its column.
void data_view_cells(struct table *table, struct style style, const struct dataset *dataset,
                     struct matrix m, size_t row, size_t first, const struct number_format *format);

#endif
