// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas come in two kinds. Where one is a sum over inputs, units or samples, element_sum says of
// what, and explain_sum writes it. Any other stands in the tables of network/ as a template, which is
// filled with the names of elements and with their numbers. Softmax, whose formula holds a sum and
// something around it, gets both.
#include "view/explain_element.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "network/loss.h"
#include "network/mathfn.h"

enum {
    OUTPUTS_SHOWN = 3 // a sample's part of the loss is written out for up to so many outputs
};

static bool is_last(const struct pass_view *view, struct element element)
{
    return element.layer == view->network->layer_count;
}

bool element_is_fused(const struct pass_view *view, struct element element)
{
    return element.kind == QUANTITY_DZ && is_last(view, element) && view->config.loss->fused;
}

static const struct activation *activation_of(const struct pass_view *view, struct element element)
{
    return view->network->layers[element.layer - 1].activation;
}

static const struct pass_layer *values_of(const struct pass_view *view, struct element element)
{
    return &view->pass->layers[element.layer - 1];
}

static bool is_softmax(const struct pass_view *view, struct element element)
{
    return activation_of(view, element)->id == ACTIVATION_softmax;
}

// ---- sums -------------------------------------------------------------------------------------

// What a layer takes in, by name: "x" or "a1".
static const char *input_name(size_t layer, char name[QUANTITY_NAME_SIZE])
{
    struct quantity input = {layer == 1 ? QUANTITY_X : QUANTITY_A, layer - 1};
    quantity_name(input, name);
    return name;
}

// z[n,j] = b[j] + Σi x[n,i]·w[i,j]
static void sum_of_z(const struct pass_view *view, struct element e, struct explain_sum *sum)
{
    const struct layer *layer = &view->network->layers[e.layer - 1];
    struct matrix x = pass_input(view->pass, e.layer);
    char name[QUANTITY_NAME_SIZE];
    sum->count = x.cols;
    sum->left = (struct explain_factor){.data = x.data + e.row * x.cols, .step = 1};
    sum->right = (struct explain_factor){.data = layer->w.data + e.col, .step = layer->w.cols};
    snprintf(sum->left.name, EXPLAIN_NAME_SIZE, "%s[%zu,i]", input_name(e.layer, name), e.row);
    snprintf(sum->right.name, EXPLAIN_NAME_SIZE, "w%zu[i,%zu]", e.layer, e.col);
    sum->has_start = true;
    sum->start = layer->b.data[e.col];
    snprintf(sum->start_name, EXPLAIN_NAME_SIZE, "b%zu[0,%zu]", e.layer, e.col);
    sum->word = "input";
    sum->value = matrix_at(values_of(view, e)->z, e.row, e.col);
}

// da[n,i] = Σj dz'[n,j]·w'[i,j], over the units j of the next layer.
static void sum_of_da(const struct pass_view *view, struct element e, struct explain_sum *sum)
{
    struct matrix w = view->network->layers[e.layer].w, dz = view->pass->layers[e.layer].dz;
    sum->count = dz.cols;
    sum->left = (struct explain_factor){.data = dz.data + e.row * dz.cols, .step = 1};
    sum->right = (struct explain_factor){.data = w.data + e.col * w.cols, .step = 1};
    snprintf(sum->left.name, EXPLAIN_NAME_SIZE, "dz%zu[%zu,j]", e.layer + 1, e.row);
    snprintf(sum->right.name, EXPLAIN_NAME_SIZE, "w%zu[%zu,j]", e.layer + 1, e.col);
    sum->word = "unit";
    sum->value = matrix_at(values_of(view, e)->da, e.row, e.col);
}

// dw[i,j] = Σn x[n,i]·dz[n,j], and db[j] = Σn dz[n,j]
static void sum_of_gradient(const struct pass_view *view, struct element e, struct explain_sum *sum)
{
    const struct layer *layer = &view->network->layers[e.layer - 1];
    struct matrix x = pass_input(view->pass, e.layer), dz = values_of(view, e)->dz;
    struct explain_factor through = {.data = dz.data + e.col, .step = dz.cols};
    char name[QUANTITY_NAME_SIZE];
    snprintf(through.name, EXPLAIN_NAME_SIZE, "dz%zu[n,%zu]", e.layer, e.col);
    sum->count = dz.rows;
    sum->word = "sample";
    sum->is_split = true;
    if (e.kind == QUANTITY_DB) {
        sum->left = through;
        sum->value = layer->db.data[e.col];
        return;
    }
    sum->left = (struct explain_factor){.data = x.data + e.row, .step = x.cols};
    sum->right = through;
    snprintf(sum->left.name, EXPLAIN_NAME_SIZE, "%s[n,%zu]", input_name(e.layer, name), e.row);
    sum->value = matrix_at(layer->dw, e.row, e.col);
}

