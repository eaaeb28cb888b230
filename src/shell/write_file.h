// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever a command writes goes through here: a saved session, a picture. It does not overwrite what the
// session needs, and if a record has read the file before, a warning says so.
#ifndef SHELL_WRITE_FILE_H
#define SHELL_WRITE_FILE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

struct shell;

// Whether a file may be written: not over the table that the data come from, nor over the record, by
// whatever name. False with [error] set.
bool write_file_check(const struct shell *shell, const char *path, struct error *error);

// Makes the text the whole contents of a file. False with [error] set, and the file as it was, where it may
// not or cannot be written, or memory ran out while the text was made.
bool write_file(struct shell *shell, const char *path, const struct buf *text, struct error *error);

#endif
