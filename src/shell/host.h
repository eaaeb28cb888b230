// SPDX-License-Identifier: GPL-3.0-or-later
// What the shell asks of whatever it runs in: to write, to open a script, to tell the time. front/
// fills the record with the real thing, a test with buffers; the shell borrows it as long as it lives.
//
// Any member may be absent (NULL or 0). Nobody but host.c calls the members or asks whether they are
// there: the functions below do, and say in one sentence what this shell cannot do. So a shell that
// may not touch files is a host without the members that do.
#ifndef SHELL_HOST_H
#define SHELL_HOST_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

struct input;
struct record;
struct screen;
struct source;

struct host {
    void *context; // handed to every function below

    // Takes answers, in UTF-8; blocks may be gathered. False when stdout cannot be written any more:
    // the shell then stops at once.
    bool (*write)(void *context, const char *text, size_t length);
    // Shows a text that is longer than the screen page by page, to a person at a terminal. False, and
    // nothing is shown, where that is not possible.
    bool (*page)(void *context, const char *text, size_t length);
    // Takes errors and warnings, in UTF-8, after bringing all answers out, so that both keep their
    // order.
    void (*note)(void *context, const char *text, size_t length);
    // Shows one live line at the terminal in place of the last one; "" takes it away. Does nothing
    // where there is no terminal.
    void (*status)(void *context, const char *text);
    // Whether status has a terminal to show its line on.
    bool (*has_status)(void *context);
    // Opens a script; NULL with [error] set. The caller closes it by its close function.
    struct input *(*open_script)(void *context, const char *path, struct error *error);
    // Opens a file of data, "-" for stdin; NULL with [error] set. The caller closes it by its close
    // function.
    struct source *(*open_data)(void *context, const char *path, struct error *error);
    // Makes data[0, length) the whole contents of a file, after all answers so far.
    bool (*write_file)(void *context, const char *path, const char *data, size_t length,
                       struct error *error);
    // Begins a new file, with head[0, length), that lines are added to. NULL with [error] set when
    // there is a file of that name already or it cannot be made. The caller closes it by its close
    // function.
    struct record *(*open_record)(void *context, const char *path, const char *head, size_t length,
                                  struct error *error);
    // The file in which a session of this user's was kept last, or NULL; valid until the next call.
    const char *(*kept_session)(void *context);
    // Makes the text what is kept of the lesson of that name, or with NULL nothing. False with [error] set.
    bool (*keep_lesson)(void *context, const char *name, const char *text, size_t length,
                        struct error *error);
    // Appends what is kept of that lesson. False where nothing is.
    bool (*kept_lesson)(void *context, const char *name, struct buf *text);
    // Called when another session is about to take the shell's place for a while: this one is kept by itself.
    void (*set_aside)(void *context);
    // Called now and then in a long run, between two updates, when the session may be kept.
    void (*keep)(void *context);
    // Appends the path of the same file from the root on, its folder's symbolic links followed. False
    // where that is not to be found.
    bool (*full_path)(void *context, const char *path, struct buf *full);
    // Whether the two paths lead to one file, by whatever names.
    bool (*is_same_file)(void *context, const char *one, const char *other);
    // Whether a file of data is still there with that size and checksum.
    bool (*has_data)(void *context, const char *path, uint64_t bytes, uint64_t checksum);
    // Shows a picture, which is an SVG, beside the answers. Where it is absent, pictures are drawn in characters.
    void (*show_picture)(void *context, const char *svg, size_t length);
    // Clears the terminal; does nothing elsewhere.
    void (*clear_screen)(void *context);
    // Takes the whole screen of a person's terminal; NULL with [error] set where there is none, or nothing
    // can be drawn on it. The caller closes it by its close function.
    struct screen *(*open_screen)(void *context, struct error *error);
    // Seconds since some fixed moment, for progress only; no answer depends on it.
    double (*seconds)(void *context);
    // Whether colour suits stdout: 'a' for auto, 'y' for always, 'n' for never, as --color or `set
    // color` say.
    bool (*wants_color)(void *context, char choice);
    // Whether answers reach their reader as UTF-8, and not spelled in ASCII.
    bool (*writes_utf8)(void *context);
    // The size of the terminal that answers go to. False where they go elsewhere.
    bool (*terminal)(void *context, size_t *cols, size_t *rows);

    // Not 0 once Ctrl-C or a signal to end came; the shell polls it between updates.
    const volatile sig_atomic_t *stop;
    size_t memory;           // the bytes of memory a network or a value may take, at most
    size_t cores;            // the threads that may run at a time; no answer depends on it
    bool is_safe;            // members are absent because of safe mode, and messages say so
    const char *more_memory; // what gives it more memory, said where that runs out; or NULL
};

// ---- what commands ask for: without the member they fail, and [error] says what is not available ---

// Whether files can be written, to ask before work that would be for nothing.
bool host_can_write(const struct host *host, struct error *error);

struct input *host_open_script(const struct host *host, const char *path, struct error *error);
struct source *host_open_data(const struct host *host, const char *path, struct error *error);
bool host_write_file(const struct host *host, const char *path, const char *data, size_t length,
                     struct error *error);
struct record *host_open_record(const struct host *host, const char *path, const char *head,
                                size_t length, struct error *error);
bool host_clear_screen(const struct host *host, struct error *error);
bool host_has_screen(const struct host *host);
struct screen *host_open_screen(const struct host *host, struct error *error);

bool host_keep_lesson(const struct host *host, const char *name, const char *text, size_t length,
                      struct error *error);

// The path of the session kept last; NULL with [error] set also where none is kept.
const char *host_kept_session(const struct host *host, struct error *error);

// ---- what is only for comfort: without the member, what holds for a plain pipe ------------------

// Without write, answers are dropped; without note, errors and warnings; without page, nothing is paged.
bool host_page(const struct host *host, const char *text, size_t length);
bool host_write(const struct host *host, const char *text, size_t length);
void host_note(const struct host *host, const char *text, size_t length);

// Without it, pictures are drawn in characters.
bool host_shows_pictures(const struct host *host);
void host_show_picture(const struct host *host, const char *svg, size_t length);

// Without these, there is no live line, and the session is not kept.
void host_status(const struct host *host, const char *text);
bool host_has_status(const struct host *host);
void host_keep(const struct host *host);
void host_set_aside(const struct host *host);

// Without it, nothing is kept of any lesson.
bool host_kept_lesson(const struct host *host, const char *name, struct buf *text);

// Without these, no path is known, no two paths are the same, and a file of data is as it was.
bool host_full_path(const struct host *host, const char *path, struct buf *full);
bool host_is_same_file(const struct host *host, const char *one, const char *other);
bool host_has_data(const struct host *host, const char *path, uint64_t bytes, uint64_t checksum);

// Without these, no time passes, colour is for 'y' only, and answers go to no terminal, in ASCII.
double host_seconds(const struct host *host);
bool host_wants_color(const struct host *host, char choice);
bool host_writes_utf8(const struct host *host);
bool host_terminal(const struct host *host, size_t *cols, size_t *rows);

// Without these, nothing is ever stopped, and there are 64 MB of memory and one core.
bool host_is_stopped(const struct host *host);
size_t host_memory(const struct host *host);
size_t host_cores(const struct host *host);

#endif
