// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas come in two kinds. Where one is a sum over inputs, units or samples, formula_sum says of
// what, and sum.c writes it. Any other stands in the tables of network/ as a template, which
// template.c fills. Softmax has a formula of both kinds, a template with a sum inside it.
#include "view/formula.h"

#include <string.h>

#include "network/loss.h"
#include "view/arithmetic.h"
#include "view/formula_parts.h"
#include "view/formula_sum.h"

// The formulas of softmax and of its slope, with s for the sum over the row; and the slope as
// matrices have it.
#define ROW_FORMULA      "exp({z} - {m}) / {s}"
#define ROW_SLOPE        "{a}·({da} - {s})"
#define ROW_SLOPE_MATRIX "{a}·({da} - Σ {da}·{a})"

// The element's template where the sum it may hold has a name, s. For a dz that is its last factor
// only; before it stands "{da} · ".
static const char *template_of(const struct pass_view *view, struct element e)
{
    const struct activation *activation = pass_view_layer(view, e.layer)->activation;
    const struct loss *loss = view->config.loss;
    if (formula_holds_sum(view, e))
        return e.kind == QUANTITY_A ? ROW_FORMULA : ROW_SLOPE;
    if (e.kind == QUANTITY_A)
        return activation->formula;
    if (e.kind == QUANTITY_DA)
        return formula_is_bounded(view, e) ? loss->bounded_formula : loss->gradient_formula;
    return formula_is_fused(view, e.layer) ? loss->fused_formula : activation->slope;
}

// Whether the element is a dz that is da times a slope.
static bool is_slope(const struct pass_view *view, struct element e)
{
    return e.kind == QUANTITY_DZ && !formula_is_fused(view, e.layer) && !formula_holds_sum(view, e);
}

void formula_template(struct buf *out, const struct pass_view *view, struct element e,
                      const char *template)
{
    struct placeholders list = formula_elements(view, e);
    template_names(out, template, &list);
}

void formula_names(struct buf *out, const struct pass_view *view, struct element e)
{
    struct sum sum;
    if (e.kind == QUANTITY_LOSS) {
        formula_matrix(out, view, (struct quantity){QUANTITY_LOSS, 0});
        return;
    }
    if (!formula_sum(view, e, &sum)) {
        out->failed = true;
        return;
    }
    if (sum.count && !formula_holds_sum(view, e)) {
        sum_names(out, &sum);
    } else {
        struct placeholders list = formula_elements(view, e);
        placeholders_add(&list, "m", 0, "m");
        placeholders_add(&list, "s", 0, "s");
        template_names(out, is_slope(view, e) ? "{da} · " : "", &list);
        template_names(out, template_of(view, e), &list);
    }
    sum_clear(&sum);
}

static void put_exp(struct buf *out, struct style style, double z)
{
    struct placeholders list = {0};
    placeholders_add(&list, "z", z, "z");
    template_numbers(out, "exp({z})", &list, style);
}

// exp(z) over the sum of the row's, with nothing taken off; so it is shown where all fits one line.
static void softmax_numbers(struct buf *out, const struct pass_view *view, struct element e)
{
    struct matrix z = pass_view_values(view, e.layer)->z;
    put_exp(out, view->style, matrix_at(z, e.row, e.col));
    buf_puts(out, " / (");
    for (size_t k = 0; k < z.cols; k = style_after(view->style, k, z.cols)) {
        buf_puts(out, k ? " + " : "");
        put_exp(out, view->style, matrix_at(z, e.row, k));
        if (style_skips(view->style, k, z.cols))
            style_put_more(out, view->style, z.cols - 2 * STYLE_ENDS);
    }
    buf_puts(out, ")");
}

// a·(da - (the sum))
static void softmax_slope_numbers(struct buf *out, const struct pass_view *view, struct element e)
{
    struct placeholders list = formula_elements(view, e);
    struct sum sum;
    if (!formula_sum(view, e, &sum)) {
        out->failed = true;
        return;
    }
    template_numbers(out, "{a}·({da} - (", &list, view->style);
    sum_numbers(out, &sum, view->style);
    buf_puts(out, "))");
    sum_clear(&sum);
}

