// SPDX-License-Identifier: GPL-3.0-or-later
// Lines as they are written in Python, Keras, MATLAB or at the system's shell: when such a command fails,
// the line that does the same here. Nothing is owned.
#ifndef SHELL_HABIT_H
#define SHELL_HABIT_H

#include <stdbool.h>
#include <stddef.h>

struct error;
struct session;

// Looks at a command that failed with [error]. If it is written as in another program, the error's hint becomes
// the line to type here, which works as it is; otherwise the error does not change. [was_read] says
// that the command was understood, and failed when it was run.
void habit_hint(const struct session *session, const char *text, size_t length, bool was_read,
                struct error *error);

#endif
