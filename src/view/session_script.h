// SPDX-License-Identifier: GPL-3.0-or-later
// A session as text: a script of commands that make it again, to the bit. The session is only read;
// the buffer is the caller's.
#ifndef VIEW_SESSION_SCRIPT_H
#define VIEW_SESSION_SCRIPT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct session;

enum { SCRIPT_FORMAT = 1 };

// Appends a comment that says what the script below is; with [loss], unless NULL, the loss over all
// the data.
void script_head(struct buf *text, const struct session *session, const double *loss);

// Whether a line is the first one that script_head writes.
bool script_is_head(const char *line, size_t length);

// How a session is written.
struct script_options {
    bool copies_data; // the data are written into the text, instead of where they are from
    const volatile sig_atomic_t *stop; // not 0: end the writing under way; NULL: never
};

// Appends the commands. They make [session] of a fresh one, except values that were stale, and the
// choice of colour, which is the terminal's. False when it was stopped on its way.
bool script_body(struct buf *text, const struct session *session, struct script_options way);

// Writes the name of a file of data in that text without its folder, where that is [folder] or lies in
// it: the two can then move together.
void script_beside(struct buf *text, const char *folder);

// A number that is another one when anything in the session is; 0 when memory ran out. It takes far
// less time than writing the session.
uint64_t script_digest(const struct session *session);

#endif
