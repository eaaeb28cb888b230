// SPDX-License-Identifier: GPL-3.0-or-later
// A student asks for help with whatever word is on the screen. Few words have a page of their own;
// the others are in some table of the program, and the table's row says what they are. So nothing
// is written here but the names that no table has.
#include "shell/help_word.h"

#include <string.h>

#include "base/words.h"
#include "expr/expr.h"
#include "session/quantity.h"
#include "session/setting.h"
#include "view/table.h"

// Appends one list.
static void put_list(struct buf *out, struct style style, const struct list *list)
{
    struct table table = TABLE_EMPTY;
    buf_puts(out, "\n");
    style_put(out, style, INK_BOLD, list->title);
    buf_puts(out, "\n");
    for (size_t k = 0; k < list->count; k++) {
        table_cell(&table, list->name(k));
        table_cell(&table, list->meaning(k));
        table_row(&table);
        if (!list->formula)
            continue;
        table_cell(&table, "");
        table_cell(&table, list->formula(k));
        table_row(&table);
    }
    table_print(&table, out, style, "  ", "l");
}

void help_choices(struct buf *out, struct style style, const struct command *command)
{
    for (size_t i = 0; i < command_param_count(command); i++)
        for (const struct list *const *list = param_kinds[command->params[i].kind].lists; *list;
             list++)
            put_list(out, style, *list);
}

// ---- words without a page ------------------------------------------------------------------------

