// SPDX-License-Identifier: GPL-3.0-or-later
// The formulas with the numbers in them. A formula is a template from the tables of network/; here
// its places are filled, with names for the heading and with numbers for the lines below it, so
// that what is shown cannot drift from what is computed. Sums of products come in four kinds (over
// inputs, over units, over samples with and without a factor) and are all written by sum_line.
#include "view/arithmetic.h"

#include <stdio.h>
#include <string.h>

#include "network/loss.h"
#include "network/mathfn.h"
#include "network/optimizer.h"

// What stands in a template's places.
struct filling {
    const char *z, *a, *y, *count, *logsum;
};

// Appends [text], in parentheses where it is negative and comes right behind a minus.
static void put_operand(struct buf *out, const char *text)
{
    size_t end = out->length;
    while (end > 0 && out->data[end - 1] == ' ')
        end--;
    bool minus = end > 0 && out->data[end - 1] == '-' && text[0] == '-';
    buf_printf(out, minus ? "(%s)" : "%s", text);
}

static void fill(struct buf *out, const char *template, const struct filling *filling)
{
    const struct {
        const char *place, *text;
    } places[] = {{"{z}", filling->z},
                  {"{a}", filling->a},
                  {"{y}", filling->y},
                  {"{count}", filling->count},
                  {"{logsum}", filling->logsum}};
    while (*template) {
        size_t plain = strcspn(template, "{");
        buf_add(out, template, plain);
        template += plain;
        for (size_t i = 0; *template && i < sizeof places / sizeof *places; i++) {
            size_t length = strlen(places[i].place);
            if (strncmp(template, places[i].place, length) != 0)
                continue;
            put_operand(out, places[i].text);
            template += length;
            break;
        }
    }
}

static size_t element_count(const struct pass_view *view)
{
    return loss_count(view->config.loss, view->pass->y.rows, view->pass->y.cols);
}

void arithmetic_formula(struct buf *out, const struct pass_view *view, const char *formula,
                        size_t layer)
{
    char z[32], a[32], count[32];
    snprintf(z, sizeof z, "z%zu", layer);
    snprintf(a, sizeof a, "a%zu", layer);
    snprintf(count, sizeof count, "%zu", element_count(view));
    fill(out, formula, &(struct filling){z, a, "y", count, ""});
}

static void put_number(struct buf *out, const struct pass_view *view, double value)
{
    buf_puts(out, style_number(view->style, value).text);
}

// Begins a line: "  z1[1,0] = ".
static void begin(struct buf *out, const char *name, size_t layer, size_t row, size_t col)
{
    buf_printf(out, "  %s%zu[%zu,%zu] = ", name, layer, row, col);
}

// Ends a line: " = 0.000114".
static void end(struct buf *out, const struct pass_view *view, double value)
{
    buf_puts(out, " = ");
    put_number(out, view, value);
    buf_puts(out, "\n");
}

// Summands left[k] · right[k], or left[k] alone where right is NULL; elements are steps apart.
struct sum {
    size_t count;
    const double *left, *right;
    size_t left_step, right_step;
};

static void sum_line(struct buf *out, const struct pass_view *view, const struct sum *sum)
{
    for (size_t k = 0; k < sum->count; k = style_after(view->style, k, sum->count)) {
        buf_puts(out, k ? " + " : "");
        put_number(out, view, sum->left[k * sum->left_step]);
        if (sum->right) {
            buf_puts(out, "·");
            put_number(out, view, sum->right[k * sum->right_step]);
        }
        if (style_skips(view->style, k, sum->count))
            buf_printf(out, " + … %zu more …", sum->count - 2 * STYLE_ENDS);
    }
}

// z[n,j] = b[j] + Σi x[n,i]·w[i,j]; the bias is written last, as the formula x @ w + b has it.
void arithmetic_z(struct buf *out, const struct pass_view *view, size_t layer, size_t row,
                  size_t col)
{
    const struct layer *l = &view->network->layers[layer - 1];
    struct matrix x = pass_input(view->pass, layer);
    begin(out, "z", layer, row, col);
    struct sum sum = {x.cols, x.data + row * x.cols, l->w.data + col, 1, l->w.cols};
    sum_line(out, view, &sum);
    buf_puts(out, " + ");
    put_number(out, view, l->b.data[col]);
    end(out, view, matrix_at(view->pass->layers[layer - 1].z, row, col));
}

// The numbers of one element of a layer, ready to be filled in.
struct numbers {
    struct number_string z, a, y, count, logsum;
};

// The logarithm of the sum of exp(z) over a row, with the largest z taken off and added again.
static double log_sum(struct matrix z, size_t row)
{
    const double *at = z.data + row * z.cols;
    double largest = at[0], sum = 0;
    for (size_t k = 1; k < z.cols; k++)
        largest = at[k] > largest ? at[k] : largest;
    for (size_t k = 0; k < z.cols; k++)
        sum += math_exp(at[k] - largest);
    return largest + math_log(sum);
}