static double largest_of(const double *row, size_t count)
{
    double largest = row[0];
    for (size_t k = 1; k < count; k++)
        largest = row[k] > largest ? row[k] : largest;
    return largest;
}

// The sum below softmax's fraction line, Σk exp(z[n,k] - m).
static bool sum_of_exps(const struct pass_view *view, struct element e, struct explain_sum *sum)
{
    struct matrix z = values_of(view, e)->z;
    const double *row = z.data + e.row * z.cols;
    double largest = largest_of(row, z.cols);
    if (!(sum->owned = malloc(z.cols * sizeof(double))))
        return false;
    sum->count = z.cols;
    sum->word = "unit";
    for (size_t k = 0; k < z.cols; k++) {
        sum->owned[k] = math_exp(row[k] - largest);
        sum->value += sum->owned[k];
    }
    sum->left = (struct explain_factor){.data = sum->owned, .step = 1};
    snprintf(sum->left.name, EXPLAIN_NAME_SIZE, "exp(z%zu[%zu,k] - m)", e.layer, e.row);
    return true;
}

// The sum inside softmax's slope, Σk da[n,k]·a[n,k].
static void sum_of_slope(const struct pass_view *view, struct element e, struct explain_sum *sum)
{
    const struct pass_layer *values = values_of(view, e);
    size_t cols = values->a.cols;
    sum->count = cols;
    sum->word = "unit";
    sum->left = (struct explain_factor){.data = values->da.data + e.row * cols, .step = 1};
    sum->right = (struct explain_factor){.data = values->a.data + e.row * cols, .step = 1};
    snprintf(sum->left.name, EXPLAIN_NAME_SIZE, "da%zu[%zu,k]", e.layer, e.row);
    snprintf(sum->right.name, EXPLAIN_NAME_SIZE, "a%zu[%zu,k]", e.layer, e.row);
    for (size_t k = 0; k < cols; k++)
        sum->value = fma(sum->left.data[k], sum->right.data[k], sum->value);
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
        arithmetic_loss_term(out, view, n, j);
    }
}

static bool sum_of_loss(const struct pass_view *view, struct explain_sum *sum)
{
    const struct loss *loss = view->config.loss;
    struct matrix y = view->pass->y;
    if (!(sum->owned = malloc(y.rows * sizeof(double))))
        return false;
    for (size_t n = 0; n < y.rows; n++)
        sum->owned[n] = arithmetic_loss_value(view, n);
    sum->count = y.rows;
    sum->left = (struct explain_factor){.data = sum->owned, .step = 1, .name = "part"};
    sum->divisor = loss->is_mean ? loss_count(loss, y.rows, y.cols) : 0;
    sum->word = "sample";
    sum->is_split = true;
    sum->value = view->pass->loss;
    sum->write = write_loss_part;
    return true;
}

bool element_sum(const struct pass_view *view, struct element e, struct explain_sum *sum)
{
    *sum = (struct explain_sum){.word = ""};
    if (e.kind == QUANTITY_LOSS)
        return sum_of_loss(view, sum);
    if (e.kind == QUANTITY_A && is_softmax(view, e))
        return sum_of_exps(view, e, sum);
    if (e.kind == QUANTITY_Z)
        sum_of_z(view, e, sum);
    else if (e.kind == QUANTITY_DA && !is_last(view, e))
        sum_of_da(view, e, sum);
    else if (e.kind == QUANTITY_DW || e.kind == QUANTITY_DB)
        sum_of_gradient(view, e, sum);
    else if (e.kind == QUANTITY_DZ && is_softmax(view, e) && !element_is_fused(view, e))
        sum_of_slope(view, e, sum);
    return true;
}

// ---- words ------------------------------------------------------------------------------------

