// SPDX-License-Identifier: GPL-3.0-or-later
// The order of the rules is that of docs/language.md. An expression is recognised by parsing it and looking
// whether each of its names has a meaning; it is not evaluated here, so a stale value is still an expression,
// and `print` says what to run.
#include "shell/plain_line.h"

#include <string.h>

#include "base/ascii.h"
#include "base/suggest.h"
#include "expr/expr.h"
#include "lesson/answer.h"
#include "session/quantity.h"
#include "session/session.h"
#include "shell/command.h"
#include "shell/near_miss.h"
#include "shell/scan.h"

// A command's text, and its first word.
struct first_word {
    const struct session *session;
    const char *text;
    size_t length, at, size;
};

static struct first_word first_word_at(const struct session *session, const char *text,
                                       size_t length, size_t at)
{
    size_t name = scan_name(text, length, at);
    return (struct first_word){session, text, length, at,
                               name ? name : scan_word_end(text, length, at) - at};
}

static const char *word_text(const struct first_word *word)
{
    return word->text + word->at;
}

// What follows the word; =, : and spaces are left out.
static struct near_miss typed_line(const struct first_word *word, const char *context)
{
    size_t end = word->length, at = scan_blanks(word->text, end, word->at + word->size);
    at += at < end && word->text[at] == ':';
    at += at < end && word->text[at] == '=';
    at = scan_blanks(word->text, end, at);
    return (struct near_miss){context, word_text(word), word->size, word->text + at, end - at};
}

// ---- assignments --------------------------------------------------------------------------------

// The end of the index that begins with the bracket at [at], or 0.
static size_t index_end(const char *text, size_t length, size_t at)
{
    size_t depth = 0;
    for (; at < length; at++) {
        depth += text[at] == '[';
        if (text[at] == ']' && --depth == 0)
            return at + 1;
    }
    return 0;
}

// Whether the word, perhaps with an index, is followed by = and not by ==.
static bool is_assignment(const struct first_word *word, bool *is_indexed)
{
    const char *text = word->text;
    size_t length = word->length, sign = word->at + word->size;
    if (scan_name(text, length, word->at) == 0)
        return false;
    *is_indexed = sign < length && text[sign] == '[';
    if (*is_indexed)
        sign = index_end(text, length, sign);
    sign = scan_blanks(text, length, sign);
    return sign < length && sign > word->at && text[sign] == '=' &&
           !(sign + 1 < length && text[sign + 1] == '=');
}

// Whether [name] differs from the word only in case or by one letter. A name of one or two letters has
// too many neighbours, and a digit at the end makes another name of it.
static bool is_near(const struct first_word *word, const char *name)
{
    struct suggestions suggestions;
    size_t length = strlen(name);
    bool is_same = length == word->size;
    for (size_t i = 0; i < length && is_same; i++)
        is_same = ascii_lower(word_text(word)[i]) == ascii_lower(name[i]);
    char last = word_text(word)[word->size - 1];
    bool is_numbered = word->size == length + 1 && ascii_is_digit(last);
    if (is_same || (length < 3 && word->size < 3) || is_numbered)
        return is_same;
    suggest_start(&suggestions, word_text(word), word->size);
    suggest_consider(&suggestions, name);
    return suggestions.count > 0 && suggestions.best[0].distance == 1;
}

// A setting's or a quantity's name that the word is near to; false where there is none.
static bool find_near(const struct first_word *word, char *near, size_t size)
{
    struct quantity quantity;
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (is_near(word, settings_table[i].name)) {
            memcpy(near, settings_table[i].name, strlen(settings_table[i].name) + 1);
            return true;
        }
    for (size_t i = 0; quantity_list(word->session, i, near, size); i++)
        if (quantity_parse(near, strlen(near), &quantity) && is_near(word, near))
            return true;
    return false;
}

// A new name that is probably a slip: false with [error] set.
static bool check_new_name(const struct first_word *word, struct error *error)
{
    struct near_miss typed = typed_line(word, "set");
    struct quoted name = error_quote(word_text(word), word->size);
    struct quoted value = error_quote(typed.rest, typed.rest_length);
    char near[SUGGESTION_SIZE];
    error_at(error, word->at, word->size, "nothing is called '%s' here", name.text);
    if (near_miss_hint(word->session, &typed, true, error))
        return false;
    if (!find_near(word, near, sizeof near))
        return true;
    error_at(error, word->at, word->size, "nothing is called '%s' here; did you mean '%s'?",
             name.text, near);
    return error_hint(error, "'let %s = %s' makes a name of your own", name.text, value.text);
}

