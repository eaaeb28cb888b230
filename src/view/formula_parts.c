// SPDX-License-Identifier: GPL-3.0-or-later
// Which kind of formula an element has, and what stands for its placeholders.
#include "view/formula_parts.h"

#include "network/loss.h"

bool formula_is_by_row(const struct pass_view *view, size_t layer)
{
    return pass_view_layer(view, layer)->activation->is_row_wise;
}

bool formula_is_fused(const struct pass_view *view, size_t layer)
{
    return pass_view_is_last(view, layer) && view->config.loss->fused;
}

bool formula_is_bounded(const struct pass_view *view, struct element e)
{
    const struct loss *loss = view->config.loss;
    return loss->is_bounded &&
           loss->is_bounded(matrix_at(pass_view_values(view, e.layer)->a, e.row, e.col));
}

bool formula_holds_sum(const struct pass_view *view, struct element e)
{
    return (e.kind == QUANTITY_A || (e.kind == QUANTITY_DZ && !formula_is_fused(view, e.layer))) &&
           formula_is_by_row(view, e.layer);
}

const char *formula_input_name(size_t layer, char name[QUANTITY_NAME_SIZE])
{
    struct quantity input = {layer == 1 ? QUANTITY_X : QUANTITY_A, layer - 1};
    quantity_name(input, name);
    return name;
}

double formula_largest(struct matrix z, size_t row)
{
    double largest = matrix_at(z, row, 0);
    for (size_t k = 1; k < z.cols; k++)
        largest = matrix_at(z, row, k) > largest ? matrix_at(z, row, k) : largest;
    return largest;
}

static void add_count(struct placeholders *list, const struct pass_view *view)
{
    struct matrix y = view->pass->y;
    size_t count = loss_count(view->config.loss, y.rows, y.cols);
    placeholders_add(list, "count", (double)count, "%zu", count);
}

struct placeholders formula_matrices(const struct pass_view *view, size_t layer)
{
    struct placeholders list = {0};
    placeholders_add(&list, "z", 0, "z%zu", layer);
    placeholders_add(&list, "a", 0, "a%zu", layer);
    placeholders_add(&list, "da", 0, "da%zu", layer);
    placeholders_add(&list, "y", 0, "y");
    add_count(&list, view);
    return list;
}

struct placeholders formula_elements(const struct pass_view *view, struct element e)
{
    const struct pass_layer *values = pass_view_values(view, e.layer);
    struct placeholders list = {0};
    double y = pass_view_is_last(view, e.layer) ? matrix_at(view->pass->y, e.row, e.col) : 0;
    placeholders_add(&list, "z", matrix_at(values->z, e.row, e.col), "z%zu[%zu,%zu]", e.layer,
                     e.row, e.col);
    placeholders_add(&list, "a", matrix_at(values->a, e.row, e.col), "a%zu[%zu,%zu]", e.layer,
                     e.row, e.col);
    if (e.kind == QUANTITY_DZ)
        placeholders_add(&list, "da", matrix_at(values->da, e.row, e.col), "da%zu[%zu,%zu]",
                         e.layer, e.row, e.col);
    placeholders_add(&list, "y", y, "y[%zu,%zu]", e.row, e.col);
    add_count(&list, view);
    return list;
}