const char *help_other_name(const char *name, size_t length)
{
    static const struct {
        const char *word, *page;
    } rows[] = {
        {"csv", "data file"},          {"table", "data file"},
        {"spreadsheet", "data file"},  {"normalise", "data normalize"},
        {"scaling", "data normalize"}, {"formula", "data grid"},
        {"test", "testing"},           {"autosave", "files"},
        {"saving", "files"},           {"timeline", "history"},
        {"time", "history"},           {"functions", "expressions"},
        {"names", "shapes"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (text_is(name, length, rows[i].word))
            return rows[i].page;
    return NULL;
}

// The number of the list's row with that name, or the list's length.
static size_t find_word(const struct list *list, const char *name, size_t length)
{
    size_t index = 0;
    while (index < list->count && !text_is(name, length, list->name(index)))
        index++;
    return index;
}

bool help_has_row(const char *name, size_t length)
{
    for (size_t kind = 0; kind < PARAM_KIND_COUNT; kind++)
        for (const struct list *const *list = param_kinds[kind].lists; *list; list++)
            if (find_word(*list, name, length) < (*list)->count)
                return true;
    return false;
}

const struct command *help_page_of(const struct command_table *commands, const char *name,
                                   size_t length)
{
    for (size_t i = 0; i < commands->count; i++) {
        const struct command_table parts = command_parts(commands->rows[i]);
        for (size_t k = 0; k < parts.count; k++)
            if (text_is(name, length, command_part_word(parts.rows[k])))
                return parts.rows[k];
    }
    return NULL;
}

// Begins a section: "adam: an optimizer".
static void put_title(struct buf *out, struct style style, size_t begun, const char *name,
                      size_t length, const char *what)
{
    struct buf title = BUF_EMPTY;
    buf_add(&title, name, length);
    buf_printf(&title, ": %s", what);
    buf_puts(out, out->length > begun ? "\n" : "");
    style_put(out, style, INK_BOLD, buf_text(&title));
    buf_puts(out, "\n");
    out->failed = out->failed || title.failed;
    buf_free(&title);
}

static bool has_kind(const struct command *command, enum param_kind kind)
{
    for (size_t i = 0; i < command_param_count(command); i++)
        if (command->params[i].kind == kind)
            return true;
    return false;
}

// The command, or the part of one, that has a parameter of that kind.
static const struct command *command_with(const struct command_table *commands,
                                          enum param_kind kind)
{
    for (size_t i = 0; i < commands->count; i++) {
        if (has_kind(commands->rows[i], kind))
            return commands->rows[i];
        const struct command_table parts = command_parts(commands->rows[i]);
        for (size_t k = 0; k < parts.count; k++)
            if (has_kind(parts.rows[k], kind))
                return parts.rows[k];
    }
    return NULL;
}

static void put_listed(struct buf *out, struct style style, const struct command_table *commands,
                       const char *name, size_t length)
{
    size_t begun = out->length;
    for (size_t kind = 0; kind < PARAM_KIND_COUNT; kind++)
        for (const struct list *const *lists = param_kinds[kind].lists; *lists; lists++) {
            const struct list *list = *lists;
            size_t index = find_word(list, name, length);
            if (index == list->count)
                continue;
            put_title(out, style, begun, name, length, list->one);
            buf_printf(out, "  %s\n", list->meaning(index));
            if (list->formula)
                buf_printf(out, "  %s\n", list->formula(index));
            if (list->more)
                list->more(out, index);
            buf_printf(out, "  'help %s' lists them all\n",
                       command_with(commands, (enum param_kind)kind)->name);
        }
}

// The settings that take the word: on, full, none.
static void put_values(struct buf *out, struct style style, const char *name, size_t length)
{
    struct table table = TABLE_EMPTY;
    size_t begun = out->length, count = 0;
    for (size_t i = 0; i < SETTING_COUNT; i++)
        for (size_t k = 0; settings_table[i].word(k); k++) {
            if (!text_is(name, length, settings_table[i].word(k)))
                continue;
            if (count++ == 0)
                put_title(out, style, begun, name, length, "a value of a setting");
            table_format(&table, "set %s %s", settings_table[i].name, settings_table[i].word(k));
            table_cell(&table, settings_table[i].meaning);
            table_row(&table);
        }
    table_print(&table, out, style, "  ", "l");
}

// Whether the command has that word as an option.
static bool has_option(const struct command *command, const char *name, size_t length)
{
    for (size_t i = 0; i < command_param_count(command); i++) {
        const struct param *param = &command->params[i];
        if ((param->flags & (PARAM_OPTION | PARAM_KEYWORD)) && !(param->flags & PARAM_QUIET) &&
            text_is(name, length, param->name))
            return true;
    }
    return false;
}

// Appends the usage lines of the commands that have that word as an option, below one title.
static void put_options(struct buf *out, struct style style, const struct command_table *commands,
                        const char *name, size_t length)
{
    static const char title[] = "an option; 'help' and the name of its command tell more";
    for (size_t i = 0; i < commands->count; i++) {
        const struct command *command = commands->rows[i];
        const struct command_table parts = command_parts(command);
        if (has_option(command, name, length)) {
            if (out->length == 0)
                put_title(out, style, 0, name, length, title);
            buf_puts(out, "  ");
            command_usage(command, out);
            buf_puts(out, "\n");
        }
        put_options(out, style, &parts, name, length);
    }
}

// Whether function number [index] has that word as an option: "sum(a, axis=)".
static bool function_has_option(size_t index, const char *name, size_t length)
{
    const char *usage = expr_function_meaning(index), *at = strstr(usage, ", ");
    return at && strncmp(at + 2, name, length) == 0 && at[2 + length] == '=';
}

static void put_expressions(struct buf *out, struct style style, const char *name, size_t length)
{
    size_t begun = out->length;
    struct quantity quantity;
    for (size_t i = 0; expr_function(i); i++)
        if (text_is(name, length, expr_function(i))) {
            put_title(out, style, begun, name, length, "a function");
            buf_printf(out, "  %s\n  'help expressions' lists them all\n",
                       expr_function_meaning(i));
        }
    for (size_t i = 0, count = 0; expr_function(i); i++)
        if (function_has_option(i, name, length)) {
            if (count++ == 0)
                put_title(out, style, begun, name, length, "an option of functions");
            buf_printf(out, "  %s\n", expr_function_meaning(i));
        }
    if (quantity_parse(name, length, &quantity)) {
        put_title(out, style, begun, name, length, "a name for expressions");
        buf_printf(out, "  %s\n", quantity_meaning(quantity));
        buf_puts(out, "  'help shapes' and 'help expressions' tell more\n");
    }
}

bool help_word(struct buf *out, struct style style, const struct command_table *commands,
               const char *name, size_t length)
{
    struct buf text = BUF_EMPTY;
    put_listed(&text, style, commands, name, length);
    if (text.length == 0)
        put_values(&text, style, name, length);
    size_t listed = text.length;
    struct buf more = BUF_EMPTY;
    put_expressions(&more, style, name, length);
    if (more.length == 0)
        put_options(&more, style, commands, name, length);
    buf_puts(&text, listed > 0 && more.length > 0 ? "\n" : "");
    buf_append(&text, &more);
    bool found = text.length > 0;
    buf_append(out, &text);
    buf_free(&more);
    buf_free(&text);
    return found;
}
