// SPDX-License-Identifier: GPL-3.0-or-later
// Commands kept as a script, line by line as they succeed. record_start makes a record, record_stop
// ends it; the file belongs to it in between.
#ifndef STORE_RECORD_H
#define STORE_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

struct record;

// Begins a new file that starts with head[0, length). NULL with [error] set when there is a file of
// that name already or it cannot be made.
struct record *record_start(const char *path, const char *head, size_t length, struct error *error);

// Ends it; NULL is allowed.
void record_stop(struct record *record);

// The file's name, as it was given.
const char *record_path(const struct record *record);

// Appends whole lines, if any. With [lasts] they are on the disk when this returns and not only in the
// system's memory. False with [error] set when they could not be written; the lines before them stand.
bool record_add(struct record *record, const char *lines, size_t length, bool lasts,
                struct error *error);

// Appends to [line] the command as a script may hold it: where it was continued with a backslash there
// is one again.
void record_spell(struct buf *line, const char *command, size_t length);

#endif
