// SPDX-License-Identifier: GPL-3.0-or-later
// explain: which number is meant, and whether it can be explained now. Everything else that has a
// name (settings, x, a student's own) has a one-line answer, so that there is an answer for every number on the
// screen.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "session/quantity.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/shell.h"
#include "view/explain_view.h"

static command_function run_explain;

enum { NAME, DEPTH };

const struct command explain_command = {
    .name = "explain",
    .alias = "why",
    .topic = TOPIC_LOOK,
    .params = {[NAME] = {"NAME[I,J]", PARAM_EXPRESSION, .flags = PARAM_REQUIRED},
               [DEPTH] = {"depth", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N", .least = 1,
                          .usual = 1, .outside = "depth is 1 or more"}},
    .summary = "show where one number comes from",
    .details = "For an element of z, a, da, dz, dw or db, and for loss: its formula, the\n"
               "formula with the numbers in it, and the value. A sum over samples is split\n"
               "by sample; share is the size of a part, without its sign, in percent of the\n"
               "sum of all sizes. For an element of w or b: its value after the next update.\n"
               "depth=2 explains the parts as well, depth=3 the parts of these, and so on\n"
               "down to inputs and weights; a number that is multiplied by 0 is not\n"
               "explained further. The shell adds with fma: a product and the sum so far are\n"
               "rounded once, together.",
    .example = "init\nset detail brief\nforward; backward\nexplain dw2[1,0] depth=2\n"
               "explain w1[0,1]\n",
    .flags = COMMAND_LOOKS,
    .reveals = REVEALS_NO,
    .run = run_explain,
};

// What was typed: a name, perhaps with an index.
struct request {
    struct shell *shell;
    struct place place;
    struct quoted name;
    bool is_indexed;
};

// Answers in one line: "lr = 0.2   a setting ...".
static void answer(const struct request *request, const char *name, double value, const char *aside)
{
    struct style style = shell_style(request->shell);
    struct buf *out = &request->shell->out;
    buf_printf(out, "%s = %s   ", name, style_number(style, value).text);
    style_put(out, style, INK_DIM, aside);
    buf_puts(out, "\n");
}

// Says "column 0" or "columns 0 to 3".
static void axis_text(char text[64], const char *axis, size_t count)
{
    if (count == 1)
        snprintf(text, 64, "%s 0", axis);
    else
        snprintf(text, 64, "%ss 0 to %zu", axis, count - 1);
}

// Says that a whole 1-d array was asked for.
static bool refuse_whole_array(const struct request *request, struct shape m, struct error *error)
{
    error_set(error, "one number can be explained, and %s is a 1-d array of length %zu",
              request->name.text, m.cols);
    return error_hint(error, "for example 'explain %s[0]'", request->name.text);
}

// The one element that is meant. False with [error] set when it is not there, or not one.
static bool find_element(const struct request *request, struct shape m, size_t *row, size_t *col,
                         struct error *error)
{
    struct scope scope = session_scope(request->shell->session);
    struct region region;
    char rows[64], cols[64];
    if (!expr_region(&request->place, &scope, m, &region, error))
        return false;
    *row = region.row;
    *col = region.col;
    if (region.is_element)
        return true;
    if (m.dims == 1)
        return refuse_whole_array(request, m, error);
    axis_text(rows, "row", m.rows);
    axis_text(cols, "column", m.cols);
    error_set(error, "one number can be explained, and %s has %s and %s", request->name.text, rows,
              cols);
    return error_hint(error, "for example 'explain %s[%zu,%zu]'", request->name.text,
                      m.rows > 1 ? (size_t)1 : 0, (size_t)0);
}

// Refuses an index after a name that stands for one number.
static bool check_plain(const struct request *request, struct error *error)
{
    if (!request->is_indexed)
        return true;
    error_set(error, "%s is one number and has no elements", request->name.text);
    return error_hint(error, "'explain %s'", request->name.text);
}

// ---- names with a short answer ----------------------------------------------------------------

