// SPDX-License-Identifier: GPL-3.0-or-later
// One number and the arithmetic that made it, on one line: "z1[1,0] = 0·0.417022 + … + 0 = 0.000114".
// Everything is appended to the caller's buffer; the view is only read.
#ifndef VIEW_ARITHMETIC_H
#define VIEW_ARITHMETIC_H

#include "base/buf.h"
#include "view/pass_view.h"

// Appends a table's formula with names in place of {z}, {a}, {y} (those of layer [layer]) and the
// number of elements in place of {count}.
void arithmetic_formula(struct buf *out, const struct pass_view *view, const char *formula,
                        size_t layer);

// Appends the formula for one element: with the names of elements ("z1[1,0]", "y[1,0]") in the
// places, or with their numbers.
void arithmetic_element_names(struct buf *out, const struct pass_view *view, const char *formula,
                              size_t layer, size_t row, size_t col);
void arithmetic_element_numbers(struct buf *out, const struct pass_view *view, const char *formula,
                                size_t layer, size_t row, size_t col);

// Appends the line of one element, ended by a newline. [row] is the sample for z, a, da, dz; the
// input for dw; 0 for db.
void arithmetic_z(struct buf *out, const struct pass_view *view, size_t layer, size_t row,
                  size_t col);
void arithmetic_a(struct buf *out, const struct pass_view *view, size_t layer, size_t row,
                  size_t col);
void arithmetic_da(struct buf *out, const struct pass_view *view, size_t layer, size_t row,
                   size_t col);
void arithmetic_dz(struct buf *out, const struct pass_view *view, size_t layer, size_t row,
                   size_t col);
void arithmetic_dw(struct buf *out, const struct pass_view *view, size_t layer, size_t row,
                   size_t col);
void arithmetic_db(struct buf *out, const struct pass_view *view, size_t layer, size_t row,
                   size_t col);

// The loss's gradient formula for an element of the last layer's da.
const char *arithmetic_gradient_formula(const struct pass_view *view, size_t row, size_t col);

// Sample [n]'s part of the loss; and output [col]'s share of it with its numbers, appended.
double arithmetic_loss_value(const struct pass_view *view, size_t n);
void arithmetic_loss_term(struct buf *out, const struct pass_view *view, size_t n, size_t col);

// Appends sample [n]'s part of the loss, as "(0.506983 - 1)² = 0.243066", without a newline.
void arithmetic_loss_part(struct buf *out, const struct pass_view *view, size_t n);

// Appends how the samples' parts make the loss: "(0.25 + … ) / 4 = 0.250635", without a newline.
void arithmetic_loss(struct buf *out, const struct pass_view *view);

#endif
