// SPDX-License-Identifier: GPL-3.0-or-later
// What can stand at the cursor. The front asks when TAB is pressed; no terminal is touched here.
#ifndef SHELL_COMPLETE_H
#define SHELL_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct shell;

struct completion {
    size_t start; // the word to complete is line[start, cursor)
    char **words; // what it may become, sorted, each NUL-terminated; NULL when count is 0
    size_t count; // a word that ends in '=' or '(' wants no blank behind it
    size_t capacity;
    bool files;       // a file name belongs here: the front completes it
    struct buf usage; // where nothing is left to complete: the command's usage line, or ""
};

// Fills [completion] for the cursor at byte [cursor] of [line]. The caller clears it.
void complete(const struct shell *shell, const char *line, size_t cursor,
              struct completion *completion);

// Frees what complete filled in.
void completion_clear(struct completion *completion);

#endif