static bool explain_setting(const struct request *request, const struct setting *setting,
                            struct error *error)
{
    struct style style = shell_style(request->shell);
    struct buf *out = &request->shell->out;
    if (!check_plain(request, error))
        return false;
    buf_printf(out, "%s = ", setting->name);
    setting_text(&request->shell->session->settings, setting, out);
    buf_puts(out, "   ");
    style_put(out, style, INK_DIM, "a setting: ");
    style_put(out, style, INK_DIM, setting->meaning);
    buf_puts(out, "\n");
    return true;
}

static bool explain_variable(const struct request *request, struct variable *variable,
                             struct error *error)
{
    char name[200];
    struct matrix m = value_view(&variable->value);
    struct shape shape = shape_of(&variable->value);
    size_t row = 0, col = 0;
    if (variable->value.is_matrix) {
        if (!find_element(request, shape, &row, &col, error))
            return false;
        if (shape.dims == 1)
            snprintf(name, sizeof name, "%.60s[%zu]", request->name.text, col);
        else
            snprintf(name, sizeof name, "%.60s[%zu,%zu]", request->name.text, row, col);
    } else {
        if (!check_plain(request, error))
            return false;
        snprintf(name, sizeof name, "%.60s", request->name.text);
    }
    answer(request, name, matrix_at(m, row, col),
           "a name of your own: 'let' keeps the value, not its formula");
    return true;
}

// What a number that no pass computes is.
static const char *number_aside(enum quantity_kind kind)
{
    switch (kind) {
    case QUANTITY_EPOCH:
        return "epochs done so far";
    case QUANTITY_STEPS:
        return "updates done so far";
    case QUANTITY_LOSS:
        return "the loss over all training samples; 'explain batch_loss' opens the batch's";
    case QUANTITY_TEST_LOSS:
        return "the loss over the test samples; 'predict' shows each of them";
    case QUANTITY_TEST_ACCURACY:
        return "the share of test samples predicted right; 'predict' shows which";
    default:
        return "the share of training samples predicted right; 'predict' shows which";
    }
}

// lr, epoch, steps, accuracy, test_loss.
static bool explain_number(const struct request *request, struct quantity quantity,
                           struct error *error)
{
    double number;
    const char *aside = number_aside(quantity.kind);
    if (quantity.kind == QUANTITY_LR)
        return explain_setting(request, setting_find("lr", 2), error);
    if (!check_plain(request, error) ||
        !quantity_number(request->shell->session, quantity, &number, error))
        return false;
    answer(request, request->name.text, number, aside);
    return true;
}

static bool explain_given(const struct request *request, struct quantity quantity,
                          struct error *error)
{
    struct matrix m;
    enum quantity_state state;
    char name[100], aside[200];
    size_t row, col;
    bool is_x = quantity.kind == QUANTITY_X;
    if (!quantity_find(request->shell->session, quantity, &m, &state, error) ||
        !find_element(request, shape_of_matrix(m), &row, &col, error))
        return false;
    snprintf(name, sizeof name, "%c[%zu,%zu]", is_x ? 'x' : 'y', row, col);
    snprintf(aside, sizeof aside, "given: it comes from the data; it is %s %zu of sample %zu",
             is_x ? "input" : "target", col, row);
    answer(request, name, matrix_at(m, row, col), aside);
    return true;
}

// ---- names of what a pass computes ------------------------------------------------------------

// Whether the present pass has run that stage.
static bool is_done(const struct session *session, enum stage_kind kind, size_t layer)
{
    return stage_index(session->network->layer_count, (struct stage){kind, layer}) <
           session_shown(session);
}

static bool explain_loss(const struct request *request, size_t depth, struct error *error)
{
    struct session *session = request->shell->session;
    if (!check_plain(request, error) || !session_prepare(session, error))
        return false;
    struct element element = {QUANTITY_LOSS, 0, 0, 0};
    size_t layers = session->network->layer_count;
    if (session->hides)
        return quantity_refuse(session, (struct quantity){QUANTITY_LOSS, 0}, QUANTITY_HIDDEN,
                               error);
    if (!is_done(session, STAGE_LOSS, 0)) {
        bool is_stale = !is_done(session, STAGE_A, layers) && session->stale_end >= 2 * layers;
        error_set(error, "the loss is explained from a%zu, which %s", layers,
                  is_done(session, STAGE_A, layers) ? "is there, but the loss has not run"
                  : is_stale ? "is stale: weights or data have changed since it was computed"
                             : "has no value yet");
        return error_hint(error, "type 'forward' to compute it%s", is_stale ? " again" : "");
    }
    explain_view(&request->shell->out, session, shell_style(request->shell), element, depth);
    return true;
}

