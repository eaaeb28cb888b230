// SPDX-License-Identifier: GPL-3.0-or-later
// Which words can stand at the cursor follows from the command's row: the kind of the parameter
// that comes next owns the words. A line is looked at as it stands, finished or not; nothing is
// run and nothing is changed.
#include "shell/complete.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expr/expr.h"
#include "history/timeline.h"
#include "session/quantity.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/command.h"
#include "shell/help.h"
#include "shell/help_word.h"
#include "shell/shell.h"

// Adds a word if it begins with what is typed. Without memory the list stays shorter.
static void offer(struct completion *completion, const char *line, size_t cursor, const char *word)
{
    size_t typed = cursor - completion->start;
    if (strncmp(word, line + completion->start, typed) != 0)
        return;
    for (size_t i = 0; i < completion->count; i++)
        if (strcmp(completion->words[i], word) == 0)
            return;
    if (completion->count == completion->capacity) {
        size_t capacity = completion->capacity ? 2 * completion->capacity : 16;
        char **words = realloc(completion->words, capacity * sizeof *words);
        if (!words)
            return;
        completion->words = words;
        completion->capacity = capacity;
    }
    char *copy = strdup(word);
    if (copy)
        completion->words[completion->count++] = copy;
}

// Where the command under the cursor begins: behind the last ; outside quotes.
static size_t command_begin(const char *line, size_t cursor)
{
    size_t begin = 0;
    char quote = 0;
    for (size_t i = 0; i < cursor; i++) {
        if (quote)
            quote = line[i] == quote ? 0 : quote;
        else if (line[i] == '"' || line[i] == '\'')
            quote = line[i];
        else if (line[i] == ';')
            begin = i + 1;
    }
    return begin;
}

static bool is_name_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Names and functions, for expressions. Functions come with the parenthesis they need.
static void offer_names(const struct shell *shell, struct completion *completion, const char *line,
                        size_t cursor, bool with_functions)
{
    char name[64];
    completion->start = cursor;
    while (completion->start > 0 && is_name_byte(line[completion->start - 1]))
        completion->start--;
    for (size_t i = 0; quantity_list(shell->session, i, name, sizeof name); i++)
        offer(completion, line, cursor, name);
    for (size_t i = 0; with_functions && expr_function(i); i++) {
        struct buf call = BUF_EMPTY;
        buf_printf(&call, "%s(", expr_function(i));
        offer(completion, line, cursor, buf_text(&call));
        buf_free(&call);
    }
}

// The names of weights and biases.
static void offer_parameters(const struct shell *shell, struct completion *completion,
                             const char *line, size_t cursor)
{
    const struct network *network = shell->session->network;
    char name[32];
    for (size_t p = 0; network && p < 2 * network->layer_count; p++) {
        snprintf(name, sizeof name, "%c%zu", p % 2 ? 'b' : 'w', p / 2 + 1);
        offer(completion, line, cursor, name);
    }
}

static void offer_choices(struct completion *completion, const char *line, size_t cursor,
                          enum param_kind kind)
{
    for (size_t i = 0; help_choice(kind, i); i++)
        offer(completion, line, cursor, help_choice(kind, i));
}

// The words of a setting's value, where the command is `set SETTING `.
static void offer_setting_words(struct completion *completion, const char *line, size_t cursor,
                                size_t begin)
{
    size_t at = call_skip(line, cursor, begin);
    at = call_skip(line, cursor, at + call_name(line, cursor, at)); // behind `set`
    const struct setting *setting = setting_find(line + at, call_name(line, cursor, at));
    for (size_t i = 0; setting && setting->word(i); i++)
        offer(completion, line, cursor, setting->word(i));
}

// What `plot` takes: a picture first, then names, and a file in the end.
static void offer_picture(const struct shell *shell, struct completion *completion,
                          const char *line, size_t cursor, size_t begin)
{
    size_t at = call_skip(line, cursor, begin);
    at = call_skip(line, cursor, at + call_name(line, cursor, at)); // behind `plot`
    bool is_first = at >= completion->start;
    if (is_first)
        offer_choices(completion, line, cursor, PARAM_PICTURE);
    if (is_first)
        offer_names(shell, completion, line, cursor, false);
    else
        offer_parameters(shell, completion, line, cursor);
    completion->files = !is_first && completion->count == 0;
}

