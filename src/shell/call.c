// SPDX-License-Identifier: GPL-3.0-or-later
// Arguments are read from left to right: an option (name=value) or a keyword where one stands, else
// the next positional parameter of the row. Each kind has one reader; it takes what belongs to it
// and says where that ends, so `until loss < 0.01 max=500` needs no sign between its parts.
#include "shell/call.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/suggest.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

size_t call_skip(const char *text, size_t length, size_t at)
{
    while (at < length && is_blank(text[at]))
        at++;
    return at;
}

size_t call_name(const char *text, size_t length, size_t at)
{
    size_t end = at;
    if (at >= length || !is_letter(text[at]))
        return 0;
    while (end < length && (is_letter(text[end]) || (text[end] >= '0' && text[end] <= '9')))
        end++;
    return end - at;
}

// The end of the blank-separated word at [at].
static size_t word_end(const char *text, size_t length, size_t at)
{
    while (at < length && !is_blank(text[at]))
        at++;
    return at;
}

bool call_word(const struct call *call, const struct argument *argument, size_t *at, size_t *length)
{
    size_t end = argument->at + argument->length;
    *at = call_skip(call->text, end, *at);
    *length = word_end(call->text, end, *at) - *at;
    return *length > 0;
}

size_t call_string(const char *text, size_t length, size_t at, struct buf *out, struct error *error)
{
    char quote = text[at];
    for (size_t i = at + 1; i < length; i++) {
        if (text[i] == quote)
            return i + 1;
        if (text[i] == '\\' && quote == '"' && i + 1 < length) {
            char c = text[++i];
            c = (char)(c == 'n' ? '\n' : c == 't' ? '\t' : c);
            buf_add(out, &c, 1);
            continue;
        }
        buf_add(out, text + i, 1);
    }
    error_at(error, at, length - at, "this string has no closing %c", quote);
    return 0;
}

// Adds the command's usage line as the hint.
static bool hint_usage(const struct call *call, struct error *error)
{
    struct buf usage = BUF_EMPTY;
    command_usage(call->command, &usage);
    error_hint(error, "usage: %s", buf_text(&usage));
    buf_free(&usage);
    return false;
}

// A reader takes the argument that begins at [at] and returns where it ends, or 0 with [error] set.
typedef size_t reader(struct call *call, struct argument *argument, size_t at, const char *name,
                      struct error *error);

static size_t read_count(struct call *call, struct argument *argument, size_t at, const char *name,
                         struct error *error)
{
    size_t end = word_end(call->text, call->length, at);
    if (number_parse_count(call->text + at, end - at, (size_t)1 << 53, &argument->count))
        return end;
    struct quoted quoted = error_quote(call->text + at, end - at);
    error_at(error, at, end - at, "%s must be a whole number in plain digits, not '%s'", name,
             quoted.text);
    hint_usage(call, error);
    return 0;
}

static size_t read_real(struct call *call, struct argument *argument, size_t at, const char *name,
                        struct error *error)
{
    size_t end = word_end(call->text, call->length, at);
    if (number_parse(call->text + at, end - at, &argument->number) &&
        argument->number - argument->number == 0)
        return end;
    struct quoted quoted = error_quote(call->text + at, end - at);
    error_at(error, at, end - at, "%s must be a number, not '%s'", name, quoted.text);
    hint_usage(call, error);
    return 0;
}

static size_t read_expression(struct call *call, struct argument *argument, size_t at,
                              const char *name, struct error *error)
{
    size_t end;
    (void)name;
    argument->expr = expr_parse(call->text, call->length, at, &end, error);
    return argument->expr ? end : 0;
}

