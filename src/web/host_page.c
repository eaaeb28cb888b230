// SPDX-License-Identifier: GPL-3.0-or-later
// Files are those of the page: what was dropped on it, picked, or written here. They are read whole. What is
// written is also a download, so a person has it where other files are.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "data/csv_checksum.h"
#include "data/source.h"
#include "shell/input_text.h"
#include "shell/record.h"
#include "shell/shell.h"
#include "web/page.h"
#include "web/web.h"

// What a network or a value may take, at most.
#define MEMORY ((size_t)1 << 29)

// The file in which the session of before a lesson is.
#define KEPT "kept.nn"

// Seconds between two times that the session is kept in a long run; and how much of the run that may cost.
#define KEEP_SECONDS 1.0
#define KEEP_SHARE   20.0

static struct {
    const struct shell *shell;
    size_t cols, rows;
    bool has_color;
    bool shares;     // the session is written for another page, which has no files
    uint64_t digest; // of the session that is kept
    double last, cost;
} state = {.cols = 80, .rows = 24};

// ---- answers --------------------------------------------------------------------------------------

static bool write_answer(void *context, const char *text, size_t length)
{
    (void)context;
    page_write(PAGE_ANSWER, text, length);
    return true;
}

static void write_note(void *context, const char *text, size_t length)
{
    (void)context;
    page_write(PAGE_NOTE, text, length);
}

static void write_status(void *context, const char *text)
{
    (void)context;
    page_write(PAGE_STATUS, text, strlen(text));
}

static bool has_status(void *context)
{
    (void)context;
    return state.cols > 0;
}

static void clear_screen(void *context)
{
    (void)context;
    page_clear();
}

static void show_picture(void *context, const char *svg, size_t length)
{
    (void)context;
    page_picture(svg, length);
}

