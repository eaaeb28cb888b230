// SPDX-License-Identifier: GPL-3.0-or-later
// A sum written out: in one line, or as a table with each term's part and its share. A sum
// borrows its factors, but for what it owns and explain_sum_clear frees; a pick is made by
// explain_pick and ended by explain_unpick.
#ifndef VIEW_EXPLAIN_SUM_H
#define VIEW_EXPLAIN_SUM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "view/arithmetic.h"
#include "view/style.h"

enum { EXPLAIN_NAME_SIZE = 80 };

// Where the lines of one explanation stand: behind [indent] blanks, their = below each other.
struct explain_lines {
    struct buf *out;
    const struct pass_view *view;
    size_t indent;
    size_t width; // of the name before the first =
};

// One factor of the terms; consecutive ones lie [step] doubles apart.
struct explain_factor {
    const double *data; // NULL: there is none
    size_t step;
    char name[EXPLAIN_NAME_SIZE]; // as "a1[n,1]"
};

// value = (start + Σ left·right) / divisor, where the sum is one chain of fused multiply-adds in
// index order that begins with [start].
struct explain_sum {
    size_t count;
    struct explain_factor left, right;
    bool has_start;
    double start;                       // the bias
    char start_name[EXPLAIN_NAME_SIZE]; // as "b1[0,1]"
    size_t divisor;                     // 0: none
    const char *word;                   // what a term belongs to: "sample"
    bool is_split;                      // a table even where the line holds all terms
    double value;
    double *owned; // numbers made for this sum only, or NULL; explain_sum_clear frees them
    // Writes what the part of term [index] is made of, in place of the factors; or NULL.
    void (*write)(struct buf *out, const struct pass_view *view, size_t index);
};

// Frees what the sum owns.
void explain_sum_clear(struct explain_sum *sum);

// Which terms are shown: order[0, shown). Up to the limit all of them as they come; beyond it the
// largest by size, and behind them the places of the others.
struct explain_pick {
    size_t *order;
    size_t shown, count;
};

// Chooses the terms to show. False, with nothing to free, when memory does not suffice.
bool explain_pick(struct explain_pick *pick, const struct explain_sum *sum, struct style style);
void explain_unpick(struct explain_pick *pick);

// Begins an explanation: "name = formula", and in words what it is. Returns where its lines stand.
struct explain_lines explain_heading(struct buf *out, const struct pass_view *view, size_t indent,
                                     const char *name, const char *formula, const char *aside);

// Appends text of one term after the other, "= 0·0.0625 + ... ", broken before a + where a line would
// be too long. Nothing where not all terms are shown.
void explain_sum_line(const struct explain_lines *lines, const struct explain_sum *sum,
                      const struct explain_pick *pick);

// Appends the terms as a table, where they are split or too many for a line, and a line wherever
// the parts, added up as they are shown, would not give the value.
void explain_sum_table(const struct explain_lines *lines, const struct explain_sum *sum,
                       const struct explain_pick *pick);

// Appends "= " below the first =, and a whole line that ends in a value.
void explain_equals(const struct explain_lines *lines);
void explain_value(const struct explain_lines *lines, double value);

// Appends an aside on a line of its own.
void explain_note(const struct explain_lines *lines, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
