// SPDX-License-Identifier: GPL-3.0-or-later
// One element of what a pass computes, and the one formula that made it. Everything is appended to
// the caller's buffer; the view is only read, and must hold fresh values.
#ifndef VIEW_EXPLAIN_ELEMENT_H
#define VIEW_EXPLAIN_ELEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "view/arithmetic.h"
#include "view/element.h"
#include "view/explain_sum.h"

// Whether dz of that layer comes from the loss and the activation together.
bool element_is_fused(const struct pass_view *view, struct element element);

// The sum in the element's formula; its count is 0 where there is none. False when memory does not
// suffice, and then there is nothing to clear.
bool element_sum(const struct pass_view *view, struct element element, struct explain_sum *sum);

// Appends the explanation of z, a, da, dz, dw, db or the loss: formula, numbers, value.
void element_explain(struct buf *out, const struct pass_view *view, struct element element,
                     size_t indent);

#endif
