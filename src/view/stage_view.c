// SPDX-License-Identifier: GPL-3.0-or-later
// A stage computes one quantity (dw with db beside it); its formulas and their numbers come from
// formula.h. Here they get headings, meanings in words and their order on the screen, in the four ways
// to show a stage: a sample, the matrices, all sums, and `next`.
#include "view/stage_view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "view/arithmetic.h"
#include "view/formula.h"
#include "view/formula_loss.h"
#include "view/formula_parts.h"
#include "view/matrix_view.h"
#include "view/table.h"

#define INDENT "          " // the width of "layer 1   "

// Writes the heading's label, or spaces of its width, so that formulas stand below each other.
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

struct quantity stage_quantity(struct stage stage)
{
    static const enum quantity_kind kinds[] = {
        [STAGE_Z] = QUANTITY_Z,   [STAGE_A] = QUANTITY_A,   [STAGE_LOSS] = QUANTITY_LOSS,
        [STAGE_DA] = QUANTITY_DA, [STAGE_DZ] = QUANTITY_DZ, [STAGE_DW] = QUANTITY_DW};
    return (struct quantity){kinds[stage.kind], stage.layer};
}

// Whether dz comes from the loss and the activation together.
static bool is_fused(const struct pass_view *view, struct stage stage)
{
    return stage.kind == STAGE_DZ && formula_is_fused(view, stage.layer);
}

