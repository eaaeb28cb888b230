// SPDX-License-Identifier: GPL-3.0-or-later
// The command expect. Both sides of a comparison that does not hold are shown, with as many digits as it
// takes to show the difference.
#include <string.h>

#include "base/number.h"
#include "lesson/grade.h"
#include "session/quantity.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/shell.h"
#include "view/matrix_view.h"

static command_function run_expect;

enum { CONDITION, MESSAGE, POINTS };
enum { EXPECT_POINTS_MOST = 1000 };

const struct command expect_command = {
    .name = "expect",
    .topic = TOPIC_LEARN,
    .params = {[CONDITION] = {"CONDITION", PARAM_EXPRESSION, .flags = PARAM_REQUIRED},
               [MESSAGE] = {"\"MESSAGE\"", PARAM_TEXT, .flags = PARAM_OPTIONAL},
               [POINTS] = {"points", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N", .usual = 1,
                           .most = EXPECT_POINTS_MOST}},
    .summary = "check a condition; say nothing when it holds",
    .details = "When it does not hold, both sides are shown with the message, and a script\n"
               "fails. A script ends by saying how many expectations passed and failed.\n"
               "points=N counts where 'nnsh --grade' runs the script on a pile of answers.",
    .example = "init\ntrain 2000 every=1000\nexpect loss < 0.01 \"it should have learnt xor\"\n",
    .flags = COMMAND_EXPECTS | COMMAND_LOOKS,
    .reveals = REVEALS_NO,
    .run = run_expect,
};

// Appends the value of a side of a comparison, with that many digits.
static void put_value(struct buf *out, struct shell *shell, const struct expr *side, int digits)
{
    struct scope scope = session_scope(shell->session);
    struct value value = value_number(0);
    struct style style = shell_style(shell);
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

// Counts the expectation, and where an answer is being graded notes it in the answer's row.
static void note_outcome(struct shell *shell, bool holds)
{
    shell->passed += holds;
    shell->failed += !holds;
    if (shell->grade && !shell->graded && shell->input_count == 1)
        grade_row_note(shell->grade, shell->graded_steps++, holds ? PROGRESS_FIRST : PROGRESS_OPEN);
}

static bool run_expect(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *condition = &call->arguments[CONDITION];
    struct scope scope = session_scope(shell->session);
    bool holds = false;
    bool is_known = expr_condition(condition->expr, &scope, &holds, error);
    note_outcome(shell, is_known && holds);
    if (!is_known)
        return false;
    return holds || refuse_expectation(shell, call, condition, &call->arguments[MESSAGE], error);
}
