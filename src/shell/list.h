// SPDX-License-Identifier: GPL-3.0-or-later
// The closed lists of words that arguments are chosen from, and those that explain the settings' values:
// each is a table of the program, seen as words with meanings. Nothing is owned.
#ifndef SHELL_LIST_H
#define SHELL_LIST_H

#include <stddef.h>

#include "base/buf.h"

struct list {
    const char *title;      // what the list is called
    const char *noun, *one; // what one of its words is: in an error, and in help
    size_t count;
    const char *(*name)(size_t index);
    const char *(*formula)(size_t index); // or NULL
    const char *(*meaning)(size_t index);
    void (*more)(struct buf *out,
                 size_t index); // appends what only a word's own page says; or NULL
    const char *beside;         // what else may stand there, for a hint; or NULL
};

extern const struct list activation_list, scheme_list, data_list, scale_list, show_item_list,
    picture_list, ending_list, quiz_list, setting_list, loss_list, optimizer_list, schedule_list;

#endif
