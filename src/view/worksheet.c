// SPDX-License-Identifier: GPL-3.0-or-later
// The stages run on a session beside the one that is exported, which therefore stays as it was. Every line is
// formula.h's, in another spelling: so its numbers are those of `forward I` and `backward I`. The key is
// written while the lines are, from the same values.
#include "view/worksheet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "network/architecture.h"
#include "network/loss.h"
#include "session/session.h"
#include "study/study_case.h"
#include "study/study_session.h"
#include "view/arithmetic.h"
#include "view/element.h"
#include "view/formula.h"
#include "view/formula_loss.h"
#include "view/stage_view.h"

// One sheet as it grows. Matrices are called as LaTeX or as the shell calls them.
struct sheet {
    struct buf *out, key;
    const struct export_source *source;
    struct session *session; // where the stages run
    struct pass_view view;
    bool is_latex;
};

// ---- names --------------------------------------------------------------------------------------

// How LaTeX writes a quantity: the letter of its matrix, and whether it is a slope of the loss.
static const struct letters {
    enum quantity_kind kind;
    char letter;
    bool is_slope;
} letters[] = {
    {QUANTITY_Z, 'z', false}, {QUANTITY_A, 'a', false}, {QUANTITY_W, 'w', false},
    {QUANTITY_B, 'b', false}, {QUANTITY_DA, 'a', true}, {QUANTITY_DZ, 'z', true},
    {QUANTITY_DW, 'w', true}, {QUANTITY_DB, 'b', true},
};

static void put_name(const struct sheet *sheet, struct buf *out, struct element e)
{
    char name[ELEMENT_NAME_SIZE];
    const struct letters *row = letters;
    if (!sheet->is_latex) {
        element_name(e, name);
        buf_puts(out, name);
        return;
    }
    while (row->kind != e.kind)
        row++;
    buf_printf(out,
               row->is_slope ? "\\frac{\\partial L}{\\partial %c^{(%zu)}_{%zu,%zu}}"
                             : "%c^{(%zu)}_{%zu,%zu}",
               row->letter, e.layer, e.row, e.col);
}

// What a stage computes, as a formula of matrices; [activation] is that of the layer.
static void put_matrices(const struct sheet *sheet, struct quantity q)
{
    struct buf *out = sheet->out;
    size_t k = q.layer;
    bool is_last = k == sheet->view.network->layer_count;
    if (!sheet->is_latex) {
        char name[QUANTITY_NAME_SIZE];
        quantity_name(q, name);
        buf_printf(out, "`%s = ", name);
        formula_matrix(out, &sheet->view, q);
        buf_puts(out, "`\n\n");
        return;
    }
    buf_puts(out, "\\[ ");
    if (q.kind == QUANTITY_Z && k == 1)
        buf_puts(out, "Z^{(1)} = X W^{(1)} + b^{(1)}");
    else if (q.kind == QUANTITY_Z)
        buf_printf(out, "Z^{(%zu)} = A^{(%zu)} W^{(%zu)} + b^{(%zu)}", k, k - 1, k, k);
    else if (q.kind == QUANTITY_A)
        buf_printf(out, "A^{(%zu)} = \\operatorname{%s}(Z^{(%zu)})", k,
                   pass_view_layer(&sheet->view, k)->activation->name, k);
    else if (q.kind == QUANTITY_DA && !is_last)
        buf_printf(out,
                   "\\frac{\\partial L}{\\partial A^{(%zu)}} = \\frac{\\partial L}{\\partial "
                   "Z^{(%zu)}} \\, W^{(%zu)\\top}",
                   k, k + 1, k + 1);
    else if (q.kind == QUANTITY_DZ && !(is_last && sheet->view.config.loss->fused))
        buf_printf(out,
                   "\\frac{\\partial L}{\\partial Z^{(%zu)}} = \\frac{\\partial L}{\\partial "
                   "A^{(%zu)}} \\odot \\frac{\\partial A^{(%zu)}}{\\partial Z^{(%zu)}}",
                   k, k, k, k);
    else if (q.kind == QUANTITY_DW)
        buf_printf(out,
                   "\\frac{\\partial L}{\\partial W^{(%zu)}} = %c^{%s%.0zu%s\\top} \\, "
                   "\\frac{\\partial L}{\\partial Z^{(%zu)}}",
                   k, k == 1 ? 'X' : 'A', k == 1 ? "" : "(", k - 1, k == 1 ? "" : ")", k);
    else
        buf_printf(out, "\\frac{\\partial L}{\\partial %c^{(%zu)}}",
                   q.kind == QUANTITY_DA   ? 'A'
                   : q.kind == QUANTITY_DZ ? 'Z'
                                           : 'b',
                   k);
    buf_puts(out, " \\]\n");
}

