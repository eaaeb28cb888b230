// SPDX-License-Identifier: GPL-3.0-or-later
// Which words can stand at the cursor follows from the command's row: the kind of the parameter that comes
// next offers them. Here it is found out which parameter that is.
#include "shell/complete.h"

#include <stdlib.h>
#include <string.h>

#include "session/quantity.h"
#include "session/setting.h"
#include "shell/command.h"
#include "shell/scan.h"
#include "shell/shell.h"

// Where the command under the cursor begins: after the last ; outside quotes.
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

// The options and keywords of the command; a keyword stands after the argument that must be there.
static void offer_options(struct completion *completion, const struct command *command,
                          const struct param *next)
{
    bool lacks_argument = next && next->flags == PARAM_REQUIRED;
    for (size_t i = 0; i < command_param_count(command); i++) {
        const struct param *param = &command->params[i];
        if (lacks_argument && (param->flags & PARAM_KEYWORD))
            continue;
        struct buf word = BUF_EMPTY;
        buf_printf(&word, "%s%s", param->name, param->flags & PARAM_OPTION ? "=" : "");
        if ((param->flags & (PARAM_OPTION | PARAM_KEYWORD)) && !(param->flags & PARAM_QUIET))
            completion_offer(completion, buf_text(&word));
        buf_free(&word);
    }
}

// The parameter for the word before the cursor when [words] whole words stand between the command
// and it; its last rest-taking one for all that follow.
static const struct param *param_at(const struct command *command, const char *line, size_t at,
                                    size_t start)
{
    const struct param *last = NULL;
    size_t index = 0, count = command_param_count(command);
    for (;;) {
        at = scan_blanks(line, start, at);
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
        size_t name = scan_name(line, end, at);
        for (size_t i = 0; i < count; i++) // after a keyword its value continues to the end
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
    return last && param_kinds[last->kind].takes_rest ? last : NULL;
}

// The option whose value the cursor is in (name=val), or NULL; start moves to after the sign.
static const struct param *option_at(const struct command *command, struct completion *completion)
{
    const char *word = completion->line + completion->start;
    const char *sign = memchr(word, '=', completion->cursor - completion->start);
    for (size_t i = 0; sign && i < command_param_count(command); i++) {
        const struct param *param = &command->params[i];
        size_t length = (size_t)(sign - word);
        if (!(param->flags & PARAM_OPTION) || strlen(param->name) != length ||
            strncmp(param->name, word, length) != 0)
            continue;
        completion->start += length + 1;
        return param;
    }
    return NULL;
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

// What a line may begin with: a command, or a value or setting by its name; functions once one is begun.
static void complete_first(struct completion *completion)
{
    const struct command_table *commands = completion->shell->commands;
    for (size_t i = 0; i < commands->count; i++)
        completion_offer(completion, commands->rows[i]->name);
    bool is_begun = completion->start < completion->cursor;
    param_kinds[PARAM_PLACE].offer(completion);
    if (is_begun)
        param_kinds[PARAM_EXPRESSION].offer(completion);
}

// What can follow in a line that begins with no command but with the name at [at]: the words of the
// setting that is assigned to, or what an expression is made of.
static void complete_plain(struct completion *completion, size_t at)
{
    const char *line = completion->line;
    size_t name = scan_name(line, completion->cursor, at);
    size_t sign = scan_blanks(line, completion->cursor, at + name);
    const struct setting *setting = setting_find(line + at, name);
    bool assigns = name > 0 && sign < completion->cursor && line[sign] == '=';
    for (size_t i = 0; assigns && setting && setting->word(i); i++)
        completion_offer(completion, setting->word(i));
    bool is_known = quantity_has_meaning(completion->shell->session, line + at, name);
    if (completion->count == 0 && (assigns || is_known))
        param_kinds[PARAM_EXPRESSION].offer(completion);
}

// What can stand after a command's name, which begins at [at].
static void complete_arguments(struct completion *completion, size_t at)
{
    struct error ignored;
    const char *line = completion->line;
    size_t word = scan_name(line, completion->cursor, at), after = at + word;
    const struct command *command =
        command_find(completion->shell->commands, line + at, word, &ignored);
    if (!command) {
        complete_plain(completion, at);
        return;
    }
    const struct command *part = command_part(command, line, completion->start, &after);
    bool is_first = scan_blanks(line, completion->start, after) == completion->start;
    const struct command_table parts = command_parts(command);
    for (size_t i = 0; part == command && is_first && i < parts.count; i++)
        completion_offer(completion, command_part_word(parts.rows[i]));
    command = part;
    const struct param *option = option_at(command, completion);
    const struct param *param = option ? option : param_at(command, line, after, completion->start);
    if (!option)
        offer_options(completion, command, param);
    if (param && param_kinds[param->kind].offer)
        param_kinds[param->kind].offer(completion);
    if (completion->count == 0 && !completion->files)
        command_usage(command, &completion->usage);
}

void complete(const struct shell *shell, const char *line, size_t cursor,
              struct completion *completion)
{
    size_t begin = command_begin(line, cursor);
    size_t at = scan_blanks(line, cursor, begin);
    *completion = (struct completion){.shell = shell,
                                      .line = line,
                                      .cursor = cursor,
                                      .begin = begin,
                                      .start = cursor,
                                      .usage = BUF_EMPTY};
    while (completion->start > at && line[completion->start - 1] != ' ' &&
           line[completion->start - 1] != '\t')
        completion->start--;
    const char *word = line + completion->start;
    const char *sign = memchr(word, '=', cursor - completion->start);
    if (completion->start > at) {
        complete_arguments(completion, at);
    } else if (sign) {
        completion->start += (size_t)(sign - word) + 1;
        complete_plain(completion, at);
    } else {
        complete_first(completion);
    }
    if (completion->count > 1)
        qsort(completion->words, completion->count, sizeof *completion->words, compare_words);
}
