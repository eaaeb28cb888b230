// SPDX-License-Identifier: GPL-3.0-or-later
// An example is not typed into the help text: it is run, in a fresh shell whose host keeps the
// answer in a buffer, so what help shows is what the program answers. A script that an example
// sources is the same for every name: a network and a short training.
#include "shell/help.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "base/words.h"
#include "data/source.h"
#include "history/timeline.h"
#include "shell/glossary.h"
#include "shell/help_word.h"
#include "shell/input_text.h"
#include "shell/loop.h"
#include "shell/screen.h"
#include "shell/shell.h"
#include "view/live_layout.h"
#include "view/table.h"

// ---- a host that keeps what is written -----------------------------------------------------

struct keeper {
    struct buf *out;
    struct input_text script;
    struct buf file; // what the example wrote last
    struct source table;
    struct screen screen;
};

static bool keep(void *context, const char *text, size_t length)
{
    buf_add(((struct keeper *)context)->out, text, length);
    return true;
}

static void keep_note(void *context, const char *text, size_t length)
{
    keep(context, text, length);
}

static struct input *open_example(void *context, const char *path, struct error *error)
{
    struct keeper *keeper = context;
    (void)error;
    const char *text = keeper->file.length > 0 ? buf_text(&keeper->file) : "init\ntrain 200\n";
    keeper->script = input_text(text, strlen(text), path);
    return &keeper->script.input;
}

static bool keep_file(void *context, const char *path, const char *data, size_t length,
                      struct error *error)
{
    struct keeper *keeper = context;
    (void)path;
    buf_clear(&keeper->file);
    buf_add(&keeper->file, data, length);
    return !keeper->file.failed || error_memory(error);
}

static const char example_table[] = "length,width,kind\n1.2,0.4,bud\n4.1,1.9,flower\n";

static bool read_example(struct source *source, const char **bytes, size_t *length,
                         struct error *error)
{
    (void)error;
    *bytes = example_table;
    *length = source->size;
    source->size = 0;
    return true;
}

static void close_data(struct source *source)
{
    (void)source;
}

// The file of data that an example reads is the same for every name.
static struct source *open_table(void *context, const char *path, struct error *error)
{
    struct keeper *keeper = context;
    (void)path, (void)error;
    keeper->table = (struct source){
        .read = read_example, .close = close_data, .size = sizeof example_table - 1};
    return &keeper->table;
}

static void clear_nothing(void *context)
{
    (void)context;
}

// A screen whose user leaves at once.
static unsigned leave_at_once(struct screen *screen, double seconds)
{
    (void)screen, (void)seconds;
    return KEY_ESCAPE;
}

static void take_size(struct screen *screen, size_t *cols, size_t *rows)
{
    (void)screen;
    *cols = LIVE_COLS_LEAST;
    *rows = LIVE_ROWS_LEAST;
}

static void show_nothing(struct screen *screen, const struct sheet *sheet)
{
    (void)screen, (void)sheet;
}

static const volatile sig_atomic_t no_key;

static bool has_key(struct screen *screen)
{
    (void)screen;
    return true;
}

static void watch_nothing(struct screen *screen, bool begins)
{
    (void)screen, (void)begins;
}

static void close_screen(struct screen *screen)
{
    buf_free(&screen->said);
}

static struct screen *open_screen(void *context, struct error *error)
{
    struct keeper *keeper = context;
    (void)error;
    keeper->screen = (struct screen){.close = close_screen,
                                     .size = take_size,
                                     .show = show_nothing,
                                     .key = leave_at_once,
                                     .key_waits = has_key,
                                     .watch = watch_nothing,
                                     .waits = &no_key,
                                     .said = BUF_EMPTY};
    return &keeper->screen;
}

