// SPDX-License-Identifier: GPL-3.0-or-later
// What `show` can show: the words of a table, and every name.
#ifndef SHELL_SHOW_ITEM_H
#define SHELL_SHOW_ITEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct shell;

enum { SHOW_ITEM_COUNT = 11 };

struct show_item {
    const char *name;
    bool (*show)(struct shell *shell, struct error *error); // appends to the shell's answer
    const char *meaning;
};

extern const struct show_item show_items[SHOW_ITEM_COUNT];

// Shows the item, the quantity, the student's own name or the setting that [word] means. False with
// [error] set when there is none, or it has no value.
bool show_word(struct shell *shell, const char *word, size_t length, struct error *error);

#endif
