// SPDX-License-Identifier: GPL-3.0-or-later
// Lessons by name: those that are built in, in the order of the course, and any file.
#ifndef SHELL_FIND_LESSON_H
#define SHELL_FIND_LESSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct lesson;
struct shell;

// The lesson built in with that name, or the one in the file called [name]; the caller frees it. Sets
// [is_file]. NULL with [error] set when there is neither.
struct lesson *find_lesson(const struct shell *shell, const char *name, bool *is_file,
                           struct error *error);

// The name of built-in lesson [index], or NULL after the last one.
const char *find_lesson_name(size_t index);

#endif
