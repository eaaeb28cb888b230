// SPDX-License-Identifier: GPL-3.0-or-later
// What several exports write in the same way: titles, comments, numbers, tables, names. Everything is appended to the
// caller's buffer.
#ifndef VIEW_EXPORT_TEXT_H
#define VIEW_EXPORT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "network/matrix.h"

struct dataset;
struct export_source;

// What the network is, and what data it learns: "The network 2-2-1 (relu, sigmoid) on the data xor".
void export_title(struct buf *out, const struct export_source *source);

// The words of [text] in lines of at most 79 columns that each begin with "#"; a newline begins a new
// paragraph.
void export_comment(struct buf *out, const char *text);

// A double that reads back to the same bits; a whole number as one.
void export_number(struct buf *out, double value);

// The lowest [count] bytes of [bits], the lowest first, whatever the machine.
void export_little_endian(struct buf *out, uint64_t bits, size_t count);

// The 32 or 64 bits of a number in single or double precision, in that order.
void export_bits(struct buf *out, double value, unsigned float_bits);

// How rows become nested lists.
struct export_lists {
    const char *bad; // stands for a number that is not finite; NULL: nan, inf or -inf
    size_t indent;   // spaces before each row after the first
    size_t *bads;    // is increased by one for each such number; or NULL
};

// One number among them.
void export_element(struct buf *out, double value, struct export_lists how);

// "[[1, 2], [3, 4]]", each row in a line of its own.
void export_lists(struct buf *out, struct matrix m, struct export_lists how);

// "[1, 2]".
void export_list(struct buf *out, const double *values, size_t count, struct export_lists how);

// Lines of numbers separated by commas, without a head.
void export_csv_rows(struct buf *out, struct matrix m);

// One field of CSV, in quotes where it needs them.
void export_csv_field(struct buf *out, const char *text);

// The head of all columns of the data, inputs first, and a line end; then each sample with its targets.
void export_csv_data(struct buf *out, const struct dataset *data, struct matrix x, struct matrix y);

// A text in JSON, with its quotes. '<' is spelled \u003c, so that it can stand in a page.
void export_json_text(struct buf *out, const char *text);

#endif