// ---- pieces -------------------------------------------------------------------------------------

static void put_title(const struct sheet *sheet, struct buf *out, int depth, const char *title)
{
    if (sheet->is_latex)
        buf_printf(out, "\\%ssection*{%s}\n", depth > 1 ? "sub" : "", title);
    else
        buf_printf(out, "%s %s\n\n", depth > 1 ? "##" : "#", title);
}

static void begin_lines(const struct sheet *sheet, struct buf *out)
{
    buf_puts(out, sheet->is_latex ? "\\[ \\begin{aligned}\n" : "");
}

static void end_lines(const struct sheet *sheet, struct buf *out)
{
    buf_puts(out, sheet->is_latex ? "\\end{aligned} \\]\n" : "\n");
}

// Begins a line that says what [name] is.
static void begin_line(const struct sheet *sheet, struct buf *out, struct element e)
{
    buf_puts(out, sheet->is_latex ? "" : "- ");
    put_name(sheet, out, e);
    buf_puts(out, sheet->is_latex ? " &= " : " = ");
}

static void end_line(const struct sheet *sheet, struct buf *out)
{
    buf_puts(out, sheet->is_latex ? " \\\\\n" : "\n");
}

static void put_left_out(const struct sheet *sheet, struct buf *out, size_t count)
{
    if (sheet->is_latex)
        buf_printf(out, "& \\text{%zu more} \\\\\n", count);
    else
        buf_printf(out, "- … %zu more …\n", count);
}

// One element's line, and its line of the key.
static void put_element(struct sheet *sheet, struct element e)
{
    struct style plain = sheet->view.style;
    plain.has_gaps = false;
    begin_line(sheet, sheet->out, e);
    formula_numbers(sheet->out, &sheet->view, e);
    end_line(sheet, sheet->out);
    begin_line(sheet, &sheet->key, e);
    style_put_value(&sheet->key, plain, element_value(&sheet->view, e));
    end_line(sheet, &sheet->key);
}

// Elements first, first + 1, ... of a matrix, counted row by row; the middle is left out where there are many.
static void put_elements(struct sheet *sheet, struct quantity q, size_t first, size_t count)
{
    struct style style = sheet->view.style;
    size_t cols = element_matrix(&sheet->view, (struct element){q.kind, q.layer, 0, 0}).cols;
    put_matrices(sheet, q);
    begin_lines(sheet, sheet->out);
    begin_lines(sheet, &sheet->key);
    for (size_t i = 0; i < count; i = style_after(style, i, count)) {
        size_t at = first + i;
        put_element(sheet, (struct element){q.kind, q.layer, at / cols, at % cols});
        if (style_skips(style, i, count))
            put_left_out(sheet, sheet->out, count - 2 * STYLE_ENDS);
    }
    end_lines(sheet, sheet->out);
    end_lines(sheet, &sheet->key);
}

// ---- the parts of the sheet ------------------------------------------------------------------------

static void put_layer_title(const struct sheet *sheet, size_t layer)
{
    char title[48];
    snprintf(title, sizeof title, "Layer %zu", layer);
    put_title(sheet, sheet->out, 2, title);
}

// A stage of the sample: its row of the matrix, or all of a parameter's gradient.
static void put_stage(struct sheet *sheet, struct stage stage)
{
    struct quantity q = stage_quantity(stage);
    struct matrix m = element_matrix(&sheet->view, (struct element){q.kind, q.layer, 0, 0});
    if (stage.kind != STAGE_DW) {
        put_elements(sheet, q, sheet->source->sample * m.cols, m.cols);
        return;
    }
    put_elements(sheet, q, 0, matrix_count(m));
    put_elements(sheet, (struct quantity){QUANTITY_DB, q.layer}, 0, m.cols);
}

