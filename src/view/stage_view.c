// SPDX-License-Identifier: GPL-3.0-or-later
// Each kind of stage has one row: how its heading reads, which matrix it computes, and how one
// element is written out. The four ways to show a stage (a sample, the matrices, all sums, `next`)
// walk these rows.
#include "view/stage_view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "view/matrix_view.h"
#include "view/table.h"

#define INDENT "          " // the width of "layer 1   "

typedef void element_function(struct buf *out, const struct pass_view *view, size_t layer,
                              size_t row, size_t col);

// Writes the heading's label, or blanks of its width, so that formulas stand below each other.
static void heading(struct buf *out, const struct pass_view *view, struct stage stage)
{
    char label[32] = "";
    bool begins = stage.kind == STAGE_Z || stage.kind == STAGE_DZ ||
                  (stage.kind == STAGE_DA && stage.layer == view->network->layer_count);
    if (stage.kind == STAGE_LOSS || (stage.kind == STAGE_DA && begins))
        snprintf(label, sizeof label, "loss");
    else if (begins)
        snprintf(label, sizeof label, "layer %zu", stage.layer);
    style_put(out, view->style, INK_BOLD, label);
    buf_fill(out, ' ', strlen(label) < strlen(INDENT) ? strlen(INDENT) - strlen(label) : 1);
}

// The name of what a layer takes in: x, or the activations of the layer before.
static const char *input_name(size_t layer, char name[16])
{
    snprintf(name, 16, layer == 1 ? "x" : "a%zu", layer - 1);
    return name;
}

// Whether dz comes from the loss and the activation together.
static bool is_fused(const struct pass_view *view, struct stage stage)
{
    return stage.kind == STAGE_DZ && stage.layer == view->network->layer_count &&
           view->recipe.loss->fused;
}

// Writes a layer's formula, as "z1 = x @ w1 + b1".
static void formula(struct buf *out, const struct pass_view *view, struct stage stage)
{
    size_t k = stage.layer;
    const char *activation = k ? view->network->layers[k - 1].activation->name : "";
    char input[16];
    switch (stage.kind) {
    case STAGE_Z:
        buf_printf(out, "z%zu = %s @ w%zu + b%zu", k, input_name(k, input), k, k);
        break;
    case STAGE_A:
        buf_printf(out, "a%zu = %s(z%zu)", k, activation, k);
        break;
    case STAGE_LOSS:
        buf_printf(out, "%s = ", view->recipe.loss->name);
        arithmetic_formula(out, view, view->recipe.loss->formula, view->network->layer_count);
        break;
    case STAGE_DA:
        buf_printf(out, "da%zu = ", k);
        if (k == view->network->layer_count)
            arithmetic_formula(out, view, view->recipe.loss->gradient_formula, k);
        else
            buf_printf(out, "dz%zu @ w%zu.T", k + 1, k + 1);
        break;
    case STAGE_DZ:
        if (is_fused(view, stage)) {
            buf_printf(out, "dz%zu = ", k);
            arithmetic_formula(out, view, view->recipe.loss->fused_formula, k);
            break;
        }
        if (view->network->layers[k - 1].activation->id == ACTIVATION_softmax) {
            buf_printf(out, "dz%zu = a%zu·(da%zu - Σ da%zu·a%zu)", k, k, k, k, k);
            break;
        }
        buf_printf(out, "dz%zu = da%zu · ", k, k);
        arithmetic_formula(out, view, view->network->layers[k - 1].activation->slope, k);
        break;
    case STAGE_DW:
        buf_printf(out, "dw%zu = %s.T @ dz%zu", k, input_name(k, input), k);
        break;
    case STAGE_UPDATE:
        break;
    }
}

// Writes in a few words what a backward stage means.
static void meaning(struct buf *out, const struct pass_view *view, struct stage stage)
{
    char text[96] = "";
    if (stage.kind == STAGE_DA && stage.layer == view->network->layer_count)
        snprintf(text, sizeof text, "how the loss changes with a%zu", stage.layer);
    else if (stage.kind == STAGE_DA)
        snprintf(text, sizeof text, "back through the weights w%zu", stage.layer + 1);
    else if (is_fused(view, stage))
        snprintf(text, sizeof text, "%s and %s together", view->recipe.loss->name,
                 view->network->layers[stage.layer - 1].activation->name);
    else if (stage.kind == STAGE_DZ)
        snprintf(text, sizeof text, "back through %s",
                 view->network->layers[stage.layer - 1].activation->name);
    else if (stage.kind == STAGE_DW)
        snprintf(text, sizeof text, "summed over the samples");
    if (text[0]) {
        buf_puts(out, "   ");
        style_put(out, view->style, INK_DIM, text);
    }
    buf_puts(out, "\n");
}

