// SPDX-License-Identifier: GPL-3.0-or-later
// The value of one element of what a pass computes. Nothing is owned.
#ifndef VIEW_ELEMENT_H
#define VIEW_ELEMENT_H

#include "session/element.h"
#include "view/pass_view.h"

// The matrix it belongs to: z, a, da, dz, w, b, dw or db of its layer.
struct matrix element_matrix(const struct pass_view *view, struct element element);

// Its value; the loss has one, too.
double element_value(const struct pass_view *view, struct element element);

#endif
