// SPDX-License-Identifier: GPL-3.0-or-later
// Assignments and powers as other languages write them: w1[0][1] = 0.5, w1[0,0] += 0.1, x ^ 2. Nothing is
// kept.
#ifndef SHELL_HABIT_ASSIGN_H
#define SHELL_HABIT_ASSIGN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

// Appends the line that does what the typed one means to. False, with nothing appended, where it is no such
// line.
bool habit_assign(struct buf *line, const char *text, size_t length);
bool habit_power(struct buf *line, const char *text, size_t length);

#endif
