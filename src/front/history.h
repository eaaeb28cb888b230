// SPDX-License-Identifier: GPL-3.0-or-later
// The file that keeps typed lines from one session to the next. The record owns its path; lines are C
// strings without a newline, and nothing here knows who edits them.
//
//     history_open(&history);
//     history_load(&history, show, &error);
//     if (history_wants(&history, line))
//         history_add(&history, line, &error);
#ifndef FRONT_HISTORY_H
#define FRONT_HISTORY_H

#include <stdbool.h>

#include "base/error.h"

enum {
    HISTORY_LINES = 10000,    // what a session starts with and the file is cut back to
    HISTORY_BYTES = 4 << 20,  // no more of a file is read: its last part
    HISTORY_LINE_MOST = 8192, // a longer line is not worth keeping
};

struct history {
    char *path; // NULL: nothing is kept
    char *last; // the line taken last, or NULL
};

// Finds the file: $NNSH_HISTFILE (empty for none), else nnsh/history in the user's state folder,
// which is made. Without a home nothing is kept, silently.
void history_open(struct history *history);

// Passes the file's lines to [take], oldest first, and cuts a file grown too long back to
// HISTORY_LINES. False with [error] set when the file is there but not fit for use; it is then left
// alone for good.
bool history_load(struct history *history, void (*take)(const char *line), struct error *error);

// Whether a line is to be kept: not if it is empty, begins with a space, or equals the last one.
// A line to be kept becomes the last.
bool history_wants(struct history *history, const char *line);

// Appends [line] to the file. False with [error] set when that failed; no more is then written.
bool history_add(struct history *history, const char *line, struct error *error);

// Frees what the record holds.
void history_clear(struct history *history);

#endif
