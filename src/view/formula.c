// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas come in two kinds. Where one is a sum over inputs, units or samples, formula_sum says of
// what, and sum.c writes it. Any other stands in the tables of network/ as a template, which
// template.c fills. Softmax has a formula of both kinds, a template with a sum inside it.
#include "view/formula.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "network/loss.h"
#include "network/mathfn.h"

enum {
    OUTPUTS_SHOWN = 3 // a sample's part of the loss is written out for at most that many outputs
};

// The formulas of softmax and of its slope, with s for the sum over the row; and the slope as
// matrices have it.
#define ROW_FORMULA      "exp({z} - {m}) / {s}"
#define ROW_SLOPE        "{a}·({da} - {s})"
#define ROW_SLOPE_MATRIX "{a}·({da} - Σ {da}·{a})"

// ---- kinds of formulas ------------------------------------------------------------------------

// Whether the layer's activation looks at a whole row: softmax.
static bool is_by_row(const struct pass_view *view, size_t layer)
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
           is_by_row(view, e.layer);
}

// What a layer takes in, by name: "x" or "a1".
static const char *input_name(size_t layer, char name[QUANTITY_NAME_SIZE])
{
    struct quantity input = {layer == 1 ? QUANTITY_X : QUANTITY_A, layer - 1};
    quantity_name(input, name);
    return name;
}

// ---- sums -------------------------------------------------------------------------------------

// z[n,j] = b[j] + Σi x[n,i]·w[i,j]
static void sum_of_z(const struct pass_view *view, struct element e, struct sum *sum)
{
    const struct layer *layer = pass_view_layer(view, e.layer);
    struct matrix x = pass_input(view->pass, e.layer);
    char name[QUANTITY_NAME_SIZE];
    sum->count = x.cols;
    sum->letter = 'i';
    sum->word = "input";
    sum->left = (struct sum_factor){.data = x.data + e.row * x.cols, .step = 1};
    sum->right = (struct sum_factor){.data = layer->w.data + e.col, .step = layer->w.cols};
    snprintf(sum->left.name, TEMPLATE_NAME_SIZE, "%s[%zu,i]", input_name(e.layer, name), e.row);
    snprintf(sum->right.name, TEMPLATE_NAME_SIZE, "w%zu[i,%zu]", e.layer, e.col);
    sum->has_start = true;
    sum->start = layer->b.data[e.col];
    snprintf(sum->start_name, TEMPLATE_NAME_SIZE, "b%zu[0,%zu]", e.layer, e.col);
}

// da[n,i] = Σj dz'[n,j]·w'[i,j], over the units j of the next layer.
static void sum_of_da(const struct pass_view *view, struct element e, struct sum *sum)
{
    struct matrix w = pass_view_layer(view, e.layer + 1)->w,
                  dz = pass_view_values(view, e.layer + 1)->dz;
    sum->count = dz.cols;
    sum->letter = 'j';
    sum->word = "unit";
    sum->left = (struct sum_factor){.data = dz.data + e.row * dz.cols, .step = 1};
    sum->right = (struct sum_factor){.data = w.data + e.col * w.cols, .step = 1};
    snprintf(sum->left.name, TEMPLATE_NAME_SIZE, "dz%zu[%zu,j]", e.layer + 1, e.row);
    snprintf(sum->right.name, TEMPLATE_NAME_SIZE, "w%zu[%zu,j]", e.layer + 1, e.col);
}

// dw[i,j] = Σn x[n,i]·dz[n,j], and db[j] = Σn dz[n,j]
static void sum_of_gradient(const struct pass_view *view, struct element e, struct sum *sum)
{
    struct matrix x = pass_input(view->pass, e.layer), dz = pass_view_values(view, e.layer)->dz;
    struct sum_factor through = {.data = dz.data + e.col, .step = dz.cols};
    char name[QUANTITY_NAME_SIZE];
    snprintf(through.name, TEMPLATE_NAME_SIZE, "dz%zu[n,%zu]", e.layer, e.col);
    sum->count = dz.rows;
    sum->letter = 'n';
    sum->word = "sample";
    sum->left = sum->right = through;
    if (e.kind == QUANTITY_DB) {
        sum->right.data = NULL;
        return;
    }
    sum->left = (struct sum_factor){.data = x.data + e.row, .step = x.cols};
    snprintf(sum->left.name, TEMPLATE_NAME_SIZE, "%s[n,%zu]", input_name(e.layer, name), e.row);
}

