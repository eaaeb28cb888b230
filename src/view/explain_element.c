// SPDX-License-Identifier: GPL-3.0-or-later
// An explanation is a heading with the formula by names and its meaning in words, the formula by
// numbers, the value, and notes: what an activation does on its two sides, how a value is computed
// where the formula would lose digits. Formulas come from formula.c.
#include "view/explain_element.h"

#include <math.h>
#include <stdio.h>

#include "network/loss.h"
#include "view/explain_sum.h"
#include "view/formula.h"
#include "view/formula_parts.h"
#include "view/formula_sum.h"

// ---- words ------------------------------------------------------------------------------------

// Whether the element is a dz that comes from the loss and the activation together.
static bool is_fused(const struct pass_view *view, struct element e)
{
    return e.kind == QUANTITY_DZ && formula_is_fused(view, e.layer);
}

// Says in words what the element is.
static void aside_of(const struct pass_view *view, struct element e, char aside[200])
{
    const char *activation = e.layer ? pass_view_layer(view, e.layer)->activation->name : "";
    char of[ELEMENT_NAME_SIZE] = "";
    struct element target = e;
    target.kind = e.kind == QUANTITY_DA   ? QUANTITY_A
                  : e.kind == QUANTITY_DZ ? QUANTITY_Z
                  : e.kind == QUANTITY_DW ? QUANTITY_W
                                          : QUANTITY_B;
    element_name(target, of);
    if (e.kind == QUANTITY_LOSS)
        snprintf(aside, 200, "%s: %s", view->config.loss->name, view->config.loss->meaning);
    else if (e.kind == QUANTITY_Z)
        snprintf(aside, 200, "sum of unit %zu in layer %zu, for sample %zu", e.col, e.layer, e.row);
    else if (e.kind == QUANTITY_A && pass_view_is_last(view, e.layer))
        snprintf(aside, 200, "the prediction for sample %zu, by %s", e.row, activation);
    else if (e.kind == QUANTITY_A)
        snprintf(aside, 200, "output of unit %zu in layer %zu, for sample %zu", e.col, e.layer,
                 e.row);
    else if (is_fused(view, e))
        snprintf(aside, 200, "how the loss changes with %s; %s and %s together", of,
                 view->config.loss->name, activation);
    else if (e.kind == QUANTITY_DZ)
        snprintf(aside, 200, "how the loss changes with %s, through %s'", of, activation);
    else if (e.kind == QUANTITY_DA && !pass_view_is_last(view, e.layer))
        snprintf(aside, 200, "how the loss changes with %s, through w%zu", of, e.layer + 1);
    else
        snprintf(aside, 200, "how the loss changes with %s", of);
}

// Says on which side of the corner a z lies.
static void side_note(const struct explain_lines *lines, struct element e)
{
    double z = matrix_at(pass_view_values(lines->view, e.layer)->z, e.row, e.col);
    const struct activation *activation = pass_view_layer(lines->view, e.layer)->activation;
    if (activation->corner == CORNER_NONE || isnan(z))
        return;
    explain_note(lines, "z%zu[%zu,%zu] is %s 0: %s", e.layer, e.row, e.col,
                 z > 0   ? "above"
                 : z < 0 ? "below"
                         : "exactly",
                 z > 0   ? activation->above
                 : z < 0 ? activation->below
                         : activation->at_corner);
}

// ---- explanations -----------------------------------------------------------------------------

// Numbers, value and table of a sum whose heading stands.
static void explain_sum(const struct explain_lines *lines, const struct sum *sum)
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

// Begins the explanation of an element by its name and its formula.
static struct explain_lines element_heading(struct buf *out, const struct pass_view *view,
                                            struct element e, size_t indent, const char *aside)
{
    char name[ELEMENT_NAME_SIZE];
    struct buf formula = BUF_EMPTY;
    element_name(e, name);
    if (e.kind == QUANTITY_LOSS && view->is_part)
        snprintf(name, sizeof name, "batch_loss");
    formula_names(&formula, view, e);
    struct explain_lines lines =
        explain_heading(out, view, indent, name, buf_text(&formula), aside);
    out->failed = out->failed || formula.failed;
    buf_free(&formula);
    return lines;
}

// Says how a value is computed where its formula, done in doubles, would lose digits.
static void computed_note(const struct explain_lines *lines, struct element e, const char *computed)
{
    struct buf text = BUF_EMPTY;
    formula_template(&text, lines->view, e, computed);
    explain_note(lines, "computed as %s: the same, but no digits are lost", buf_text(&text));
    lines->out->failed = lines->out->failed || text.failed;
    buf_free(&text);
}

// The formula of an element that is not a sum, its numbers and value on one line.
static void explain_template(struct buf *out, const struct pass_view *view, struct element e,
                             size_t indent, const char *aside)
{
    const struct activation *activation = pass_view_layer(view, e.layer)->activation;
    struct explain_lines lines = element_heading(out, view, e, indent, aside);
    explain_equals(&lines);
    formula_numbers(out, view, e);
    buf_puts(out, "\n");
    if (e.kind == QUANTITY_DZ && !is_fused(view, e))
        side_note(&lines, e);
    if (e.kind == QUANTITY_A && activation->computed)
        computed_note(&lines, e, activation->computed);
    if (e.kind == QUANTITY_DA && formula_is_bounded(view, e))
        explain_note(&lines, "the divisor is at least 1e-12, so that da stays finite");
}

// A formula with a sum inside it, which has the name s and is explained below it.
static void explain_around(struct buf *out, const struct pass_view *view, struct element e,
                           size_t indent, const char *aside, const struct sum *sum)
{
    struct explain_lines lines = element_heading(out, view, e, indent, aside);
    struct buf names = BUF_EMPTY;
    explain_equals(&lines);
    formula_numbers_around(out, view, e, sum);
    buf_puts(out, "\n");
    if (e.kind == QUANTITY_A) {
        explain_note(&lines,
                     "m is the row's largest z; subtracting it above and below the line keeps");
        explain_note(&lines, "every exp small and does not change the quotient");
    }
    sum_names(&names, sum);
    lines = explain_heading(out, view, indent + 2, "s", buf_text(&names), "");
    out->failed = out->failed || names.failed;
    buf_free(&names);
    explain_sum(&lines, sum);
}

// Says how the loss is computed where its formula would overflow.
static void loss_note(const struct explain_lines *lines)
{
    const char *computed = lines->view->config.loss->computed;
    if (computed)
        explain_note(lines, "computed from z%zu, as %s: the same, but never infinite",
                     lines->view->network->layer_count, computed);
}

void element_explain(struct buf *out, const struct pass_view *view, struct element e, size_t indent)
{
    struct sum sum;
    char aside[200];
    if (!formula_sum(view, e, &sum)) {
        out->failed = true;
        return;
    }
    aside_of(view, e, aside);
    if (sum.count == 0) {
        explain_template(out, view, e, indent, aside);
    } else if (formula_holds_sum(view, e)) {
        explain_around(out, view, e, indent, aside, &sum);
    } else {
        struct explain_lines lines = element_heading(out, view, e, indent, aside);
        explain_sum(&lines, &sum);
        if (e.kind == QUANTITY_Z)
            side_note(&lines, e);
        if (e.kind == QUANTITY_LOSS)
            loss_note(&lines);
    }
    sum_clear(&sum);
}
