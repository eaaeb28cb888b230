// SPDX-License-Identifier: GPL-3.0-or-later
// A question which words can come at the cursor, and the words found so far. completion_clear frees them.
#ifndef SHELL_COMPLETION_H
#define SHELL_COMPLETION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct shell;

struct completion {
    const struct shell *shell; // borrowed, as the line
    const char *line;
    size_t cursor;
    size_t begin; // of the command under the cursor

    size_t start; // the word to complete is line[start, cursor)
    char **words; // what it may become, sorted, each NUL-terminated; NULL when count is 0
    size_t count; // a word that ends in '=' or '(' wants no space after it
    size_t capacity;
    bool files;       // a file name belongs here: the front completes it
    struct buf usage; // where nothing is left to complete: the command's usage line, or ""
};

// Adds a word if it begins with what is typed and is not there yet. Without memory the list stays
// shorter.
void completion_offer(struct completion *completion, const char *word);

// Frees what was found.
void completion_clear(struct completion *completion);

#endif