// The loss: the sample's part, and that of all samples.
static void put_loss(struct sheet *sheet)
{
    const struct pass_view *view = &sheet->view;
    struct style plain = view->style;
    struct buf *bufs[] = {sheet->out, &sheet->key};
    plain.has_gaps = false;
    put_title(sheet, sheet->out, 2, "Loss");
    for (size_t i = 0; i < 2; i++) {
        struct buf *out = bufs[i];
        begin_lines(sheet, out);
        if (sheet->is_latex)
            buf_printf(out, "L_{%zu} &= ", sheet->source->sample);
        else
            buf_printf(out, "- %s, sample %zu = ", view->config.loss->name, sheet->source->sample);
        if (i == 0)
            formula_loss_part(out, view, sheet->source->sample);
        else
            style_put_value(out, plain, formula_loss_value(view, sheet->source->sample));
        end_line(sheet, out);
        buf_printf(out,
                   sheet->is_latex ? "L &= " : "- %s of %zu samples = ", view->config.loss->name,
                   view->pass->samples);
        if (i == 0)
            formula_numbers(out, view, (struct element){QUANTITY_LOSS, 0, 0, 0});
        else
            style_put_value(out, plain, view->pass->loss);
        end_line(sheet, out);
        end_lines(sheet, out);
    }
}

static void put_passes(struct sheet *sheet)
{
    size_t layers = sheet->view.network->layer_count;
    put_title(sheet, sheet->out, 1, "Forward");
    for (size_t s = 0; s < stage_update(layers); s++) {
        struct stage stage = stage_at(layers, s);
        if (stage.kind == STAGE_LOSS) {
            put_loss(sheet);
            put_title(sheet, sheet->out, 1, "Backward");
            continue;
        }
        bool begins = stage.kind == STAGE_Z || stage.kind == STAGE_DA;
        if (begins)
            put_layer_title(sheet, stage.layer);
        put_stage(sheet, stage);
    }
}

// One parameter's old value, step and new value. The step of plain gradient descent is written out.
static void put_change(struct sheet *sheet, struct element e, struct parameter_change change,
                       double new)
{
    const struct step_config *config = &sheet->view.config;
    struct style plain = sheet->view.style;
    bool is_written_out = config->optimizer->is_plain && change.step != 0;
    struct placeholders list = {0};
    const struct filling filling = {is_written_out ? "{old} - {lr}·{g}" : "{old} + {step}", &list};
    placeholders_add(&list, "old", change.old, "old");
    placeholders_add(&list, "lr", config->hyper.lr, "lr");
    placeholders_add(&list, "g", change.gradient, "g");
    placeholders_add(&list, "step", change.step, "step");
    plain.has_gaps = false;
    buf_puts(sheet->out, sheet->is_latex ? "" : "- ");
    put_name(sheet, sheet->out, e);
    buf_puts(sheet->out, sheet->is_latex ? " &\\gets " : " ← ");
    arithmetic_equation(sheet->out, sheet->view.style, new, template_write, &filling);
    end_line(sheet, sheet->out);
    begin_line(sheet, &sheet->key, e);
    style_put_value(&sheet->key, plain, new);
    end_line(sheet, &sheet->key);
}

static void put_changes(struct sheet *sheet, const struct parameter_change *changes)
{
    const struct network *network = sheet->view.network;
    for (size_t p = 0; p < 2 * network->layer_count; p++) {
        struct parameter parameter = network_parameter(network, p);
        size_t count = matrix_count(parameter.value), cols = parameter.value.cols;
        size_t first = (size_t)(parameter.value.data - network->parameters);
        enum quantity_kind kind = parameter.kind == 'w' ? QUANTITY_W : QUANTITY_B;
        for (size_t i = 0; i < count; i = style_after(sheet->view.style, i, count)) {
            put_change(sheet, (struct element){kind, parameter.layer, i / cols, i % cols},
                       changes[first + i], parameter.value.data[i]);
            if (style_skips(sheet->view.style, i, count))
                put_left_out(sheet, sheet->out, count - 2 * STYLE_ENDS);
        }
    }
}