static void offer_topics(const struct shell *shell, struct completion *completion, const char *line,
                         size_t cursor)
{
    for (size_t i = 0; i < help_topic_count; i++)
        offer(completion, line, cursor, help_topics[i].name);
    for (size_t i = 0; i < shell->commands->count; i++)
        offer(completion, line, cursor, shell->commands->rows[i]->name);
}

// Behind the colon of a layer stands its activation.
static void offer_layers(struct completion *completion, const char *line, size_t cursor)
{
    const char *colon = memchr(line + completion->start, ':', cursor - completion->start);
    if (!colon)
        return;
    completion->start = (size_t)(colon - line) + 1;
    offer_choices(completion, line, cursor, PARAM_LAYERS);
}

// What a parameter of this kind offers.
static void offer_kind(const struct shell *shell, struct completion *completion, const char *line,
                       size_t cursor, size_t begin, enum param_kind kind)
{
    switch (kind) {
    case PARAM_EXPRESSION:
    case PARAM_ITEMS:
        offer_names(shell, completion, line, cursor, true);
        break;
    case PARAM_VALUE:
        offer_setting_words(completion, line, cursor, begin);
        if (completion->count == 0)
            offer_names(shell, completion, line, cursor, true);
        break;
    case PARAM_THINGS:
        offer_choices(completion, line, cursor, kind);
        offer_names(shell, completion, line, cursor, false);
        break;
    case PARAM_PICTURE:
        offer_picture(shell, completion, line, cursor, begin);
        break;
    case PARAM_PARAMETERS:
        offer_parameters(shell, completion, line, cursor);
        break;
    case PARAM_CHANGES:
        offer_choices(completion, line, cursor, PARAM_PLACE);
        offer_parameters(shell, completion, line, cursor);
        break;
    case PARAM_PLACE:
        offer_choices(completion, line, cursor, kind);
        offer_names(shell, completion, line, cursor, false);
        break;
    case PARAM_DATA:
        offer_choices(completion, line, cursor, kind);
        completion->files = completion->count == 0;
        break;
    case PARAM_MOMENT:
        for (size_t i = 0; i < shell->timeline->mark_count; i++)
            offer(completion, line, cursor, shell->timeline->marks[i].name);
        offer(completion, line, cursor, "now");
        break;
    case PARAM_HERE:
        offer(completion, line, cursor, "here");
        break;
    case PARAM_FILE:
        completion->files = true;
        break;
    case PARAM_TOPIC:
        offer_topics(shell, completion, line, cursor);
        break;
    case PARAM_LAYERS:
        offer_layers(completion, line, cursor);
        break;
    default:
        offer_choices(completion, line, cursor, kind);
        break;
    }
}

// The options and keywords of the command.
static void offer_options(struct completion *completion, const char *line, size_t cursor,
                          const struct command *command)
{
    for (size_t i = 0; i < command_param_count(command); i++) {
        const struct param *param = &command->params[i];
        struct buf word = BUF_EMPTY;
        buf_printf(&word, "%s%s", param->name, param->flags & PARAM_OPTION ? "=" : "");
        if ((param->flags & (PARAM_OPTION | PARAM_KEYWORD)) && !(param->flags & PARAM_QUIET))
            offer(completion, line, cursor, buf_text(&word));
        buf_free(&word);
    }
}

// Whether a parameter takes everything up to the end of the command.
static bool is_rest(enum param_kind kind)
{
    return kind == PARAM_ITEMS || kind == PARAM_VALUE || kind == PARAM_THINGS ||
           kind == PARAM_TOPIC || kind == PARAM_LAYERS || kind == PARAM_EXPRESSION ||
           kind == PARAM_NUMBERS || kind == PARAM_PARAMETERS || kind == PARAM_CHANGES ||
           kind == PARAM_PICTURE;
}

