// SPDX-License-Identifier: GPL-3.0-or-later
// From text to program.
#ifndef EXPR_PARSE_H
#define EXPR_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "expr/lex.h"
#include "expr/program.h"

enum { PARSE_DEPTH_MOST = 200 };

// What the parser's functions share. A parser owns its program.
struct parser {
    const char *text;
    size_t length;
    struct token token; // the next one
    size_t last, end;   // where the one before it begins and ends; nowhere at the beginning
    size_t depth;       // how many things are open around here, up to PARSE_DEPTH_MOST
    struct program program;
    struct split split; // of the last comparison
    struct error *error;
};

// Parses the longest expression at byte [at], or only a name and the index right after it. NULL
// with [error] set and placed when there is none.
struct expr *parse(const char *text, size_t length, size_t at, bool only_place, size_t *end,
                   struct error *error);

// The grammar's parts, each in the file that is named like it.

// An operand while it is parsed: where it begins, in the text and in the program.
struct operand {
    size_t at, first;
};

// parse.c: an expression whose signs bind at least as tightly as [level], one level of nesting deeper.
bool parse_deeper(struct parser *p, enum level level, struct operand *operand);
// parse_operand.c: a number, a name, a call, a matrix, parentheses, and what stands right after.
bool parse_operand(struct parser *p, struct operand *operand);
bool parse_place(struct parser *p, struct operand *operand);

// parse.c: the tools of both files.
void parse_advance(struct parser *p);
// Adds an operation about the text from [at] to the end of the last token; NULL without memory.
struct op *parse_add(struct parser *p, enum op_code code, size_t at);
// Takes the token that closes [open], or says what is wrong there.
bool parse_close(struct parser *p, enum token_kind kind, struct token open);
// The error at the next token, where a value should begin.
bool parse_expected(struct parser *p);

#endif
