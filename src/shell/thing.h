// SPDX-License-Identifier: GPL-3.0-or-later
// What `show` can show beside the names of section 3: one table row each.
#ifndef SHELL_THING_H
#define SHELL_THING_H

#include <stdbool.h>

#include "base/error.h"

struct shell;

enum { THING_COUNT = 11 };

struct thing {
    const char *name;
    bool (*show)(struct shell *shell, struct error *error); // appends to the shell's answer
    const char *meaning;
};

extern const struct thing things[THING_COUNT];

#endif
