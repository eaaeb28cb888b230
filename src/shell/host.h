// SPDX-License-Identifier: GPL-3.0-or-later
// What the shell asks of the world: to write, to open a script, to tell the time. front/ fills the
// record for the real world; a test fills it with buffers. The shell borrows it for its life.
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
struct source;

struct host {
    void *context; // handed to every function below

    // Takes answers, in UTF-8; blocks may be gathered. False when stdout cannot be written any more:
    // the shell then stops at once.
    bool (*write)(void *context, const char *text, size_t length);
    // Brings everything taken so far to its reader. False as above.
    bool (*flush)(void *context);
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
    // Makes data[0, length) the whole contents of a file, after all answers so far.
    bool (*write_file)(void *context, const char *path, const char *data, size_t length,
                       struct error *error);
    // The file in which a session of this user's was kept last, or NULL; stands until the next call.
    const char *(*kept_session)(void *context);
    // Told now and then in a long run, between two updates, that the session may be kept as it is;
    // NULL where nobody keeps it.
    void (*keep)(void *context);
    // Opens a file of data, "-" for stdin; NULL with [error] set. The caller closes it by its close
    // function.
    struct source *(*open_data)(void *context, const char *path, struct error *error);
    // Appends the path of the same file from the root on, its folder's symbolic links followed. False
    // where that is not to be found; NULL where there are no folders.
    bool (*full_path)(void *context, const char *path, struct buf *full);
    // Whether the two paths lead to one file, by whatever names; NULL: no.
    bool (*is_same_file)(void *context, const char *one, const char *other);
    // Whether a file of data is still there with that size and checksum; NULL: it is.
    bool (*has_data)(void *context, const char *path, uint64_t bytes, uint64_t checksum);
    // Clears the terminal; does nothing elsewhere.
    void (*clear_screen)(void *context);
    // Seconds since some fixed moment, for progress only; no answer depends on it.
    double (*seconds)(void *context);
    // Whether colour suits stdout: 'a' for auto, 'y' for always, 'n' for never, as --color or `set
    // color` say.
    bool (*wants_color)(void *context, char choice);

    // Begins a file that `record` keeps, with head[0, length). NULL with [error] set when there is a
    // file of that name already or it cannot be made; no function: this host makes no files. The
    // caller closes it by its close function.
    struct record *(*open_record)(void *context, const char *path, const char *head, size_t length,
                                  struct error *error);
    // Whether answers reach their reader as UTF-8, and not spelled in ASCII; NULL: no.
    bool (*writes_utf8)(void *context);
    // The size of the terminal that answers go to. False where they go elsewhere; NULL: they do.
    bool (*terminal)(void *context, size_t *cols, size_t *rows);

    // Not 0 once Ctrl-C or a signal to end came; the shell polls it between updates.
    const volatile sig_atomic_t *stop;
    size_t memory; // the bytes of memory a network or a value may take, at most
    size_t cores;  // the threads that may run at a time; no answer depends on it
};

#endif
