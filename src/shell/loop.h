// SPDX-License-Identifier: GPL-3.0-or-later
// The loop of the shell. A command may run it again on another input, as `source` and `load` do.
#ifndef SHELL_LOOP_H
#define SHELL_LOOP_H

#include <stdbool.h>

struct input;
struct shell;

// Reads and runs commands until the input ends, `quit` is run, stdout can no longer be written, or a command
// fails, unless a person types or the options say to keep going. False when any command failed.
bool shell_run(struct shell *shell, struct input *input);

#endif