bool help_example(struct buf *out, const struct command_table *commands,
                  const struct command *command)
{
    struct keeper keeper = {.out = out, .file = BUF_EMPTY};
    struct host host = {.context = &keeper,
                        .write = keep,
                        .note = keep_note,
                        .open_script = open_example,
                        .write_file = keep_file,
                        .open_data = open_table,
                        .clear_screen = clear_nothing,
                        .open_screen = open_screen,
                        .memory = (size_t)1 << 26};
    struct shell_options options = {.echo = true, .color = 'n'};
    struct error error;
    struct input_text input = input_text(command->example, strlen(command->example), "example");
    struct shell *shell = shell_create(&host, commands, &options, &error);
    bool well = shell && shell_run(shell, &input.input) && !shell->timeline->is_lost;
    shell_free(shell);
    buf_free(&keeper.file);
    return well;
}

// ---- pages ----------------------------------------------------------------------------------

enum { PLAIN_WIDTH = 78 };

// The commands whose names say it all, side by side.
static void put_plain(struct buf *out, const struct command_table *commands)
{
    size_t width = 0;
    for (size_t i = 0; i < commands->count; i++) {
        const struct command *command = commands->rows[i];
        char name[64];
        if (!(command->flags & COMMAND_PLAIN))
            continue;
        int length =
            snprintf(name, sizeof name, "%s%s%s%s", command->name, command->key ? " (" : "",
                     command->key ? command->key : "", command->key ? ")" : "");
        bool wraps = width + (size_t)length + 2 > PLAIN_WIDTH;
        buf_puts(out, width == 0 ? "Also   " : wraps ? ",\n       " : ", ");
        buf_puts(out, name);
        width = (width == 0 || wraps ? 7 : width + 2) + (size_t)length;
    }
    buf_puts(out, "\n");
}

// The topics, in lines of the width the rest has.
static void put_topics(struct buf *out)
{
    enum { COLS = 79 };
    size_t begun = out->length;
    buf_puts(out, "help NAME:");
    for (size_t i = 0; i < help_topic_count; i++) {
        if (out->length - begun + strlen(help_topics[i].name) + 2 > COLS) {
            begun = out->length + 1;
            buf_puts(out, "\n          ");
        }
        buf_printf(out, " %s%s", help_topics[i].name, i + 1 < help_topic_count ? "," : "");
    }
    buf_puts(out, "; or any word: weight, epoch, overfitting, ...\n");
}

void help_overview(struct buf *out, struct style style, const struct command_table *commands)
{
    struct table table = TABLE_EMPTY;
    for (size_t topic = 0; topic < TOPIC_COUNT; topic++) {
        bool first = true;
        for (size_t i = 0; i < commands->count; i++) {
            const struct command *command = commands->rows[i];
            if (command->topic != (enum topic)topic || (command->flags & COMMAND_PLAIN))
                continue;
            struct buf title = BUF_EMPTY;
            style_put(&title, style, INK_BOLD, first ? topic_titles[topic] : "");
            table_cell(&table, first ? buf_text(&title) : "");
            table_format(&table, "%s%s%s%s", command->name, command->key ? " (" : "",
                         command->key ? command->key : "", command->key ? ")" : "");
            table_cell(&table, command->summary);
            table_row(&table);
            table.cells.failed = table.cells.failed || title.failed;
            buf_free(&title);
            first = false;
        }
    }
    table_print(&table, out, style, "", "l");
    put_plain(out, commands);
    put_topics(out);
}

// Appends what else the command's name begins.
static void put_parts(struct buf *out, struct style style, const struct command *command)
{
    const struct command_table parts = command_parts(command);
    if (parts.count == 0)
        return;
    buf_puts(out, "\n");
    style_put(out, style, INK_BOLD, "Also, each with a page of its own");
    buf_puts(out, "\n");
    for (size_t i = 0; i < parts.count; i++) {
        buf_puts(out, "  ");
        command_usage(parts.rows[i], out);
        buf_printf(out, "\n      %s\n", parts.rows[i]->summary);
    }
}

// Appends a text, each line after two spaces.
static void put_indented(struct buf *out, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        buf_puts(out, length ? "  " : "");
        buf_add(out, text, length);
        buf_puts(out, "\n");
        text += length + (text[length] == '\n');
    }
}

