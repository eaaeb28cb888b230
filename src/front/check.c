// SPDX-License-Identifier: GPL-3.0-or-later
// Each lesson may read the folder that its own file is in, so its host is made anew for each file. What its
// plays print is kept here and never shown: the checker looks at it.
#define _XOPEN_SOURCE 700
#include "front/check.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "front/host_posix.h"
#include "front/input_file.h"
#include "front/limits.h"
#include "front/safe_host.h"
#include "front/signals.h"
#include "shell/check_lesson.h"
#include "shell/commands.h"
#include "shell/shell.h"

// The processor's seconds that all plays of one lesson may take: one that trains for ever ends then.
enum { SECONDS_MOST = 60 };

// What the plays print.
static struct buf answers, notes;

static bool keep_answer(void *context, const char *text, size_t length)
{
    (void)context;
    buf_add(&answers, text, length);
    return true;
}

static void keep_note(void *context, const char *text, size_t length)
{
    (void)context;
    buf_add(&notes, text, length);
}

static bool has_no_status(void *context)
{
    (void)context;
    return false;
}

static bool has_no_terminal(void *context, size_t *cols, size_t *rows)
{
    (void)context, (void)cols, (void)rows;
    return false;
}

// The host of a lesson: safe, silent, and on one core.
static bool make_host(struct host *host, struct output *output, const char *path,
                      struct error *error)
{
    struct buf folder = BUF_EMPTY;
    const char *slash = strrchr(path, '/');
    *host = host_posix(output);
    buf_add(&folder, slash ? path : ".", slash ? (size_t)(slash - path) + (slash == path) : 1);
    bool well = folder.failed ? error_memory(error) : safe_host(host, buf_text(&folder), error);
    buf_free(&folder);
    host->write = keep_answer;
    host->note = keep_note;
    host->has_status = has_no_status;
    host->terminal = has_no_terminal;
    return well;
}

struct report {
    struct output *output;
    const char *path;
};

static void tell_fault(void *context, size_t line, const struct error *error)
{
    const struct report *report = context;
    struct buf text = BUF_EMPTY;
    buf_printf(&text, "%s:%zu: %s%s%s\n", report->path, line, error->what,
               error->hint[0] ? "; " : "", error->hint);
    output_write(report->output, buf_text(&text), text.length);
    output_flush(report->output);
    buf_free(&text);
}

// Tells that the lesson was stopped. What it was in the middle of may have been told as a fault before.
static void tell_time(struct lesson_faults *faults)
{
    struct error error;
    signals_forget();
    error_set(&error, "the lesson was stopped after %d seconds of computing", SECONDS_MOST);
    tell_fault(faults->context, 1, &error);
    faults->count++;
}

// Checks one text. Whether it is a good lesson.
static bool check_text(struct check_world *world, struct output *output, const char *path,
                       const struct buf *text)
{
    struct report report = {output, path};
    struct lesson_faults faults = {tell_fault, &report, 0};
    struct lesson_source source = {path, buf_text(text), text->length, 1};
    struct buf summary = BUF_EMPTY, line = BUF_EMPTY;
    limits_grant_time(SECONDS_MOST, 0);
    check_lesson(world, &source, &faults, &summary);
    if (signals_ending() == SIGXCPU)
        tell_time(&faults);
    buf_printf(&line, "%s: %s%s", path, buf_text(&summary), summary.length ? ": " : "");
    if (faults.count == 0)
        buf_puts(&line, "good\n");
    else
        buf_printf(&line, "%zu fault%s\n", faults.count, faults.count == 1 ? "" : "s");
    output_write(output, buf_text(&line), line.length);
    buf_free(&summary);
    buf_free(&line);
    return faults.count == 0;
}

// Reads the file and checks it. False with [error] set where it cannot be read.
static bool check_file(struct check_world *world, struct host *host, struct output *output,
                       const char *path, bool *is_good, struct error *error)
{
    struct buf text = BUF_EMPTY;
    struct input *input = input_file_open(path, output, error);
    bool well =
        input && read_lesson_text(input, &text, error) && make_host(host, output, path, error);
    if (input)
        input->close(input);
    if (well)
        *is_good = check_text(world, output, path, &text);
    buf_free(&text);
    return well;
}

bool check_lessons(const struct options *options, struct output *output, bool *are_good,
                   struct error *error)
{
    const char *kernel = getenv("NNSH_KERNEL");
    struct host host;
    struct check_world world = {.host = &host,
                                .answers = &answers,
                                .notes = &notes,
                                .commands = &commands,
                                .kernel = kernel && *kernel ? kernel : NULL};
    bool well = true, is_good = false;
    *are_good = true;
    signals_catch_time();
    limits_set(LIMITS_MEGABYTES);
    for (size_t i = 0; i < options->source_count && well && !signals_stop; i++) {
        well = check_file(&world, &host, output, options->sources[i].value, &is_good, error);
        *are_good = *are_good && is_good;
    }
    shell_free(world.row);
    buf_free(&answers);
    buf_free(&notes);
    return well;
}
