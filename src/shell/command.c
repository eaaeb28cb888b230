// SPDX-License-Identifier: GPL-3.0-or-later
// Finding a command and writing its usage line, both from the table alone. Names are compared byte
// by byte, never by the locale's idea of letters.
#include "shell/command.h"

#include <stdio.h>
#include <string.h>

#include "base/ascii.h"
#include "base/suggest.h"
#include "base/words.h"

const char *const topic_titles[TOPIC_COUNT] = {"Make", "Run", "Look", "Time", "Files", "Learn"};

// A usage line fits a terminal of 80 columns. Options for which it has no room are in the details.
enum { USAGE_COLUMNS = 80 };

// Says that nothing or too much begins with the word.
static const struct command *refuse(const struct command_table *commands, const char *word,
                                    size_t length, struct error *error)
{
    struct suggestions suggestions;
    struct quoted quoted = error_quote(word, length);
    char lower[SUGGESTION_SIZE];
    for (size_t i = 0; i < length && i < sizeof lower; i++)
        lower[i] = ascii_lower(word[i]);
    suggest_start(&suggestions, length <= sizeof lower ? lower : word, length);
    for (size_t i = 0; i < commands->count; i++)
        suggest_consider(&suggestions, commands->rows[i]->name);
    error_set(error, "unknown command '%s'", quoted.text);
    if (suggestions.count == 0)
        error_hint(error, COMMAND_LIST_HINT);
    suggest_append(&suggestions, error);
    return NULL;
}

const struct command *command_named(const struct command_table *commands, const char *word,
                                    size_t length)
{
    for (size_t i = 0; i < commands->count; i++) // nearly always it is a name
        if (text_is(word, length, commands->rows[i]->name))
            return commands->rows[i];
    for (size_t i = 0; i < commands->count; i++) {
        const struct command *command = commands->rows[i];
        if ((command->key && text_is(word, length, command->key)) ||
            (command->alias && text_is(word, length, command->alias)))
            return command;
    }
    return NULL;
}

const struct command *command_find(const struct command_table *commands, const char *word,
                                   size_t length, struct error *error)
{
    const struct command *found = command_named(commands, word, length);
    size_t matches = 0;
    char names[200] = "";
    if (found)
        return found;
    for (size_t i = 0; i < commands->count && length > 0; i++) {
        const char *name = commands->rows[i]->name;
        if (commands->rows[i]->is_whole_word || strncmp(name, word, length) != 0)
            continue;
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", matches ? ", " : "", name);
        found = commands->rows[i];
        matches++;
    }
    if (matches == 1)
        return found;
    if (matches == 0)
        return refuse(commands, word, length, error);
    error_set(error, "'%s' could be %s", error_quote(word, length).text, names);
    error_hint(error, "type one more letter");
    return NULL;
}

struct command_table command_parts(const struct command *command)
{
    return command->parts ? *command->parts : (struct command_table){NULL, 0};
}

const char *command_part_word(const struct command *part)
{
    return strchr(part->name, ' ') + 1;
}

// Whether a word can only be a file's name.
static bool is_file(const char *word, size_t length)
{
    return length > 0 &&
           (memchr("\"'-/.", word[0], 5) || memchr(word, '.', length) || memchr(word, '/', length));
}

const struct command *command_part(const struct command *command, const char *text, size_t length,
                                   size_t *at)
{
    if (!command->parts)
        return command;
    size_t begin = *at;
    while (begin < length && (text[begin] == ' ' || text[begin] == '\t' || text[begin] == '\n'))
        begin++;
    size_t end = begin;
    while (end < length && text[end] != ' ' && text[end] != '\t' && text[end] != '\n')
        end++;
    const struct command_table parts = command_parts(command);
    for (size_t i = 0; i < parts.count; i++)
        if (text_is(text + begin, end - begin, command_part_word(parts.rows[i]))) {
            *at = end;
            return parts.rows[i];
        }
    for (size_t i = 0; i < parts.count; i++)
        if ((parts.rows[i]->flags & COMMAND_TAKES_FILE) && is_file(text + begin, end - begin) &&
            !memchr(text + begin, '=', end - begin))
            return parts.rows[i];
    return command;
}

size_t command_param_count(const struct command *command)
{
    size_t count = 0;
    while (count < COMMAND_PARAMS_MOST && command->params[count].name)
        count++;
    return count;
}

// Appends a parameter as the usage line shows it.
static void put_param(struct buf *out, const struct param *param)
{
    bool may_miss = param->flags != PARAM_REQUIRED;
    buf_puts(out, may_miss ? " [" : " ");
    buf_puts(out, param->name);
    if (param->flags & PARAM_OPTION)
        buf_printf(out, "=%s", param->value);
    if ((param->flags & PARAM_KEYWORD) && *param->value)
        buf_printf(out, " %s", param->value);
    buf_puts(out, may_miss ? "]" : "");
}

void command_usage(const struct command *command, struct buf *out)
{
    size_t begin = out->length, count = command_param_count(command);
    buf_puts(out, command->name);
    for (size_t i = 0; i < count; i++) {
        const struct param *param = &command->params[i];
        struct buf text = BUF_EMPTY;
        if (param->flags & PARAM_QUIET)
            continue;
        put_param(&text, param);
        bool fits = out->length - begin + text.length + strlen(" ...") <= USAGE_COLUMNS;
        if (fits || !(param->flags & PARAM_OPTION))
            buf_append(out, &text);
        else
            buf_puts(out, " ...");
        buf_free(&text);
        if (!fits)
            break;
    }
}

bool command_hint(const struct command *command, struct error *error)
{
    struct buf usage = BUF_EMPTY;
    command_usage(command, &usage);
    error_hint(error, "usage: %s", buf_text(&usage));
    buf_free(&usage);
    return false;
}
