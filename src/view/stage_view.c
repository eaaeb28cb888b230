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

typedef void element_function(struct buf *out, const struct scene *scene, size_t layer, size_t row,
                              size_t col);

// Writes the heading's label, or blanks of its width, so that formulas stand below each other.
static void heading(struct buf *out, const struct scene *scene, struct stage stage)
{
    char label[32] = "";
    bool begins = stage.kind == STAGE_Z || stage.kind == STAGE_DZ ||
                  (stage.kind == STAGE_DA && stage.layer == scene->network->layer_count);
    if (stage.kind == STAGE_LOSS || (stage.kind == STAGE_DA && begins))
        snprintf(label, sizeof label, "loss");
    else if (begins)
        snprintf(label, sizeof label, "layer %zu", stage.layer);
    style_put(out, scene->style, INK_BOLD, label);
    buf_fill(out, ' ', strlen(label) < strlen(INDENT) ? strlen(INDENT) - strlen(label) : 1);
}

// The name of what a layer takes in: x, or the activations of the layer before.
static const char *input_name(size_t layer, char name[16])
{
    snprintf(name, 16, layer == 1 ? "x" : "a%zu", layer - 1);
    return name;
}

// Whether dz comes from the loss and the activation together.
static bool is_fused(const struct scene *scene, struct stage stage)
{
    return stage.kind == STAGE_DZ && stage.layer == scene->network->layer_count &&
           scene->recipe.loss->fused;
}

// Writes a layer's formula, as "z1 = x @ w1 + b1".
static void formula(struct buf *out, const struct scene *scene, struct stage stage)
{
    size_t k = stage.layer;
    const char *activation = k ? scene->network->layers[k - 1].activation->name : "";
    char input[16];
    switch (stage.kind) {
    case STAGE_Z:
        buf_printf(out, "z%zu = %s @ w%zu + b%zu", k, input_name(k, input), k, k);
        break;
    case STAGE_A:
        buf_printf(out, "a%zu = %s(z%zu)", k, activation, k);
        break;
    case STAGE_LOSS:
        buf_printf(out, "%s = ", scene->recipe.loss->name);
        arithmetic_formula(out, scene, scene->recipe.loss->formula, scene->network->layer_count);
        break;
    case STAGE_DA:
        buf_printf(out, "da%zu = ", k);
        if (k == scene->network->layer_count)
            arithmetic_formula(out, scene, scene->recipe.loss->gradient_formula, k);
        else
            buf_printf(out, "dz%zu @ w%zu.T", k + 1, k + 1);
        break;
    case STAGE_DZ:
        if (is_fused(scene, stage)) {
            buf_printf(out, "dz%zu = ", k);
            arithmetic_formula(out, scene, scene->recipe.loss->fused_formula, k);
            break;
        }
        if (scene->network->layers[k - 1].activation->id == ACTIVATION_softmax) {
            buf_printf(out, "dz%zu = a%zu·(da%zu - Σ da%zu·a%zu)", k, k, k, k, k);
            break;
        }
        buf_printf(out, "dz%zu = da%zu · ", k, k);
        arithmetic_formula(out, scene, scene->network->layers[k - 1].activation->slope, k);
        break;
    case STAGE_DW:
        buf_printf(out, "dw%zu = %s.T @ dz%zu", k, input_name(k, input), k);
        break;
    case STAGE_UPDATE:
        break;
    }
}