// Writes a layer's formula, as "z1 = x @ w1 + b1".
static void formula(struct buf *out, const struct pass_view *view, struct quantity quantity)
{
    char name[QUANTITY_NAME_SIZE];
    quantity_name(quantity, name);
    buf_printf(out, "%s = ", quantity.kind == QUANTITY_LOSS ? view->config.loss->name : name);
    formula_matrix(out, view, quantity);
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
        snprintf(text, sizeof text, "%s and %s together", view->config.loss->name,
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

// The matrix of a quantity.
static struct matrix computed(const struct pass_view *view, struct quantity quantity)
{
    return element_matrix(view, (struct element){quantity.kind, quantity.layer, 0, 0});
}

// Writes out one element, as "  z1[1,0] = 0·0.417022 + … + 0 = 0.000114".
static void element(struct buf *out, const struct pass_view *view, struct element e)
{
    char name[ELEMENT_NAME_SIZE];
    element_name(e, name);
    buf_printf(out, "  %s = ", name);
    formula_numbers(out, view, e);
    buf_puts(out, "\n");
}

// Writes out elements of a matrix, row by row, the middle left out where there are many.
static void elements(struct buf *out, const struct pass_view *view, struct quantity quantity)
{
    struct matrix m = computed(view, quantity);
    size_t count = matrix_count(m);
    for (size_t i = 0; i < count; i = style_after(view->style, i, count)) {
        element(out, view, (struct element){quantity.kind, quantity.layer, i / m.cols, i % m.cols});
        if (style_skips(view->style, i, count))
            buf_printf(out, "  … %zu more …\n", count - 2 * STYLE_ENDS);
    }
}

// Writes out one sample's row.
static void sample_row(struct buf *out, const struct pass_view *view, struct stage stage,
                       size_t sample)
{
    struct quantity quantity = stage_quantity(stage);
    struct matrix m = computed(view, quantity);
    for (size_t j = 0; j < m.cols; j = style_after(view->style, j, m.cols)) {
        element(out, view, (struct element){quantity.kind, stage.layer, sample, j});
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

// Writes how the samples' parts make the loss: "(0.25 + … ) / 4 = 0.250635".
static void loss_sum(struct buf *out, const struct pass_view *view)
{
    formula_numbers(out, view, (struct element){QUANTITY_LOSS, 0, 0, 0});
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
        formula(out, view, stage_quantity(stage));
        buf_puts(out, "\n");
        sample_row(out, view, stage, sample);
    }
    struct stage loss = {STAGE_LOSS, 0};
    buf_puts(out, "\n");
    heading(out, view, loss);
    formula(out, view, stage_quantity(loss));
    buf_printf(out, "\n  sample %zu: ", sample);
    formula_loss_part(out, view, sample);
    buf_printf(out, "\n  %s %zu:%s", view->is_part ? "the batch of" : "all", view->pass->samples,
               view->is_part ? " " : "    ");
    buf_puts(out, style_number(view->style, view->pass->loss).text);
    buf_puts(out, "\n");
}

static void db_heading(struct buf *out, const struct pass_view *view, size_t layer)
{
    buf_puts(out, INDENT);
    formula(out, view, (struct quantity){QUANTITY_DB, layer});
    meaning(out, view, (struct stage){STAGE_DW, layer});
}

// The sums over the samples that make dw and db of a layer.
static void sums(struct buf *out, const struct pass_view *view, size_t layer)
{
    elements(out, view, (struct quantity){QUANTITY_DW, layer});
    db_heading(out, view, layer);
    elements(out, view, (struct quantity){QUANTITY_DB, layer});
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
        formula(out, view, stage_quantity(stage));
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
    struct matrix m = stage.layer ? computed(view, stage_quantity(stage)) : view->pass->x;
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

// The heading and the matrix (or, with full detail, every element) of one stage.
static void stage_matrices(struct buf *out, const struct pass_view *view, struct stage stage)
{
    bool is_full = view->style.detail == DETAIL_FULL;
    heading(out, view, stage);
    formula(out, view, stage_quantity(stage));
    sizes(out, view, stage);
    if (view->style.detail == DETAIL_BRIEF)
        return;
    if (stage.kind == STAGE_LOSS) {
        buf_puts(out, INDENT "  ");
        loss_sum(out, view);
        return;
    }
    struct matrix m = computed(view, stage_quantity(stage));
    if (is_full && stage.kind == STAGE_DW) {
        sums(out, view, stage.layer);
    } else if (is_full) {
        elements(out, view, stage_quantity(stage));
    } else {
        matrix_view_rows(out, view->style, m, INDENT "  ");
        if (stage.kind == STAGE_DW) {
            db_heading(out, view, stage.layer);
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
    heading(out, view, stage);
    formula(out, view, stage_quantity(stage));
    meaning(out, view, stage);
    if (view->style.detail == DETAIL_BRIEF)
        return;
    if (stage.kind == STAGE_LOSS) {
        size_t samples = view->pass->samples;
        for (size_t n = 0; n < samples; n = style_after(view->style, n, samples)) {
            buf_printf(out, "  sample %zu: ", n);
            formula_loss_part(out, view, n);
            buf_puts(out, style_skips(view->style, n, samples) ? "\n  …\n" : "\n");
        }
        buf_puts(out, "  loss = ");
        loss_sum(out, view);
        return;
    }
    struct matrix m = computed(view, stage_quantity(stage));
    if (stage.kind == STAGE_DW)
        sums(out, view, stage.layer);
    else
        elements(out, view, stage_quantity(stage));
    if (matrix_count(m) > view->style.limit)
        matrix_view_rows(out, view->style, m, INDENT "  ");
}

void stage_view_changes(struct network *network, const struct step_config *config,
                        struct parameter_change *changes)
{
    struct update update =
        update_begin(network, config->optimizer, &config->hyper, &config->regularization);
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
    return (struct change_formats){number_format_in(&old, digits),
                                   number_format_in(&gradient, digits),
                                   number_format_in(&step, digits), number_format_in(&new, digits)};
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

// Says so where an old value and a step do not add up to the new value as all of them are shown.
static void rounding_note(struct buf *out, const struct pass_view *view,
                          struct change_formats formats, const struct parameter_change *changes)
{
    const struct network *network = view->network;
    char total[NUMBER_SIZE], text[200];
    for (size_t p = 0; p < 2 * network->layer_count; p++) {
        struct parameter parameter = network_parameter(network, p);
        const struct parameter_change *own = changes + (parameter.value.data - network->parameters);
        size_t count = matrix_count(parameter.value), cols = parameter.value.cols;
        for (size_t i = 0; i < count; i = style_after(view->style, i, count)) {
            if (arithmetic_adds_up((struct shown_number){own[i].old, formats.old},
                                   (struct shown_number){own[i].step, formats.step},
                                   (struct shown_number){parameter.value.data[i], formats.new},
                                   total))
                continue;
            snprintf(text, sizeof text,
                     "as rounded here, old and step of %c%zu[%zu,%zu] "
                     "add up to %s",
                     parameter.kind, parameter.layer, i / cols, i % cols, total);
            buf_puts(out, "  ");
            style_put(out, view->style, INK_DIM, text);
            buf_puts(out, "\n");
            return;
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
    const struct optimizer *optimizer = view->config.optimizer;
    const struct regularization *regularization = &view->config.regularization;
    struct change_formats formats = change_formats(view, changes);
    struct table table = TABLE_EMPTY;
    style_put(out, view->style, INK_BOLD, "update");
    bool is_long = utf8_columns(optimizer->formula, strlen(optimizer->formula)) > 40;
    buf_printf(out, "    %s   %s%slr = %s\n", optimizer->name, is_long ? "" : optimizer->formula,
               is_long ? "" : "   ", style_number(view->style, view->config.hyper.lr).text);
    if (is_long)
        put_parts(out, optimizer->formula);
    if (!regularization_is_none(regularization))
        buf_printf(out, INDENT "the gradient is that of the loss%s%s%s\n",
                   isinf(regularization->clip) ? "" : ", clipped",
                   regularization->l2 > 0 ? ", plus l2·w" : "",
                   regularization->l1 > 0 ? ", plus l1·sign(w)" : "");
    const char *const titles[] = {"", "old", "gradient", optimizer->step_formula, "new"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        table_cell(&table, titles[i]);
    table_row(&table);
    for (size_t p = 0; p < 2 * network->layer_count; p++) {
        struct parameter parameter = network_parameter(network, p);
        change_rows(&table, view, formats, parameter,
                    changes + (parameter.value.data - network->parameters));
    }
    table_print(&table, out, view->style, "  ", "lrrrr");
    rounding_note(out, view, formats, changes);
}