// The largest z of a sample.
static double largest_of(struct matrix z, size_t row)
{
    double largest = matrix_at(z, row, 0);
    for (size_t k = 1; k < z.cols; k++)
        largest = matrix_at(z, row, k) > largest ? matrix_at(z, row, k) : largest;
    return largest;
}

// The sum below softmax's fraction line, Σk exp(z[n,k] - m).
static bool sum_of_exps(const struct pass_view *view, struct element e, struct sum *sum)
{
    struct matrix z = pass_view_values(view, e.layer)->z;
    double largest = largest_of(z, e.row);
    if (!(sum->owned = malloc(z.cols * sizeof(double))))
        return false;
    sum->count = z.cols;
    sum->letter = 'k';
    sum->word = "unit";
    sum->value = 0;
    for (size_t k = 0; k < z.cols; k++) {
        sum->owned[k] = math_exp(matrix_at(z, e.row, k) - largest);
        sum->value += sum->owned[k];
    }
    sum->left = (struct sum_factor){.data = sum->owned, .step = 1};
    snprintf(sum->left.name, TEMPLATE_NAME_SIZE, "exp(z%zu[%zu,k] - m)", e.layer, e.row);
    return true;
}

// The sum inside softmax's slope, Σk da[n,k]·a[n,k].
static void sum_of_slope(const struct pass_view *view, struct element e, struct sum *sum)
{
    const struct pass_layer *values = pass_view_values(view, e.layer);
    size_t cols = values->a.cols;
    sum->count = cols;
    sum->letter = 'k';
    sum->word = "unit";
    sum->left = (struct sum_factor){.data = values->da.data + e.row * cols, .step = 1};
    sum->right = (struct sum_factor){.data = values->a.data + e.row * cols, .step = 1};
    snprintf(sum->left.name, TEMPLATE_NAME_SIZE, "da%zu[%zu,k]", e.layer, e.row);
    snprintf(sum->right.name, TEMPLATE_NAME_SIZE, "a%zu[%zu,k]", e.layer, e.row);
    sum->value = 0;
    for (size_t k = 0; k < cols; k++)
        sum->value = fma(sum_left(sum, k), sum_right(sum, k), sum->value);
}

// Writes what sample n's part is made of; outputs whose target is 0 have none in ce.
static void write_loss_part(struct buf *out, const struct pass_view *view, size_t n)
{
    const struct loss *loss = view->config.loss;
    size_t cols = view->pass->y.cols, written = 0;
    if (!loss->counts_samples && cols > OUTPUTS_SHOWN) {
        buf_printf(out, "sum over %zu outputs", cols);
        return;
    }
    for (size_t j = 0; j < cols; j++) {
        if (loss->counts_samples && matrix_at(view->pass->y, n, j) == 0)
            continue;
        buf_puts(out, written++ ? " + " : "");
        formula_loss_term(out, view, n, j);
    }
}

static bool sum_of_loss(const struct pass_view *view, struct sum *sum)
{
    const struct loss *loss = view->config.loss;
    struct matrix y = view->pass->y;
    if (!(sum->owned = malloc(y.rows * sizeof(double))))
        return false;
    for (size_t n = 0; n < y.rows; n++)
        sum->owned[n] = formula_loss_value(view, n);
    sum->count = y.rows;
    sum->letter = 'n';
    sum->word = "sample";
    sum->left = (struct sum_factor){.data = sum->owned, .step = 1, .name = "part"};
    sum->divisor = loss->is_mean ? loss_count(loss, y.rows, y.cols) : 0;
    sum->write = write_loss_part;
    return true;
}

