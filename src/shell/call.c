// SPDX-License-Identifier: GPL-3.0-or-later
// The row says which parameters there are, and the kind of each says how its argument is read; this file only
// decides which parameter comes next.
#include "shell/call.h"

#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "base/words.h"
#include "session/setting.h"
#include "shell/plain_line.h"
#include "shell/scan.h"

// Whether an option (name=) stands at [at]; == is a comparison.
static size_t option_length(const struct call *call, size_t at)
{
    size_t length = scan_name(call->text, call->length, at), sign = at + length;
    if (length > 0 && sign < call->length && call->text[sign] == '-') { // missing-as=
        size_t second = scan_name(call->text, call->length, sign + 1);
        bool is_option =
            second > 0 && sign + 1 + second < call->length && call->text[sign + 1 + second] == '=';
        length += is_option ? 1 + second : 0;
        sign = at + length;
    }
    if (length == 0 || sign >= call->length || call->text[sign] != '=')
        return 0;
    return sign + 1 < call->length && call->text[sign + 1] == '=' ? 0 : length;
}

static bool has_options(const struct call *call)
{
    for (size_t i = 0; i < call->count; i++)
        if (call->command->params[i].flags & PARAM_OPTION)
            return true;
    return false;
}

// The parameter with that flag and word, or the number of parameters.
static size_t find_param(const struct call *call, unsigned flag, size_t at, size_t length)
{
    size_t count = call->count;
    for (size_t i = 0; i < count; i++) {
        const struct param *param = &call->command->params[i];
        if ((param->flags & flag) && strlen(param->name) == length &&
            memcmp(param->name, call->text + at, length) == 0)
            return i;
    }
    return count;
}

// Says how to set what was given as an option: `train 10 lr=0.1`. Always false.
static bool hint_setting(const struct call *call, size_t at, size_t length, struct error *error)
{
    size_t value = at + length + 1, end = scan_word_end(call->text, call->length, value);
    struct quoted name = error_quote(call->text + at, length);
    struct quoted given = error_quote(call->text + value, end - value);
    if (end == value)
        return command_hint(call->command, error);
    return error_hint(error, "it is a setting: type '%s = %s' first", name.text, given.text);
}

static bool refuse_option(const struct call *call, size_t at, size_t length, struct error *error)
{
    struct suggestions suggestions;
    suggest_start(&suggestions, call->text + at, length);
    for (size_t i = 0; i < call->count; i++)
        if (call->command->params[i].flags & PARAM_OPTION)
            suggest_consider(&suggestions, call->command->params[i].name);
    struct quoted quoted = error_quote(call->text + at, length);
    error_at(error, at, length, "%s has no option '%s'", call->command->name, quoted.text);
    suggest_append(&suggestions, error);
    if (suggestions.count > 0)
        return false;
    return setting_find(call->text + at, length) ? hint_setting(call, at, length, error)
                                                 : command_hint(call->command, error);
}

static bool refuse_extra(const struct call *call, size_t at, struct error *error)
{
    if (call->text[at] == '=' && has_options(call))
        return error_at(error, at, 1, "an option is written without spaces, as in seed=3");
    size_t end = scan_word_end(call->text, call->length, at);
    struct quoted quoted = error_quote(call->text + at, end - at);
    error_at(error, at, end - at, "%s does not know what to do with '%s'", call->command->name,
             quoted.text);
    size_t option = option_length(call, at);
    if (option > 0 && setting_find(call->text + at, option))
        return hint_setting(call, at, option, error);
    return command_hint(call->command, error);
}

// Moves *position to the next parameter that is told by its place.
static void pass_named(const struct call *call, size_t *position)
{
    while (*position < call->count &&
           (call->command->params[*position].flags & (PARAM_OPTION | PARAM_KEYWORD)))
        (*position)++;
}

// The bytes of the option's name at [at], or 0. Where an expression must come, NAME= is one only if the
// command has it: else a == was meant.
static size_t find_option(const struct call *call, size_t *position, size_t at)
{
    size_t count = call->count;
    size_t option = has_options(call) ? option_length(call, at) : 0;
    pass_named(call, position);
    const struct param *next = &call->command->params[*position];
    bool wants_expression =
        *position < count && next->kind == PARAM_EXPRESSION && next->flags == PARAM_REQUIRED;
    return wants_expression && find_param(call, PARAM_OPTION, at, option) == count ? 0 : option;
}

