// SPDX-License-Identifier: GPL-3.0-or-later
// What is to become of the columns of a table: which are left out, which are targets, what fills the
// gaps. csv_plan_make fills a plan in place, csv_plan_clear ends it; the table is borrowed.
#ifndef DATA_CSV_PLAN_H
#define DATA_CSV_PLAN_H

#include "data/csv.h"
#include "data/csv_table.h"

// One column of the table on its way into the set.
struct csv_part {
    size_t column, cell; // its place in the file, and among the cells of a row
    bool is_target;
    size_t width;   // columns of the set it becomes
    size_t *ranks;  // of its words, in their order in the set; NULL for numbers
    double filling; // what stands where a value is missing
};

struct csv_plan {
    struct csv_table *table;
    const struct csv_options *options;
    struct csv_report *report;
    struct csv_part *parts;
    size_t part_count, inputs, outputs; // parts; columns of the set
    unsigned char *is_dropped;          // for each row
    size_t samples;                     // rows that are not
};

// Marks the columns that [options] leave out, and those that they call texts. False with [error] set when
// there is no such column, or fewer than two remain.
bool csv_plan_choose(struct csv_table *table, const struct csv_options *options,
                     struct error *error);

// Chooses the targets and settles what is missing. False with [error] set when the table cannot be
// learnt from; the plan is to be cleared all the same.
bool csv_plan_make(struct csv_plan *plan, struct error *error);

// Frees what the plan holds.
void csv_plan_clear(struct csv_plan *plan);

#endif
