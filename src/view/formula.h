// SPDX-License-Identifier: GPL-3.0-or-later
// The formula of a value of a pass: with names, with numbers, and the value itself. This is the one
// place that knows how z, a, da, dz, dw, db and the loss are made; the stages, `explain` and its tree
// ask it. Everything is appended to the caller's buffer; the view is only read, and must hold fresh
// values. Another spelling of formulas is a matter of sum.c and template.c, which write every sign.
#ifndef VIEW_FORMULA_H
#define VIEW_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "session/quantity.h"
#include "view/element.h"
#include "view/pass_view.h"
#include "view/sum.h"

// Appends the formula of a whole matrix, or of the loss, by names: "x @ w1 + b1", "dz2 @ w2.T".
void formula_matrix(struct buf *out, const struct pass_view *view, struct quantity quantity);

// Appends the element's formula with names: "Σi x[1,i] · w1[i,0] + b1[0,0]", "tanh(z1[1,0])". Where a
// sum stands inside of another formula, that names it s: "exp(z2[1,0] - m) / s".
void formula_names(struct buf *out, const struct pass_view *view, struct element element);

// Appends the same with numbers, every sum written out in its place.
void formula_numbers(struct buf *out, const struct pass_view *view, struct element element);

// Appends the same with [sum]'s value for s.
void formula_numbers_around(struct buf *out, const struct pass_view *view, struct element element,
                            const struct sum *sum);

// The sum in the element's formula; its count is 0 where there is none. False when memory does not
// suffice, and then there is nothing to clear.
bool formula_sum(const struct pass_view *view, struct element element, struct sum *sum);

// Whether [sum] is only a part of the element's formula, which names it s.
bool formula_holds_sum(const struct pass_view *view, struct element element);

// Whether dz of that layer comes from the loss and the activation together.
bool formula_is_fused(const struct pass_view *view, size_t layer);

// Whether the last layer's da has a bound for its divisor.
bool formula_is_bounded(const struct pass_view *view, struct element element);

// Appends another template of the element's row, with names.
void formula_template(struct buf *out, const struct pass_view *view, struct element element,
                      const char *template);

// Sample [n]'s part of the loss; and output [col]'s share of it with its numbers, appended.
double formula_loss_value(const struct pass_view *view, size_t n);
void formula_loss_term(struct buf *out, const struct pass_view *view, size_t n, size_t col);

// Appends sample [n]'s part of the loss with its numbers, as "(0.506983 - 1)²".
void formula_loss_part(struct buf *out, const struct pass_view *view, size_t n);

#endif
