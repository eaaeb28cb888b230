// SPDX-License-Identifier: GPL-3.0-or-later
// A sample's part of the loss: its value, and its arithmetic.
#ifndef VIEW_FORMULA_LOSS_H
#define VIEW_FORMULA_LOSS_H

#include <stddef.h>

#include "base/buf.h"
#include "view/pass_view.h"

// Sample [n]'s part of the loss.
double formula_loss_value(const struct pass_view *view, size_t n);

// Appends output [col]'s share of it with its numbers, as "(0.506983 - 1)²".
void formula_loss_term(struct buf *out, const struct pass_view *view, size_t n, size_t col);

// Appends the whole part with its numbers, abridged where there are many outputs.
void formula_loss_part(struct buf *out, const struct pass_view *view, size_t n);

#endif