// The row that an assignment means: set for what can be set, let for a name of the student's own.
static const struct command *find_assignment(const struct first_word *word,
                                             const struct command_table *commands, bool is_indexed,
                                             struct error *error)
{
    struct quantity quantity;
    const struct variables *own = &word->session->variables;
    if (is_indexed || setting_find(word_text(word), word->size) ||
        quantity_parse(word_text(word), word->size, &quantity))
        return command_named(commands, "set", 3);
    if (!variables_find(own, word_text(word), word->size) && !check_new_name(word, error))
        return NULL;
    return command_named(commands, "let", 3);
}

// ---- expressions --------------------------------------------------------------------------------

// The first name in the text from byte [*at] on that has no meaning: sets [*at] and [*size], false where all
// have one. What follows a dot (.T), and a function's option (axis=), is not a name.
static bool find_unknown(const struct first_word *word, size_t *at, size_t *size)
{
    const char *text = word->text;
    while (*at < word->length) {
        *size = scan_name(text, word->length, *at);
        size_t sign = *at + *size;
        bool is_option = sign < word->length && text[sign] == '=' &&
                         !(sign + 1 < word->length && text[sign + 1] == '=');
        bool is_part = *at > 0 && (text[*at - 1] == '.' || ascii_is_digit(text[*at - 1]));
        if (*size > 0 && !is_option && !is_part &&
            !quantity_has_meaning(word->session, text + *at, *size))
            return true;
        *at += *size ? *size : 1;
    }
    return false;
}

// Whether the whole text is one expression, as far as its form goes.
static bool is_expression(const struct first_word *word)
{
    struct error ignored = ERROR_NONE;
    size_t end = 0;
    struct expr *expr = expr_parse(word->text, word->length, word->at, &end, &ignored);
    bool is_whole = expr && scan_blanks(word->text, word->length, end) == word->length;
    expr_free(expr);
    return is_whole;
}

// ---- what nobody understands --------------------------------------------------------------------

// Whether the word is a name of the session's but for capital letters; then that name.
static bool find_lower_case(const struct first_word *word, char *lower, size_t size)
{
    bool differs = false;
    if (word->size >= size)
        return false;
    for (size_t i = 0; i < word->size; i++) {
        lower[i] = ascii_lower(word_text(word)[i]);
        differs = differs || lower[i] != word_text(word)[i];
    }
    lower[word->size] = '\0';
    return differs && quantity_has_meaning(word->session, lower, word->size);
}

// Makes the hint of the assignment that was meant by `lr 0.1`, `lr += 0.1` or `learning_rate 0.1`, or of the
// print by a text in quotes; false where it is none of these.
static bool hint_assignment(const struct first_word *word, const struct near_miss *typed,
                            struct error *error)
{
    struct quoted name = error_quote(word_text(word), word->size);
    struct quoted rest = error_quote(typed->rest, typed->rest_length);
    bool is_name = setting_find(word_text(word), word->size) ||
                   quantity_has_meaning(word->session, word_text(word), word->size);
    bool is_update = typed->rest_length > 2 && strchr("+-*/", rest.text[0]) && rest.text[1] == '=';
    if (word_text(word)[0] == '"' || word_text(word)[0] == '\'') {
        rest = error_quote(word_text(word), word->length - word->at);
        return !error_hint(error, "type 'print %s'", rest.text);
    }
    if (is_name && is_update)
        return !error_hint(error, "type '%s = %s %c%s'", name.text, name.text, rest.text[0],
                           rest.text + 2);
    if (is_name && typed->rest_length > 0 && !strchr("$?:;!,)]}\\`", rest.text[0]))
        return !error_hint(error, "type '%s = %s'", name.text, rest.text);
    return near_miss_hint(word->session, typed, false, error);
}

// Whether the line can only be meant as an expression: it begins with a number, a bracket or a sign, or with
// a known name and a sign. An update such as lr += 0.1 is not an expression.
static bool begins_as_expression(const struct first_word *word)
{
    size_t sign = scan_blanks(word->text, word->length, word->at + word->size);
    char first = word_text(word)[0], next = sign < word->length ? word->text[sign] : '\0';
    bool is_update =
        next && strchr("+-*/", next) && sign + 1 < word->length && word->text[sign + 1] == '=';
    if (scan_name(word->text, word->length, word->at) == 0)
        return strchr("0123456789.([-+", first) != NULL;
    return next && strchr("([.+-*/@%<>!=&|^", next) && !is_update &&
           quantity_has_meaning(word->session, word_text(word), word->size);
}

