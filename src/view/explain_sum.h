// SPDX-License-Identifier: GPL-3.0-or-later
// How an explanation lies on the screen: its heading, its lines, and a sum over several lines or as a
// table with each term's part and its share. A pick is made by explain_pick and ended by
// explain_unpick.
#ifndef VIEW_EXPLAIN_SUM_H
#define VIEW_EXPLAIN_SUM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "view/pass_view.h"
#include "view/style.h"
#include "view/sum.h"

// Where the lines of one explanation stand: after [indent] spaces, their = below each other.
struct explain_lines {
    struct buf *out;
    const struct pass_view *view;
    size_t indent;
    size_t width; // of the name before the first =
};

// Which terms are shown: order[0, shown). Up to the limit all of them as they come; beyond it the
// largest by size, and after them the others.
struct explain_pick {
    size_t *order;
    size_t shown, count;
};

// Chooses the terms to show. False, with nothing to free, when memory does not suffice.
bool explain_pick(struct explain_pick *pick, const struct sum *sum, struct style style);
void explain_unpick(struct explain_pick *pick);

// Begins an explanation: "name = formula", and in words what it is. Returns where its lines stand.
struct explain_lines explain_heading(struct buf *out, const struct pass_view *view, size_t indent,
                                     const char *name, const char *formula, const char *aside);

// Appends text of one term after the other, "= 0·0.0625 + ... ", broken before a + where a line would
// be too long. Nothing where not all terms are shown.
void explain_sum_line(const struct explain_lines *lines, const struct sum *sum,
                      const struct explain_pick *pick);

// Appends the terms as a table, where they are split or too many for a line, and a line wherever
// the parts, added up as they are shown, would not give the value.
void explain_sum_table(const struct explain_lines *lines, const struct sum *sum,
                       const struct explain_pick *pick);

// Appends "= " below the first =, and a whole line that ends in a value.
void explain_equals(const struct explain_lines *lines);
void explain_value(const struct explain_lines *lines, double value);

// Appends an aside on a line of its own.
void explain_note(const struct explain_lines *lines, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
