// SPDX-License-Identifier: GPL-3.0-or-later
// Taking a command's text apart: spaces, words, names and strings. Nothing is owned; a position is an
// offset in the text.
#ifndef SHELL_SCAN_H
#define SHELL_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

struct argument;
struct call;

// Whether white space may be there: a space, a tab or the end of a line.
bool scan_is_blank(char c);

// Skips white space in text[at, length).
size_t scan_blanks(const char *text, size_t length, size_t at);

// The end of the word at text[at], which goes to the next white space.
size_t scan_word_end(const char *text, size_t length, size_t at);

// The bytes of the name (letters, digits, _) at text[at], or 0.
size_t scan_name(const char *text, size_t length, size_t at);

// Reads the string in quotes at text[at] and appends what it holds to [out]. Returns where it ends, or 0
// with [error] set when it has no closing quote.
size_t scan_string(const char *text, size_t length, size_t at, struct buf *out,
                   struct error *error);

// The next word of an argument from byte [*at] on: sets [*at] to its begin and [*length], false at the
// argument's end. Call again with *at += *length.
bool scan_argument(const struct call *call, const struct argument *argument, size_t *at,
                   size_t *length);

#endif
