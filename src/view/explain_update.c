// SPDX-License-Identifier: GPL-3.0-or-later
// Each line is a name, its formula, the formula with numbers, and the value. The formulas are templates
// of the optimizer's row; the values that it keeps and the step are those of its own function, run on
// copies.
#include "view/explain_update.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "network/schedule.h"
#include "network/update.h"
#include "view/arithmetic.h"
#include "view/explain_sum.h"
#include "view/template.h"

enum {
    NAME_COLUMNS = 5,  // of the names before the first =
    VALUE_COLUMN = 60, // where asides begin
    LINE_COLUMNS = 100
};

// Everything the lines are about.
struct next {
    struct buf *out;
    const struct session *session;
    const struct pass_view *view;
    struct update update;
    struct element element;
    size_t index; // of the parameter
    bool is_weight;
    size_t p;              // of its matrix
    double w, g;           // the old value, and the gradient as the optimizer sees it
    double old[2], new[2]; // the optimizer's state
    double step;
    bool is_changed;           // something acts on the gradient before the optimizer sees it
    struct placeholders names; // what the lines so far have named
};

static struct number_string number(const struct next *next, double value)
{
    return style_number(next->view->style, value);
}

// Where all of it is too long for one line, the numbers go below the formula.
static void line(const struct next *next, const char *name, const char *formula,
                 const char *numbers, double value, const char *aside)
{
    struct buf first = BUF_EMPTY, second = BUF_EMPTY, *out = next->out;
    size_t columns = utf8_columns(name, strlen(name));
    buf_printf(&first, "  %s", name);
    buf_fill(&first, ' ', columns < NAME_COLUMNS ? NAME_COLUMNS - columns : 0);
    if (formula[0])
        buf_printf(&first, " = %s", formula);
    if (numbers[0])
        buf_printf(&second, " = %s", numbers);
    buf_printf(&second, " = %s", number(next, value).text);
    size_t width = utf8_columns(buf_text(&first), first.length),
           more = utf8_columns(buf_text(&second), second.length),
           last = utf8_columns(aside, strlen(aside)),
           begin = width + more + 3 < VALUE_COLUMN ? VALUE_COLUMN : width + more + 3;
    bool breaks = formula[0] && numbers[0] && begin + last > LINE_COLUMNS;
    if (!breaks) {
        buf_append(&first, &second);
        width += more;
    }
    buf_append(out, &first);
    if (aside[0]) {
        buf_fill(out, ' ', width + 3 < VALUE_COLUMN ? VALUE_COLUMN - width : 3);
        style_put(out, next->view->style, INK_DIM, aside);
    }
    buf_puts(out, "\n");
    if (breaks) {
        buf_fill(out, ' ', 2 + NAME_COLUMNS);
        buf_append(out, &second);
        buf_puts(out, "\n");
    }
    buf_free(&first);
    buf_free(&second);
}

// A line whose formula and numbers are one template.
static void template_line(const struct next *next, const char *name, const char *template,
                          double value, const char *aside)
{
    struct buf formula = BUF_EMPTY, numbers = BUF_EMPTY;
    template_names(&formula, template, &next->names);
    const struct filling filling = {template, &next->names};
    struct style shown = next->view->style;
    arithmetic_style(next->out, &shown, value, template_write, &filling);
    template_write(&numbers, shown, &filling);
    line(next, name, buf_text(&formula), buf_text(&numbers), value, aside);
    next->out->failed = next->out->failed || formula.failed || numbers.failed;
    buf_free(&formula);
    buf_free(&numbers);
}

// ---- the gradient -----------------------------------------------------------------------------

static const char *dw_name(const struct next *next)
{
    return next->is_weight ? "dw" : "db";
}

// Whether some parameter is frozen, and so its gradients are no part of the norm.
static bool has_frozen(const struct network *network)
{
    for (size_t p = 0; p < 2 * network->layer_count; p++)
        if (network_parameter(network, p).is_frozen)
            return true;
    return false;
}

// The norm of the gradients that act, and what brings it down to the bound: those of the update.
static void clip_lines(struct next *next)
{
    double clip = next->update.regularization.clip, norm = next->update.norm;
    line(next, "norm", "√(Σ dw² + Σ db²)", "", norm,
         has_frozen(next->session->network) ? "over all layers, without what is frozen"
                                            : "over all layers");
    placeholders_add(&next->names, "clip", clip, "clip");
    placeholders_add(&next->names, "norm", norm, "norm");
    placeholders_add(&next->names, "1e-6", 1e-6, "1e-6");
    template_line(next, "scale", "{clip}/({norm} + {1e-6})", clip / (norm + 1e-6),
                  next->update.scale == 1 ? "1 or more: nothing is clipped"
                                          : "below 1: gradients are clipped");
}

