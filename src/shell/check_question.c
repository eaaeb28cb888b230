// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown of a matrix is its numbers in one format; so the scope below writes each value as `show` does,
// and reads it back.
#include "shell/check_question.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "expr/expr.h"
#include "lesson/lesson.h"
#include "lesson/slip.h"
#include "network/stage.h"
#include "session/quantity.h"
#include "session/session.h"
#include "shell/play.h"
#include "shell/shell.h"

static bool fail(struct check_question_fault *fault, size_t line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool fail(struct check_question_fault *fault, size_t line, const char *format, ...)
{
    va_list list;
    fault->line = line;
    va_start(list, format);
    vsnprintf(fault->what, sizeof fault->what, format, list);
    va_end(list);
    return false;
}

// ---- values as they are shown -------------------------------------------------------------------

struct shown {
    struct scope scope; // whose values are rounded
    int digits;
};

// Gives the value of a name with the digits that are shown of it.
static bool look_up(void *context, const char *name, size_t length, struct value *value,
                    struct error *error)
{
    struct shown *shown = context;
    struct value exact = value_number(0);
    if (!shown->scope.lookup(shown->scope.context, name, length, &exact, error))
        return false;
    bool well = value_copy(value, &exact, error);
    value_clear(&exact);
    if (!well)
        return false;
    struct matrix m = value_view(value);
    struct number_format format = number_format_for(m.data, matrix_count(m), shown->digits);
    for (size_t i = 0; i < matrix_count(m); i++) {
        char text[NUMBER_SIZE];
        size_t written = number_write(text, m.data[i], format);
        number_parse(text, written, &m.data[i]);
    }
    return true;
}

// Evaluates an expression, with exact values or with those that are shown.
static bool evaluate(struct shell *shell, const char *text, bool is_shown, struct value *value,
                     struct error *error)
{
    struct scope scope = session_scope(shell->session);
    struct shown shown = {scope, shell->session->settings.digits};
    struct value found = value_number(0);
    size_t end = 0;
    if (is_shown) {
        scope.lookup = look_up;
        scope.context = &shown;
    }
    struct expr *expr = expr_parse(text, strlen(text), 0, &end, error);
    bool well =
        expr && expr_evaluate(expr, &scope, &found, error) && value_copy(value, &found, error);
    value_clear(&found);
    expr_free(expr);
    return well;
}

// ---- distances ----------------------------------------------------------------------------------

// How far apart two values are at most: HUGE_VAL for other shapes.
static double distance(const struct value *one, const struct value *other)
{
    struct value a = value_look(one), b = value_look(other);
    struct matrix left = value_view(&a), right = value_view(&b);
    double most = 0;
    if (matrix_count(left) != matrix_count(right))
        return HUGE_VAL;
    for (size_t i = 0; i < matrix_count(left); i++)
        most = fmax(most, fabs(left.data[i] - right.data[i]));
    return most;
}

// How far an answer may be off: of several numbers, the most that any of them may.
static double tolerance_of(const struct lesson_item *item, const struct value *expected)
{
    struct value value = value_look(expected);
    struct matrix m = value_view(&value);
    double most = 0;
    if (item->has_tolerance)
        return item->tolerance;
    for (size_t i = 0; i < matrix_count(m); i++)
        most =
            fmax(most, slip_half_unit(m.data[i], item->digits > 0 ? item->digits : LESSON_DIGITS));
    return most;
}

static bool is_zero(const struct value *expected)
{
    return !expected->is_matrix && expected->number == 0;
}

// Whether slip number [index] is far enough from what is right and from the slips before it.
static bool check_slip(struct shell *shell, const struct lesson_item *item, size_t index,
                       struct check_question_fault *fault)
{
    const struct value *expected = &shell->play->progress.expected;
    const struct progress_slip *slips = shell->play->progress.slips;
    size_t line = item->slips[index].line;
    double near = 2 * tolerance_of(item, expected);
    if (distance(&slips[index].value, expected) <= near)
        return fail(fault, line, "this slip is the right answer, or too near to it");
    for (size_t i = 0; i < index; i++)
        if (distance(&slips[index].value, &slips[i].value) <= near)
            return fail(fault, line, "this slip cannot be told from the one on line %zu",
                        item->slips[i].line);
    return true;
}

// Whether the solution comes near enough to what is right, with exact numbers or with those that are shown.
static bool is_near(struct shell *shell, const struct lesson_item *item, bool is_shown)
{
    const struct value *expected = &shell->play->progress.expected;
    struct value value = value_number(0);
    struct error ignored;
    bool is_near = evaluate(shell, item->solution, is_shown, &value, &ignored) &&
                   distance(&value, expected) <= tolerance_of(item, expected);
    value_clear(&value);
    return is_near;
}

// Whether a name that is to be hidden, if there is one, is a stage of the network.
static bool is_stage(const struct shell *shell, const char *name)
{
    const struct network *network = shell->session->network;
    return !name || !network ||
           stage_find(network->layer_count, name, strlen(name)) < stage_count(network->layer_count);
}

bool check_question(struct shell *shell, const struct lesson_item *item,
                    struct check_question_fault *fault)
{
    const struct value *expected = &shell->play->progress.expected;
    if (is_zero(expected) && !item->has_tolerance)
        return fail(fault, item->line,
                    "the answer is 0, which has no digits; give tol=, as in tol=0.001");
    if (!is_stage(shell, item->hide))
        return fail(fault, item->line,
                    "there is no stage '%s' to hide; stages are z1, a1, loss, dw2 and so on",
                    item->hide);
    if (is_near(shell, item, false) && !is_near(shell, item, true))
        return fail(fault, item->solution_line,
                    "with the numbers rounded to the digits that are shown, this solution is not "
                    "right any more");
    for (size_t i = 0; i < item->slip_count; i++)
        if (!check_slip(shell, item, i, fault))
            return false;
    return true;
}
