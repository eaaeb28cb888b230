// SPDX-License-Identifier: GPL-3.0-or-later
// A student's own names, made by `let`, and their values. A list owns its names and values;
// variables_clear ends it, and a zeroed one is empty.
#ifndef SESSION_VARIABLE_H
#define SESSION_VARIABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "expr/expr.h"

struct variable {
    char *name;
    struct value value;
};

struct variables {
    struct variable *list; // in the order in which they were made
    size_t count;
};

// The variable called [name] ([length] bytes), or NULL.
struct variable *variables_find(const struct variables *variables, const char *name, size_t length);

// Makes or replaces a variable; takes over the value on success. False with [error] set, and nothing
// changed, when memory does not suffice.
bool variables_set(struct variables *variables, const char *name, size_t length,
                   struct value *value, struct error *error);

// Fills [to] with copies. False with [error] set, and [to] empty, when memory does not suffice.
bool variables_copy(struct variables *to, const struct variables *from, struct error *error);

// Frees everything.
void variables_clear(struct variables *variables);

#endif