static struct filling numbers_at(const struct pass_view *view, size_t layer, size_t row, size_t col,
                                 struct numbers *text)
{
    const struct pass_layer *values = &view->pass->layers[layer - 1];
    text->z = style_number(view->style, matrix_at(values->z, row, col));
    text->a = style_number(view->style, matrix_at(values->a, row, col));
    bool last = layer == view->network->layer_count;
    text->y = style_number(view->style, last ? matrix_at(view->pass->y, row, col) : 0);
    text->count = style_number(view->style, (double)element_count(view));
    return (struct filling){text->z.text, text->a.text, text->y.text, text->count.text, ""};
}

void arithmetic_element_names(struct buf *out, const struct pass_view *view, const char *formula,
                              size_t layer, size_t row, size_t col)
{
    char z[72], a[72], y[48], count[32];
    snprintf(z, sizeof z, "z%zu[%zu,%zu]", layer, row, col);
    snprintf(a, sizeof a, "a%zu[%zu,%zu]", layer, row, col);
    snprintf(y, sizeof y, "y[%zu,%zu]", row, col);
    snprintf(count, sizeof count, "%zu", element_count(view));
    fill(out, formula, &(struct filling){z, a, y, count, ""});
}

void arithmetic_element_numbers(struct buf *out, const struct pass_view *view, const char *formula,
                                size_t layer, size_t row, size_t col)
{
    struct numbers text;
    struct filling filling = numbers_at(view, layer, row, col, &text);
    fill(out, formula, &filling);
}

// softmax looks at the whole row: exp(z) over the sum of the row's.
static void softmax_line(struct buf *out, const struct pass_view *view, struct matrix z, size_t row,
                         size_t col)
{
    buf_printf(out, "exp(%s) / (", style_number(view->style, matrix_at(z, row, col)).text);
    for (size_t k = 0; k < z.cols; k = style_after(view->style, k, z.cols)) {
        buf_printf(out, "%sexp(%s)", k ? " + " : "",
                   style_number(view->style, matrix_at(z, row, k)).text);
        if (style_skips(view->style, k, z.cols))
            buf_printf(out, " + … %zu more …", z.cols - 2 * STYLE_ENDS);
    }
    buf_puts(out, ")");
}

void arithmetic_a(struct buf *out, const struct pass_view *view, size_t layer, size_t row,
                  size_t col)
{
    struct numbers text;
    const struct activation *activation = view->network->layers[layer - 1].activation;
    struct filling filling = numbers_at(view, layer, row, col, &text);
    begin(out, "a", layer, row, col);
    if (activation->id == ACTIVATION_softmax)
        softmax_line(out, view, view->pass->layers[layer - 1].z, row, col);
    else
        fill(out, activation->formula, &filling);
    end(out, view, matrix_at(view->pass->layers[layer - 1].a, row, col));
}

const char *arithmetic_gradient_formula(const struct pass_view *view, size_t row, size_t col)
{
    const struct loss *loss = view->config.loss;
    struct matrix a = view->pass->layers[view->network->layer_count - 1].a;
    bool is_bounded = loss->is_bounded && loss->is_bounded(matrix_at(a, row, col));
    return is_bounded ? loss->bounded_formula : loss->gradient_formula;
}

// The last layer's da is the loss's own derivative; another's is Σj dz'[n,j]·w'[i,j] over the units
// j of the next layer.
void arithmetic_da(struct buf *out, const struct pass_view *view, size_t layer, size_t row,
                   size_t col)
{
    begin(out, "da", layer, row, col);
    if (layer == view->network->layer_count) {
        struct numbers text;
        struct filling filling = numbers_at(view, layer, row, col, &text);
        fill(out, arithmetic_gradient_formula(view, row, col), &filling);
    } else {
        struct matrix w = view->network->layers[layer].w, dz = view->pass->layers[layer].dz;
        struct sum sum = {dz.cols, dz.data + row * dz.cols, w.data + col * w.cols, 1, 1};
        sum_line(out, view, &sum);
    }
    end(out, view, matrix_at(view->pass->layers[layer - 1].da, row, col));
}

// dz[j] = a[j]·(da[j] - Σk da[k]·a[k])
static void softmax_slope_line(struct buf *out, const struct pass_view *view,
                               const struct pass_layer *values, size_t row, size_t col)
{
    size_t cols = values->a.cols;
    put_number(out, view, matrix_at(values->a, row, col));
    buf_puts(out, "·(");
    put_number(out, view, matrix_at(values->da, row, col));
    buf_puts(out, " - (");
    struct sum sum = {cols, values->da.data + row * cols, values->a.data + row * cols, 1, 1};
    sum_line(out, view, &sum);
    buf_puts(out, "))");
}