// The parameter for the word before the cursor when [words] whole words stand between the command
// and it; its last rest-taking one for all that follow.
static const struct param *param_at(const struct command *command, const char *line, size_t at,
                                    size_t start)
{
    const struct param *last = NULL;
    size_t index = 0, count = command_param_count(command);
    for (;;) {
        at = call_skip(line, start, at);
        while (index < count && (command->params[index].flags & (PARAM_OPTION | PARAM_KEYWORD)))
            index++;
        if (index < count && command->params[index].kind == PARAM_EQUALS &&
            (at >= start || line[at] != '='))
            index++;
        if (at >= start)
            break;
        size_t end = at;
        while (end < start && line[end] != ' ' && line[end] != '\t')
            end++;
        size_t name = call_name(line, end, at);
        for (size_t i = 0; i < count; i++) // behind a keyword its value goes on to the end
            if ((command->params[i].flags & PARAM_KEYWORD) && name == end - at &&
                command->params[i].kind != PARAM_SWITCH &&
                strncmp(command->params[i].name, line + at, name) == 0)
                return &command->params[i];
        if (!memchr(line + at, '=', end - at) || (index < count && end - at == 1)) {
            last = index < count ? &command->params[index] : last;
            index += index < count;
        }
        at = end;
    }
    if (index < count)
        return &command->params[index];
    return last && is_rest(last->kind) ? last : NULL;
}

// The option whose value the cursor is in (name=val), or NULL; start moves behind the sign.
static const struct param *option_at(const struct command *command, const char *line,
                                     struct completion *completion, size_t cursor)
{
    const char *sign = memchr(line + completion->start, '=', cursor - completion->start);
    for (size_t i = 0; sign && i < command_param_count(command); i++) {
        const struct param *param = &command->params[i];
        size_t length = (size_t)(sign - line) - completion->start;
        if (!(param->flags & PARAM_OPTION) || strlen(param->name) != length ||
            strncmp(param->name, line + completion->start, length) != 0)
            continue;
        completion->start = (size_t)(sign - line) + 1;
        return param;
    }
    return NULL;
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

// What can stand behind a command's name.
static void complete_arguments(const struct shell *shell, const char *line, size_t cursor,
                               size_t begin, size_t at, struct completion *completion)
{
    struct error ignored;
    size_t word = call_name(line, cursor, at);
    const struct command *command = command_find(shell->commands, line + at, word, &ignored);
    if (!command)
        return;
    size_t behind = at + word;
    const struct command *part = command_part(command, line, completion->start, &behind);
    bool is_first = call_skip(line, completion->start, behind) == completion->start;
    const struct command_table parts = command_parts(command);
    for (size_t i = 0; part == command && is_first && i < parts.count; i++)
        offer(completion, line, cursor, command_part_word(parts.rows[i]));
    command = part;
    const struct param *option = option_at(command, line, completion, cursor);
    const struct param *param =
        option ? option : param_at(command, line, behind, completion->start);
    if (!option)
        offer_options(completion, line, cursor, command);
    if (param)
        offer_kind(shell, completion, line, cursor, begin, param->kind);
    if (completion->count == 0 && !completion->files)
        command_usage(command, &completion->usage);
}

void complete(const struct shell *shell, const char *line, size_t cursor,
              struct completion *completion)
{
    size_t begin = command_begin(line, cursor);
    size_t at = call_skip(line, cursor, begin);
    *completion = (struct completion){.start = cursor, .usage = BUF_EMPTY};
    while (completion->start > at && line[completion->start - 1] != ' ' &&
           line[completion->start - 1] != '\t')
        completion->start--;
    if (completion->start > at) {
        complete_arguments(shell, line, cursor, begin, at, completion);
    } else {
        for (size_t i = 0; i < shell->commands->count; i++)
            offer(completion, line, cursor, shell->commands->rows[i]->name);
    }
    if (completion->count > 1)
        qsort(completion->words, completion->count, sizeof *completion->words, compare_words);
}

void completion_clear(struct completion *completion)
{
    for (size_t i = 0; i < completion->count; i++)
        free(completion->words[i]);
    free(completion->words);
    buf_free(&completion->usage);
    *completion = (struct completion){.usage = BUF_EMPTY};
}