// Which parameter the text at [at] is for, and where its value begins. False with [error] set.
static bool choose(const struct call *call, size_t *position, size_t *at, size_t *which,
                   struct error *error)
{
    size_t count = call->count;
    size_t option = find_option(call, position, *at);
    size_t word = scan_name(call->text, call->length, *at);
    if (option) {
        *which = find_param(call, PARAM_OPTION, *at, option);
        if (*which == count)
            return refuse_option(call, *at, option, error);
        *at += option + 1;
    } else if (word && (*which = find_param(call, PARAM_KEYWORD, *at, word)) < count) {
        if (call->command->params[*which].kind != PARAM_SWITCH)
            *at = scan_blanks(call->text, call->length, *at + word);
    } else {
        // A parameter whose = is missing is skipped.
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
    if (*at < call->length && !(option && scan_is_blank(call->text[*at])))
        return true;
    error_at(error, *at, 1, "a value is missing after %s%s", param->name, option ? "=" : "");
    return command_hint(call->command, error);
}

static bool parse_arguments(struct call *call, size_t at, struct error *error)
{
    size_t position = 0, which = 0, count = call->count = command_param_count(call->command);
    for (size_t i = 0; i < count; i++) {
        const struct param *param = &call->command->params[i];
        call->arguments[i] = (struct argument){.number = param->usual};
        if (param->kind == PARAM_COUNT)
            call->arguments[i].count = (size_t)param->usual;
    }
    at = scan_blanks(call->text, call->length, at);
    while (at < call->length) {
        if (!choose(call, &position, &at, &which, error))
            return false;
        const struct param *param = &call->command->params[which];
        struct argument *argument = &call->arguments[which];
        size_t end = param_kinds[param->kind].read(call, argument, at, param, error);
        if (end == 0)
            return error_place(error, at, 1);
        size_t sign = scan_blanks(call->text, call->length, end);
        if (param->kind == PARAM_EXPRESSION && sign < call->length && call->text[sign] == '=')
            return error_at(error, sign, 1, "equality is tested with ==, not with =");
        argument->given = true;
        argument->at = at;
        argument->length = end - at;
        at = scan_blanks(call->text, call->length, end);
    }
    for (size_t i = 0; i < count; i++) {
        const struct param *param = &call->command->params[i];
        if (call->arguments[i].given || param->flags != PARAM_REQUIRED)
            continue;
        error_at(error, call->length, 1, "%s needs %s", call->command->name, param->name);
        return command_hint(call->command, error);
    }
    return true;
}

// Makes the call empty, but for its text without the blanks at its end.
static void begin(struct call *call, const char *text, size_t length)
{
    call->command = NULL;
    call->is_plain = false;
    call->text = text;
    call->length = length;
    call->count = 0;
    while (call->length > 0 && scan_is_blank(text[call->length - 1]))
        call->length--;
}

bool call_parse(struct call *call, const struct command_table *commands,
                const struct session *session, const char *text, size_t length, struct error *error)
{
    struct plain_line line;
    begin(call, text, length);
    size_t at = scan_blanks(text, call->length, 0);
    if (!plain_line_find(&line, commands, session, text, call->length, at, error))
        return false;
    call->command = line.command;
    call->is_plain = line.is_plain;
    if (!line.is_plain)
        call->command = command_part(call->command, text, call->length, &line.at);
    if (parse_arguments(call, line.at, error))
        return true;
    call_clear(call);
    return false;
}

bool call_parse_at_question(struct call *call, const struct command_table *commands,
                            const struct session *session, const char *text, size_t length,
                            struct error *error)
{
    begin(call, text, length);
    size_t at = scan_blanks(text, call->length, 0);
    if (!plain_line_is_answer(commands, session, text, call->length, at)) {
        bool well = call_parse(call, commands, session, text, length, error);
        if (!well || !call->is_plain || strcmp(call->command->name, "print") != 0)
            return well;
        call_clear(call); // it is an expression after all, so memory was short for a moment
        return error_memory(error);
    }
    call->command = command_named(commands, "answer", strlen("answer"));
    call->is_plain = true;
    if (parse_arguments(call, at, error))
        return true;
    call_clear(call);
    return false;
}

// Says which bounds a number must keep.
static bool refuse_range(const struct call *call, const struct param *param, struct error *error)
{
    if (param->outside)
        return error_set(error, "%s", param->outside);
    if (param->most > 0)
        return error_set(error, "%s must be a whole number from %.0f to %.0f", param->name,
                         param->least, param->most);
    if (param->flags & PARAM_OPTION)
        return error_set(error, "%s must be %.0f or more", param->name, param->least);
    return error_set(error, "%s takes a number, %.0f or more", call->command->name, param->least);
}

bool call_check(const struct call *call, struct error *error)
{
    for (size_t i = 0; i < call->count; i++) {
        const struct param *param = &call->command->params[i];
        const struct argument *argument = &call->arguments[i];
        bool is_number = param->kind == PARAM_COUNT || param->kind == PARAM_REAL;
        double value = param->kind == PARAM_COUNT ? (double)argument->count : argument->number;
        bool has_bounds = param->least != 0 || param->most != 0;
        if (!argument->given || !is_number || !has_bounds)
            continue;
        if (value < param->least || (param->most > 0 && value > param->most)) {
            refuse_range(call, param, error);
            return error_place(error, argument->at, argument->length);
        }
    }
    return true;
}

bool call_argument_is(const struct call *call, const struct argument *argument, const char *word)
{
    return argument->given && text_is(call->text + argument->at, argument->length, word);
}

void call_clear(struct call *call)
{
    for (size_t i = 0; i < call->count; i++) {
        expr_free(call->arguments[i].expr);
        free(call->arguments[i].text);
    }
    call->count = 0;
}
