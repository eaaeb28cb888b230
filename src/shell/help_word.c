// SPDX-License-Identifier: GPL-3.0-or-later
// A student asks for help with whatever word is on the screen. Few words have a page of their own;
// the others stand in some table of the program, and the table's row says what they are. So nothing
// is written here but the names that no table has.
#include "shell/help_word.h"

#include <string.h>

#include "data/builtin.h"
#include "data/prepare.h"
#include "expr/expr.h"
#include "network/activation.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "network/schedule.h"
#include "network/scheme.h"
#include "session/quantity.h"
#include "session/setting.h"
#include "shell/picture_kind.h"
#include "shell/show_item.h"
#include "view/table.h"
#include "view/template.h"

// A list that help shows: where a row's words come from.
struct list {
    enum param_kind kind;    // the parameter that chooses from it
    const char *title, *one; // what the list is called, and what one of its words is
    size_t count;
    const char *(*name)(size_t index);
    const char *(*formula)(size_t index); // or NULL
    const char *(*meaning)(size_t index);
    void (*more)(struct buf *out,
                 size_t index); // appends what only a word's own page says; or NULL
};

#define FIELD(function, table, field)                                                              \
    static const char *function(size_t index)                                                      \
    {                                                                                              \
        return table[index].field;                                                                 \
    }
FIELD(activation_name, activations, name)
FIELD(activation_meaning, activations, meaning)
FIELD(scheme_name, schemes, name)
FIELD(scheme_meaning, schemes, meaning)
FIELD(builtin_name, builtins, name)
FIELD(builtin_meaning, builtins, meaning)
FIELD(scale_name, normalizations, name)
FIELD(scale_meaning, normalizations, meaning)
FIELD(show_item_name, show_items, name)
FIELD(show_item_meaning, show_items, meaning)
FIELD(picture_name, picture_kinds, name)
FIELD(picture_meaning, picture_kinds, meaning)
FIELD(setting_name, settings_table, name)
FIELD(setting_meaning, settings_table, meaning)
FIELD(loss_name, losses, name)
FIELD(loss_meaning, losses, meaning)
FIELD(optimizer_name, optimizers, name)
FIELD(optimizer_formula, optimizers, formula)
FIELD(optimizer_meaning, optimizers, meaning)
FIELD(schedule_name, schedules, name)
FIELD(schedule_formula, schedules, formula)
FIELD(schedule_meaning, schedules, meaning)

// Appends "  a = max(0, z)", a row's formula with names.
static void put_formula(struct buf *out, const char *left, const char *formula, const char *count)
{
    struct placeholders names = {0};
    placeholders_add(&names, "z", 0, "z");
    placeholders_add(&names, "a", 0, "a");
    placeholders_add(&names, "y", 0, "y");
    placeholders_add(&names, "count", 0, "%s", count);
    buf_printf(out, "  %s = ", left);
    template_names(out, formula, &names);
    buf_puts(out, "\n");
}

static void activation_more(struct buf *out, size_t index)
{
    put_formula(out, "a", activations[index].formula, "");
    if (activations[index].backward) // softmax' has no formula of one element
        put_formula(out, "da/dz", activations[index].slope, "");
}

static void loss_more(struct buf *out, size_t index)
{
    const struct loss *loss = &losses[index];
    const char *count = loss->counts_samples ? "N" : "(N·outputs)";
    put_formula(out, "loss", loss->formula, count);
    put_formula(out, "da", loss->gradient_formula, count);
    if (loss->fused_formula)
        put_formula(out, "dz", loss->fused_formula, count);
}

static void setting_more(struct buf *out, size_t index)
{
    const struct settings usual = settings_default();
    buf_puts(out, "  takes ");
    setting_range(&settings_table[index], out);
    buf_puts(out, "; unless set it is ");
    setting_text(&usual, &settings_table[index], out);
    buf_puts(out, "\n");
}

// The first list of a kind is what stands where the parameter stands; the others explain its words.
static const struct list lists[] = {
    {PARAM_LAYERS, "Activations", "an activation", ACTIVATION_COUNT, activation_name, NULL,
     activation_meaning, activation_more},
    {PARAM_SCHEME, "Schemes", "a scheme for fresh weights", SCHEME_COUNT, scheme_name, NULL,
     scheme_meaning, NULL},
    {PARAM_DATA, "Data sets", "a data set", BUILTIN_COUNT, builtin_name, NULL, builtin_meaning,
     NULL},
    {PARAM_SCALE, "Scales", "a scale for the columns", NORMALIZATION_COUNT, scale_name, NULL,
     scale_meaning, NULL},
    {PARAM_THINGS, "Things, beside every name", "a thing that show shows", SHOW_ITEM_COUNT,
     show_item_name, NULL, show_item_meaning, NULL},
    {PARAM_PICTURE, "Pictures, beside every matrix", "a picture that plot draws",
     PICTURE_KIND_COUNT, picture_name, NULL, picture_meaning, NULL},
    {PARAM_PLACE, "Settings", "a setting", SETTING_COUNT, setting_name, NULL, setting_meaning,
     setting_more},
    {PARAM_PLACE, "Losses", "a loss", LOSS_COUNT, loss_name, NULL, loss_meaning, loss_more},
    {PARAM_PLACE, "Optimizers", "an optimizer", OPTIMIZER_COUNT, optimizer_name, optimizer_formula,
     optimizer_meaning, NULL},
    {PARAM_PLACE, "Schedules", "a schedule of the learning rate", SCHEDULE_COUNT, schedule_name,
     schedule_formula, schedule_meaning, NULL},
};