void help_page(struct buf *out, struct style style, const struct command_table *commands,
               const struct command *command, bool hides)
{
    struct buf usage = BUF_EMPTY, example = BUF_EMPTY;
    command_usage(command, &usage);
    style_put(out, style, INK_BOLD, buf_text(&usage));
    if (command->key)
        buf_printf(out, "   (short: %s)", command->key);
    if (command->alias)
        buf_printf(out, "   (also: %s)", command->alias);
    buf_printf(out, "\n  %s\n\n", command->summary);
    put_indented(out, command->details);
    help_choices(out, style, command);
    put_parts(out, style, command);
    buf_puts(out, "\n");
    style_put(out, style, INK_BOLD, "Example");
    buf_puts(out, "\n");
    if (hides)
        buf_puts(&example, command->example);
    else // an example is made to succeed: where it does not, memory ran out
        example.failed = !help_example(&example, commands, command) || example.failed;
    put_indented(out, buf_text(&example));
    out->failed = out->failed || usage.failed || example.failed;
    buf_free(&usage);
    buf_free(&example);
}

// The page of a topic; false where there is none of that name.
static bool put_topic(struct buf *out, struct style style, const char *name, size_t length)
{
    for (size_t i = 0; i < help_topic_count; i++) {
        if (!text_is(name, length, help_topics[i].name))
            continue;
        style_put(out, style, INK_BOLD, help_topics[i].summary);
        buf_puts(out, "\n\n");
        buf_puts(out, help_topics[i].text);
        return true;
    }
    return false;
}

// What a word of a first course means; then what else it is here.
static bool put_meaning(struct buf *out, struct style style, const struct command_table *commands,
                        const char *name, size_t length)
{
    const struct glossary_word *word = glossary_find(name, length);
    struct buf more = BUF_EMPTY;
    if (!word)
        return false;
    style_put(out, style, INK_BOLD, word->name);
    buf_puts(out, "\n");
    put_indented(out, word->text);
    buf_puts(out, "\n  try   ");
    style_put(out, style, INK_BOLD, word->example);
    buf_puts(out, "\n");
    if (word->page)
        buf_printf(out, "  'help %s' tells more\n", word->page);
    if (help_word(&more, style, commands, name, length)) {
        buf_puts(out, "\n");
        buf_append(out, &more);
    }
    buf_free(&more);
    return true;
}

// The command, or the part of one, whose page a name asks for, or NULL.
static const struct command *page_of(const struct command_table *commands, const char *name,
                                     size_t length)
{
    struct error ignored;
    size_t first = 0;
    while (first < length && name[first] != ' ')
        first++;
    const struct command *command = command_find(commands, name, first, &ignored);
    size_t after = first;
    if (command && first < length) {
        const struct command *part = command_part(command, name, length, &after);
        command = part != command && after == length ? part : NULL;
    }
    return command ? command : help_page_of(commands, name, length);
}

// Names what could have been meant. Always false.
static bool refuse_word(const struct command_table *commands, const char *name, size_t length,
                        struct error *error)
{
    struct suggestions suggestions;
    suggest_start(&suggestions, name, length);
    for (size_t i = 0; i < help_topic_count; i++)
        suggest_consider(&suggestions, help_topics[i].name);
    for (size_t i = 0; i < commands->count; i++)
        suggest_consider(&suggestions, commands->rows[i]->name);
    glossary_suggest(&suggestions);
    struct quoted quoted = error_quote(name, length);
    error_set(error, "there is no help about '%s'", quoted.text);
    suggest_append(&suggestions, error);
    return suggestions.count ? false
                             : error_hint(error, "'help' lists the commands and the topics");
}

bool help_about(struct buf *out, struct style style, const struct command_table *commands,
                const char *name, size_t length, bool hides, struct error *error)
{
    if (put_topic(out, style, name, length))
        return true;
    const struct command *command = command_named(commands, name, length);
    if (!command && put_meaning(out, style, commands, name, length))
        return true;
    command = page_of(commands, name, length);
    if (command) {
        help_page(out, style, commands, command, hides);
        return true;
    }
    const char *page = help_other_name(name, length);
    if (page && !help_has_row(name, length))
        return help_about(out, style, commands, page, strlen(page), hides, error);
    if (!help_word(out, style, commands, name, length))
        return refuse_word(commands, name, length, error);
    if (page)
        buf_printf(out, "\n'help %s' tells more\n", page);
    return true;
}
