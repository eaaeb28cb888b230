// SPDX-License-Identifier: GPL-3.0-or-later
// Every view that shows the value of an element finds it here.
#include "view/element.h"

struct matrix element_matrix(const struct pass_view *view, struct element element)
{
    return quantity_matrix(view->network, view->pass,
                           (struct quantity){element.kind, element.layer});
}

double element_value(const struct pass_view *view, struct element element)
{
    if (element.kind == QUANTITY_LOSS)
        return view->pass->loss;
    return matrix_at(element_matrix(view, element), element.row, element.col);
}
