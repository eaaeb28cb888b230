// SPDX-License-Identifier: GPL-3.0-or-later
// A shell to test: its host keeps answers and errors in buffers, its scripts are texts, and the test sets
// its clock and its stop flag. harness_create makes one, harness_free ends it; texts it returns stand
// until its next run.
//
//     struct harness *harness = harness_create();
//     ck_assert_str_eq(harness_run(harness, "print 1 + 1"), "2\n");
#ifndef UNIT_HARNESS_H
#define UNIT_HARNESS_H

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
struct harness_script {
    const char *name, *text;
};

struct harness {
    struct host host;
    struct shell *shell;
    struct buf out, notes, status; // answers; errors; live lines, each with a newline
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
    const struct harness_script *tables;  // files of data, ended likewise; or NULL
    const char *folder;                   // the present one's path, or NULL: it has none
    const struct harness_script *scripts; // ended by a name NULL; or NULL
};

struct harness *harness_create(void);
void harness_free(struct harness *harness);

// Forgets what was answered, runs the text as a script called "test", and returns its answers.
const char *harness_run(struct harness *harness, const char *text);

// The same for any bytes.
const char *harness_run_bytes(struct harness *harness, const char *text, size_t length);

// The same as a person would type it.
const char *harness_type(struct harness *harness, const char *text);

// Like harness_run, but the test fails unless every command succeeds without a note.
const char *harness_do(struct harness *harness, const char *text);

// Runs a text of which the last command must fail, and returns the first line of the errors.
const char *harness_fail(struct harness *harness, const char *text);

// Everything `show all` shows with every digit; the caller frees it.
struct buf harness_state(struct harness *harness);

// All bytes of the session's state; the caller frees them. An order that was drawn by looking does not
// count.
struct buf harness_bytes(const struct session *session);

// The value of an expression that is one number.
double harness_number(struct harness *harness, const char *expression);

// Bytes in memory as a source of data, [step] of them a time.
struct harness_source {
    struct source source;
    const char *bytes;
    size_t length, at, step;
};
struct harness_source harness_source(const char *bytes, size_t length, size_t step);

#endif
