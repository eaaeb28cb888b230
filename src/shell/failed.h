// SPDX-License-Identifier: GPL-3.0-or-later
// A command that failed, and the hint that says what to type instead. The text is borrowed.
#ifndef SHELL_FAILED_H
#define SHELL_FAILED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

struct session;

struct failed {
    const struct session *session;
    const char *text; // without the spaces around it
    size_t length;
    size_t word; // the bytes of its first word; 0: it begins with another sign
    size_t at;   // where the text begins in the command
};

// Whether the first word is [word].
bool failed_begins(const struct failed *failed, const char *word);

// The error's hint becomes: type that line. The buffer is freed. Both are always true.
bool failed_hint(struct buf *line, struct error *error);
bool failed_hint_text(const char *text, size_t length, struct error *error);

#endif