static void template_formula_numbers(struct buf *out, const struct pass_view *view,
                                     struct element e)
{
    const struct activation *activation = pass_view_layer(view, e.layer)->activation;
    const struct pass_layer *values = pass_view_values(view, e.layer);
    struct placeholders list = formula_elements(view, e);
    const char *template = template_of(view, e);
    if (is_slope(view, e))
        template_numbers(out, "{da} · ", &list, view->style);
    if (is_slope(view, e) && activation->slope_is_a_case) {
        double slope = activation->backward(1, matrix_at(values->z, e.row, e.col),
                                            matrix_at(values->a, e.row, e.col));
        placeholders_add(&list, "slope", slope, "slope");
        template = "{slope}";
    }
    template_numbers(out, template, &list, view->style);
}

static void put_numbers(struct buf *out, const struct pass_view *view, struct element e)
{
    struct sum sum;
    if (formula_holds_sum(view, e)) {
        if (e.kind == QUANTITY_A)
            softmax_numbers(out, view, e);
        else
            softmax_slope_numbers(out, view, e);
        return;
    }
    if (!formula_sum(view, e, &sum)) {
        out->failed = true;
        return;
    }
    if (sum.count)
        sum_numbers(out, &sum, view->style);
    else
        template_formula_numbers(out, view, e);
    sum_clear(&sum);
}

// An element's numbers as arithmetic.h asks for them; with [sum]'s value for s where there is one.
struct numbers {
    const struct pass_view *view;
    struct element element;
    const struct sum *sum;
};

static void write_numbers(struct buf *out, struct style style, const void *of)
{
    const struct numbers *numbers = of;
    struct pass_view view = *numbers->view;
    view.style = style;
    put_numbers(out, &view, numbers->element);
}

static void write_around(struct buf *out, struct style style, const void *of)
{
    const struct numbers *numbers = of;
    const struct pass_view *view = numbers->view;
    struct element e = numbers->element;
    struct placeholders list = formula_elements(view, e);
    placeholders_add(&list, "m", formula_largest(pass_view_values(view, e.layer)->z, e.row), "m");
    placeholders_add(&list, "s", numbers->sum->value, "s");
    template_numbers(out, template_of(view, e), &list, style);
}

void formula_numbers(struct buf *out, const struct pass_view *view, struct element e)
{
    const struct numbers numbers = {view, e, NULL};
    arithmetic_equation(out, view->style, element_value(view, e), write_numbers, &numbers);
}

void formula_numbers_around(struct buf *out, const struct pass_view *view, struct element e,
                            const struct sum *sum)
{
    const struct numbers numbers = {view, e, sum};
    arithmetic_equation(out, view->style, element_value(view, e), write_around, &numbers);
}

void formula_matrix(struct buf *out, const struct pass_view *view, struct quantity quantity)
{
    size_t k = quantity.layer;
    bool is_loss = quantity.kind == QUANTITY_LOSS;
    const struct activation *activation = is_loss ? NULL : pass_view_layer(view, k)->activation;
    const struct loss *loss = view->config.loss;
    struct placeholders list = formula_matrices(view, is_loss ? view->network->layer_count : k);
    char input[QUANTITY_NAME_SIZE];
    switch (quantity.kind) {
    case QUANTITY_Z:
        buf_printf(out, "%s @ w%zu + b%zu", formula_input_name(k, input), k, k);
        break;
    case QUANTITY_A:
        buf_printf(out, "%s(z%zu)", activation->name, k);
        break;
    case QUANTITY_LOSS:
        template_names(out, loss->formula, &list);
        break;
    case QUANTITY_DA:
        if (pass_view_is_last(view, k))
            template_names(out, loss->gradient_formula, &list);
        else
            buf_printf(out, "dz%zu @ w%zu.T", k + 1, k + 1);
        break;
    case QUANTITY_DZ:
        if (formula_is_fused(view, k)) {
            template_names(out, loss->fused_formula, &list);
        } else if (formula_is_by_row(view, k)) {
            template_names(out, ROW_SLOPE_MATRIX, &list);
        } else {
            template_names(out, "{da} · ", &list);
            template_names(out, activation->slope, &list);
        }
        break;
    case QUANTITY_DW:
        buf_printf(out, "%s.T @ dz%zu", formula_input_name(k, input), k);
        break;
    default:
        buf_printf(out, "sum of dz%zu", k);
        break;
    }
}