void arithmetic_dz(struct buf *out, const struct pass_view *view, size_t layer, size_t row,
                   size_t col)
{
    const struct pass_layer *values = &view->pass->layers[layer - 1];
    const struct activation *activation = view->network->layers[layer - 1].activation;
    struct numbers text;
    struct filling filling = numbers_at(view, layer, row, col, &text);
    begin(out, "dz", layer, row, col);
    if (layer == view->network->layer_count && view->config.loss->fused) {
        fill(out, view->config.loss->fused_formula, &filling);
        end(out, view, matrix_at(values->dz, row, col));
        return;
    }
    if (activation->id == ACTIVATION_softmax) {
        softmax_slope_line(out, view, values, row, col);
        end(out, view, matrix_at(values->dz, row, col));
        return;
    }
    put_number(out, view, matrix_at(values->da, row, col));
    buf_puts(out, " · ");
    if (activation->slope_is_a_case)
        put_number(out, view,
                   activation->backward(1, matrix_at(values->z, row, col),
                                        matrix_at(values->a, row, col)));
    else
        fill(out, activation->slope, &filling);
    end(out, view, matrix_at(values->dz, row, col));
}

// dw[i,j] = Σn x[n,i]·dz[n,j].
void arithmetic_dw(struct buf *out, const struct pass_view *view, size_t layer, size_t row,
                   size_t col)
{
    struct matrix x = pass_input(view->pass, layer), dz = view->pass->layers[layer - 1].dz;
    begin(out, "dw", layer, row, col);
    struct sum sum = {x.rows, x.data + row, dz.data + col, x.cols, dz.cols};
    sum_line(out, view, &sum);
    end(out, view, matrix_at(view->network->layers[layer - 1].dw, row, col));
}

// db[j] = Σn dz[n,j].
void arithmetic_db(struct buf *out, const struct pass_view *view, size_t layer, size_t row,
                   size_t col)
{
    struct matrix dz = view->pass->layers[layer - 1].dz;
    (void)row;
    begin(out, "db", layer, 0, col);
    struct sum sum = {dz.rows, dz.data + col, NULL, dz.cols, 0};
    sum_line(out, view, &sum);
    end(out, view, view->network->layers[layer - 1].db.data[col]);
}

// ce's comes from the row as a whole, since its logarithm is taken of the row's sum and not of each
// rounded a.
double arithmetic_loss_value(const struct pass_view *view, size_t n)
{
    const struct loss *loss = view->config.loss;
    const struct pass_layer *last = &view->pass->layers[view->network->layer_count - 1];
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

// Where a is rounded to 0 or 1 its logarithm is lost, and the loss is computed from z.
void arithmetic_loss_term(struct buf *out, const struct pass_view *view, size_t n, size_t col)
{
    const struct loss *loss = view->config.loss;
    size_t last = view->network->layer_count;
    const struct pass_layer *values = &view->pass->layers[last - 1];
    struct numbers text;
    struct filling filling = numbers_at(view, last, n, col, &text);
    double a = matrix_at(values->a, n, col);
    bool is_saturated = loss->saturated_formula && (a <= 0 || a >= 1);
    if (is_saturated) {
        text.logsum = style_number(view->style, log_sum(values->z, n));
        filling.logsum = text.logsum.text;
    }
    fill(out, is_saturated ? loss->saturated_formula : loss->term_formula, &filling);
}

void arithmetic_loss_part(struct buf *out, const struct pass_view *view, size_t n)
{
    size_t outputs = view->pass->y.cols;
    for (size_t j = 0; j < outputs; j = style_after(view->style, j, outputs)) {
        buf_puts(out, j ? " + " : "");
        arithmetic_loss_term(out, view, n, j);
        if (style_skips(view->style, j, outputs))
            buf_printf(out, " + … %zu more …", outputs - 2 * STYLE_ENDS);
    }
    buf_puts(out, " = ");
    put_number(out, view, arithmetic_loss_value(view, n));
}

void arithmetic_loss(struct buf *out, const struct pass_view *view)
{
    size_t samples = view->pass->samples;
    bool mean = view->config.loss->is_mean;
    buf_puts(out, mean ? "(" : "");
    for (size_t n = 0; n < samples; n = style_after(view->style, n, samples)) {
        buf_puts(out, n ? " + " : "");
        put_number(out, view, arithmetic_loss_value(view, n));
        if (style_skips(view->style, n, samples))
            buf_printf(out, " + … %zu more …", samples - 2 * STYLE_ENDS);
    }
    if (mean)
        buf_printf(out, ") / %zu", element_count(view));
    buf_puts(out, " = ");
    put_number(out, view, view->pass->loss);
}