static double seconds(void *context)
{
    struct timespec now;
    (void)context;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static bool wants_color(void *context, char choice)
{
    (void)context;
    return choice == 'y' || (choice == 'a' && state.has_color);
}

static bool writes_utf8(void *context)
{
    (void)context;
    return true;
}

static bool terminal(void *context, size_t *cols, size_t *rows)
{
    (void)context;
    *cols = state.cols;
    *rows = state.rows;
    return state.cols > 0;
}

void web_resize(size_t cols, size_t rows)
{
    state.cols = cols;
    state.rows = rows;
}

// ---- files ----------------------------------------------------------------------------------------

// A name without the "./" that it may begin with: the page has no folders.
static const char *plain_name(const char *path)
{
    while (path[0] == '.' && path[1] == '/')
        path += 2;
    return path;
}

// A file's bytes, which the caller frees. NULL with [error] set where there is none of that name.
static char *read_whole(const char *path, size_t *length, struct error *error)
{
    const char *name = plain_name(path);
    long size = page_file_size(name, strlen(name));
    if (size < 0) {
        page_file_wanted(name, strlen(name));
        error_set(error, "this page has no file '%s'", error_quote(path, strlen(path)).text);
        error_hint(error, "drop the file on the page, or choose it above");
        return NULL;
    }
    char *bytes = malloc((size_t)size + 1);
    if (!bytes) {
        error_memory(error);
        return NULL;
    }
    page_file_read(name, strlen(name), bytes);
    bytes[size] = '\0';
    *length = (size_t)size;
    return bytes;
}

struct script {
    struct input_text text; // first, so that one pointer is both
    char *bytes, *name;
};

static void close_script(struct input *input)
{
    struct script *script = (struct script *)(void *)input;
    free(script->bytes);
    free(script->name);
    free(script);
}

static struct input *open_script(void *context, const char *path, struct error *error)
{
    size_t length = 0;
    (void)context;
    char *bytes = read_whole(path, &length, error), *name = strdup(path);
    struct script *script = malloc(sizeof *script);
    if (!bytes || !name || !script) {
        if (bytes)
            error_memory(error);
        free(bytes);
        free(name);
        free(script);
        return NULL;
    }
    bool has_mark = length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0;
    size_t from = has_mark ? 3 : 0;
    *script = (struct script){input_text(bytes + from, length - from, name), bytes, name};
    script->text.input.close = close_script;
    return &script->text.input;
}

struct table {
    struct source source; // first, so that one pointer is both
    char *bytes;
    size_t length;
};

static bool read_table(struct source *source, const char **bytes, size_t *length,
                       struct error *error)
{
    struct table *table = (struct table *)(void *)source;
    (void)error;
    *bytes = table->bytes;
    *length = table->length;
    table->length = 0; // all of it was handed out
    return true;
}

static void close_table(struct source *source)
{
    struct table *table = (struct table *)(void *)source;
    free(table->bytes);
    free(table);
}

static struct source *open_data(void *context, const char *path, struct error *error)
{
    (void)context;
    struct table *table = calloc(1, sizeof *table);
    if (!table) {
        error_memory(error);
        return NULL;
    }
    table->source = (struct source){.read = read_table, .close = close_table};
    table->bytes = read_whole(path, &table->length, error);
    if (!table->bytes) {
        free(table);
        return NULL;
    }
    table->source.size = table->length;
    return &table->source;
}

static bool has_data(void *context, const char *path, uint64_t bytes, uint64_t checksum)
{
    struct csv_checksum sum;
    struct error unheard = ERROR_NONE;
    size_t length = 0;
    const char *name = plain_name(path);
    (void)context;
    if (state.shares || page_file_size(name, strlen(name)) < 0)
        return false;
    char *text = read_whole(path, &length, &unheard);
    if (!text)
        return false;
    csv_checksum_start(&sum);
    csv_checksum_add(&sum, text, length);
    free(text);
    return length == bytes && csv_checksum_end(&sum) == checksum;
}

static bool write_file(void *context, const char *path, const char *data, size_t length,
                       struct error *error)
{
    (void)context, (void)error;
    const char *name = plain_name(path);
    page_file_write(name, strlen(name), data, length, true);
    return true;
}

static bool full_path(void *context, const char *path, struct buf *full)
{
    (void)context;
    buf_puts(full, plain_name(path));
    return !full->failed;
}

static bool is_same_file(void *context, const char *one, const char *other)
{
    (void)context;
    return strcmp(plain_name(one), plain_name(other)) == 0;
}

struct page_record {
    struct record record; // first, so that one pointer is both
    struct buf text;
    char *name;
};

static void put_record(const struct page_record *record, bool finished)
{
    page_file_write(record->name, strlen(record->name), buf_text(&record->text),
                    record->text.length, finished);
}

static bool add_lines(struct record *record, const char *lines, size_t length, bool lasts,
                      struct error *error)
{
    struct page_record *own = (struct page_record *)(void *)record;
    (void)lasts;
    buf_add(&own->text, lines, length);
    if (own->text.failed)
        return error_memory(error);
    put_record(own, false);
    return true;
}

static void close_record(struct record *record)
{
    struct page_record *own = (struct page_record *)(void *)record;
    put_record(own, true);
    buf_free(&own->text);
    free(own->name);
    free(own);
}

static struct record *open_record(void *context, const char *path, const char *head, size_t length,
                                  struct error *error)
{
    const char *name = plain_name(path);
    (void)context;
    if (page_file_size(name, strlen(name)) >= 0) {
        error_set(error, "this page has a file '%s' already", error_quote(path, strlen(path)).text);
        error_hint(error, "give the record another name");
        return NULL;
    }
    struct page_record *record = calloc(1, sizeof *record);
    char *kept = strdup(name);
    if (!record || !kept) {
        free(record);
        free(kept);
        error_memory(error);
        return NULL;
    }
    *record = (struct page_record){{add_lines, close_record, kept}, BUF_EMPTY, kept};
    if (add_lines(&record->record, head, length, true, error))
        return &record->record;
    buf_free(&record->text);
    free(kept);
    free(record);
    return NULL;
}

// ---- what is kept ---------------------------------------------------------------------------------

static bool keep_lesson(void *context, const char *name, const char *text, size_t length,
                        struct error *error)
{
    (void)context, (void)error;
    page_lesson_keep(name, strlen(name), text, length);
    return true;
}

static bool kept_lesson(void *context, const char *name, struct buf *text)
{
    (void)context;
    long size = page_lesson_size(name, strlen(name));
    char *bytes = size < 0 ? NULL : malloc((size_t)size + 1);
    if (!bytes)
        return false;
    page_lesson_read(name, strlen(name), bytes);
    buf_add(text, bytes, (size_t)size);
    free(bytes);
    return !text->failed;
}

static const char *kept_session(void *context)
{
    (void)context;
    return page_file_size(KEPT, strlen(KEPT)) < 0 ? NULL : KEPT;
}

// Before a lesson takes its place, the person's own session becomes the one that `load` brings back.
static void set_aside(void *context)
{
    struct buf text = BUF_EMPTY;
    (void)context;
    if (state.shell && shell_script(state.shell, &text, NULL) && !text.failed)
        page_file_write(KEPT, strlen(KEPT), buf_text(&text), text.length, false);
    buf_free(&text);
}

static void keep_now(const struct shell *shell)
{
    struct buf text = BUF_EMPTY;
    double begun = seconds(NULL);
    if (shell_script(shell, &text, NULL) && !text.failed)
        page_keep(buf_text(&text), text.length);
    buf_free(&text);
    state.last = seconds(NULL);
    state.cost = state.last - begun;
}

void web_keep(const struct shell *shell)
{
    uint64_t digest = shell_digest(shell);
    if (digest == state.digest && digest != 0)
        return;
    state.digest = digest;
    keep_now(shell);
}

static void keep(void *context)
{
    double passed = seconds(context) - state.last;
    if (state.shell && passed >= KEEP_SECONDS && passed >= KEEP_SHARE * state.cost)
        keep_now(state.shell);
}

void web_follow(const struct shell *shell)
{
    state.shell = shell;
}

bool web_share(const struct shell *shell)
{
    struct buf text = BUF_EMPTY;
    state.shares = true;
    bool well = shell_script(shell, &text, NULL) && !text.failed;
    state.shares = false;
    if (well)
        page_share(buf_text(&text), text.length);
    buf_free(&text);
    return well;
}

struct host web_host(bool has_person, bool has_color)
{
    static const volatile sig_atomic_t never = 0; // Ctrl-C ends the worker
    state.has_color = has_color;
    return (struct host){
        .write = write_answer,
        .note = write_note,
        .status = write_status,
        .has_status = has_status,
        .open_script = open_script,
        .open_data = open_data,
        .write_file = write_file,
        .open_record = open_record,
        .kept_session = kept_session,
        .keep_lesson = keep_lesson,
        .kept_lesson = kept_lesson,
        .set_aside = set_aside,
        .keep = keep,
        .full_path = full_path,
        .is_same_file = is_same_file,
        .has_data = has_data,
        .show_picture = has_person ? show_picture : NULL,
        .clear_screen = clear_screen,
        .seconds = seconds,
        .wants_color = wants_color,
        .writes_utf8 = writes_utf8,
        .terminal = terminal,
        .stop = &never,
        .memory = MEMORY,
        .cores = 1,
    };
}
