// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers with a decimal comma, as in 0,5: a command that failed for one is told with points. Nothing is owned.
#ifndef SHELL_DECIMAL_COMMA_H
#define SHELL_DECIMAL_COMMA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "shell/command.h"

struct session;

// Appends the text with a point in place of each decimal comma, which is one between digits, outside quotes and
// square brackets. Returns how many there are; [first] is set to the place of the first, if there is one.
size_t decimal_comma_fill(struct buf *out, const char *text, size_t length, size_t *first);

// Says that decimals are written with a point, and the line with points. False, and nothing said, where the text has
// no decimal comma.
bool decimal_comma_tell(const char *text, size_t length, struct error *error);

// Looks at a command that failed with [error]. Where decimal commas are why, the error says so, and its hint is the
// line with points, which can be read. [was_read] says that the command could be read as it was typed, and
// failed when it was run. Whether it was so.
bool decimal_comma_hint(const struct command_table *commands, const struct session *session,
                        const char *text, size_t length, bool was_read, struct error *error);

#endif