// Whether the line calls a function that nnsh does not have, and no command's name is one slip away.
static bool calls_unknown_function(const struct first_word *word,
                                   const struct command_table *commands)
{
    struct suggestions suggestions;
    struct error ignored = ERROR_NONE;
    struct near_miss line = typed_line(word, ""), setting = typed_line(word, "set");
    size_t name = scan_name(word->text, word->length, word->at), sign = word->at + name;
    if (name == 0 || sign >= word->length || word->text[sign] != '(' ||
        near_miss_hint(word->session, &line, false, &ignored) ||
        near_miss_hint(word->session, &setting, false, &ignored))
        return false;
    suggest_start(&suggestions, word_text(word), name);
    for (size_t i = 0; i < commands->count; i++)
        suggest_consider(&suggestions, commands->rows[i]->name);
    return suggestions.count == 0 || suggestions.best[0].distance > 1;
}

// Says what is wrong with the expression. Always false.
static bool refuse_expression(const struct first_word *word, struct error *error)
{
    size_t end = 0;
    struct expr *expr = expr_parse(word->text, word->length, word->at, &end, error);
    if (expr) {
        size_t at = scan_blanks(word->text, word->length, end);
        struct quoted rest = error_quote(word->text + at, word->length - at);
        error_at(error, at, word->length - at, "the expression ends before '%s'", rest.text);
    }
    expr_free(expr);
    return error_place(error, word->at, word->size);
}

// Names what could have been meant by a line whose first word is not a command's. Always false.
static bool refuse_line(const struct first_word *word, const struct command_table *commands,
                        struct error *error)
{
    struct near_miss typed = typed_line(word, "");
    struct quoted name = error_quote(word_text(word), word->size);
    char lower[SUGGESTION_SIZE];
    size_t at = word->at, size = 0;
    if (find_lower_case(word, lower, sizeof lower))
        return error_at(error, word->at, word->size, "there is no name '%s'; did you mean '%s'?",
                        name.text, lower);
    if (is_expression(word) && find_unknown(word, &at, &size) && size < word->length - word->at) {
        quantity_unknown(word->session, word->text + at, size, error);
        return error_place(error, at, size);
    }
    if (begins_as_expression(word) || calls_unknown_function(word, commands))
        return refuse_expression(word, error);
    error_set(error, "unknown command '%s'", name.text);
    bool has_line = near_miss_hint(word->session, &typed, false, error);
    typed.context = "set";
    if (!has_line && !hint_assignment(word, &typed, error))
        command_find(commands, word_text(word), word->size, error);
    return error_place(error, word->at, word->size);
}

// Whether the arguments stand in parentheses, as in train(100), and the command takes no expression that
// may begin so.
static bool is_called(const struct first_word *word, const struct command *command)
{
    size_t sign = word->at + word->size;
    enum param_kind kind = command->params[0].kind;
    bool takes_expression =
        command->params[0].name && (kind == PARAM_EXPRESSION || kind == PARAM_ITEMS);
    return sign < word->length && word->text[sign] == '(' && !takes_expression;
}

static bool refuse_called(const struct first_word *word, const struct command *command,
                          struct error *error)
{
    size_t rest = word->at + word->size;
    error_at(error, rest, word->length - rest,
             "the arguments of %s follow a space, without parentheses", command->name);
    return near_miss_blanks(command->name, word->text + rest, word->length - rest, ",[]()", error);
}

bool plain_line_find(struct plain_line *line, const struct command_table *commands,
                     const struct session *session, const char *text, size_t length, size_t at,
                     struct error *error)
{
    size_t unknown = at, size;
    struct first_word word = first_word_at(session, text, length, at);
    bool is_indexed = false;
    *line = (struct plain_line){NULL, at, true};
    if (is_assignment(&word, &is_indexed)) {
        line->command = find_assignment(&word, commands, is_indexed, error);
        return line->command;
    }
    line->command = command_named(commands, text + at, word.size);
    if (!line->command && is_expression(&word) && !find_unknown(&word, &unknown, &size))
        line->command = command_named(commands, "print", 5);
    else if (!line->command && word.size == length - at && setting_find(text + at, word.size))
        line->command = command_named(commands, "show", 4);
    else
        *line = (struct plain_line){line->command, at + word.size, false};
    if (!line->command) {
        struct error ignored = ERROR_NONE;
        line->command = command_find(commands, text + at, word.size, &ignored);
    }
    if (!line->command)
        return refuse_line(&word, commands, error);
    return line->is_plain || !is_called(&word, line->command) ||
           refuse_called(&word, line->command, error);
}

bool plain_line_is_answer(const struct command_table *commands, const struct session *session,
                          const char *text, size_t length, size_t at)
{
    size_t unknown = at, size;
    struct first_word word = first_word_at(session, text, length, at);
    if (word.size == 0 || command_named(commands, text + at, word.size))
        return false;
    return answer_is_numbers(text + at, length - at) ||
           (is_expression(&word) && !find_unknown(&word, &unknown, &size));
}
