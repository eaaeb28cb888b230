// SPDX-License-Identifier: GPL-3.0-or-later
// What goes into a record, so that replaying it leads where the session went: mostly the commands as
// they were typed. The record itself, shell/record.h, belongs to the shell.
#ifndef SHELL_RECORDING_H
#define SHELL_RECORDING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

struct call;
struct shell;

// The state of the session before a command.
struct recording {
    bool is_wanted; // the command goes into the record
    bool is_typed;  // it goes into the receipt of the lesson that is open
    size_t epoch, steps;
    size_t last_id; // of the timeline's entries
};

struct input;

// Finds out from a line that was read, the last one counted, whether the input is what `save` or `record`
// wrote, and whether a record tells a state of the session from here to `resume`.
void recording_know_input(struct input *input, const char *line, size_t length);

// Notes that a file is read, or is about to be written. A replay runs after the last command, so it reads
// what was written since; where a record has read a file and then writes it, recording_after says so.
void recording_reads(struct shell *shell, const char *path);
void recording_writes(struct shell *shell, const char *path);

// Whether a replay can continue without a command that failed; then says so.
bool recording_goes_on(struct shell *shell, const struct call *call, const struct error *error);

// Appends what a record begins with now: a comment and, if the session is not a fresh one, its state. False with [error] set when memory runs out.
bool recording_begin(struct shell *shell, struct buf *text, struct error *error);

// Looks at the session before it runs the command.
struct recording recording_before(const struct shell *shell, const struct call *call);

// Records the command, which is run and noted on the timeline. If that fails a message says so, and the
// record ends.
void recording_after(struct shell *shell, const struct call *call, bool well,
                     const struct recording *before);

#endif
