// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that look and change nothing: show and print.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "base/words.h"
#include "network/loss.h"
#include "session/quantity.h"
#include "history/timeline_loss.h"
#include "shell/call.h"
#include "shell/run.h"
#include "shell/shell.h"
#include "shell/thing.h"
#include "network/gradcheck.h"
#include "view/check_view.h"
#include "view/data_view.h"
#include "view/matrix_view.h"
#include "view/session_view.h"
#include "view/timeline_view.h"
#include "view/watch_view.h"

// Shows one quantity with its name; one that has no value yet is an error.
static bool show_quantity(struct shell *shell, struct quantity quantity, struct error *error)
{
    struct session *session = shell->session;
    enum quantity_state state;
    struct matrix m = {0, 0, NULL};
    if (!quantity_find(session, quantity, &m, &state, error))
        return false;
    if (state == QUANTITY_MISSING)
        return quantity_refuse(session, quantity, state, error);
    if (m.data) {
        session_view_quantity(&shell->out, shell->session, quantity, m, state, run_style(shell));
        return true;
    }
    char name[QUANTITY_NAME_SIZE];
    double number;
    quantity_name(quantity, name);
    if (!quantity_number(session, quantity, &number, error))
        return false;
    buf_printf(&shell->out, "%s = %s\n", name, style_number(run_style(shell), number).text);
    return true;
}

// Shows every quantity of [kinds] that has a value.
static bool show_kinds(struct shell *shell, const enum quantity_kind *kinds, size_t count,
                       struct error *error)
{
    struct session *session = shell->session;
    for (size_t k = 1; k <= session->network->layer_count; k++)
        for (size_t i = 0; i < count; i++) {
            struct quantity quantity = {kinds[i], k};
            enum quantity_state state;
            struct matrix m;
            if (!quantity_find(session, quantity, &m, &state, error))
                return false;
            if (state != QUANTITY_MISSING && m.data)
                session_view_quantity(&shell->out, shell->session, quantity, m, state,
                                      run_style(shell));
        }
    return true;
}

static bool need_network(const struct shell *shell, struct error *error)
{
    if (shell->session->network)
        return true;
    error_set(error, "there is no network yet");
    return error_hint(error, "'init' makes one");
}

static bool show_net(struct shell *shell, struct error *error)
{
    if (!need_network(shell, error))
        return false;
    session_view_net(&shell->out, shell->session, run_style(shell));
    return true;
}

static bool show_data(struct shell *shell, struct error *error)
{
    (void)error;
    data_view_show(&shell->out, shell->session, run_style(shell));
    return true;
}

static bool show_metrics(struct shell *shell, struct error *error)
{
    return run_parts(shell, true, error);
}

static bool show_settings(struct shell *shell, struct error *error)
{
    (void)error;
    session_view_settings(&shell->out, shell->session, run_style(shell));
    return true;
}

static bool show_loss(struct shell *shell, struct error *error)
{
    const struct loss *loss = shell->session->settings.loss;
    if (!show_quantity(shell, (struct quantity){QUANTITY_LOSS, 0}, error))
        return false;
    shell->out.length--;
    buf_printf(&shell->out, "   (%s: %s)\n", loss->name, loss->meaning);
    return true;
}

static bool show_gradients(struct shell *shell, struct error *error)
{
    static const enum quantity_kind kinds[] = {QUANTITY_DW, QUANTITY_DB};
    struct session *session = shell->session;
    if (!need_network(shell, error))
        return false;
    struct quantity first = {QUANTITY_DW, session->network->layer_count};
    size_t index =
        stage_index(session->network->layer_count, (struct stage){STAGE_DW, first.layer});
    if (index >= session->done && index >= session->had) {
        error_set(error, "there are no gradients yet");
        return error_hint(error, "'forward' and then 'backward' compute them");
    }
    return show_kinds(shell, kinds, 2, error);
}

static bool show_names(struct shell *shell, struct error *error)
{
    (void)error;
    if (shell->session->variables.count == 0)
        buf_puts(&shell->out, "no names of your own yet; 'let NAME = EXPRESSION' makes one\n");
    session_view_variables(&shell->out, shell->session, run_style(shell));
    return true;
}