bool formula_sum(const struct pass_view *view, struct element e, struct sum *sum)
{
    *sum = (struct sum){.word = "", .value = element_value(view, e)};
    if (e.kind == QUANTITY_LOSS)
        return sum_of_loss(view, sum);
    if (e.kind == QUANTITY_Z)
        sum_of_z(view, e, sum);
    else if (e.kind == QUANTITY_DA && !pass_view_is_last(view, e.layer))
        sum_of_da(view, e, sum);
    else if (e.kind == QUANTITY_DW || e.kind == QUANTITY_DB)
        sum_of_gradient(view, e, sum);
    else if (formula_holds_sum(view, e) && e.kind == QUANTITY_A)
        return sum_of_exps(view, e, sum);
    else if (formula_holds_sum(view, e))
        sum_of_slope(view, e, sum);
    return true;
}

// ---- templates --------------------------------------------------------------------------------

static void add_count(struct placeholders *list, const struct pass_view *view)
{
    struct matrix y = view->pass->y;
    size_t count = loss_count(view->config.loss, y.rows, y.cols);
    placeholders_add(list, "count", (double)count, "%zu", count);
}

// The names of a layer's matrices.
static struct placeholders matrices_of(const struct pass_view *view, size_t layer)
{
    struct placeholders list = {0};
    placeholders_add(&list, "z", 0, "z%zu", layer);
    placeholders_add(&list, "a", 0, "a%zu", layer);
    placeholders_add(&list, "da", 0, "da%zu", layer);
    placeholders_add(&list, "y", 0, "y");
    add_count(&list, view);
    return list;
}

// The names and numbers of one element of a layer; da is there in the backward stages only.
static struct placeholders elements_of(const struct pass_view *view, struct element e)
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
    struct placeholders list = elements_of(view, e);
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
        struct placeholders list = elements_of(view, e);
        placeholders_add(&list, "m", 0, "m");
        placeholders_add(&list, "s", 0, "s");
        template_names(out, is_slope(view, e) ? "{da} · " : "", &list);
        template_names(out, template_of(view, e), &list);
    }
    sum_clear(&sum);
}

void formula_numbers_around(struct buf *out, const struct pass_view *view, struct element e,
                            const struct sum *sum)
{
    struct placeholders list = elements_of(view, e);
    placeholders_add(&list, "m", largest_of(pass_view_values(view, e.layer)->z, e.row), "m");
    placeholders_add(&list, "s", sum->value, "s");
    template_numbers(out, template_of(view, e), &list, view->style);
}

// exp(z) over the sum of the row's, with nothing taken off; so it is shown where all fits one line.
static void softmax_numbers(struct buf *out, const struct pass_view *view, struct element e)
{
    struct matrix z = pass_view_values(view, e.layer)->z;
    buf_printf(out, "exp(%s) / (", style_number(view->style, matrix_at(z, e.row, e.col)).text);
    for (size_t k = 0; k < z.cols; k = style_after(view->style, k, z.cols)) {
        buf_printf(out, "%sexp(%s)", k ? " + " : "",
                   style_number(view->style, matrix_at(z, e.row, k)).text);
        if (style_skips(view->style, k, z.cols))
            buf_printf(out, " + … %zu more …", z.cols - 2 * STYLE_ENDS);
    }
    buf_puts(out, ")");
}

// a·(da - (the sum))
static void softmax_slope_numbers(struct buf *out, const struct pass_view *view, struct element e)
{
    struct placeholders list = elements_of(view, e);
    struct sum sum = {0};
    sum_of_slope(view, e, &sum);
    template_numbers(out, "{a}·({da} - (", &list, view->style);
    sum_numbers(out, &sum, view->style);
    buf_puts(out, "))");
}

