// SPDX-License-Identifier: GPL-3.0-or-later
// The typed text is rewritten, and where it is an expression, what comes out must be one whose names all
// exist: so a hint is never a second error.
#include "shell/habit_expression.h"

#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/words.h"
#include "expr/expr.h"
#include "expr/function.h"
#include "session/quantity.h"
#include "shell/near_miss.h"
#include "shell/scan.h"

// Whether the text is one expression whose names and functions all exist.
static bool is_good(const struct session *session, const char *text, size_t length)
{
    struct error ignored = ERROR_NONE;
    size_t end = 0;
    struct expr *expr = expr_parse(text, length, 0, &end, &ignored);
    bool is_whole = expr && end == length;
    for (size_t at = 0; is_whole && at < length;) {
        size_t name = scan_name(text, length, at);
        bool is_part = at > 0 && (text[at - 1] == '.' || ascii_is_digit(text[at - 1]));
        bool is_option =
            at + name + 1 < length && text[at + name] == '=' && text[at + name + 1] != '=';
        is_whole =
            name == 0 || is_part || is_option || quantity_has_meaning(session, text + at, name);
        at += name ? name : 1;
    }
    expr_free(expr);
    return is_whole;
}

// Makes the line the hint if it is such an expression. The buffer is freed.
static bool hint_if_good(const struct failed *failed, struct buf *line, struct error *error)
{
    if (is_good(failed->session, buf_text(line), line->length))
        return failed_hint(line, error);
    buf_free(line);
    return false;
}

// "argmax a2": a function's argument stands in brackets.
static bool is_open_function(const struct failed *failed, struct error *error)
{
    struct buf line = BUF_EMPTY;
    if (function_find(failed->text, failed->word) < 0 || failed->text[failed->word] != ' ')
        return false;
    buf_printf(&line, "%.*s(%.*s)", (int)failed->word, failed->text,
               (int)(failed->length - failed->word - 1), failed->text + failed->word + 1);
    return hint_if_good(failed, &line, error);
}

// "model.fit(x, y)", "np.random.seed(4)": the last name says what is wanted.
static bool is_method(const struct failed *failed, struct error *error)
{
    size_t at = failed->word, name = 0, begin = 0;
    while (at < failed->length && failed->text[at] == '.') {
        begin = at + 1;
        name = scan_name(failed->text, failed->length, begin);
        at = begin + name;
    }
    struct near_miss typed = {".", failed->text + begin, name, failed->text + at,
                              failed->length - at};
    return failed->word > 0 && name > 0 && near_miss_hint(failed->session, &typed, false, error);
}

// The end of "[...]" at [at], or [at] where there is none.
static size_t index_end(const char *text, size_t length, size_t at)
{
    const char *end = at < length && text[at] == '[' ? memchr(text + at, ']', length - at) : NULL;
    return end ? (size_t)(end - text) + 1 : at;
}

// Appends the assignment as it is written here. False, with nothing appended, where the text is none.
static bool put_assignment(struct buf *line, const char *text, size_t length)
{
    size_t name = scan_name(text, length, 0), first = index_end(text, length, name),
           second = index_end(text, length, first), at = scan_blanks(text, length, second);
    bool has_operator = at < length && strchr("+-*/", text[at]) != NULL;
    size_t equals = at + has_operator;
    if (name == 0 || first == name || equals + 1 >= length || text[equals] != '=' ||
        text[equals + 1] == '=' || (second == first && !has_operator))
        return false;
    struct buf place = BUF_EMPTY;
    buf_add(&place, text, first);
    if (second > first) { // "[0][1]" is "[0,1]"
        place.length--;
        buf_puts(&place, ",");
        buf_add(&place, text + first + 1, second - first - 1);
    }
    buf_append(line, &place);
    buf_puts(line, " = ");
    if (has_operator) {
        buf_append(line, &place);
        buf_printf(line, " %c ", text[at]);
    }
    buf_free(&place);
    size_t value = scan_blanks(text, length, equals + 1);
    buf_add(line, text + value, length - value);
    return true;
}

