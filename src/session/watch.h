// SPDX-License-Identifier: GPL-3.0-or-later
// Expressions that a session keeps: those it watches, and conditions at which training breaks. A list
// owns its texts and expressions; watches_clear ends it.
#ifndef SESSION_WATCH_H
#define SESSION_WATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "expr/expr.h"

struct watch {
    char *text;        // as it was typed
    struct expr *expr; // parsed from that text
    bool held;         // of a break: whether it held the last time
};

struct watches {
    struct watch *list; // in the order they were made
    size_t count;
};

// Adds the expression text[0, length) at the end. False with [error] set when memory ran out or the
// text is not an expression.
bool watches_add(struct watches *watches, const char *text, size_t length, struct error *error);

// Removes entry [index]; those after it move up.
void watches_remove(struct watches *watches, size_t index);

// Removes and frees everything.
void watches_clear(struct watches *watches);

#endif