static void template_formula_numbers(struct buf *out, const struct pass_view *view,
                                     struct element e)
{
    const struct activation *activation = pass_view_layer(view, e.layer)->activation;
    const struct pass_layer *values = pass_view_values(view, e.layer);
    struct placeholders list = elements_of(view, e);
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

void formula_numbers(struct buf *out, const struct pass_view *view, struct element e)
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

void formula_matrix(struct buf *out, const struct pass_view *view, struct quantity quantity)
{
    size_t k = quantity.layer;
    bool is_loss = quantity.kind == QUANTITY_LOSS;
    const struct activation *activation = is_loss ? NULL : pass_view_layer(view, k)->activation;
    const struct loss *loss = view->config.loss;
    struct placeholders list = matrices_of(view, is_loss ? view->network->layer_count : k);
    char input[QUANTITY_NAME_SIZE];
    switch (quantity.kind) {
    case QUANTITY_Z:
        buf_printf(out, "%s @ w%zu + b%zu", input_name(k, input), k, k);
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
        } else if (is_by_row(view, k)) {
            template_names(out, ROW_SLOPE_MATRIX, &list);
        } else {
            template_names(out, "{da} · ", &list);
            template_names(out, activation->slope, &list);
        }
        break;
    case QUANTITY_DW:
        buf_printf(out, "%s.T @ dz%zu", input_name(k, input), k);
        break;
    default:
        buf_printf(out, "sum of dz%zu", k);
        break;
    }
}

// ---- the loss ---------------------------------------------------------------------------------

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
    double largest = largest_of(z, row), sum = 0;
    for (size_t k = 0; k < z.cols; k++)
        sum += math_exp(matrix_at(z, row, k) - largest);
    return largest + math_log(sum);
}

// What the formula of one output's part comes to, done with doubles as they are.
static double term_by_formula(const struct loss *loss, double a, double y)
{
    if (!loss->saturated_formula)
        return loss->term(0, a, y);
    return -y * math_log(a) - (loss->counts_samples ? 0 : (1 - y) * math_log(1 - a));
}

// The digits of a from which the formula gives [value], as good as the style shows it; 0 where no digits
// are enough, since those of a itself are lost.
static int digits_for(const struct loss *loss, struct style style, double a, double y, double value)
{
    double bound = 0.1;
    for (int i = 3; i < style.digits && bound > 1e-11; i++)
        bound /= 10;
    for (int digits = style.digits; digits <= NUMBER_DIGITS_EXACT; digits++) {
        struct number_string shown = number_string(a, digits);
        double read = a;
        number_parse(shown.text, strlen(shown.text), &read);
        if (fabs(term_by_formula(loss, read, y) - value) <= bound * fabs(value))
            return digits;
    }
    return 0;
}

// The numbers shown give the value shown; where a is too near 0 or 1 for that, those it is computed from.
void formula_loss_term(struct buf *out, const struct pass_view *view, size_t n, size_t col)
{
    const struct loss *loss = view->config.loss;
    struct element e = {QUANTITY_A, view->network->layer_count, n, col};
    struct matrix z = pass_view_values(view, e.layer)->z;
    struct placeholders list = elements_of(view, e);
    struct style style = view->style;
    double a = element_value(view, e), y = matrix_at(view->pass->y, n, col),
           own = matrix_at(z, n, col);
    double sum = loss->counts_samples ? log_sum(z, n) : 0;
    double value = loss->counts_samples ? y * (sum - own) : loss->term(own, a, y);
    int digits = digits_for(loss, style, a, y, value);
    bool is_saturated = digits == 0 && loss->saturated_formula && isfinite(own);
    if (is_saturated && loss->counts_samples) // a difference of two numbers that are nearly equal
        digits = NUMBER_DIGITS_EXACT;
    placeholders_add(&list, "logsum", sum, "logsum");
    style.digits = digits ? digits : style.digits;
    template_numbers(out, is_saturated ? loss->saturated_formula : loss->term_formula, &list,
                     style);
}

void formula_loss_part(struct buf *out, const struct pass_view *view, size_t n)
{
    size_t outputs = view->pass->y.cols;
    for (size_t j = 0; j < outputs; j = style_after(view->style, j, outputs)) {
        buf_puts(out, j ? " + " : "");
        formula_loss_term(out, view, n, j);
        if (style_skips(view->style, j, outputs))
            buf_printf(out, " + … %zu more …", outputs - 2 * STYLE_ENDS);
    }
}
