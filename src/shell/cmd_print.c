// SPDX-License-Identifier: GPL-3.0-or-later
// The command print: expressions and strings, side by side.
#include "session/quantity.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/scan.h"
#include "shell/shell.h"
#include "view/matrix_view.h"

static command_function run_print;

enum { ITEMS };

const struct command print_command = {
    .name = "print",
    .key = "p",
    .topic = TOPIC_LOOK,
    .params = {[ITEMS] = {"EXPRESSION, ...", PARAM_ITEMS, .flags = PARAM_REQUIRED}},
    .summary = "compute expressions; text in quotes is printed as it is",
    .details = "Expressions are NumPy's: + - * / ** element by element, @ for the matrix\n"
               "product, .T, w1[0,1], x[:,1], comparisons, and or not, and functions such as\n"
               "exp, sum, mean, sigmoid. 'help expressions' lists them.",
    .example = "init\nforward\nprint sigmoid(a1 @ w2 + b2) - a2\n"
               "print \"mean error\", mean((a2 - y)**2)\n",
    .flags = COMMAND_LOOKS,
    .reveals = REVEALS_NO,
    .run = run_print,
};

// Appends the value of the expression at text[at], and sets [end] to after it.
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
    matrix_view_value(&shell->out, shell_style(shell), &value);
    value_clear(&value);
    return true;
}

static bool run_print(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *items = &call->arguments[ITEMS];
    for (size_t at = items->at;;) {
        size_t end = 0;
        char first = call->text[at];
        if (first == '"' || first == '\'') {
            end = scan_string(call->text, call->length, at, &shell->out, error);
            if (!end)
                return false;
        } else if (!print_expression(shell, call, at, &end, error)) {
            return false;
        }
        at = scan_blanks(call->text, call->length, end);
        if (at == call->length)
            break;
        if (call->text[at] != ',') {
            struct quoted rest = error_quote(call->text + at, call->length - at);
            error_at(error, at, call->length - at, "the expression ends before '%s'", rest.text);
            return error_hint(error, "separate what print shows by commas");
        }
        size_t comma = at;
        at = scan_blanks(call->text, call->length, at + 1);
        if (at == call->length)
            return error_at(error, comma, 1, "something to print is needed after the comma");
        buf_puts(&shell->out, " ");
    }
    buf_puts(&shell->out, "\n");
    return true;
}
