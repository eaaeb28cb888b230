// SPDX-License-Identifier: GPL-3.0-or-later
// One command as it was typed, its arguments checked against the command's row. call_parse fills a
// call and call_clear frees what it holds; the text it points into belongs to the caller.
#ifndef SHELL_CALL_H
#define SHELL_CALL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "expr/expr.h"
#include "shell/command.h"

struct argument {
    bool given;
    size_t at, length; // its bytes in the command's text
    size_t count;      // PARAM_COUNT
    double number;     // PARAM_REAL
    struct expr *expr; // PARAM_EXPRESSION, PARAM_PLACE
    char *text;        // PARAM_FILE, PARAM_TEXT: without its quotes
};

struct call {
    const struct command *command;
    const char *text; // the whole command
    size_t length;
    // By the same indices as the row's parameters.
    struct argument arguments[COMMAND_PARAMS_MOST];
};

// Parses text[0, length), one command without its end. False with [error] set and placed in the
// text when there is no such command or its arguments do not fit; the call is then clear.
bool call_parse(struct call *call, const struct command_table *commands, const char *text,
                size_t length, struct error *error);

// Frees the arguments.
void call_clear(struct call *call);

// The next blank-separated word of an argument from byte [*at] on: sets [*at] to its begin and
// [*length], false at the argument's end. Call again with *at += *length.
bool call_word(const struct call *call, const struct argument *argument, size_t *at,
               size_t *length);

// Skips white space in text[at, length).
size_t call_skip(const char *text, size_t length, size_t at);

// The bytes of the name (letters, digits, _) at text[at], or 0.
size_t call_name(const char *text, size_t length, size_t at);

// Reads the string in quotes at text[at] and appends what it holds to [out]. Returns where it ends,
// or 0 with [error] set when it has no closing quote.
size_t call_string(const char *text, size_t length, size_t at, struct buf *out,
                   struct error *error);

#endif
