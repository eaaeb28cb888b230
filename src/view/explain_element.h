// SPDX-License-Identifier: GPL-3.0-or-later
// One element of what a pass computes, and the one formula that made it. Everything is appended to
// the caller's buffer; the view is only read, and must hold fresh values.
#ifndef VIEW_EXPLAIN_ELEMENT_H
#define VIEW_EXPLAIN_ELEMENT_H

#include <stddef.h>

#include "base/buf.h"
#include "view/element.h"
#include "view/pass_view.h"

// Appends the explanation of z, a, da, dz, dw, db or the loss: formula, numbers, value.
void element_explain(struct buf *out, const struct pass_view *view, struct element element,
                     size_t indent);

#endif