// Says in words what the element is.
static void aside_of(const struct pass_view *view, struct element e, char aside[200])
{
    const char *activation = e.layer ? activation_of(view, e)->name : "";
    char of[EXPLAIN_NAME_SIZE] = "";
    struct element thing = e;
    thing.kind = e.kind == QUANTITY_DA   ? QUANTITY_A
                 : e.kind == QUANTITY_DZ ? QUANTITY_Z
                 : e.kind == QUANTITY_DW ? QUANTITY_W
                                         : QUANTITY_B;
    element_name(thing, of);
    if (e.kind == QUANTITY_LOSS)
        snprintf(aside, 200, "%s: %s", view->config.loss->name, view->config.loss->meaning);
    else if (e.kind == QUANTITY_Z)
        snprintf(aside, 200, "sum of unit %zu in layer %zu, for sample %zu", e.col, e.layer, e.row);
    else if (e.kind == QUANTITY_A && is_last(view, e))
        snprintf(aside, 200, "the prediction for sample %zu, by %s", e.row, activation);
    else if (e.kind == QUANTITY_A)
        snprintf(aside, 200, "output of unit %zu in layer %zu, for sample %zu", e.col, e.layer,
                 e.row);
    else if (element_is_fused(view, e))
        snprintf(aside, 200, "how the loss changes with %s; %s and %s together", of,
                 view->config.loss->name, activation);
    else if (e.kind == QUANTITY_DZ)
        snprintf(aside, 200, "how the loss changes with %s, through %s'", of, activation);
    else if (e.kind == QUANTITY_DA && !is_last(view, e))
        snprintf(aside, 200, "how the loss changes with %s, through w%zu", of, e.layer + 1);
    else
        snprintf(aside, 200, "how the loss changes with %s", of);
}

// What an activation with a corner at 0 does on its two sides, and there.
static const struct corner {
    enum activation_id id;
    const char *above, *below, *at;
} corners[] = {
    {ACTIVATION_relu, "relu passes it on, its slope is 1", "relu gives 0, its slope is 0",
     "relu's corner; the slope is taken as 0, that of the left side"},
    {ACTIVATION_leaky_relu, "leaky_relu passes it on, its slope is 1",
     "leaky_relu passes a hundredth on, its slope is 0.01",
     "leaky_relu's corner; the slope is taken as 0.01, that of the left side"},
    {ACTIVATION_elu, "elu passes it on, its slope is 1", "elu bends it towards -1",
     "where elu's two sides meet"},
    {ACTIVATION_step, "step gives 1, and is flat", "step gives 0, and is flat",
     "where step jumps; it gives 0 here"},
};

// Says on which side of the corner a z lies.
static void side_note(const struct explain_lines *lines, struct element e)
{
    double z = matrix_at(values_of(lines->view, e)->z, e.row, e.col);
    enum activation_id id = activation_of(lines->view, e)->id;
    for (size_t i = 0; i < sizeof corners / sizeof *corners; i++) {
        const struct corner *corner = &corners[i];
        if (corner->id != id || isnan(z))
            continue;
        explain_note(lines, "z%zu[%zu,%zu] is %s 0: %s", e.layer, e.row, e.col,
                     z > 0   ? "above"
                     : z < 0 ? "below"
                             : "exactly",
                     z > 0   ? corner->above
                     : z < 0 ? corner->below
                             : corner->at);
    }
}

// ---- explanations -----------------------------------------------------------------------------

// Writes a sum's names, as "Σi x[1,i] · w1[i,0] + b1[0,0]".
static void sum_names(struct buf *out, const struct explain_sum *sum)
{
    bool is_k = strstr(sum->left.name, ",k]") != NULL;
    const char *letter = is_k                               ? "k"
                         : strcmp(sum->word, "sample") == 0 ? "n"
                         : strcmp(sum->word, "input") == 0  ? "i"
                                                            : "j";
    buf_printf(out, "Σ%s %s", letter, sum->left.name);
    if (sum->right.data)
        buf_printf(out, " · %s", sum->right.name);
    if (sum->has_start)
        buf_printf(out, " + %s", sum->start_name);
}

