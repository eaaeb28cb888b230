// SPDX-License-Identifier: GPL-3.0-or-later
// The commands about the shell itself: expect, help, history, clear, version, quit.
#include <stdlib.h>
#include <string.h>

#include "session/quantity.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/help.h"
#include "shell/run.h"
#include "shell/shell.h"
#include "view/matrix_view.h"

// Appends an expression's text and, where it is not a plain number, its value: "loss is 0.25".
static void put_side(struct buf *out, struct shell *shell, const struct call *call,
                     const struct expr *side)
{
    struct scope scope = session_scope(shell->session);
    struct value value = value_number(0);
    struct error ignored;
    size_t at, length;
    expr_span(side, &at, &length);
    if (!expr_evaluate(side, &scope, &value, &ignored))
        return;
    struct style style = run_style(shell);
    struct buf text = BUF_EMPTY;
    matrix_view_value(&text, style, &value);
    out->failed = out->failed || text.failed;
    bool same = text.length == length && memcmp(buf_text(&text), call->text + at, length) == 0;
    if (!same)
        buf_printf(out, "%s%.*s is %s", out->length ? ", " : "", (int)length, call->text + at,
                   buf_text(&text));
    buf_free(&text);
    value_clear(&value);
}

// The error of an expectation that does not hold, with the values of both its sides.
static bool refuse_expectation(struct shell *shell, const struct call *call,
                               const struct argument *condition, const struct argument *message,
                               struct error *error)
{
    const struct expr *left, *right;
    const char *sign;
    struct buf sides = BUF_EMPTY;
    if (expr_sides(condition->expr, &left, &sign, &right)) {
        put_side(&sides, shell, call, left);
        put_side(&sides, shell, call, right);
    }
    struct quoted text = error_quote(call->text + condition->at, condition->length);
    error_at(error, condition->at, condition->length, "expected %s, but %s", text.text,
             sides.length ? buf_text(&sides) : "it is false");
    if (message->given)
        error_hint(error, "%s", message->text);
    buf_free(&sides);
    return false;
}

bool command_expect(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *condition = call_argument(call, "CONDITION");
    struct scope scope = session_scope(shell->session);
    bool holds = false;
    if (!expr_condition(condition->expr, &scope, &holds, error)) {
        shell->failed++;
        return false;
    }
    shell->passed += holds;
    shell->failed += !holds;
    return holds ||
           refuse_expectation(shell, call, condition, call_argument(call, "\"MESSAGE\""), error);
}

bool command_help(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *topic = call_argument(call, "TOPIC");
    struct style style = run_style(shell);
    if (!topic->given) {
        help_overview(&shell->out, style);
        return true;
    }
    return help_about(&shell->out, style, call->text + topic->at, topic->length, error) ||
           error_place(error, topic->at, topic->length);
}

bool command_history(struct shell *shell, const struct call *call, struct error *error)
{
    size_t count = shell->history_count;
    size_t kept = count < SHELL_HISTORY_MOST ? count : SHELL_HISTORY_MOST;
    (void)call, (void)error;
    if (kept < count)
        buf_printf(&shell->out, "… %zu earlier commands\n", count - kept);
    for (size_t i = count - kept; i < count; i++)
        buf_printf(&shell->out, "%5zu  %s\n", i + 1, shell->history[i % SHELL_HISTORY_MOST]);
    return true;
}

bool command_clear(struct shell *shell, const struct call *call, struct error *error)
{
    (void)call, (void)error;
    shell->host->clear_screen(shell->host->context);
    return true;
}

bool command_version(struct shell *shell, const struct call *call, struct error *error)
{
    (void)call, (void)error;
    buf_puts(&shell->out, "nnsh " NNSH_VERSION "\n");
    return true;
}

bool command_quit(struct shell *shell, const struct call *call, struct error *error)
{
    (void)call, (void)error;
    shell->quits = true;
    return true;
}
