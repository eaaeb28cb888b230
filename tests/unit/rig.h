// SPDX-License-Identifier: GPL-3.0-or-later
// A shell on a test bench: a host that keeps answers and errors in buffers, scripts that are texts,
// a clock that a test turns, and a stop flag that a test pulls. rig_create makes one, rig_free ends
// it; texts it returns stand until its next run.
//
//     struct rig *rig = rig_create();
//     ck_assert_str_eq(rig_run(rig, "print 1 + 1"), "2\n");
#ifndef UNIT_RIG_H
#define UNIT_RIG_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "data/source.h"
#include "session/session.h"
#include "shell/host.h"
#include "shell/input_text.h"
#include "shell/shell.h"

// A script that `source` finds.
struct rig_script {
    const char *name, *text;
};

struct rig {
    struct host host;
    struct shell *shell;
    struct buf out, notes, status; // answers; errors; live lines, a newline behind each
    struct buf file;               // what was written to a file last; the script "written"
    bool well;                     // what shell_run said of the last run
    volatile sig_atomic_t stop;
    const char
        *stop_at;      // the stop flag is pulled when an answer with this text is written, or NULL
    bool is_closed;    // stdout takes no more
    bool has_terminal; // for live lines
    bool is_ascii;     // answers are spelled in ASCII
    size_t cols, rows; // the terminal that answers go to; 0: none
    double now, tick;  // the clock, and how far each look at it turns it
    size_t cleared;    // how often the screen was
    const struct rig_script *tables;  // files of data, ended likewise; or NULL
    const char *folder;               // the present one's path, or NULL: it has none
    const struct rig_script *scripts; // ended by a name NULL; or NULL
};

struct rig *rig_create(void);
void rig_free(struct rig *rig);

// Forgets what was answered, runs the text as a script called "test", and returns its answers.
const char *rig_run(struct rig *rig, const char *text);

// The same for any bytes.
const char *rig_run_bytes(struct rig *rig, const char *text, size_t length);

// The same as a person would type it.
const char *rig_type(struct rig *rig, const char *text);

// Like rig_run, but the test fails unless every command succeeds without a note.
const char *rig_do(struct rig *rig, const char *text);

// Runs a text of which the last command must fail, and returns the first line of the errors.
const char *rig_fail(struct rig *rig, const char *text);

// Everything `show all` shows with every digit; the caller frees it.
struct buf rig_state(struct rig *rig);

// All bytes of the session's state; the caller frees them. An order that was drawn by looking does not
// count.
struct buf rig_bytes(const struct session *session);

// The value of an expression that is one number.
double rig_number(struct rig *rig, const char *expression);

// Bytes in memory as a source of data, [step] of them a time.
struct rig_source {
    struct source source;
    const char *bytes;
    size_t length, at, step;
};
struct rig_source rig_source(const char *bytes, size_t length, size_t step);

#endif
