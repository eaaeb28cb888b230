// SPDX-License-Identifier: GPL-3.0-or-later
// Each function calls one member, if it is there. In place of an absent one it does what a plain pipe
// would: no terminal, no colour, no clock, and nothing is stopped.
#include "shell/host.h"

#define MEMORY_USUAL ((size_t)1 << 26)

// Says what this shell cannot do, and whether that is because it is safe.
static bool refuse(const struct host *host, const char *what, struct error *error)
{
    return error_set(error, "%s %s", host->is_safe ? "in safe mode this shell" : "this shell",
                     what);
}

static bool refuse_writing(const struct host *host, struct error *error)
{
    refuse(host, "cannot write files", error);
    return host->is_safe && error_hint(error, "leave the command out");
}

bool host_can_write(const struct host *host, struct error *error)
{
    return host->write_file || refuse_writing(host, error);
}

struct input *host_open_script(const struct host *host, const char *path, struct error *error)
{
    if (host->open_script)
        return host->open_script(host->context, path, error);
    refuse(host, "cannot read files", error);
    return NULL;
}

struct source *host_open_data(const struct host *host, const char *path, struct error *error)
{
    if (host->open_data)
        return host->open_data(host->context, path, error);
    refuse(host, "cannot read files", error);
    return NULL;
}

bool host_write_file(const struct host *host, const char *path, const char *data, size_t length,
                     struct error *error)
{
    return host_can_write(host, error) &&
           host->write_file(host->context, path, data, length, error);
}

struct record *host_open_record(const struct host *host, const char *path, const char *head,
                                size_t length, struct error *error)
{
    if (host->open_record)
        return host->open_record(host->context, path, head, length, error);
    refuse_writing(host, error);
    return NULL;
}

bool host_clear_screen(const struct host *host, struct error *error)
{
    if (!host->clear_screen)
        return refuse(host, "has no screen to clear", error);
    host->clear_screen(host->context);
    return true;
}

bool host_has_screen(const struct host *host)
{
    return host->open_screen != NULL;
}

struct screen *host_open_screen(const struct host *host, struct error *error)
{
    if (host->open_screen)
        return host->open_screen(host->context, error);
    error_set(error, host->is_safe ? "in safe mode there is no live" : "live needs a terminal");
    error_hint(error, "'plot' draws one picture");
    return NULL;
}

const char *host_kept_session(const struct host *host, struct error *error)
{
    const char *path = host->kept_session ? host->kept_session(host->context) : NULL;
    if (!host->kept_session) {
        refuse(host, "keeps no sessions", error);
        if (host->is_safe)
            error_hint(error, "name a file, as in 'load model.nn'");
    } else if (!path) {
        error_set(error, "there is no kept session to load");
        error_hint(error, "name a file, as in 'load model.nn'");
    }
    return path;
}

bool host_keep_lesson(const struct host *host, const char *name, const char *text, size_t length,
                      struct error *error)
{
    return host->keep_lesson ? host->keep_lesson(host->context, name, text, length, error)
                             : error_set(error, "this shell keeps nothing of lessons");
}

bool host_kept_lesson(const struct host *host, const char *name, struct buf *text)
{
    return host->kept_lesson && host->kept_lesson(host->context, name, text);
}

bool host_write(const struct host *host, const char *text, size_t length)
{
    return !host->write || host->write(host->context, text, length);
}

bool host_page(const struct host *host, const char *text, size_t length)
{
    return host->page && host->page(host->context, text, length);
}

void host_note(const struct host *host, const char *text, size_t length)
{
    if (host->note)
        host->note(host->context, text, length);
}

void host_status(const struct host *host, const char *text)
{
    if (host->status)
        host->status(host->context, text);
}

bool host_has_status(const struct host *host)
{
    return host->has_status && host->has_status(host->context);
}

void host_keep(const struct host *host)
{
    if (host->keep)
        host->keep(host->context);
}

bool host_shows_pictures(const struct host *host)
{
    return host->show_picture != NULL;
}

void host_show_picture(const struct host *host, const char *svg, size_t length)
{
    if (host->show_picture)
        host->show_picture(host->context, svg, length);
}

void host_set_aside(const struct host *host)
{
    if (host->set_aside)
        host->set_aside(host->context);
}

bool host_full_path(const struct host *host, const char *path, struct buf *full)
{
    return host->full_path && host->full_path(host->context, path, full);
}

bool host_is_same_file(const struct host *host, const char *one, const char *other)
{
    return host->is_same_file && host->is_same_file(host->context, one, other);
}

bool host_has_data(const struct host *host, const char *path, uint64_t bytes, uint64_t checksum)
{
    return !host->has_data || host->has_data(host->context, path, bytes, checksum);
}

double host_seconds(const struct host *host)
{
    return host->seconds ? host->seconds(host->context) : 0;
}

bool host_wants_color(const struct host *host, char choice)
{
    return host->wants_color ? host->wants_color(host->context, choice) : choice == 'y';
}

bool host_writes_utf8(const struct host *host)
{
    return host->writes_utf8 && host->writes_utf8(host->context);
}

bool host_terminal(const struct host *host, size_t *cols, size_t *rows)
{
    return host->terminal && host->terminal(host->context, cols, rows);
}

bool host_is_stopped(const struct host *host)
{
    return host->stop && *host->stop;
}

size_t host_memory(const struct host *host)
{
    return host->memory ? host->memory : MEMORY_USUAL;
}

size_t host_cores(const struct host *host)
{
    return host->cores ? host->cores : 1;
}
