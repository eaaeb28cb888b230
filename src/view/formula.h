// SPDX-License-Identifier: GPL-3.0-or-later
// The formula of a value of a pass: with names, with numbers, and the value itself. The stages,
// `explain` and its tree ask here. Everything is appended to the caller's buffer; the view is only
// read, and must hold fresh values. Another spelling of formulas is a matter of sum.c and template.c,
// which write every sign.
//
// Numbers are shown with the style's digits, or with as many more as it takes to come to the value.
#ifndef VIEW_FORMULA_H
#define VIEW_FORMULA_H

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

// Appends the same with numbers, every sum written out in its place, and the value: "0·0.4 + 0.2 =
// 0.2". The value alone, where it is all that the formula has.
void formula_numbers(struct buf *out, const struct pass_view *view, struct element element);

// Appends the same with [sum]'s value for s.
void formula_numbers_around(struct buf *out, const struct pass_view *view, struct element element,
                            const struct sum *sum);

// Appends another template of the element's row, with names.
void formula_template(struct buf *out, const struct pass_view *view, struct element element,
                      const char *template);

#endif
