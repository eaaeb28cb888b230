// SPDX-License-Identifier: GPL-3.0-or-later
// How far the person came in each lesson: a file for each, in nnsh's folder of the user's state. Suits struct
// host.
#ifndef FRONT_LESSON_FILE_H
#define FRONT_LESSON_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

// Makes the text the whole file, or with NULL removes it. False with [error] set.
bool lesson_file_keep(void *context, const char *name, const char *text, size_t length,
                      struct error *error);

// Appends the file. False where there is none, or it cannot be read.
bool lesson_file_read(void *context, const char *name, struct buf *text);

#endif
