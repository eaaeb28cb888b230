// SPDX-License-Identifier: GPL-3.0-or-later
// Every view that shows the value of an element finds it here.
#include "view/element.h"

struct matrix element_matrix(const struct pass_view *view, struct element element)
{
    const struct layer *layer = pass_view_layer(view, element.layer);
    switch (element.kind) {
    case QUANTITY_Z:
        return pass_view_values(view, element.layer)->z;
    case QUANTITY_A:
        return pass_view_values(view, element.layer)->a;
    case QUANTITY_DA:
        return pass_view_values(view, element.layer)->da;
    case QUANTITY_DZ:
        return pass_view_values(view, element.layer)->dz;
    case QUANTITY_W:
        return layer->w;
    case QUANTITY_B:
        return layer->b;
    case QUANTITY_DW:
        return layer->dw;
    default:
        return layer->db;
    }
}

double element_value(const struct pass_view *view, struct element element)
{
    if (element.kind == QUANTITY_LOSS)
        return view->pass->loss;
    return matrix_at(element_matrix(view, element), element.row, element.col);
}