static bool show_watches(struct shell *shell, struct error *error)
{
    (void)error;
    watch_view_watches(&shell->out, shell->session);
    return true;
}

static bool show_timeline(struct shell *shell, struct error *error)
{
    size_t first, count;
    (void)error;
    timeline_view_range(shell->timeline, run_style(shell), &first, &count);
    timeline_find_losses(shell->timeline, first, count);
    timeline_view(&shell->out, shell->timeline, run_style(shell));
    return true;
}

static bool show_history(struct shell *shell, struct error *error)
{
    return command_history(shell, NULL, error);
}

static bool show_all(struct shell *shell, struct error *error)
{
    static const enum quantity_kind kinds[] = {QUANTITY_W,  QUANTITY_B,  QUANTITY_Z,  QUANTITY_A,
                                               QUANTITY_DA, QUANTITY_DZ, QUANTITY_DW, QUANTITY_DB};
    struct session *session = shell->session;
    show_settings(shell, error);
    buf_puts(&shell->out, "\n");
    show_data(shell, error);
    if (session->variables.count) {
        buf_puts(&shell->out, "\n");
        show_names(shell, error);
    }
    if (!session->network)
        return true;
    buf_puts(&shell->out, "\n");
    show_net(shell, error);
    buf_printf(&shell->out, "epoch %zu, %zu steps\n\n", session->epoch, session->steps);
    if (!show_kinds(shell, kinds, sizeof kinds / sizeof *kinds, error))
        return false;
    struct error ignored;
    return !session_prepare(session, &ignored) || show_loss(shell, error);
}

const struct thing things[THING_COUNT] = {
    {"net", show_net, "the architecture: layers, shapes, parameter counts"},
    {"data", show_data, "the data set: its columns, classes and samples"},
    {"metrics", show_metrics, "how good the predictions are, class by class"},
    {"settings", show_settings, "every setting, as commands for a script"},
    {"loss", show_loss, "the loss of the present parameters"},
    {"gradients", show_gradients, "every dw and db"},
    {"names", show_names, "the names made by let"},
    {"watches", show_watches, "what is watched, and where training breaks"},
    {"timeline", show_timeline, "the states you can go back to, and the marks"},
    {"history", show_history, "the commands typed so far"},
    {"all", show_all, "everything there is"},
};

static bool show_one(struct shell *shell, const char *word, size_t length, struct error *error)
{
    struct quantity quantity;
    for (size_t i = 0; i < THING_COUNT; i++)
        if (strlen(things[i].name) == length && memcmp(things[i].name, word, length) == 0)
            return things[i].show(shell, error);
    if (quantity_parse(word, length, &quantity))
        return show_quantity(shell, quantity, error);
    struct variable *variable = variables_find(&shell->session->variables, word, length);
    const struct setting *setting = setting_find(word, length);
    if (variable) {
        buf_printf(&shell->out, "%s =%s", variable->name, variable->value.is_matrix ? "\n" : " ");
        matrix_view_value(&shell->out, run_style(shell), &variable->value);
        buf_puts(&shell->out, "\n");
        return true;
    }
    if (setting) {
        buf_printf(&shell->out, "%s = ", setting->name);
        setting_text(&shell->session->settings, setting, &shell->out);
        buf_printf(&shell->out, "   %s\n", setting->meaning);
        return true;
    }
    struct suggestions suggestions;
    char candidate[SUGGESTION_SIZE];
    suggest_start(&suggestions, word, length);
    for (size_t i = 0; i < THING_COUNT; i++)
        suggest_consider(&suggestions, things[i].name);
    for (size_t i = 0; quantity_list(shell->session, i, candidate, sizeof candidate); i++)
        suggest_consider(&suggestions, candidate);
    struct quoted quoted = error_quote(word, length);
    error_set(error, "there is no '%s' to show", quoted.text);
    suggest_append(&suggestions, error);
    if (suggestions.count == 0)
        error_hint(error, "'help show' lists what there is; 'print' shows expressions");
    return false;
}