// The matrix a stage computes (dw for a dw stage), and how one of its elements is written out.
static struct matrix computed(const struct pass_view *view, struct stage stage,
                              element_function **element)
{
    const struct pass_layer *values = &view->pass->layers[stage.layer - 1];
    switch (stage.kind) {
    case STAGE_Z:
        *element = arithmetic_z;
        return values->z;
    case STAGE_A:
        *element = arithmetic_a;
        return values->a;
    case STAGE_DA:
        *element = arithmetic_da;
        return values->da;
    case STAGE_DZ:
        *element = arithmetic_dz;
        return values->dz;
    default:
        *element = arithmetic_dw;
        return view->network->layers[stage.layer - 1].dw;
    }
}

// Writes out elements of a matrix, row by row, the middle left out where there are many.
static void elements(struct buf *out, const struct pass_view *view, size_t layer, struct matrix m,
                     element_function *element)
{
    size_t count = matrix_count(m);
    for (size_t i = 0; i < count; i = style_after(view->style, i, count)) {
        element(out, view, layer, i / m.cols, i % m.cols);
        if (style_skips(view->style, i, count))
            buf_printf(out, "  … %zu more …\n", count - 2 * STYLE_ENDS);
    }
}

// Writes out one sample's row.
static void sample_row(struct buf *out, const struct pass_view *view, struct stage stage,
                       size_t sample)
{
    element_function *element;
    struct matrix m = computed(view, stage, &element);
    for (size_t j = 0; j < m.cols; j = style_after(view->style, j, m.cols)) {
        element(out, view, stage.layer, sample, j);
        if (style_skips(view->style, j, m.cols))
            buf_printf(out, "  … %zu more units …\n", m.cols - 2 * STYLE_ENDS);
    }
}

static void sample_heading(struct buf *out, const struct pass_view *view, size_t sample)
{
    struct matrix x = view->pass->x, y = view->pass->y;
    buf_printf(out, "sample %zu   x = ", sample);
    matrix_view_vector(out, view->style, (struct matrix){1, x.cols, x.data + sample * x.cols});
    buf_puts(out, "   y = ");
    matrix_view_vector(out, view->style, (struct matrix){1, y.cols, y.data + sample * y.cols});
    buf_puts(out, "\n");
}

void stage_view_forward_sample(struct buf *out, const struct pass_view *view, size_t sample)
{
    size_t layers = view->network->layer_count;
    sample_heading(out, view, sample);
    for (size_t s = 0; s + 1 < stage_first_backward(layers); s++) {
        struct stage stage = stage_at(layers, s);
        buf_puts(out, stage.kind == STAGE_Z ? "\n" : "");
        heading(out, view, stage);
        formula(out, view, stage);
        buf_puts(out, "\n");
        sample_row(out, view, stage, sample);
    }
    struct stage loss = {STAGE_LOSS, 0};
    buf_puts(out, "\n");
    heading(out, view, loss);
    formula(out, view, loss);
    buf_printf(out, "\n  sample %zu: ", sample);
    arithmetic_loss_part(out, view, sample);
    buf_printf(out, "\n  all %zu:    ", view->pass->samples);
    buf_puts(out, style_number(view->style, view->pass->loss).text);
    buf_puts(out, "\n");
}

// The sums over the samples that make dw and db of a layer.
static void sums(struct buf *out, const struct pass_view *view, size_t layer)
{
    const struct layer *l = &view->network->layers[layer - 1];
    elements(out, view, layer, l->dw, arithmetic_dw);
    buf_printf(out, INDENT "db%zu = sum of dz%zu", layer, layer);
    meaning(out, view, (struct stage){STAGE_DW, layer});
    elements(out, view, layer, l->db, arithmetic_db);
}