// "w1[0][1] = 0.5", "w1[0,0] += 0.1".
static bool is_assignment(const struct failed *failed, struct error *error)
{
    struct buf line = BUF_EMPTY;
    bool is_known = quantity_has_meaning(failed->session, failed->text, failed->word);
    return is_known && put_assignment(&line, failed->text, failed->length) &&
           failed_hint(&line, error);
}

// "x ^ 2": a power is written **.
static bool is_power(const struct failed *failed, struct error *error)
{
    const char *text = failed->text;
    struct buf line = BUF_EMPTY;
    if (!memchr(text, '^', failed->length))
        return false;
    for (size_t i = 0; i < failed->length; i++)
        buf_add(&line, text[i] == '^' ? "**" : text + i, text[i] == '^' ? 2 : 1);
    return hint_if_good(failed, &line, error);
}

static bool is_module(const char *text, size_t length)
{
    static const char *const modules[] = {"np",    "numpy", "math", "torch", "tf",
                                          "keras", "nn",    "F",    "scipy", "random"};
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++)
        if (text_is(text, length, modules[i]))
            return true;
    return false;
}

// "np.dot(x, w1)": the same without the modules; np.array(...) is its argument.
static bool has_modules(const struct failed *failed, struct error *error)
{
    const char *text = failed->text;
    struct buf line = BUF_EMPTY;
    bool has_any = false;
    for (size_t at = 0; at < failed->length;) {
        size_t name = scan_name(text, failed->length, at);
        bool is_prefix = name > 0 && at + name < failed->length && text[at + name] == '.' &&
                         is_module(text + at, name);
        has_any = has_any || is_prefix;
        if (!is_prefix && !(has_any && text_is(text + at, name, "array")))
            buf_add(&line, text + at, name ? name : 1);
        at += name ? name + is_prefix : 1;
    }
    if (has_any && hint_if_good(failed, &line, error))
        return true;
    buf_free(&line);
    return has_any && is_module(text, failed->word) &&
           !error_hint(error, "functions stand without a module: 'help expressions' lists them");
}

// "x.shape", "x.sum()", "x.dot(w1)": the function of what stands before the dot.
static bool is_attribute(const struct failed *failed, struct error *error)
{
    const char *text = failed->text;
    size_t at = failed->word, length = failed->length;
    size_t name = at < length && text[at] == '.' ? scan_name(text, length, at + 1) : 0;
    size_t rest = at + 1 + name;
    if (failed->word == 0 || name == 0)
        return false;
    struct buf line = BUF_EMPTY;
    buf_add(&line, text + at + 1, name);
    buf_puts(&line, "(");
    buf_add(&line, text, failed->word);
    if (rest + 1 < length && text[rest] == '(' && text[rest + 1] != ')')
        buf_puts(&line, ", ");
    if (rest == length)
        buf_puts(&line, ")");
    else if (text[rest] == '(')
        buf_add(&line, text + rest + 1, length - rest - 1);
    return hint_if_good(failed, &line, error);
}

// "loss()": a name that has a value, called as if it were a function.
static bool is_called_name(const struct failed *failed, struct error *error)
{
    bool is_name = quantity_has_meaning(failed->session, failed->text, failed->word);
    bool is_call = failed->length > failed->word + 1 && failed->text[failed->word] == '(';
    if (!is_name || !is_call || function_find(failed->text, failed->word) >= 0)
        return false;
    error_at(error, failed->at, failed->word, "this is a value and not a function");
    if (failed->text[failed->word + 1] != ')')
        return !error_hint(error,
                           "an element is written in square brackets, counted from 0: w1[0,1]");
    return failed_hint_text(failed->text, failed->word, error);
}

bool habit_expression(const struct failed *failed, struct error *error)
{
    return is_open_function(failed, error) || is_method(failed, error) ||
           is_assignment(failed, error) || is_power(failed, error) || has_modules(failed, error) ||
           is_attribute(failed, error) || is_called_name(failed, error);
}
