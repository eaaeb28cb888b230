// SPDX-License-Identifier: GPL-3.0-or-later
// One element of what a pass computes, or of a parameter, and its name. Nothing is owned.
#ifndef SESSION_ELEMENT_H
#define SESSION_ELEMENT_H

#include <stddef.h>

#include "session/quantity.h"

enum { ELEMENT_NAME_SIZE = 80 };

// An element of a matrix, or the loss. Its row is the sample for z, a, da and dz; the input for w and
// dw; 0 for b and db.
struct element {
    enum quantity_kind kind;
    size_t layer, row, col;
};

// Writes its name, as "w1[0,1]".
void element_name(struct element element, char name[ELEMENT_NAME_SIZE]);

#endif