static void gradient_lines(struct next *next)
{
    const struct regularization *regularization = &next->update.regularization;
    double dw = next->session->network->gradients[next->index], w = next->w;
    struct element gradient = next->element;
    char name[ELEMENT_NAME_SIZE], template[80];
    gradient.kind = next->is_weight ? QUANTITY_DW : QUANTITY_DB;
    element_name(gradient, name);
    line(next, dw_name(next), name, "", dw, "its gradient");
    if (!isinf(regularization->clip))
        clip_lines(next);
    placeholders_add(&next->names, "g", next->g, "%s", next->is_changed ? "g" : dw_name(next));
    if (!next->is_changed)
        return;
    placeholders_add(&next->names, "dw", dw, "%s", dw_name(next));
    placeholders_add(&next->names, "scale", next->update.scale, "scale");
    placeholders_add(&next->names, "l2", regularization->l2, "l2");
    placeholders_add(&next->names, "l1", regularization->l1, "l1");
    placeholders_add(&next->names, "sign(w)", (double)((w > 0) - (w < 0)), "sign(w)");
    snprintf(template, sizeof template, "{dw}%s%s%s", next->update.scale != 1 ? "·{scale}" : "",
             next->is_weight && regularization->l2 > 0 ? " + {l2}·{w}" : "",
             next->is_weight && regularization->l1 > 0 ? " + {l1}·{sign(w)}" : "");
    template_line(next, "g", template, next->g, "the gradient as the optimizer sees it");
}

static void lr_line(const struct next *next)
{
    const struct settings *settings = &next->session->settings;
    char aside[200];
    if (settings->schedule == &schedules[0]) {
        line(next, "lr", "", "", next->update.hyper.lr, "the learning rate");
        return;
    }
    snprintf(aside, sizeof aside, "schedule %s: lr %s, epoch %zu, period %s, decay %s",
             settings->schedule->name, number(next, settings->lr).text, next->session->epoch,
             number(next, settings->period).text, number(next, settings->decay).text);
    line(next, "lr", settings->schedule->formula, "", next->update.hyper.lr, aside);
}

// ---- the optimizer ----------------------------------------------------------------------------

// Names the settings that an optimizer's lines speak of.
static void add_settings(struct placeholders *names, const struct hyper *hyper)
{
    const struct {
        const char *word;
        double value;
    } settings[] = {{"lr", hyper->lr},
                    {"momentum", hyper->momentum},
                    {"rho", hyper->rho},
                    {"beta1", hyper->beta1},
                    {"beta2", hyper->beta2},
                    {"epsilon", hyper->epsilon},
                    {"beta1^t", hyper->power1},
                    {"beta2^t", hyper->power2},
                    {"weight_decay", hyper->weight_decay}};
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        placeholders_add(names, settings[i].word, settings[i].value, "%s", settings[i].word);
}

// A line for a number that the optimizer keeps: its old value becomes the new one.
static double state_line(struct next *next, const struct optimizer_line *computed, size_t state)
{
    char aside[100];
    snprintf(aside, sizeof aside, "kept for each %s; was %s", next->is_weight ? "weight" : "bias",
             number(next, next->old[state]).text);
    placeholders_add(&next->names, computed->name, next->old[state], "%s", computed->name);
    template_line(next, computed->name, computed->formula, next->new[state], aside);
    return next->new[state];
}

static double corrected_line(struct next *next, const struct optimizer_line *computed, size_t state)
{
    const struct hyper *hyper = &next->update.hyper;
    double value = next->new[state] / (1 - (state == 0 ? hyper->power1 : hyper->power2));
    template_line(next, computed->name, computed->formula, value, "corrects for the start at 0");
    return value;
}

static double step_line(struct next *next, const struct optimizer_line *computed)
{
    template_line(next, computed->name, computed->formula, next->step,
                  next->step > 0   ? "upwards"
                  : next->step < 0 ? "downwards"
                                   : "none");
    return next->step;
}