// Numbers, value and table of a sum whose heading stands.
static void explain_sum(const struct explain_lines *lines, const struct explain_sum *sum)
{
    struct explain_pick pick;
    if (!explain_pick(&pick, sum, lines->view->style)) {
        lines->out->failed = true;
        return;
    }
    explain_sum_line(lines, sum, &pick);
    explain_value(lines, sum->value);
    explain_sum_table(lines, sum, &pick);
    explain_unpick(&pick);
}

// A template's numbers and the value, on one line.
static void template_line(const struct explain_lines *lines, struct element e, const char *before,
                          const char *template, double value)
{
    explain_equals(lines);
    buf_puts(lines->out, before);
    if (template)
        arithmetic_element_numbers(lines->out, lines->view, template, e.layer, e.row, e.col);
    buf_printf(lines->out, " = %s\n", style_number(lines->view->style, value).text);
}

// Says how a value is computed where its formula, done in doubles, would lose digits.
static void computed_note(const struct explain_lines *lines, struct element e, const char *computed)
{
    struct buf text = BUF_EMPTY;
    arithmetic_element_names(&text, lines->view, computed, e.layer, e.row, e.col);
    explain_note(lines, "computed as %s: the same, but no digits are lost", buf_text(&text));
    lines->out->failed = lines->out->failed || text.failed;
    buf_free(&text);
}

// The formula of an element that is no plain sum, with names; and with numbers where those are not
// simply filled in.
static void explain_template(struct buf *out, const struct pass_view *view, struct element e,
                             size_t indent, const char *aside)
{
    const struct pass_layer *values = values_of(view, e);
    const struct activation *activation = activation_of(view, e);
    const struct loss *loss = view->config.loss;
    bool is_slope = e.kind == QUANTITY_DZ && !element_is_fused(view, e);
    double z = matrix_at(values->z, e.row, e.col), a = matrix_at(values->a, e.row, e.col);
    struct matrix m = e.kind == QUANTITY_A    ? values->a
                      : e.kind == QUANTITY_DA ? values->da
                                              : values->dz;
    const char *template = e.kind == QUANTITY_A    ? activation->formula
                           : e.kind == QUANTITY_DA ? arithmetic_gradient_formula(view, e.row, e.col)
                           : is_slope              ? activation->slope
                                                   : loss->fused_formula;
    char name[EXPLAIN_NAME_SIZE], before[2 * NUMBER_SIZE + 8] = "";
    struct buf formula = BUF_EMPTY;
    element_name(e, name);
    if (is_slope)
        buf_printf(&formula, "da%zu[%zu,%zu] · ", e.layer, e.row, e.col);
    arithmetic_element_names(&formula, view, template, e.layer, e.row, e.col);
    struct explain_lines lines =
        explain_heading(out, view, indent, name, buf_text(&formula), aside);
    out->failed = out->failed || formula.failed;
    buf_free(&formula);
    bool is_case = is_slope && activation->slope_is_a_case;
    if (is_slope) {
        double da = matrix_at(values->da, e.row, e.col);
        snprintf(before, sizeof before, "%s · %s", style_number(view->style, da).text,
                 is_case ? style_number(view->style, activation->backward(1, z, a)).text : "");
    }
    template_line(&lines, e, before, is_case ? NULL : template, matrix_at(m, e.row, e.col));
    if (is_slope)
        side_note(&lines, e);
    if (e.kind == QUANTITY_A && activation->computed)
        computed_note(&lines, e, activation->computed);
    if (e.kind == QUANTITY_DA && loss->is_bounded && loss->is_bounded(a))
        explain_note(&lines, "the divisor is taken as 1e-12 at least, so that da stays finite");
}

// A sum under its name, from heading to table.
static struct explain_lines named_sum(struct buf *out, const struct pass_view *view, size_t indent,
                                      const char *name, const char *aside,
                                      const struct explain_sum *sum)
{
    struct buf formula = BUF_EMPTY;
    sum_names(&formula, sum);
    struct explain_lines lines =
        explain_heading(out, view, indent, name, buf_text(&formula), aside);
    out->failed = out->failed || formula.failed;
    buf_free(&formula);
    explain_sum(&lines, sum);
    return lines;
}

