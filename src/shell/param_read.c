// SPDX-License-Identifier: GPL-3.0-or-later
// A reader decides by the text alone, from the byte where its argument begins: nothing is run and nothing is
// looked up, so a command's form can be judged before its sense.
#include "shell/param_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/words.h"
#include "expr/expr.h"
#include "shell/call.h"
#include "shell/command.h"
#include "shell/scan.h"

static bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

size_t param_read_count(const struct call *call, struct argument *argument, size_t at,
                        const struct param *param, struct error *error)
{
    size_t end = scan_word_end(call->text, call->length, at);
    if (number_parse_count(call->text + at, end - at, NUMBER_COUNT_MOST, &argument->count))
        return end;
    struct quoted quoted = error_quote(call->text + at, end - at);
    error_at(error, at, end - at, "%s must be a whole number in plain digits, not '%s'",
             param->name, quoted.text);
    command_hint(call->command, error);
    return 0;
}

size_t param_read_real(const struct call *call, struct argument *argument, size_t at,
                       const struct param *param, struct error *error)
{
    size_t end = scan_word_end(call->text, call->length, at);
    if (number_parse(call->text + at, end - at, &argument->number) &&
        argument->number - argument->number == 0)
        return end;
    struct quoted quoted = error_quote(call->text + at, end - at);
    error_at(error, at, end - at, "%s must be a number, not '%s'", param->name, quoted.text);
    command_hint(call->command, error);
    return 0;
}

size_t param_read_expression(const struct call *call, struct argument *argument, size_t at,
                             const struct param *param, struct error *error)
{
    size_t end;
    (void)param;
    argument->expr = expr_parse(call->text, call->length, at, &end, error);
    return argument->expr ? end : 0;
}

size_t param_read_quiz(const struct call *call, struct argument *argument, size_t at,
                       const struct param *param, struct error *error)
{
    size_t depth = 0;
    (void)argument, (void)param, (void)error;
    for (; at < call->length && (depth > 0 || !scan_is_blank(call->text[at])); at++) {
        depth += call->text[at] == '[' || call->text[at] == '(';
        depth -= depth > 0 && (call->text[at] == ']' || call->text[at] == ')');
    }
    return at;
}

size_t param_read_place(const struct call *call, struct argument *argument, size_t at,
                        const struct param *param, struct error *error)
{
    struct place place;
    (void)param;
    if (scan_name(call->text, call->length, at) == 0) {
        error_at(error, at, scan_word_end(call->text, call->length, at) - at,
                 "a name is needed here, such as lr or w1[0,1]");
        command_hint(call->command, error);
        return 0;
    }
    size_t end;
    argument->expr = expr_parse_place(call->text, call->length, at, &end, error);
    if (!argument->expr)
        return 0;
    if (expr_place(argument->expr, &place))
        return end;
    error_at(error, at, end - at, "only a name, perhaps with an index, can be set");
    return 0;
}

size_t param_read_name(const struct call *call, struct argument *argument, size_t at,
                       const struct param *param, struct error *error)
{
    size_t length = scan_name(call->text, call->length, at);
    (void)argument, (void)param;
    if (length)
        return at + length;
    error_at(error, at, scan_word_end(call->text, call->length, at) - at,
             "a name is needed here: letters, digits and _, not beginning with a digit");
    return 0;
}

size_t param_read_equals(const struct call *call, struct argument *argument, size_t at,
                         const struct param *param, struct error *error)
{
    (void)argument, (void)param;
    if (call->text[at] == '=')
        return at + 1;
    error_at(error, at, 1, "a = is needed here");
    command_hint(call->command, error);
    return 0;
}

size_t param_read_here(const struct call *call, struct argument *argument, size_t at,
                       const struct param *param, struct error *error)
{
    size_t end = scan_word_end(call->text, call->length, at);
    (void)argument;
    if (text_is(call->text + at, end - at, param->name))
        return end;
    error_at(error, at, end - at, "the word '%s' is missing", param->name);
    command_hint(call->command, error);
    return 0;
}

size_t param_read_word(const struct call *call, struct argument *argument, size_t at,
                       const struct param *param, struct error *error)
{
    (void)argument, (void)param, (void)error;
    return scan_word_end(call->text, call->length, at);
}

size_t param_read_rest(const struct call *call, struct argument *argument, size_t at,
                       const struct param *param, struct error *error)
{
    (void)argument, (void)at, (void)param, (void)error;
    return call->length;
}

size_t param_read_words(const struct call *call, struct argument *argument, size_t at,
                        const struct param *param, struct error *error)
{
    size_t end = at;
    (void)argument, (void)param, (void)error;
    while (at < call->length) {
        size_t stop = scan_word_end(call->text, call->length, at);
        if (memchr(call->text + at, '=', stop - at))
            break;
        end = stop;
        at = scan_blanks(call->text, call->length, stop);
    }
    return end;
}

size_t param_read_quotable(const struct call *call, struct argument *argument, size_t at,
                           const struct param *param, struct error *error)
{
    (void)param;
    struct buf text = BUF_EMPTY;
    size_t end;
    if (is_quote(call->text[at])) {
        end = scan_string(call->text, call->length, at, &text, error);
    } else {
        end = scan_word_end(call->text, call->length, at);
        buf_add(&text, call->text + at, end - at);
    }
    if (end && !text.failed && (argument->text = malloc(text.length + 1)))
        memcpy(argument->text, buf_text(&text), text.length + 1);
    else if (end)
        end = error_memory(error);
    buf_free(&text);
    return end;
}

size_t param_read_two(const struct call *call, struct argument *argument, size_t at,
                      const struct param *param, struct error *error)
{
    size_t end = at;
    (void)argument, (void)param;
    for (size_t words = 0; words < 2 && at < call->length; words++) {
        bool is_quoted = is_quote(call->text[at]);
        struct buf text = BUF_EMPTY;
        size_t stop = is_quoted ? scan_string(call->text, call->length, at, &text, error)
                                : scan_word_end(call->text, call->length, at);
        buf_free(&text);
        if (stop == 0)
            return 0;
        if (!is_quoted && words > 0 && memchr(call->text + at, '=', stop - at))
            break;
        end = stop;
        at = scan_blanks(call->text, call->length, stop);
    }
    return end;
}

// What the typographic quotes begin with, single or double, open or closed.
#define CURLY_QUOTES "\xe2\x80"

size_t param_read_text(const struct call *call, struct argument *argument, size_t at,
                       const struct param *param, struct error *error)
{
    struct buf text = BUF_EMPTY;
    size_t end = 0;
    (void)param;
    if (!is_quote(call->text[at])) {
        bool is_curly = strncmp(call->text + at, CURLY_QUOTES, strlen(CURLY_QUOTES)) == 0;
        error_at(error, at, scan_word_end(call->text, call->length, at) - at,
                 is_curly ? "a text must be in straight quotes, \"...\", and these are curly"
                          : "a text must be in quotes");
        return 0;
    }
    do {
        buf_puts(&text, end ? " " : "");
        end = scan_string(call->text, call->length, at, &text, error);
        at = end ? scan_blanks(call->text, call->length, end) : call->length;
    } while (at < call->length && is_quote(call->text[at]));
    if (end && (text.failed || !(argument->text = strdup(buf_text(&text)))))
        end = error_memory(error);
    buf_free(&text);
    return end;
}