// Whether the gradients that the next value of a weight or a bias needs are there.
static bool has_gradients(const struct session *session, struct quantity quantity, double value,
                          const struct request *request, struct error *error)
{
    const struct layer *layer = &session->network->layers[quantity.layer - 1];
    bool is_weight = quantity.kind == QUANTITY_W, clips = !isinf(session->settings.clip);
    struct style style = shell_style(request->shell);
    if (is_weight ? layer->w_is_frozen : layer->b_is_frozen)
        return true;
    if (session->hides)
        return error_set(error, "the next value of %s is hidden while the question is open",
                         request->name.text);
    if (is_done(session, STAGE_DW, clips ? 1 : quantity.layer))
        return true;
    size_t index =
        stage_index(session->network->layer_count, (struct stage){STAGE_DW, quantity.layer});
    bool is_forward = session->done < stage_first_backward(session->network->layer_count);
    error_set(
        error, "this element of %s is %s; its value after the next update needs d%s, which %s",
        request->name.text, style_number(style, value).text, request->name.text,
        index < session->done        ? "is clipped together with gradients still to be computed"
        : index < session->stale_end ? "is stale: weights, data or the loss have changed since"
                                     : "has no value yet");
    return error_hint(error, "type %s to compute it",
                      is_forward ? "'forward', then 'backward'" : "'backward'");
}

static bool explain_element(const struct request *request, struct quantity quantity, size_t depth,
                            struct error *error)
{
    struct session *session = request->shell->session;
    struct matrix m = {0, 0, NULL};
    enum quantity_state state;
    size_t row, col;
    if (!quantity_find(session, quantity, &m, &state, error))
        return false;
    if (state != QUANTITY_FRESH)
        return quantity_refuse(session, quantity, state, error);
    if (!find_element(request, shape_of_matrix(m), &row, &col, error))
        return false;
    bool is_parameter = quantity.kind == QUANTITY_W || quantity.kind == QUANTITY_B;
    if (is_parameter && !has_gradients(session, quantity, matrix_at(m, row, col), request, error))
        return false;
    struct element element = {quantity.kind, quantity.layer, row, col};
    explain_view(&request->shell->out, session, shell_style(request->shell), element, depth);
    return true;
}

// Finds out what kind of name it is.
static bool explain_name(const struct request *request, size_t depth, struct error *error)
{
    const char *name = request->place.name;
    size_t length = request->place.name_length;
    struct quantity quantity;
    if (quantity_parse(name, length, &quantity)) {
        if (quantity.kind == QUANTITY_X || quantity.kind == QUANTITY_Y)
            return explain_given(request, quantity, error);
        bool has_batches = session_has_batches(request->shell->session);
        if (quantity.kind == QUANTITY_BATCH_LOSS ||
            (quantity.kind == QUANTITY_LOSS && !has_batches))
            return explain_loss(request, depth, error);
        if (quantity.layer == 0)
            return explain_number(request, quantity, error);
        return explain_element(request, quantity, depth, error);
    }
    struct variable *variable = variables_find(&request->shell->session->variables, name, length);
    const struct setting *setting = setting_find(name, length);
    if (variable)
        return explain_variable(request, variable, error);
    if (setting)
        return explain_setting(request, setting, error);
    return quantity_unknown(request->shell->session, name, length, error);
}

static bool run_explain(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *name = &call->arguments[NAME];
    const struct argument *depth = &call->arguments[DEPTH];
    struct request request = {.shell = shell};
    if (!expr_place(name->expr, &request.place)) {
        error_at(error, name->at, name->length, "only a name and an index can be explained");
        return error_hint(error, "such as 'explain dw1[0,1]'; 'print' computes expressions");
    }
    request.name = error_quote(request.place.name, request.place.name_length);
    request.is_indexed = request.place.name_length != name->length;
    return explain_name(&request, depth->count, error) ||
           error_place(error, name->at, name->length);
}