void stage_view_backward_sample(struct buf *out, const struct pass_view *view, size_t sample)
{
    size_t layers = view->network->layer_count;
    sample_heading(out, view, sample);
    for (size_t s = stage_first_backward(layers); s < stage_update(layers); s++) {
        struct stage stage = stage_at(layers, s);
        bool last = stage.kind == STAGE_DA && stage.layer == layers;
        buf_puts(out, stage.kind == STAGE_DZ || last ? "\n" : "");
        heading(out, view, stage);
        formula(out, view, stage);
        meaning(out, view, stage);
        if (stage.kind == STAGE_DW)
            sums(out, view, stage.layer);
        else
            sample_row(out, view, stage, sample);
    }
}

// The sizes that meet in a stage, as "4×2 @ 2×2 + 1×2".
static void sizes(struct buf *out, const struct pass_view *view, struct stage stage)
{
    char text[128] = "";
    element_function *element;
    struct matrix m = stage.layer ? computed(view, stage, &element) : view->pass->x;
    if (stage.kind == STAGE_Z) {
        struct matrix x = pass_input(view->pass, stage.layer);
        snprintf(text, sizeof text, "   %zu×%zu @ %zu×%zu + 1×%zu", x.rows, x.cols, x.cols, m.cols,
                 m.cols);
    } else if (stage.layer) {
        snprintf(text, sizeof text, "   %zu×%zu", m.rows, m.cols);
    }
    style_put(out, view->style, INK_DIM, text);
    buf_puts(out, "\n");
}

static void loss_line(struct buf *out, const struct pass_view *view)
{
    buf_puts(out, INDENT "  ");
    arithmetic_loss(out, view);
    buf_puts(out, "\n");
}

// The heading and the matrix (or, with full detail, every element) of one stage.
static void stage_matrices(struct buf *out, const struct pass_view *view, struct stage stage)
{
    element_function *element;
    bool is_full = view->style.detail == DETAIL_FULL;
    heading(out, view, stage);
    formula(out, view, stage);
    sizes(out, view, stage);
    if (view->style.detail == DETAIL_BRIEF)
        return;
    if (stage.kind == STAGE_LOSS) {
        loss_line(out, view);
        return;
    }
    struct matrix m = computed(view, stage, &element);
    if (is_full && stage.kind == STAGE_DW) {
        sums(out, view, stage.layer);
    } else if (is_full) {
        elements(out, view, stage.layer, m, element);
    } else {
        matrix_view_rows(out, view->style, m, INDENT "  ");
        if (stage.kind == STAGE_DW) {
            buf_printf(out, INDENT "db%zu = sum of dz%zu", stage.layer, stage.layer);
            meaning(out, view, stage);
            matrix_view_rows(out, view->style, view->network->layers[stage.layer - 1].db,
                             INDENT "  ");
        }
    }
}

void stage_view_range(struct buf *out, const struct pass_view *view, size_t from, size_t to)
{
    for (size_t s = from; s < to; s++)
        stage_matrices(out, view, stage_at(view->network->layer_count, s));
}

void stage_view_next(struct buf *out, const struct pass_view *view, struct stage stage)
{
    element_function *element;
    heading(out, view, stage);
    formula(out, view, stage);
    meaning(out, view, stage);
    if (view->style.detail == DETAIL_BRIEF)
        return;
    if (stage.kind == STAGE_LOSS) {
        size_t samples = view->pass->samples;
        for (size_t n = 0; n < samples; n = style_after(view->style, n, samples)) {
            buf_printf(out, "  sample %zu: ", n);
            arithmetic_loss_part(out, view, n);
            buf_puts(out, style_skips(view->style, n, samples) ? "\n  …\n" : "\n");
        }
        buf_puts(out, "  loss = ");
        arithmetic_loss(out, view);
        buf_puts(out, "\n");
        return;
    }
    struct matrix m = computed(view, stage, &element);
    if (stage.kind == STAGE_DW)
        sums(out, view, stage.layer);
    else
        elements(out, view, stage.layer, m, element);
    if (matrix_count(m) > view->style.limit)
        matrix_view_rows(out, view->style, m, INDENT "  ");
}

