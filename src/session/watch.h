// SPDX-License-Identifier: GPL-3.0-or-later
// Expressions that a session keeps: those it watches, and conditions at which training breaks. A list
// owns its texts and expressions; watches_clear ends it.
#ifndef SESSION_WATCH_H
#define SESSION_WATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "expr/expr.h"

struct session;

struct watch {
    char *text;        // as it was typed
    struct expr *expr; // parsed from that text
    bool held;         // of a break: whether it held when it was asked last
};

struct watches {
    struct watch *list; // in the order they were made
    size_t count;
};

// Adds the expression text[0, length) at the end. False with [error] set when memory ran out or the
// text is no expression.
bool watches_add(struct watches *watches, const char *text, size_t length, struct error *error);

// Removes entry [index]; those behind it move up.
void watches_remove(struct watches *watches, size_t index);

// Removes and frees everything.
void watches_clear(struct watches *watches);

// The value of a watched expression now, into [value], which the caller clears. Where a name in it is
// stale the values of the update just made are taken and [before] says so.
bool watch_value(struct session *session, const struct watch *watch, struct value *value,
                 bool *before, struct error *error);

// Asks all breaks, with what the pass under way holds. Sets [which] to the first that holds and did
// not when it was asked last, or to the list's count. With [begins] they are only noted.
bool watches_ask(struct session *session, struct watches *breaks, bool begins, size_t *which,
                 struct error *error);

#endif
