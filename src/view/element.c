// SPDX-License-Identifier: GPL-3.0-or-later
// Every view that names an element of a pass names it here.
#include "view/element.h"

#include <stdio.h>

void element_name(struct element element, char name[ELEMENT_NAME_SIZE])
{
    char text[QUANTITY_NAME_SIZE];
    quantity_name((struct quantity){element.kind, element.layer}, text);
    if (element.kind == QUANTITY_LOSS)
        snprintf(name, ELEMENT_NAME_SIZE, "%s", text);
    else
        snprintf(name, ELEMENT_NAME_SIZE, "%s[%zu,%zu]", text, element.row, element.col);
}

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