static size_t read_place(struct call *call, struct argument *argument, size_t at, const char *name,
                         struct error *error)
{
    struct place place;
    (void)name;
    if (call_name(call->text, call->length, at) == 0) {
        error_at(error, at, word_end(call->text, call->length, at) - at,
                 "a name must stand here, such as lr or w1[0,1]");
        hint_usage(call, error);
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

static size_t read_name(struct call *call, struct argument *argument, size_t at, const char *name,
                        struct error *error)
{
    size_t length = call_name(call->text, call->length, at);
    (void)argument, (void)name;
    if (length)
        return at + length;
    error_at(error, at, word_end(call->text, call->length, at) - at,
             "a name must stand here: letters, digits and _, not beginning with a digit");
    return 0;
}

static size_t read_equals(struct call *call, struct argument *argument, size_t at, const char *name,
                          struct error *error)
{
    (void)argument, (void)name;
    if (call->text[at] == '=')
        return at + 1;
    error_at(error, at, 1, "a = must stand here");
    hint_usage(call, error);
    return 0;
}

static size_t read_here(struct call *call, struct argument *argument, size_t at, const char *name,
                        struct error *error)
{
    size_t end = word_end(call->text, call->length, at);
    (void)argument;
    if (end - at == strlen(name) && memcmp(call->text + at, name, end - at) == 0)
        return end;
    error_at(error, at, end - at, "the word '%s' must stand here", name);
    hint_usage(call, error);
    return 0;
}

static size_t read_word(struct call *call, struct argument *argument, size_t at, const char *name,
                        struct error *error)
{
    (void)argument, (void)name, (void)error;
    return word_end(call->text, call->length, at);
}

static size_t read_rest(struct call *call, struct argument *argument, size_t at, const char *name,
                        struct error *error)
{
    (void)argument, (void)at, (void)name, (void)error;
    return call->length;
}

// Words up to the next option.
static size_t read_words(struct call *call, struct argument *argument, size_t at, const char *name,
                         struct error *error)
{
    size_t end = at;
    (void)argument, (void)name, (void)error;
    while (at < call->length) {
        size_t stop = word_end(call->text, call->length, at);
        if (memchr(call->text + at, '=', stop - at))
            break;
        end = stop;
        at = call_skip(call->text, call->length, stop);
    }
    return end;
}

// A file's name or another word: in quotes, or up to the next blank.
static size_t read_quotable(struct call *call, struct argument *argument, size_t at,
                            const char *name, struct error *error)
{
    (void)name;
    struct buf text = BUF_EMPTY;
    char first = call->text[at];
    size_t end;
    if (first == '"' || first == '\'') {
        end = call_string(call->text, call->length, at, &text, error);
    } else {
        end = word_end(call->text, call->length, at);
        buf_add(&text, call->text + at, end - at);
    }
    if (end && !text.failed && (argument->text = malloc(text.length + 1)))
        memcpy(argument->text, buf_text(&text), text.length + 1);
    else if (end)
        end = error_memory(error);
    buf_free(&text);
    return end;
}

// A text in quotes.
static size_t read_text(struct call *call, struct argument *argument, size_t at, const char *name,
                        struct error *error)
{
    if (call->text[at] == '"' || call->text[at] == '\'')
        return read_quotable(call, argument, at, name, error);
    error_at(error, at, word_end(call->text, call->length, at) - at, "a text must stand in quotes");
    return 0;
}

static reader *const readers[] = {
    [PARAM_COUNT] = read_count,   [PARAM_REAL] = read_real,
    [PARAM_NUMBERS] = read_rest,  [PARAM_EXPRESSION] = read_expression,
    [PARAM_ITEMS] = read_rest,    [PARAM_PLACE] = read_place,
    [PARAM_NAME] = read_name,     [PARAM_EQUALS] = read_equals,
    [PARAM_VALUE] = read_rest,    [PARAM_LAYERS] = read_words,
    [PARAM_SCHEME] = read_word,   [PARAM_DATA] = read_word,
    [PARAM_THINGS] = read_rest,   [PARAM_PARAMETERS] = read_rest,
    [PARAM_CHANGES] = read_rest,  [PARAM_FILE] = read_quotable,
    [PARAM_WORD] = read_quotable, [PARAM_SWITCH] = read_word,
    [PARAM_SCALE] = read_word,    [PARAM_TEXT] = read_text,
    [PARAM_TOPIC] = read_rest,    [PARAM_MOMENT] = read_word,
    [PARAM_HERE] = read_here,     [PARAM_PICTURE] = read_rest,
};

// Whether an option (name=) stands at [at]; == is a comparison.
static size_t option_length(const struct call *call, size_t at)
{
    size_t length = call_name(call->text, call->length, at);
    size_t sign = at + length;
    if (length == 0 || sign >= call->length || call->text[sign] != '=')
        return 0;
    return sign + 1 < call->length && call->text[sign + 1] == '=' ? 0 : length;
}

static bool has_options(const struct command *command)
{
    for (size_t i = 0; i < command_param_count(command); i++)
        if (command->params[i].flags & PARAM_OPTION)
            return true;
    return false;
}

// The parameter with that flag and word, or the number of parameters.
static size_t find_param(const struct call *call, unsigned flag, size_t at, size_t length)
{
    size_t count = command_param_count(call->command);
    for (size_t i = 0; i < count; i++) {
        const struct param *param = &call->command->params[i];
        if ((param->flags & flag) && strlen(param->name) == length &&
            memcmp(param->name, call->text + at, length) == 0)
            return i;
    }
    return count;
}

static bool refuse_option(const struct call *call, size_t at, size_t length, struct error *error)
{
    struct suggestions suggestions;
    suggest_start(&suggestions, call->text + at, length);
    for (size_t i = 0; i < command_param_count(call->command); i++)
        if (call->command->params[i].flags & PARAM_OPTION)
            suggest_consider(&suggestions, call->command->params[i].name);
    struct quoted quoted = error_quote(call->text + at, length);
    error_at(error, at, length, "%s has no option '%s'", call->command->name, quoted.text);
    suggest_append(&suggestions, error);
    return suggestions.count ? false : hint_usage(call, error);
}

static bool refuse_extra(const struct call *call, size_t at, struct error *error)
{
    if (call->text[at] == '=' && has_options(call->command))
        return error_at(error, at, 1, "an option is written without blanks, as in seed=3");
    size_t end = word_end(call->text, call->length, at);
    struct quoted quoted = error_quote(call->text + at, end - at);
    error_at(error, at, end - at, "%s does not know what to do with '%s'", call->command->name,
             quoted.text);
    return hint_usage(call, error);
}

// Which parameter the text at [at] is for, and where its value begins. False with [error] set.
static bool choose(const struct call *call, size_t *position, size_t *at, size_t *which,
                   struct error *error)
{
    size_t count = command_param_count(call->command);
    size_t option = has_options(call->command) ? option_length(call, *at) : 0;
    size_t word = call_name(call->text, call->length, *at);
    if (option) {
        *which = find_param(call, PARAM_OPTION, *at, option);
        if (*which == count)
            return refuse_option(call, *at, option, error);
        *at += option + 1;
    } else if (word && (*which = find_param(call, PARAM_KEYWORD, *at, word)) < count) {
        if (call->command->params[*which].kind != PARAM_SWITCH)
            *at = call_skip(call->text, call->length, *at + word);
    } else {
        while (*position < count &&
               (call->command->params[*position].flags & (PARAM_OPTION | PARAM_KEYWORD)))
            (*position)++;
        // An optional = that is not there is passed over.
        if (*position < count && call->command->params[*position].kind == PARAM_EQUALS &&
            (call->command->params[*position].flags & PARAM_OPTIONAL) && call->text[*at] != '=')
            (*position)++;
        if (*position == count)
            return refuse_extra(call, *at, error);
        *which = (*position)++;
    }
    const struct param *param = &call->command->params[*which];
    if (call->arguments[*which].given)
        return error_at(error, *at, 1, "%s is given twice", param->name);
    if (*at < call->length && !(option && is_blank(call->text[*at])))
        return true;
    error_at(error, *at, 1, "a value is missing behind %s%s", param->name, option ? "=" : "");
    return hint_usage(call, error);
}

static bool parse_arguments(struct call *call, size_t at, struct error *error)
{
    size_t position = 0, which = 0;
    size_t count = command_param_count(call->command);
    at = call_skip(call->text, call->length, at);
    while (at < call->length) {
        if (!choose(call, &position, &at, &which, error))
            return false;
        const struct param *param = &call->command->params[which];
        struct argument *argument = &call->arguments[which];
        size_t end = readers[param->kind](call, argument, at, param->name, error);
        if (end == 0)
            return error_place(error, at, 1);
        size_t sign = call_skip(call->text, call->length, end);
        if (param->kind == PARAM_EXPRESSION && sign < call->length && call->text[sign] == '=')
            return error_at(error, sign, 1, "equality is asked with ==, not with =");
        argument->given = true;
        argument->at = at;
        argument->length = end - at;
        at = call_skip(call->text, call->length, end);
    }
    for (size_t i = 0; i < count; i++) {
        const struct param *param = &call->command->params[i];
        if (call->arguments[i].given || param->flags != PARAM_REQUIRED)
            continue;
        error_at(error, call->length, 1, "%s needs %s", call->command->name, param->name);
        return hint_usage(call, error);
    }
    return true;
}

bool call_parse(struct call *call, const struct command_table *commands, const char *text,
                size_t length, struct error *error)
{
    *call = (struct call){.text = text, .length = length};
    while (call->length > 0 && is_blank(text[call->length - 1]))
        call->length--;
    size_t at = call_skip(text, call->length, 0);
    size_t name = call_name(text, call->length, at);
    size_t word = name ? name : word_end(text, call->length, at) - at;
    call->command = command_find(commands, text + at, word, error);
    if (!call->command)
        return error_place(error, at, word);
    size_t behind = at + word;
    call->command = command_part(call->command, text, call->length, &behind);
    if (parse_arguments(call, behind, error))
        return true;
    call_clear(call);
    return false;
}

void call_clear(struct call *call)
{
    for (size_t i = 0; i < COMMAND_PARAMS_MOST; i++) {
        expr_free(call->arguments[i].expr);
        free(call->arguments[i].text);
        call->arguments[i] = (struct argument){0};
    }
}
