// SPDX-License-Identifier: GPL-3.0-or-later
// Each line is a name, its formula, the formula with numbers, and the value. The values that are kept
// (the new state, the step) are those of the optimizer's own function, run on copies; the lines
// between follow optimizer_rule.h operation by operation, so that they lead there to the last bit.
#include "view/explain_update.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "network/schedule.h"
#include "network/update.h"
#include "view/explain_sum.h"

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
    char g_name[4]; // "dw", "db", or "g" where something acts on it first
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

// ---- the gradient -----------------------------------------------------------------------------

static const char *dw_name(const struct next *next)
{
    return next->is_weight ? "dw" : "db";
}

// The norm of all gradients, and what brings it down to the bound.
static void clip_lines(const struct next *next)
{
    const struct network *network = next->session->network;
    double clip = next->update.regularization.clip, square = 0;
    char numbers[200];
    for (size_t i = 0; i < network->parameter_count; i++)
        square = fma(network->gradients[i], network->gradients[i], square);
    double norm = sqrt(square);
    line(next, "norm", "√(Σ dw² + Σ db²)", "", norm, "over all layers");
    snprintf(numbers, sizeof numbers, "%s/(%s + %s)", number(next, clip).text,
             number(next, norm).text, number(next, 1e-6).text);
    line(next, "scale", "clip/(norm + 1e-6)", numbers, clip / (norm + 1e-6),
         next->update.scale == 1 ? "1 or more: nothing is clipped"
                                 : "below 1: gradients are clipped");
}

static void gradient_lines(const struct next *next)
{
    const struct regularization *regularization = &next->update.regularization;
    double dw = next->session->network->gradients[next->index];
    struct element gradient = next->element;
    char name[ELEMENT_NAME_SIZE], formula[80];
    bool has_l2 = next->is_weight && regularization->l2 > 0,
         has_l1 = next->is_weight && regularization->l1 > 0;
    gradient.kind = next->is_weight ? QUANTITY_DW : QUANTITY_DB;
    element_name(gradient, name);
    line(next, dw_name(next), name, "", dw, "its gradient");
    if (!isinf(regularization->clip))
        clip_lines(next);
    if (strcmp(next->g_name, "g") != 0)
        return;
    snprintf(formula, sizeof formula, "%s%s%s%s", dw_name(next),
             next->update.scale != 1 ? "·scale" : "", has_l2 ? " + l2·w" : "",
             has_l1 ? " + l1·sign(w)" : "");
    struct buf numbers = BUF_EMPTY;
    buf_puts(&numbers, number(next, dw).text);
    if (next->update.scale != 1)
        buf_printf(&numbers, "·%s", number(next, next->update.scale).text);
    if (has_l2)
        buf_printf(&numbers, " + %s·%s", number(next, regularization->l2).text,
                   number(next, next->w).text);
    if (has_l1)
        buf_printf(&numbers, " + %s·%s", number(next, regularization->l1).text,
                   number(next, (double)((next->w > 0) - (next->w < 0))).text);
    line(next, "g", formula, buf_text(&numbers), next->g, "the gradient as the optimizer sees it");
    next->out->failed = next->out->failed || numbers.failed;
    buf_free(&numbers);
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

// ---- the optimizers ---------------------------------------------------------------------------

// A line for one number the optimizer keeps.
static void state_line(const struct next *next, const char *name, size_t which, const char *formula,
                       const char *numbers)
{
    char aside[100];
    snprintf(aside, sizeof aside, "kept for each %s; was %s", next->is_weight ? "weight" : "bias",
             number(next, next->old[which]).text);
    line(next, name, formula, numbers, next->new[which], aside);
}

// state ← rate·state + (1 - rate)·g, or ·g·g: a running mean. The square is written as it is computed,
// a factor after the other.
static void mean_line(const struct next *next, const char *name, size_t which,
                      const char *rate_name, double rate, bool is_square)
{
    char formula[80], numbers[6 * NUMBER_SIZE], again[NUMBER_SIZE + 8] = "";
    if (is_square)
        snprintf(again, sizeof again, "·%s", number(next, next->g).text);
    snprintf(formula, sizeof formula, "%s·%s + (1 - %s)·%s%s%s", rate_name, name, rate_name,
             next->g_name, is_square ? "·" : "", is_square ? next->g_name : "");
    snprintf(numbers, sizeof numbers, "%s·%s + (1 - %s)·%s%s", number(next, rate).text,
             number(next, next->old[which]).text, number(next, rate).text,
             number(next, next->g).text, again);
    state_line(next, name, which, formula, numbers);
}

// m* = m/(1 - beta^t), which makes up for the start at 0.
static double corrected_line(const struct next *next, const char *name, size_t which,
                             const char *beta_name, double power)
{
    char star[8], formula[80], numbers[4 * NUMBER_SIZE];
    double value = next->new[which] / (1 - power);
    snprintf(star, sizeof star, "%s*", name);
    snprintf(formula, sizeof formula, "%s/(1 - %s^t)", name, beta_name);
    snprintf(numbers, sizeof numbers, "%s/(1 - %s)", number(next, next->new[which]).text,
             number(next, power).text);
    line(next, star, formula, numbers, value, "makes up for the start at 0");
    return value;
}

static void step_line(const struct next *next, const char *formula, const char *numbers)
{
    line(next, "step", formula, numbers, next->step,
         next->step > 0   ? "upwards"
         : next->step < 0 ? "downwards"
                          : "none");
}

static void sgd_lines(const struct next *next)
{
    char formula[40], numbers[3 * NUMBER_SIZE];
    snprintf(formula, sizeof formula, "-lr·%s", next->g_name);
    snprintf(numbers, sizeof numbers, "-%s·%s", number(next, next->update.hyper.lr).text,
             number(next, next->g).text);
    step_line(next, formula, numbers);
}

static void momentum_lines(const struct next *next)
{
    const struct hyper *h = &next->update.hyper;
    char formula[60], numbers[6 * NUMBER_SIZE];
    snprintf(formula, sizeof formula, "momentum·v + %s", next->g_name);
    snprintf(numbers, sizeof numbers, "%s·%s + %s", number(next, h->momentum).text,
             number(next, next->old[0]).text, number(next, next->g).text);
    state_line(next, "v", 0, formula, numbers);
    if (next->update.optimizer->id == OPTIMIZER_momentum) {
        snprintf(numbers, sizeof numbers, "-%s·%s", number(next, h->lr).text,
                 number(next, next->new[0]).text);
        step_line(next, "-lr·v", numbers);
        return;
    }
    snprintf(formula, sizeof formula, "-lr·(%s + momentum·v)", next->g_name);
    snprintf(numbers, sizeof numbers, "-%s·(%s + %s·%s)", number(next, h->lr).text,
             number(next, next->g).text, number(next, h->momentum).text,
             number(next, next->new[0]).text);
    step_line(next, formula, numbers);
}

static void rmsprop_lines(const struct next *next)
{
    const struct hyper *h = &next->update.hyper;
    char formula[60], numbers[6 * NUMBER_SIZE];
    mean_line(next, "s", 0, "rho", h->rho, true);
    snprintf(formula, sizeof formula, "-lr·%s/(√(s) + epsilon)", next->g_name);
    snprintf(numbers, sizeof numbers, "-%s·%s/(√(%s) + %s)", number(next, h->lr).text,
             number(next, next->g).text, number(next, next->new[0]).text,
             number(next, h->epsilon).text);
    step_line(next, formula, numbers);
}

static void adam_lines(const struct next *next)
{
    const struct hyper *h = &next->update.hyper;
    char formula[80], numbers[9 * NUMBER_SIZE];
    bool decays = next->update.optimizer->id == OPTIMIZER_adamw;
    mean_line(next, "m", 0, "beta1", h->beta1, false);
    mean_line(next, "s", 1, "beta2", h->beta2, true);
    double m = corrected_line(next, "m", 0, "beta1", h->power1);
    double s = corrected_line(next, "s", 1, "beta2", h->power2);
    snprintf(formula, sizeof formula, "-lr·m*/(√(s*) + epsilon)%s%s",
             decays ? " - lr·weight_decay·" : "",
             !decays           ? ""
             : next->is_weight ? "w"
                               : "b");
    int used = snprintf(numbers, sizeof numbers, "-%s·%s/(√(%s) + %s)", number(next, h->lr).text,
                        number(next, m).text, number(next, s).text, number(next, h->epsilon).text);
    if (decays)
        snprintf(numbers + used, sizeof numbers - (size_t)used, " - %s·%s·%s",
                 number(next, h->lr).text, number(next, h->weight_decay).text,
                 number(next, next->w).text);
    step_line(next, formula, numbers);
}

typedef void lines_function(const struct next *next);

static lines_function *const optimizer_lines[] = {
    [OPTIMIZER_sgd] = sgd_lines,           [OPTIMIZER_momentum] = momentum_lines,
    [OPTIMIZER_nesterov] = momentum_lines, [OPTIMIZER_rmsprop] = rmsprop_lines,
    [OPTIMIZER_adam] = adam_lines,         [OPTIMIZER_adamw] = adam_lines,
};

_Static_assert(sizeof optimizer_lines / sizeof *optimizer_lines == OPTIMIZER_COUNT,
               "one row for each optimizer");

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
    bool presses =
        next->update.scale != 1 ||
        (next->is_weight && (config->regularization.l1 > 0 || config->regularization.l2 > 0));
    snprintf(next->g_name, sizeof next->g_name, "%s", presses ? "g" : dw_name(next));
}