void stage_view_changes(struct network *network, const struct recipe *recipe,
                        struct parameter_change *changes)
{
    struct update update =
        update_begin(network, recipe->optimizer, &recipe->hyper, &recipe->pressure);
    for (size_t p = 0; p < 2 * network->layer_count; p++) {
        struct parameter parameter = network_parameter(network, p);
        size_t first = (size_t)(parameter.value.data - network->parameters);
        bool is_weight = parameter.kind == 'w';
        for (size_t i = first; i < first + matrix_count(parameter.value); i++) {
            double step = update_step(network, &update, p, i);
            changes[i] = (struct parameter_change){network->parameters[i],
                                                   update_gradient(network, &update, i, is_weight),
                                                   parameter.is_frozen ? 0 : step};
        }
    }
}

// The update's four columns of numbers, each in one format.
struct change_formats {
    struct number_format old, gradient, step, new;
};

static struct change_formats change_formats(const struct pass_view *view,
                                            const struct parameter_change *changes)
{
    struct number_range old = NUMBER_RANGE_EMPTY, gradient = NUMBER_RANGE_EMPTY,
                        step = NUMBER_RANGE_EMPTY, new = NUMBER_RANGE_EMPTY;
    int digits = view->style.digits;
    for (size_t i = 0; i < view->network->parameter_count; i++) {
        number_range_add(&old, changes[i].old);
        number_range_add(&gradient, changes[i].gradient);
        number_range_add(&step, changes[i].step);
        number_range_add(&new, view->network->parameters[i]);
    }
    return (struct change_formats){number_format_in(old, digits),
                                   number_format_in(gradient, digits),
                                   number_format_in(step, digits), number_format_in(new, digits)};
}

// The rows of one parameter matrix.
static void change_rows(struct table *table, const struct pass_view *view,
                        struct change_formats formats, struct parameter parameter,
                        const struct parameter_change *changes)
{
    size_t count = matrix_count(parameter.value), cols = parameter.value.cols;
    for (size_t i = 0; i < count; i = style_after(view->style, i, count)) {
        table_format(table, "%c%zu[%zu,%zu]", parameter.kind, parameter.layer, i / cols, i % cols);
        table_number_in(table, formats.old, changes[i].old);
        table_number_in(table, formats.gradient, changes[i].gradient);
        table_number_in(table, formats.step, changes[i].step);
        table_number_in(table, formats.new, parameter.value.data[i]);
        if (parameter.is_frozen)
            table_cell(table, "frozen");
        table_row(table);
        if (style_skips(view->style, i, count)) {
            table_format(table, "… %zu more", count - 2 * STYLE_ENDS);
            table_row(table);
        }
    }
}

// Writes a formula of several parts, each on a line of its own.
static void put_parts(struct buf *out, const char *formula)
{
    while (*formula) {
        size_t length = strcspn(formula, ",");
        buf_puts(out, INDENT);
        buf_add(out, formula, length);
        buf_puts(out, "\n");
        formula += length + strspn(formula + length, ", ");
    }
}

void stage_view_update(struct buf *out, const struct pass_view *view,
                       const struct parameter_change *changes)
{
    const struct network *network = view->network;
    const struct optimizer *optimizer = view->recipe.optimizer;
    const struct pressure *pressure = &view->recipe.pressure;
    struct change_formats formats = change_formats(view, changes);
    struct table table = TABLE_EMPTY;
    style_put(out, view->style, INK_BOLD, "update");
    bool is_long = utf8_columns(optimizer->formula, strlen(optimizer->formula)) > 40;
    buf_printf(out, "    %s   %s%slr = %s\n", optimizer->name, is_long ? "" : optimizer->formula,
               is_long ? "" : "   ", style_number(view->style, view->recipe.hyper.lr).text);
    if (is_long)
        put_parts(out, optimizer->formula);
    if (!pressure_is_none(pressure))
        buf_printf(out, INDENT "the gradient is that of the loss%s%s%s\n",
                   isinf(pressure->clip) ? "" : ", clipped", pressure->l2 > 0 ? ", plus l2·w" : "",
                   pressure->l1 > 0 ? ", plus l1·sign(w)" : "");
    const char *const titles[] = {"", "old", "gradient", optimizer->step_formula, "new"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        table_cell(&table, titles[i]);
    table_row(&table);
    for (size_t p = 0; p < 2 * network->layer_count; p++) {
        struct parameter parameter = network_parameter(network, p);
        change_rows(&table, view, formats, parameter,
                    changes + (parameter.value.data - network->parameters));
    }
    table_print(&table, out, "  ", "lrrrr");
}