// Writes in a few words what a backward stage means.
static void meaning(struct buf *out, const struct scene *scene, struct stage stage)
{
    char text[96] = "";
    if (stage.kind == STAGE_DA && stage.layer == scene->network->layer_count)
        snprintf(text, sizeof text, "how the loss changes with a%zu", stage.layer);
    else if (stage.kind == STAGE_DA)
        snprintf(text, sizeof text, "back through the weights w%zu", stage.layer + 1);
    else if (is_fused(scene, stage))
        snprintf(text, sizeof text, "%s and %s together", scene->recipe.loss->name,
                 scene->network->layers[stage.layer - 1].activation->name);
    else if (stage.kind == STAGE_DZ)
        snprintf(text, sizeof text, "back through %s",
                 scene->network->layers[stage.layer - 1].activation->name);
    else if (stage.kind == STAGE_DW)
        snprintf(text, sizeof text, "summed over the samples");
    if (text[0]) {
        buf_puts(out, "   ");
        style_put(out, scene->style, INK_DIM, text);
    }
    buf_puts(out, "\n");
}

// The matrix a stage computes (dw for a dw stage), and how one of its elements is written out.
static struct matrix computed(const struct scene *scene, struct stage stage,
                              element_function **element)
{
    const struct pass_layer *values = &scene->pass->layers[stage.layer - 1];
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
        return scene->network->layers[stage.layer - 1].dw;
    }
}

// Writes out elements of a matrix, row by row, the middle left out where there are many.
static void elements(struct buf *out, const struct scene *scene, size_t layer, struct matrix m,
                     element_function *element)
{
    size_t count = matrix_count(m);
    for (size_t i = 0; i < count; i = style_after(scene->style, i, count)) {
        element(out, scene, layer, i / m.cols, i % m.cols);
        if (style_skips(scene->style, i, count))
            buf_printf(out, "  … %zu more …\n", count - 2 * STYLE_ENDS);
    }
}

// Writes out one sample's row.
static void sample_row(struct buf *out, const struct scene *scene, struct stage stage,
                       size_t sample)
{
    element_function *element;
    struct matrix m = computed(scene, stage, &element);
    for (size_t j = 0; j < m.cols; j = style_after(scene->style, j, m.cols)) {
        element(out, scene, stage.layer, sample, j);
        if (style_skips(scene->style, j, m.cols))
            buf_printf(out, "  … %zu more units …\n", m.cols - 2 * STYLE_ENDS);
    }
}

static void sample_heading(struct buf *out, const struct scene *scene, size_t sample)
{
    struct matrix x = scene->pass->x, y = scene->pass->y;
    buf_printf(out, "sample %zu   x = ", sample);
    matrix_view_vector(out, scene->style, (struct matrix){1, x.cols, x.data + sample * x.cols});
    buf_puts(out, "   y = ");
    matrix_view_vector(out, scene->style, (struct matrix){1, y.cols, y.data + sample * y.cols});
    buf_puts(out, "\n");
}

void stage_view_forward_sample(struct buf *out, const struct scene *scene, size_t sample)
{
    size_t layers = scene->network->layer_count;
    sample_heading(out, scene, sample);
    for (size_t s = 0; s + 1 < stage_first_backward(layers); s++) {
        struct stage stage = stage_at(layers, s);
        buf_puts(out, stage.kind == STAGE_Z ? "\n" : "");
        heading(out, scene, stage);
        formula(out, scene, stage);
        buf_puts(out, "\n");
        sample_row(out, scene, stage, sample);
    }
    struct stage loss = {STAGE_LOSS, 0};
    buf_puts(out, "\n");
    heading(out, scene, loss);
    formula(out, scene, loss);
    buf_printf(out, "\n  sample %zu: ", sample);
    arithmetic_loss_part(out, scene, sample);
    buf_printf(out, "\n  all %zu:    ", scene->pass->samples);
    buf_puts(out, style_number(scene->style, scene->pass->loss).text);
    buf_puts(out, "\n");
}

// The sums over the samples that make dw and db of a layer.
static void sums(struct buf *out, const struct scene *scene, size_t layer)
{
    const struct layer *l = &scene->network->layers[layer - 1];
    elements(out, scene, layer, l->dw, arithmetic_dw);
    buf_printf(out, INDENT "db%zu = sum of dz%zu", layer, layer);
    meaning(out, scene, (struct stage){STAGE_DW, layer});
    elements(out, scene, layer, l->db, arithmetic_db);
}