// The lines of the optimizer's row; each one's name means its value in those below.
static void optimizer_lines(struct next *next)
{
    const struct optimizer *optimizer = next->update.optimizer;
    for (const struct optimizer_line *at = optimizer->lines; at->name; at++) {
        const char *letter = strchr(optimizer->letters, at->name[0]);
        size_t state = letter ? (size_t)(letter - optimizer->letters) : 0;
        double value = strcmp(at->name, "step") == 0 ? step_line(next, at)
                       : at->name[1] == '*'          ? corrected_line(next, at, state)
                                                     : state_line(next, at, state);
        placeholders_add(&next->names, at->name, value, "%s", at->name);
    }
}

// ---- the whole --------------------------------------------------------------------------------

// Runs the optimizer for the one parameter, on copies of what it keeps.
static void run(struct next *next)
{
    const struct network *network = next->session->network;
    const struct step_config *config = &next->view->config;
    next->update = update_begin(next->session->network, config->optimizer, &config->hyper,
                                &config->regularization);
    next->update.hyper = update_hyper(network, &next->update, next->p);
    next->w = network->parameters[next->index];
    next->g = update_gradient(network, &next->update, next->index, next->is_weight);
    for (size_t i = 0; i < OPTIMIZER_STATES_MOST; i++)
        next->old[i] = next->new[i] = network->states[i] ? network->states[i][next->index] : 0;
    next->step = config->optimizer->step(&next->update.hyper, next->w, next->g, &next->new[0],
                                         &next->new[1]);
    next->is_changed =
        next->update.scale != 1 ||
        (next->is_weight && (config->regularization.l1 > 0 || config->regularization.l2 > 0));
    add_settings(&next->names, &next->update.hyper);
    placeholders_add(&next->names, "w", next->w, "%s", next->is_weight ? "w" : "b");
}

// The one line of a parameter that stays as it is.
static void frozen_line(const struct next *next, const char *name)
{
    char text[200];
    buf_printf(next->out, "%s = %s", name,
               number(next, next->session->network->parameters[next->index]).text);
    snprintf(text, sizeof text, "frozen: updates leave it alone ('unfreeze %s%zu' lets it learn)",
             next->is_weight ? "w" : "b", next->element.layer);
    buf_puts(next->out, "   ");
    style_put(next->out, next->view->style, INK_DIM, text);
    buf_puts(next->out, "\n");
}

// The old value and the step, as arithmetic.h asks for them.
static void write_new(struct buf *out, struct style style, const void *of)
{
    const struct next *next = of;
    bool is_down = next->step < 0;
    buf_printf(out, "%s %s %s", style_number(style, next->w).text, is_down ? "-" : "+",
               style_number(style, is_down ? -next->step : next->step).text);
}

// The new value: the old one and the step.
static void new_line(const struct next *next, const char *formula)
{
    struct buf numbers = BUF_EMPTY;
    double value = next->w + next->step;
    struct style shown = next->view->style;
    arithmetic_style(next->out, &shown, value, write_new, next);
    write_new(&numbers, shown, next);
    line(next, "new", formula, buf_text(&numbers), value, "");
    next->out->failed = next->out->failed || numbers.failed;
    buf_free(&numbers);
}

void explain_update(struct buf *out, const struct session *session, const struct pass_view *view,
                    struct element e)
{
    const struct layer *layer = &session->network->layers[e.layer - 1];
    struct next next = {.out = out, .session = session, .view = view, .element = e};
    next.is_weight = e.kind == QUANTITY_W;
    next.p = 2 * (e.layer - 1) + !next.is_weight;
    struct matrix m = next.is_weight ? layer->w : layer->b;
    char name[ELEMENT_NAME_SIZE], text[200], formula[40];
    const char *letter = next.is_weight ? "w" : "b";
    next.index = (size_t)(m.data - session->network->parameters) + e.row * m.cols + e.col;
    element_name(e, name);
    if (next.is_weight ? layer->w_is_frozen : layer->b_is_frozen) {
        frozen_line(&next, name);
        return;
    }
    run(&next);
    snprintf(text, sizeof text, "%s: what the next update makes of %s",
             view->config.optimizer->name, name);
    snprintf(formula, sizeof formula, "%s + step", letter);
    explain_heading(out, view, 0, name, formula, text);
    line(&next, letter, "", "", next.w, "as it is now");
    gradient_lines(&next);
    lr_line(&next);
    optimizer_lines(&next);
    new_line(&next, formula);
}
