// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts the text of an expression into tokens. A token is a place in the text and owns nothing;
// the lexer is one pure function, so looking ahead is calling it again.
#ifndef EXPR_LEX_H
#define EXPR_LEX_H

#include <stdbool.h>
#include <stddef.h>

#include "expr/program.h"

enum token_kind {
    TOKEN_END,    // the text ends
    TOKEN_NUMBER, // a decimal literal, as far as number_scan reads it
    TOKEN_NAME,
    TOKEN_SIGN, // a sign between two operands; + and - may stand before one, too
    TOKEN_NOT,
    TOKEN_OPEN,          // (
    TOKEN_CLOSE,         // )
    TOKEN_OPEN_BRACKET,  // [
    TOKEN_CLOSE_BRACKET, // ]
    TOKEN_COMMA,
    TOKEN_COLON,
    TOKEN_DOT,
    TOKEN_EQUALS, // =, which is not a sign of this language
    TOKEN_OTHER,  // a character with no meaning here, or a sign of some other language
};

// How tightly a sign binds; the higher, the tighter.
enum level {
    LEVEL_OR,
    LEVEL_AND,
    LEVEL_NOT,
    LEVEL_COMPARE,
    LEVEL_SUM,
    LEVEL_PRODUCT,
    LEVEL_UNARY,
    LEVEL_POWER
};

struct sign {
    const char *text;
    enum level level;
    enum op_code code;
};

struct token {
    enum token_kind kind;
    size_t at, length;
    const struct sign *sign; // for TOKEN_SIGN
};

// Sets [token] to the one at or after byte [at] of text[0, length), after any white space and comments.
void lex(const char *text, size_t length, size_t at, struct token *token);

// What to write instead of a TOKEN_OTHER that is a sign elsewhere, or NULL.
const char *lex_advice(const char *text, const struct token *token);

// Whether the token's text is exactly [word].
bool token_is(const char *text, const struct token *token, const char *word);

#endif