void stage_view_backward_sample(struct buf *out, const struct scene *scene, size_t sample)
{
    size_t layers = scene->network->layer_count;
    sample_heading(out, scene, sample);
    for (size_t s = stage_first_backward(layers); s < stage_update(layers); s++) {
        struct stage stage = stage_at(layers, s);
        bool last = stage.kind == STAGE_DA && stage.layer == layers;
        buf_puts(out, stage.kind == STAGE_DZ || last ? "\n" : "");
        heading(out, scene, stage);
        formula(out, scene, stage);
        meaning(out, scene, stage);
        if (stage.kind == STAGE_DW)
            sums(out, scene, stage.layer);
        else
            sample_row(out, scene, stage, sample);
    }
}

// The sizes that meet in a stage, as "4×2 @ 2×2 + 1×2".
static void sizes(struct buf *out, const struct scene *scene, struct stage stage)
{
    char text[128] = "";
    element_function *element;
    struct matrix m = stage.layer ? computed(scene, stage, &element) : scene->pass->x;
    if (stage.kind == STAGE_Z) {
        struct matrix x = pass_input(scene->pass, stage.layer);
        snprintf(text, sizeof text, "   %zu×%zu @ %zu×%zu + 1×%zu", x.rows, x.cols, x.cols, m.cols,
                 m.cols);
    } else if (stage.layer) {
        snprintf(text, sizeof text, "   %zu×%zu", m.rows, m.cols);
    }
    style_put(out, scene->style, INK_DIM, text);
    buf_puts(out, "\n");
}

static void loss_line(struct buf *out, const struct scene *scene)
{
    buf_puts(out, INDENT "  ");
    arithmetic_loss(out, scene);
    buf_puts(out, "\n");
}

// The heading and the matrix (or, with full detail, every element) of one stage.
static void stage_matrices(struct buf *out, const struct scene *scene, struct stage stage)
{
    element_function *element;
    bool is_full = scene->style.detail == DETAIL_FULL;
    heading(out, scene, stage);
    formula(out, scene, stage);
    sizes(out, scene, stage);
    if (scene->style.detail == DETAIL_BRIEF)
        return;
    if (stage.kind == STAGE_LOSS) {
        loss_line(out, scene);
        return;
    }
    struct matrix m = computed(scene, stage, &element);
    if (is_full && stage.kind == STAGE_DW) {
        sums(out, scene, stage.layer);
    } else if (is_full) {
        elements(out, scene, stage.layer, m, element);
    } else {
        matrix_view_rows(out, scene->style, m, INDENT "  ");
        if (stage.kind == STAGE_DW) {
            buf_printf(out, INDENT "db%zu = sum of dz%zu", stage.layer, stage.layer);
            meaning(out, scene, stage);
            matrix_view_rows(out, scene->style, scene->network->layers[stage.layer - 1].db,
                             INDENT "  ");
        }
    }
}

void stage_view_range(struct buf *out, const struct scene *scene, size_t from, size_t to)
{
    for (size_t s = from; s < to; s++)
        stage_matrices(out, scene, stage_at(scene->network->layer_count, s));
}

void stage_view_next(struct buf *out, const struct scene *scene, struct stage stage)
{
    element_function *element;
    heading(out, scene, stage);
    formula(out, scene, stage);
    meaning(out, scene, stage);
    if (scene->style.detail == DETAIL_BRIEF)
        return;
    if (stage.kind == STAGE_LOSS) {
        size_t samples = scene->pass->samples;
        for (size_t n = 0; n < samples; n = style_after(scene->style, n, samples)) {
            buf_printf(out, "  sample %zu: ", n);
            arithmetic_loss_part(out, scene, n);
            buf_puts(out, style_skips(scene->style, n, samples) ? "\n  …\n" : "\n");
        }
        buf_puts(out, "  loss = ");
        arithmetic_loss(out, scene);
        buf_puts(out, "\n");
        return;
    }
    struct matrix m = computed(scene, stage, &element);
    if (stage.kind == STAGE_DW)
        sums(out, scene, stage.layer);
    else
        elements(out, scene, stage.layer, m, element);
    if (matrix_count(m) > scene->style.limit)
        matrix_view_rows(out, scene->style, m, INDENT "  ");
}