void explain_update(struct buf *out, const struct session *session, const struct pass_view *view,
                    struct element e)
{
    const struct layer *layer = &session->network->layers[e.layer - 1];
    struct next next = {.out = out, .session = session, .view = view, .element = e};
    next.is_weight = e.kind == QUANTITY_W;
    next.p = 2 * (e.layer - 1) + !next.is_weight;
    struct matrix m = next.is_weight ? layer->w : layer->b;
    char name[ELEMENT_NAME_SIZE], text[200];
    const char *letter = next.is_weight ? "w" : "b";
    next.index = (size_t)(m.data - session->network->parameters) + e.row * m.cols + e.col;
    element_name(e, name);
    if (next.is_weight ? layer->w_is_frozen : layer->b_is_frozen) {
        buf_printf(out, "%s = %s", name,
                   number(&next, session->network->parameters[next.index]).text);
        snprintf(text, sizeof text,
                 "frozen: updates leave it alone ('unfreeze %s%zu' lets it learn)", letter,
                 e.layer);
        buf_puts(out, "   ");
        style_put(out, view->style, INK_DIM, text);
        buf_puts(out, "\n");
        return;
    }
    run(&next);
    snprintf(text, sizeof text, "%s: what the next update makes of %s",
             view->config.optimizer->name, name);
    char formula[40];
    snprintf(formula, sizeof formula, "%s + step", letter);
    explain_heading(out, view, 0, name, formula, text);
    line(&next, letter, "", "", next.w, "as it is now");
    gradient_lines(&next);
    lr_line(&next);
    optimizer_lines[view->config.optimizer->id](&next);
    bool is_down = next.step < 0;
    snprintf(text, sizeof text, "%s %s %s", number(&next, next.w).text, is_down ? "-" : "+",
             number(&next, is_down ? -next.step : next.step).text);
    line(&next, "new", formula, text, next.w + next.step, "");
}
