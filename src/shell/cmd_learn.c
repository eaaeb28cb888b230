// SPDX-License-Identifier: GPL-3.0-or-later
// The commands about the shell itself: expect, help, clear, version, quit.
#include <stdlib.h>
#include <string.h>

#include "session/quantity.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/help.h"
#include "shell/run.h"
#include "shell/shell.h"
#include "view/matrix_view.h"

// Appends the value of a side of a comparison, in so many digits.
static void put_value(struct buf *out, struct shell *shell, const struct expr *side, int digits)
{
    struct scope scope = session_scope(shell->session);
    struct value value = value_number(0);
    struct style style = run_style(shell);
    struct error ignored;
    style.digits = digits;
    if (!expr_evaluate(side, &scope, &value, &ignored))
        return;
    matrix_view_value(out, style, &value);
    value_clear(&value);
}

// Appends "loss is 0.25" for a side that is more than the number it comes to.
static void put_side(struct buf *out, const struct call *call, const struct expr *side,
                     const struct buf *value)
{
    size_t at, length;
    expr_span(side, &at, &length);
    bool same = value->length == length && memcmp(buf_text(value), call->text + at, length) == 0;
    out->failed = out->failed || value->failed;
    if (!same)
        buf_printf(out, "%s%.*s is %s", out->length ? ", " : "", (int)length, call->text + at,
                   buf_text(value));
}

// Appends both sides; where they look alike, with all their digits.
static void put_sides(struct buf *out, struct shell *shell, const struct call *call,
                      const struct expr *left, const struct expr *right)
{
    struct buf values[2] = {BUF_EMPTY, BUF_EMPTY};
    int digits = shell->session->settings.digits;
    for (int i = 0; i < 2; i++, digits = NUMBER_DIGITS_EXACT) {
        buf_clear(&values[0]);
        buf_clear(&values[1]);
        put_value(&values[0], shell, left, digits);
        put_value(&values[1], shell, right, digits);
        if (strcmp(buf_text(&values[0]), buf_text(&values[1])) != 0)
            break;
    }
    put_side(out, call, left, &values[0]);
    put_side(out, call, right, &values[1]);
    buf_free(&values[0]);
    buf_free(&values[1]);
}

// The error of an expectation that does not hold, with the values of both its sides.
static bool refuse_expectation(struct shell *shell, const struct call *call,
                               const struct argument *condition, const struct argument *message,
                               struct error *error)
{
    const struct expr *left, *right;
    const char *sign;
    struct buf sides = BUF_EMPTY;
    if (expr_sides(condition->expr, &left, &sign, &right))
        put_sides(&sides, shell, call, left, right);
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

bool command_clear(struct shell *shell, const struct call *call, struct error *error)
{
    (void)call, (void)error;
    return host_clear_screen(shell->host, error);
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
