// SPDX-License-Identifier: GPL-3.0-or-later
// A part is shown by the loss's own formula of a and y; near 0 and 1, where the digits of a no longer
// tell how near, by the one that starts from z.
#include "view/formula_loss.h"

#include <math.h>

#include "network/loss.h"
#include "network/mathfn.h"
#include "view/arithmetic.h"
#include "view/element.h"
#include "view/formula_parts.h"
#include "view/template.h"

// ce's comes from the row as a whole, since its logarithm is taken of the row's sum and not of each
// rounded a.
double formula_loss_value(const struct pass_view *view, size_t n)
{
    const struct loss *loss = view->config.loss;
    const struct pass_layer *last = pass_view_values(view, view->network->layer_count);
    size_t cols = last->a.cols;
    struct matrix z = {1, cols, last->z.data + n * cols}, a = {1, cols, last->a.data + n * cols},
                  y = {1, cols, view->pass->y.data + n * cols};
    if (loss->counts_samples)
        return loss->value(z, a, y);
    double part = 0;
    for (size_t j = 0; j < cols; j++)
        part += loss->term(z.data[j], a.data[j], y.data[j]);
    return part;
}

// The logarithm of the sum of exp(z) over a row, with the largest z taken off and added again.
static double log_sum(struct matrix z, size_t row)
{
    double largest = formula_largest(z, row), sum = 0;
    for (size_t k = 0; k < z.cols; k++)
        sum += math_exp(matrix_at(z, row, k) - largest);
    return largest + math_log(sum);
}

// Where a is too near 0 or 1 for its digits to give the value, those it is computed from are shown.
void formula_loss_term(struct buf *out, const struct pass_view *view, size_t n, size_t col)
{
    const struct loss *loss = view->config.loss;
    struct element e = {QUANTITY_A, view->network->layer_count, n, col};
    struct matrix z = pass_view_values(view, e.layer)->z;
    struct placeholders list = formula_elements(view, e);
    struct filling filling = {loss->term_formula, &list};
    struct style shown = view->style;
    double y = matrix_at(view->pass->y, n, col), own = matrix_at(z, n, col);
    double sum = loss->counts_samples ? log_sum(z, n) : 0;
    double value =
        loss->counts_samples ? y * (sum - own) : loss->term(own, element_value(view, e), y);
    if (!arithmetic_style(out, &shown, value, template_write, &filling) &&
        loss->saturated_formula && isfinite(own)) {
        filling.template = loss->saturated_formula;
        placeholders_add(&list, "logsum", sum, "logsum");
        shown = view->style;
        arithmetic_style(out, &shown, value, template_write, &filling);
    }
    template_write(out, shown, &filling);
}

// A sample's part as arithmetic.h asks for it.
struct part {
    const struct pass_view *view;
    size_t sample;
};

static void write_part(struct buf *out, struct style style, const void *of)
{
    const struct part *part = of;
    struct pass_view view = *part->view;
    size_t outputs = view.pass->y.cols;
    view.style = style;
    for (size_t j = 0; j < outputs; j = style_after(style, j, outputs)) {
        buf_puts(out, j ? " + " : "");
        formula_loss_term(out, &view, part->sample, j);
        if (style_skips(style, j, outputs))
            style_put_more(out, style, outputs - 2 * STYLE_ENDS);
    }
}

void formula_loss_part(struct buf *out, const struct pass_view *view, size_t n)
{
    const struct part part = {view, n};
    arithmetic_equation(out, view->style, formula_loss_value(view, n), write_part, &part);
}
