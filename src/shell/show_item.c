// SPDX-License-Identifier: GPL-3.0-or-later
// A word is looked up in the table first, then among the quantities, the student's own names and the settings.
#include "shell/show_item.h"

#include <string.h>

#include "base/suggest.h"
#include "history/timeline.h"
#include "history/timeline_loss.h"
#include "network/loss.h"
#include "session/quantity.h"
#include "session/session.h"
#include "shell/answer_history.h"
#include "shell/answer_parts.h"
#include "shell/near_miss.h"
#include "shell/shell.h"
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
    if (state >= QUANTITY_MISSING)
        return quantity_refuse(session, quantity, state, error);
    if (m.data) {
        session_view_quantity(&shell->out, shell->session, quantity, m, state, shell_style(shell));
        return true;
    }
    char name[QUANTITY_NAME_SIZE];
    double number;
    quantity_name(quantity, name);
    if (!quantity_number(session, quantity, &number, error))
        return false;
    buf_printf(&shell->out, "%s = %s\n", name, style_number(shell_style(shell), number).text);
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
            if (state < QUANTITY_MISSING && m.data)
                session_view_quantity(&shell->out, shell->session, quantity, m, state,
                                      shell_style(shell));
        }
    return true;
}

static bool show_net(struct shell *shell, struct error *error)
{
    if (!session_has_network(shell->session, error))
        return false;
    session_view_net(&shell->out, shell->session, shell_style(shell));
    return true;
}

static bool show_data(struct shell *shell, struct error *error)
{
    (void)error;
    data_view_show(&shell->out, shell->session, shell_style(shell));
    return true;
}

// Whether results may be seen: false with [error] set while an open question hides them.
static bool may_show_results(const struct shell *shell, struct error *error)
{
    struct quantity loss = {QUANTITY_LOSS, 0};
    return !shell->session->hides || quantity_refuse(shell->session, loss, QUANTITY_HIDDEN, error);
}

static bool show_metrics(struct shell *shell, struct error *error)
{
    return may_show_results(shell, error) && answer_parts(shell, true, error);
}

static bool show_settings(struct shell *shell, struct error *error)
{
    (void)error;
    session_view_settings(&shell->out, shell->session, shell_style(shell));
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
    if (!session_has_network(shell->session, error))
        return false;
    struct quantity first = {QUANTITY_DW, session->network->layer_count};
    enum quantity_state state;
    struct matrix m;
    if (!quantity_find(session, first, &m, &state, error))
        return false;
    if (state == QUANTITY_HIDDEN)
        return quantity_refuse(session, first, state, error);
    if (state == QUANTITY_MISSING) {
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
    session_view_variables(&shell->out, shell->session, shell_style(shell));
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
    if (!may_show_results(shell, error))
        return false;
    timeline_view_range(shell->timeline, shell_style(shell), &first, &count);
    timeline_find_losses(shell->timeline, first, count);
    timeline_view(&shell->out, shell->timeline, shell_style(shell));
    return true;
}

static bool show_history(struct shell *shell, struct error *error)
{
    (void)error;
    answer_history(shell);
    return true;
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
    return session->hides || !session_prepare(session, &ignored) || show_loss(shell, error);
}

const struct show_item show_items[SHOW_ITEM_COUNT] = {
    {"net", show_net, "the architecture: layers, shapes, parameter counts"},
    {"data", show_data, "the data set: its columns, classes and samples"},
    {"metrics", show_metrics, "how good the predictions are, class by class"},
    {"settings", show_settings, "every setting, as commands for a script"},
    {"loss", show_loss, "the loss of the present parameters"},
    {"gradients", show_gradients, "every dw and db"},
    {"names", show_names, "the names made with let"},
    {"watches", show_watches, "what is watched, and the conditions that stop training"},
    {"timeline", show_timeline, "the states you can go back to, and the marks"},
    {"history", show_history, "the commands typed so far"},
    {"all", show_all, "everything there is"},
};

bool show_word(struct shell *shell, const char *word, size_t length, struct error *error)
{
    struct quantity quantity;
    for (size_t i = 0; i < SHOW_ITEM_COUNT; i++)
        if (strlen(show_items[i].name) == length && memcmp(show_items[i].name, word, length) == 0)
            return show_items[i].show(shell, error);
    if (quantity_parse(word, length, &quantity))
        return show_quantity(shell, quantity, error);
    struct variable *variable = variables_find(&shell->session->variables, word, length);
    const struct setting *setting = setting_find(word, length);
    if (variable) {
        buf_printf(&shell->out, "%s =%s", variable->name, variable->value.is_matrix ? "\n" : " ");
        matrix_view_value(&shell->out, shell_style(shell), &variable->value);
        buf_puts(&shell->out, "\n");
        return true;
    }
    if (setting) {
        buf_printf(&shell->out, "%s = ", setting->name);
        setting_text(&shell->session->settings, setting, &shell->out);
        buf_printf(&shell->out, "   %s\n", setting->meaning);
        return true;
    }
    struct suggestions nearest;
    suggest_start(&nearest, word, length);
    for (size_t i = 0; i < SHOW_ITEM_COUNT; i++)
        suggest_consider(&nearest, show_items[i].name);
    error_set(error, "there is no '%s' to show", error_quote(word, length).text);
    return near_miss_refuse(shell->session, "show", &nearest,
                            "'help show' lists what there is; 'print' shows expressions", error);
}
