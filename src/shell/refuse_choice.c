// SPDX-License-Identifier: GPL-3.0-or-later
// The words come from the same list as help's and completion's.
#include "shell/refuse_choice.h"

#include "base/suggest.h"

bool refuse_choice(const struct command *command, enum param_kind kind, const char *name,
                   size_t length, size_t at, struct error *error)
{
    const struct list *list = param_kinds[kind].lists[0];
    const struct command_table parts = command_parts(command);
    struct suggestions suggestions;
    struct buf all = BUF_EMPTY;
    suggest_start(&suggestions, name, length);
    for (size_t i = 0; i < list->count; i++) {
        suggest_consider(&suggestions, list->name(i));
        buf_printf(&all, "%s%s", i ? ", " : "", list->name(i));
    }
    for (size_t i = 0; i < parts.count; i++)
        suggest_consider(&suggestions, command_part_word(parts.rows[i]));
    struct quoted quoted = error_quote(name, length);
    error_at(error, at, length, "there is no %s '%s'", list->noun, quoted.text);
    suggest_append(&suggestions, error);
    if (suggestions.count == 0)
        error_hint(error, "there are %s%s", buf_text(&all), list->beside ? list->beside : "");
    buf_free(&all);
    return false;
}
