// SPDX-License-Identifier: GPL-3.0-or-later
// Which command a line is. Besides a command's name a line may begin with an assignment (`lr = 0.5`,
// `w1[0,1] = 2`, `a = 3`), or be an expression (`w1`, `3 + 4`) or the name of a setting; what it means
// then is what `set`, `let`, `print` or `show` do with all of it. Nothing is owned.
#ifndef SHELL_PLAIN_LINE_H
#define SHELL_PLAIN_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct command;
struct command_table;
struct session;

struct plain_line {
    const struct command *command;
    size_t at;     // where its arguments begin
    bool is_plain; // the line does not name the command
};

// Finds the command of text[at, length), which begins with what is not a space, in this order: an
// assignment; a command's whole name; an expression whose names all exist; the only command that begins
// so. False with [error] set and placed, which names the nearest line that would have worked.
bool plain_line_find(struct plain_line *line, const struct command_table *commands,
                     const struct session *session, const char *text, size_t length, size_t at,
                     struct error *error);

// Whether text[at, length) answers a question that is open: it does not begin with a command's whole name,
// and is an expression whose names all exist, or numbers.
bool plain_line_is_answer(const struct command_table *commands, const struct session *session,
                          const char *text, size_t length, size_t at);

#endif
