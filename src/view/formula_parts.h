// SPDX-License-Identifier: GPL-3.0-or-later
// What the formulas of a pass share: which kind an element has, and the names and numbers that stand for
// its placeholders. The view is only read.
#ifndef VIEW_FORMULA_PARTS_H
#define VIEW_FORMULA_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "session/quantity.h"
#include "view/element.h"
#include "view/pass_view.h"
#include "view/template.h"

// Whether the layer's activation looks at a whole row: softmax.
bool formula_is_by_row(const struct pass_view *view, size_t layer);

// Whether dz of that layer comes from the loss and the activation together.
bool formula_is_fused(const struct pass_view *view, size_t layer);

// Whether the last layer's da has a bound for its divisor.
bool formula_is_bounded(const struct pass_view *view, struct element element);

// Whether a sum is only a part of the element's formula, which names it s.
bool formula_holds_sum(const struct pass_view *view, struct element element);

// What a layer takes in, by name: "x" or "a1".
const char *formula_input_name(size_t layer, char name[QUANTITY_NAME_SIZE]);

// The largest z of a sample.
double formula_largest(struct matrix z, size_t row);

// The names of a layer's matrices: z, a, da, y and the loss's count.
struct placeholders formula_matrices(const struct pass_view *view, size_t layer);

// The names and numbers of one element of a layer; da is among them for a dz only.
struct placeholders formula_elements(const struct pass_view *view, struct element element);

#endif
