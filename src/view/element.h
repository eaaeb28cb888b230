// SPDX-License-Identifier: GPL-3.0-or-later
// One element of what a pass computes: its name and its value. Nothing is owned.
#ifndef VIEW_ELEMENT_H
#define VIEW_ELEMENT_H

#include <stddef.h>

#include "session/quantity.h"
#include "view/pass_view.h"

enum { ELEMENT_NAME_SIZE = 80 };

// An element of a matrix, or the loss. Its row is the sample for z, a, da and dz; the input for w and
// dw; 0 for b and db.
struct element {
    enum quantity_kind kind;
    size_t layer, row, col;
};

// Writes its name, as "w1[0,1]".
void element_name(struct element element, char name[ELEMENT_NAME_SIZE]);

// The matrix it belongs to: z, a, da, dz, w, b, dw or db of its layer.
struct matrix element_matrix(const struct pass_view *view, struct element element);

// Its value; the loss has one, too.
double element_value(const struct pass_view *view, struct element element);

#endif
