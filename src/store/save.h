// SPDX-License-Identifier: GPL-3.0-or-later
// A session as text: a script of commands that make it again, to the bit. The session is only read;
// the buffer is the caller's.
#ifndef STORE_SAVE_H
#define STORE_SAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct session;

enum { SAVE_FORMAT = 1 };

// Appends a comment that says what the script below is; with [loss], unless NULL, the loss over all
// the data.
void save_head(struct buf *text, const struct session *session, const double *loss);

// Whether a line is the first one that save_head writes.
bool save_is_head(const char *line, size_t length);

// Appends the commands. What a fresh session becomes by them is [session], but for values that were
// stale and for the choice of colour, which is the terminal's.
void save_body(struct buf *text, const struct session *session);

// Writes the name of a file of data in that text without its folder, where that is [folder] or lies in
// it: the two can then move together.
void save_beside(struct buf *text, const char *folder);

// A number that tells one text from another.
uint64_t save_digest(const char *text, size_t length);

#endif
