// SPDX-License-Identifier: GPL-3.0-or-later
// The words come from the same lists as help's and completion's.
#include "shell/refuse_choice.h"

#include "base/suggest.h"
#include "shell/help_word.h"

bool refuse_choice(const struct command *command, const char *what, const char *name, size_t length,
                   size_t at, enum param_kind kind, struct error *error)
{
    struct suggestions suggestions;
    struct buf all = BUF_EMPTY;
    suggest_start(&suggestions, name, length);
    for (size_t i = 0; help_choice(kind, i); i++) {
        suggest_consider(&suggestions, help_choice(kind, i));
        buf_printf(&all, "%s%s", i ? ", " : "", help_choice(kind, i));
    }
    const struct command_table parts = command_parts(command);
    for (size_t i = 0; i < parts.count; i++)
        suggest_consider(&suggestions, command_part_word(parts.rows[i]));
    struct quoted quoted = error_quote(name, length);
    error_at(error, at, length, "there is no %s '%s'", what, quoted.text);
    suggest_append(&suggestions, error);
    if (suggestions.count == 0)
        error_hint(error, "there are %s%s", buf_text(&all),
                   kind == PARAM_DATA
                       ? "; 'data grid' makes one by a formula, 'data inline' of what "
                         "you type, 'data FILE.csv' reads a table"
                       : "");
    buf_free(&all);
    return false;
}
