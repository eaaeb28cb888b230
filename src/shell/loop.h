// SPDX-License-Identifier: GPL-3.0-or-later
// The loop of the shell. A command may run it again on another input, as `source` and `load` do.
#ifndef SHELL_LOOP_H
#define SHELL_LOOP_H

#include <stdbool.h>

#include "shell/recording.h"

struct input;
struct shell;

// Reads and runs commands until the input ends, `quit` is run, stdout can no longer be written, or a command
// fails, unless a person types or the options say to keep going. False when any command failed.
bool shell_run(struct shell *shell, struct input *input);

// Runs a line of commands as if it had come from the innermost input. False when any command failed.
bool shell_run_line(struct shell *shell, const char *line);

// Work that the caller does piece by piece and that counts as one command, such as a training that is
// watched: shell_begin_work before it, with the command's name, and shell_end_work after it, with the
// command that would have done the same, and whether all went well. The second notes, remembers and records
// it, and sends what was answered. The first is false with [error] set where that command may not be run.
bool shell_begin_work(struct shell *shell, const char *name, struct recording *before,
                      struct error *error);
void shell_end_work(struct shell *shell, const struct recording *before, const char *text,
                    bool well);

#endif