// The update, which runs here: what each parameter was and is.
static bool put_update(struct sheet *sheet, struct error *error)
{
    struct network *network = sheet->session->network;
    const struct optimizer *optimizer = sheet->view.config.optimizer;
    struct parameter_change *changes = calloc(network->parameter_count, sizeof *changes);
    if (!changes)
        return error_memory(error);
    stage_view_changes(network, &sheet->view.config, changes);
    session_next(sheet->session);
    put_title(sheet, sheet->out, 1, "Update");
    buf_printf(sheet->out, "The optimizer is %s%s", optimizer->name,
               sheet->is_latex ? ". Each parameter moves by its step:\n\n" : ": `");
    if (!sheet->is_latex)
        buf_printf(sheet->out, "%s`, lr = %s. Each parameter moves by its step:\n\n",
                   optimizer->formula,
                   style_number(sheet->view.style, sheet->view.config.hyper.lr).text);
    begin_lines(sheet, sheet->out);
    begin_lines(sheet, &sheet->key);
    put_changes(sheet, changes);
    end_lines(sheet, sheet->out);
    end_lines(sheet, &sheet->key);
    free(changes);
    return true;
}

// ---- the whole ----------------------------------------------------------------------------------

// A session that stands where the exported one stands.
static struct session *open_copy(const struct session *session, struct error *error)
{
    struct architecture plan;
    struct study_case from = study_case_of(session);
    network_architecture(session->network, &plan);
    struct session *copy = study_session_create(&from, &plan, error);
    if (!copy)
        return NULL;
    study_session_freeze(copy, &from);
    size_t end = stage_update(copy->network->layer_count);
    if (study_session_go_on(copy, &from, error) && session_prepare(copy, error) &&
        session_walk_until(copy, end, error))
        return copy;
    session_free(copy);
    return NULL;
}

static bool check_sample(const struct sheet *sheet, struct error *error)
{
    size_t sample = sheet->source->sample, samples = sheet->view.pass->samples;
    if (sample < samples)
        return true;
    error_set(error, "there is no sample %zu in the batch under way, which has samples 0 to %zu",
              sample, samples - 1);
    return error_hint(error, "'set batch full' makes one batch of all samples");
}

// The sample's row of a matrix.
static void put_row(const struct sheet *sheet, struct matrix m)
{
    struct style style = sheet->view.style;
    style.has_gaps = false;
    for (size_t j = 0; j < m.cols; j++) {
        buf_puts(sheet->out, j == 0 ? "" : sheet->is_latex ? ",\\allowbreak " : ", ");
        style_put_value(sheet->out, style, matrix_at(m, sheet->source->sample, j));
    }
}

static void put_head(const struct sheet *sheet)
{
    const struct pass *pass = sheet->view.pass;
    struct buf *out = sheet->out;
    buf_printf(out, sheet->is_latex ? "Sample %zu: $x = (" : "Sample %zu: x = (",
               sheet->source->sample);
    put_row(sheet, pass->x);
    buf_puts(out, sheet->is_latex ? ")$, target $y = (" : "), target y = (");
    put_row(sheet, pass->y);
    buf_puts(out, sheet->is_latex ? ")$.\n" : ").\n\n");
}

bool worksheet_write(struct buf *out, const struct export_source *source, enum spelling spelling,
                     struct error *error)
{
    struct sheet sheet = {.out = out, .key = BUF_EMPTY, .source = source};
    sheet.session = open_copy(source->session, error);
    if (!sheet.session)
        return false;
    sheet.is_latex = spelling == SPELLING_LATEX;
    sheet.view = pass_view_of(sheet.session, style_of(&sheet.session->settings, false));
    sheet.view.style.spelling = spelling;
    sheet.view.style.has_gaps = source->gaps;
    bool well = check_sample(&sheet, error);
    if (well) {
        put_head(&sheet);
        put_passes(&sheet);
        well = put_update(&sheet, error);
    }
    if (well && source->gaps) {
        buf_puts(out, sheet.is_latex ? "\\newpage\n" : "---\n\n");
        put_title(&sheet, out, 1, "Key");
        buf_append(out, &sheet.key);
    }
    well = well && (!(out->failed || sheet.key.failed) || error_memory(error));
    buf_free(&sheet.key);
    session_free(sheet.session);
    return well;
}