// a = exp(z - m) / s, with s the sum over the row.
static void explain_softmax(struct buf *out, const struct pass_view *view, struct element e,
                            size_t indent, const char *aside, const struct explain_sum *sum)
{
    struct style style = view->style;
    struct matrix z = values_of(view, e)->z;
    double largest = largest_of(z.data + e.row * z.cols, z.cols);
    double value = matrix_at(values_of(view, e)->a, e.row, e.col);
    char name[EXPLAIN_NAME_SIZE], formula[2 * EXPLAIN_NAME_SIZE], text[4 * NUMBER_SIZE];
    element_name(e, name);
    snprintf(formula, sizeof formula, "exp(z%zu[%zu,%zu] - m) / s", e.layer, e.row, e.col);
    struct explain_lines lines = explain_heading(out, view, indent, name, formula, aside);
    double own = matrix_at(z, e.row, e.col);
    snprintf(text, sizeof text, largest < 0 ? "exp(%s - (%s)) / %s" : "exp(%s - %s) / %s",
             style_number(style, own).text, style_number(style, largest).text,
             style_number(style, sum->value).text);
    template_line(&lines, e, text, NULL, value);
    explain_note(&lines, "m is the row's largest z, taken off above and below so that no exp is");
    explain_note(&lines, "too large; it does not change the quotient");
    named_sum(out, view, indent + 2, "s", "", sum);
}

// dz = a·(da - s), with s the sum over the row.
static void explain_softmax_slope(struct buf *out, const struct pass_view *view, struct element e,
                                  size_t indent, const char *aside, const struct explain_sum *sum)
{
    struct style style = view->style;
    const struct pass_layer *values = values_of(view, e);
    char name[EXPLAIN_NAME_SIZE], formula[3 * EXPLAIN_NAME_SIZE], text[4 * NUMBER_SIZE];
    element_name(e, name);
    snprintf(formula, sizeof formula, "a%zu[%zu,%zu]·(da%zu[%zu,%zu] - s)", e.layer, e.row, e.col,
             e.layer, e.row, e.col);
    struct explain_lines lines = explain_heading(out, view, indent, name, formula, aside);
    snprintf(text, sizeof text, sum->value < 0 ? "%s·(%s - (%s))" : "%s·(%s - %s)",
             style_number(style, matrix_at(values->a, e.row, e.col)).text,
             style_number(style, matrix_at(values->da, e.row, e.col)).text,
             style_number(style, sum->value).text);
    template_line(&lines, e, text, NULL, matrix_at(values->dz, e.row, e.col));
    named_sum(out, view, indent + 2, "s", "", sum);
}

// The loss, split by sample.
static void explain_loss(struct buf *out, const struct pass_view *view, size_t indent,
                         const char *aside, const struct explain_sum *sum)
{
    const struct loss *loss = view->config.loss;
    size_t last = view->network->layer_count;
    struct buf formula = BUF_EMPTY;
    arithmetic_formula(&formula, view, loss->formula, last);
    struct explain_lines lines =
        explain_heading(out, view, indent, "loss", buf_text(&formula), aside);
    out->failed = out->failed || formula.failed;
    buf_free(&formula);
    explain_sum(&lines, sum);
    if (loss->id == LOSS_bce)
        explain_note(&lines,
                     "computed from z%zu, as max(z, 0) - z·y + log(1 + exp(-|z|)): the same, but "
                     "never infinite",
                     last);
    if (loss->id == LOSS_ce)
        explain_note(
            &lines,
            "computed from z%zu, as y·(log(Σk exp(z[k])) - z): the same, but never infinite", last);
}

void element_explain(struct buf *out, const struct pass_view *view, struct element e, size_t indent)
{
    struct explain_sum sum;
    char aside[200], name[EXPLAIN_NAME_SIZE];
    if (!element_sum(view, e, &sum)) {
        out->failed = true;
        return;
    }
    element_name(e, name);
    aside_of(view, e, aside);
    if (e.kind == QUANTITY_LOSS) {
        explain_loss(out, view, indent, aside, &sum);
    } else if (sum.count == 0) {
        explain_template(out, view, e, indent, aside);
    } else if (e.kind == QUANTITY_A) {
        explain_softmax(out, view, e, indent, aside, &sum);
    } else if (e.kind == QUANTITY_DZ) {
        explain_softmax_slope(out, view, e, indent, aside, &sum);
    } else {
        struct explain_lines lines = named_sum(out, view, indent, name, aside, &sum);
        if (e.kind == QUANTITY_Z)
            side_note(&lines, e);
    }
    explain_sum_clear(&sum);
}
