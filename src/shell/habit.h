// SPDX-License-Identifier: GPL-3.0-or-later
// Lines as they are written in Python, Keras, MATLAB or at the system's shell: when such a command fails,
// the line that does here what was meant. Nothing is owned.
#ifndef SHELL_HABIT_H
#define SHELL_HABIT_H

#include <stdbool.h>
#include <stddef.h>

struct error;
struct session;

// Looks at the whole of a command that failed with [error]. Where it is a habit from elsewhere, the error's
// hint becomes the line to type, filled in so that it works as it is; else the error stays. [was_read] says
// that the command was understood, and failed when it was run.
void habit_hint(const struct session *session, const char *text, size_t length, bool was_read,
                struct error *error);

#endif