bool command_show(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *names = call_argument(call, "THING...");
    size_t at = names->at, length = 0;
    for (; call_word(call, names, &at, &length); at += length)
        if (!show_one(shell, call->text + at, length, error))
            return error_place(error, at, length);
    return true;
}

// Appends the value of the expression at text[at], and sets [end] behind it.
static bool print_expression(struct shell *shell, const struct call *call, size_t at, size_t *end,
                             struct error *error)
{
    struct scope scope = session_scope(shell->session);
    struct value value = value_number(0);
    struct expr *expr = expr_parse(call->text, call->length, at, end, error);
    bool well = expr && expr_evaluate(expr, &scope, &value, error);
    expr_free(expr);
    if (!well)
        return false;
    // A matrix begins on a line of its own, so that its columns stand below each other.
    size_t used = shell->out.length;
    if (value.is_matrix && value.all.rows > 1 && used && shell->out.data[used - 1] == ' ')
        shell->out.data[used - 1] = '\n';
    matrix_view_value(&shell->out, run_style(shell), &value);
    value_clear(&value);
    return true;
}

bool command_print(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *items = call_argument(call, "EXPRESSION, ...");
    for (size_t at = items->at;;) {
        size_t end = 0;
        char first = call->text[at];
        if (first == '"' || first == '\'') {
            end = call_string(call->text, call->length, at, &shell->out, error);
            if (!end)
                return false;
        } else if (!print_expression(shell, call, at, &end, error)) {
            return false;
        }
        at = call_skip(call->text, call->length, end);
        if (at == call->length)
            break;
        if (call->text[at] != ',') {
            struct quoted rest = error_quote(call->text + at, call->length - at);
            error_at(error, at, call->length - at, "the expression ends before '%s'", rest.text);
            return error_hint(error, "a comma parts what print shows");
        }
        size_t comma = at;
        at = call_skip(call->text, call->length, at + 1);
        if (at == call->length)
            return error_at(error, comma, 1, "something to print must follow the comma");
        buf_puts(&shell->out, " ");
    }
    buf_puts(&shell->out, "\n");
    return true;
}

bool run_parameter(const struct session *session, const char *name, size_t length, size_t *index,
                   struct error *error)
{
    struct quantity quantity;
    if (!session->network) {
        error_set(error, "there is no network yet");
        return error_hint(error, "'init' makes one");
    }
    bool is_known = quantity_parse(name, length, &quantity);
    bool is_bias = is_known && (quantity.kind == QUANTITY_B || quantity.kind == QUANTITY_DB);
    bool is_weight = is_known && (quantity.kind == QUANTITY_W || quantity.kind == QUANTITY_DW);
    size_t layers = session->network->layer_count;
    if ((is_bias || is_weight) && quantity.layer >= 1 && quantity.layer <= layers) {
        *index = 2 * (quantity.layer - 1) + is_bias;
        return true;
    }
    struct quoted quoted = error_quote(name, length);
    error_set(error, "'%s' is no weight or bias of this network", quoted.text);
    return error_hint(error, "there are w1, b1%s w%zu, b%zu", layers > 2 ? ", ...," : ",", layers,
                      layers);
}

bool command_check(struct shell *shell, const struct call *call, struct error *error)
{
    struct session *session = shell->session;
    const struct argument *name = call_argument(call, "NAME");
    struct step_config config = session_step_config(session);
    size_t which = SIZE_MAX;
    if (name->given && !run_parameter(session, call->text + name->at, name->length, &which, error))
        return error_place(error, name->at, name->length);
    struct gradcheck_report *reports = calloc(2 * session->network->layer_count, sizeof *reports);
    if (!reports)
        return error_memory(error);
    bool well = gradcheck_run(session->network, &config, session->pass->x, session->pass->y, which,
                              session->stop, reports, error);
    size_t wrong = 0;
    if (well)
        wrong = check_view(&shell->out, run_style(shell), session->network, reports);
    free(reports);
    if (well && session_is_stopped(session))
        buf_puts(&shell->out, "interrupted: what is not listed was not compared\n");
    if (wrong == 0)
        return well;
    shell_send(shell);
    return error_set(error, "%zu gradient%s differ%s from the slope of the loss", wrong,
                     plural(wrong), wrong == 1 ? "s" : "");
}
