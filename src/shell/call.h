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

struct session;

struct argument {
    bool given;
    size_t at, length; // its bytes in the command's text
    size_t count;      // PARAM_COUNT; where it is not given, what is usual
    double number;     // PARAM_REAL; likewise
    struct expr *expr; // PARAM_EXPRESSION, PARAM_PLACE
    char *text;        // PARAM_WORD, PARAM_FILE, PARAM_LESSON, PARAM_TEXT: without its quotes
};

struct call {
    const struct command *command;
    bool is_plain;    // the text does not name the command: `a = 3`, `w1`
    const char *text; // the whole command
    size_t length;
    // By the same indices as the row's parameters, the first [count]; what lies after them is not set.
    struct argument arguments[COMMAND_PARAMS_MOST];
    size_t count;
};

// Parses text[0, length), one command without its end; the session knows which names have a meaning. False
// with [error] set and placed in the text when there is no such command or its arguments do not fit; the
// call is then clear.
bool call_parse(struct call *call, const struct command_table *commands,
                const struct session *session, const char *text, size_t length,
                struct error *error);

// The same while a question is open: a line that is an answer is a call of `answer`.
bool call_parse_at_question(struct call *call, const struct command_table *commands,
                            const struct session *session, const char *text, size_t length,
                            struct error *error);

// Whether each number that is given keeps the bounds of its parameter. False with [error] set and placed.
bool call_check(const struct call *call, struct error *error);

// Whether the argument is given and is that word, without quotes.
bool call_argument_is(const struct call *call, const struct argument *argument, const char *word);

// Frees the arguments.
void call_clear(struct call *call);

#endif