void stage_view_changes(struct network *network, const struct recipe *recipe,
                        struct change *changes)
{
    struct update update =
        update_begin(network, recipe->optimizer, &recipe->hyper, &recipe->pressure);
    for (size_t p = 0; p < 2 * network->layer_count; p++) {
        struct parameter parameter = network_parameter(network, p);
        size_t first = (size_t)(parameter.value.data - network->parameters);
        bool is_weight = parameter.kind == 'w';
        for (size_t i = first; i < first + matrix_count(parameter.value); i++) {
            double step = update_step(network, &update, p, i);
            changes[i] = (struct change){network->parameters[i],
                                         update_gradient(network, &update, i, is_weight),
                                         parameter.is_frozen ? 0 : step};
        }
    }
}

// The update's four columns of numbers, each in one format.
struct change_formats {
    struct number_format old, gradient, step, new;
};

static struct change_formats change_formats(const struct scene *scene, const struct change *changes)
{
    struct number_range old = NUMBER_RANGE_EMPTY, gradient = NUMBER_RANGE_EMPTY,
                        step = NUMBER_RANGE_EMPTY, new = NUMBER_RANGE_EMPTY;
    int digits = scene->style.digits;
    for (size_t i = 0; i < scene->network->parameter_count; i++) {
        number_range_add(&old, changes[i].old);
        number_range_add(&gradient, changes[i].gradient);
        number_range_add(&step, changes[i].step);
        number_range_add(&new, scene->network->parameters[i]);
    }
    return (struct change_formats){number_format_in(old, digits),
                                   number_format_in(gradient, digits),
                                   number_format_in(step, digits), number_format_in(new, digits)};
}

// The rows of one parameter matrix.
static void change_rows(struct table *table, const struct scene *scene,
                        struct change_formats formats, struct parameter parameter,
                        const struct change *changes)
{
    size_t count = matrix_count(parameter.value), cols = parameter.value.cols;
    for (size_t i = 0; i < count; i = style_after(scene->style, i, count)) {
        table_format(table, "%c%zu[%zu,%zu]", parameter.kind, parameter.layer, i / cols, i % cols);
        table_number_in(table, formats.old, changes[i].old);
        table_number_in(table, formats.gradient, changes[i].gradient);
        table_number_in(table, formats.step, changes[i].step);
        table_number_in(table, formats.new, parameter.value.data[i]);
        if (parameter.is_frozen)
            table_cell(table, "frozen");
        table_row(table);
        if (style_skips(scene->style, i, count)) {
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

void stage_view_update(struct buf *out, const struct scene *scene, const struct change *changes)
{
    const struct network *network = scene->network;
    const struct optimizer *optimizer = scene->recipe.optimizer;
    const struct pressure *pressure = &scene->recipe.pressure;
    struct change_formats formats = change_formats(scene, changes);
    struct table table = TABLE_EMPTY;
    style_put(out, scene->style, INK_BOLD, "update");
    bool is_long = utf8_columns(optimizer->formula, strlen(optimizer->formula)) > 40;
    buf_printf(out, "    %s   %s%slr = %s\n", optimizer->name, is_long ? "" : optimizer->formula,
               is_long ? "" : "   ", style_number(scene->style, scene->recipe.hyper.lr).text);
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
        change_rows(&table, scene, formats, parameter,
                    changes + (parameter.value.data - network->parameters));
    }
    table_print(&table, out, "  ", "lrrrr");
}