enum { LIST_COUNT = sizeof lists / sizeof *lists };

const char *help_choice(enum param_kind kind, size_t index)
{
    for (size_t i = 0; i < LIST_COUNT; i++)
        if (lists[i].kind == kind)
            return index < lists[i].count ? lists[i].name(index) : NULL;
    return NULL;
}

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
    table_print(&table, out, "  ", "l");
}

void help_choices(struct buf *out, struct style style, const struct command *command)
{
    for (size_t i = 0; i < command_param_count(command); i++)
        for (size_t k = 0; k < LIST_COUNT; k++)
            if (lists[k].kind == command->params[i].kind)
                put_list(out, style, &lists[k]);
}

// ---- words without a page ------------------------------------------------------------------------

static bool is_name(const char *name, const char *word, size_t length)
{
    return strlen(name) == length && memcmp(name, word, length) == 0;
}

const char *help_other_name(const char *name, size_t length)
{
    static const struct {
        const char *word, *page;
    } rows[] = {
        {"csv", "data file"},          {"table", "data file"},
        {"spreadsheet", "data file"},  {"normalise", "data normalize"},
        {"scaling", "data normalize"}, {"formula", "data grid"},
        {"overfitting", "testing"},    {"test", "testing"},
        {"gradient", "chain rule"},    {"backpropagation", "chain rule"},
        {"autosave", "files"},         {"saving", "files"},
        {"timeline", "history"},       {"time", "history"},
        {"functions", "expressions"},  {"names", "shapes"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (is_name(rows[i].word, name, length))
            return rows[i].page;
    return NULL;
}

bool help_has_row(const char *name, size_t length)
{
    for (size_t i = 0; i < LIST_COUNT; i++)
        for (size_t k = 0; k < lists[i].count; k++)
            if (is_name(lists[i].name(k), name, length))
                return true;
    return false;
}

const struct command *help_page_of(const struct command_table *commands, const char *name,
                                   size_t length)
{
    for (size_t i = 0; i < commands->count; i++) {
        const struct command_table parts = command_parts(commands->rows[i]);
        for (size_t k = 0; k < parts.count; k++)
            if (is_name(command_part_word(parts.rows[k]), name, length))
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
    for (size_t i = 0; i < LIST_COUNT; i++)
        for (size_t k = 0; k < lists[i].count; k++) {
            if (!is_name(lists[i].name(k), name, length))
                continue;
            put_title(out, style, begun, name, length, lists[i].one);
            buf_printf(out, "  %s\n", lists[i].meaning(k));
            if (lists[i].formula)
                buf_printf(out, "  %s\n", lists[i].formula(k));
            if (lists[i].more)
                lists[i].more(out, k);
            buf_printf(out, "  'help %s' lists them all\n",
                       command_with(commands, lists[i].kind)->name);
        }
}

// The settings that take the word: on, full, none.
static void put_values(struct buf *out, struct style style, const char *name, size_t length)
{
    struct table table = TABLE_EMPTY;
    size_t begun = out->length, count = 0;
    for (size_t i = 0; i < SETTING_COUNT; i++)
        for (size_t k = 0; settings_table[i].word(k); k++) {
            if (!is_name(settings_table[i].word(k), name, length))
                continue;
            if (count++ == 0)
                put_title(out, style, begun, name, length, "a value of a setting");
            table_format(&table, "set %s %s", settings_table[i].name, settings_table[i].word(k));
            table_cell(&table, settings_table[i].meaning);
            table_row(&table);
        }
    table_print(&table, out, "  ", "l");
}

// Whether the command has that word as an option.
static bool has_option(const struct command *command, const char *name, size_t length)
{
    for (size_t i = 0; i < command_param_count(command); i++) {
        const struct param *param = &command->params[i];
        if ((param->flags & (PARAM_OPTION | PARAM_KEYWORD)) && !(param->flags & PARAM_QUIET) &&
            is_name(param->name, name, length))
            return true;
    }
    return false;
}

// Appends the usage lines of the commands that have that word as an option, below one title.
static void put_options(struct buf *out, struct style style, const struct command_table *commands,
                        const char *name, size_t length)
{
    static const char title[] = "an option; 'help' and its command's name tell more";
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
        if (is_name(expr_function(i), name, length)) {
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
