// SPDX-License-Identifier: GPL-3.0-or-later
// The lexer. One table holds every sign between two operands: its spelling, how tightly it binds
// and the operation it stands for; a second one holds what people bring along from other languages
// and from web pages, with what to write here. Both list a longer spelling before its beginning.
//
// The lexer never fails. A character that means nothing is a token too, and whether it is a
// mistake is for the parser to say: after a complete expression it may belong to the command.
#include "expr/lex.h"

#include <string.h>

#include "base/ascii.h"
#include "base/number.h"
#include "base/utf8.h"
#include "base/words.h"

// The signs of one or two characters.
static const struct sign signs[] = {
    {"+", LEVEL_SUM, OP_ADD},
    {"-", LEVEL_SUM, OP_SUBTRACT},
    {"**", LEVEL_POWER, OP_POWER},
    {"*", LEVEL_PRODUCT, OP_MULTIPLY},
    {"//", LEVEL_PRODUCT, OP_FLOOR_DIVIDE},
    {"/", LEVEL_PRODUCT, OP_DIVIDE},
    {"%", LEVEL_PRODUCT, OP_MODULO},
    {"@", LEVEL_PRODUCT, OP_MATRIX_PRODUCT},
    {"<=", LEVEL_COMPARE, OP_LESS_EQUAL},
    {"<", LEVEL_COMPARE, OP_LESS},
    {">=", LEVEL_COMPARE, OP_GREATER_EQUAL},
    {">", LEVEL_COMPARE, OP_GREATER},
    {"==", LEVEL_COMPARE, OP_EQUAL},
    {"!=", LEVEL_COMPARE, OP_NOT_EQUAL},
};
// The two that are words; lex_word finds them.
static const struct sign sign_and = {"and", LEVEL_AND, OP_AND};
static const struct sign sign_or = {"or", LEVEL_OR, OP_OR};

// What has no meaning here, but has one in C, MATLAB, textbooks or word processors.
static const struct advice {
    const char *text, *advice;
} advices[] = {
    {"&&", "write and"},
    {"&", "write and"},
    {"||", "write or"},
    {"|", "write or"},
    {"^", "use ** for powers"},
    {"<>", "write !="},
    {"=>", "write >="},
    {"=<", "write <="},
    {"!", "write not"},
    {"~", "write not"},
    {"\"", "text in quotes is not a value"},
    {"'", "the transpose is .T, and text in quotes is not a value"},
    // Signs outside ASCII come along when a formula is pasted from a page.
    {"\u00d7", "write * element by element, or @ for the matrix product"},
    {"\u00b7", "write * element by element, or @ for the matrix product"},
    {"\u00f7", "write /"},
    {"\u2212", "write -, the plain minus sign"},
    {"\u2013", "write -, the plain minus sign"},
    {"\u2264", "write <="},
    {"\u2265", "write >="},
    {"\u2260", "write !="},
    {"\u00b2", "write ** 2"},
    {"\u00a0", "this is not an ordinary space; type it again"},
};

bool token_is(const char *text, const struct token *token, const char *word)
{
    return text_is(text + token->at, token->length, word);
}

// Spaces, line ends, a backslash that continues a line, and comments that end in this text: those
// stand inside brackets, or the command would have ended before them.
static size_t skip_blank(const char *text, size_t length, size_t at)
{
    for (; at < length; at++) {
        char c = text[at];
        const char *end = NULL;
        if (c == ' ' || (c >= '\t' && c <= '\r'))
            continue;
        if (c == '\\' && text_begins(text + at + 1, length - at - 1, "\n"))
            at += 1;
        else if (c == '\\' && text_begins(text + at + 1, length - at - 1, "\r\n"))
            at += 2;
        else if (c == '#' && (end = memchr(text + at, '\n', length - at)))
            at = (size_t)(end - text);
        else
            break;
    }
    return at;
}

// A name, or one of the three words that are no names.
static void lex_word(const char *text, size_t length, struct token *token)
{
    while (token->at + token->length < length && ascii_is_name(text[token->at + token->length]))
        token->length++;
    token->kind = token_is(text, token, "not") ? TOKEN_NOT : TOKEN_NAME;
    if (token_is(text, token, "and"))
        token->sign = &sign_and;
    else if (token_is(text, token, "or"))
        token->sign = &sign_or;
    if (token->sign)
        token->kind = TOKEN_SIGN;
}

// The first advice whose sign text[0, length) begins with, or NULL.
static const struct advice *find_advice(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++)
        if (text_begins(text, length, advices[i].text))
            return &advices[i];
    return NULL;
}

// A sign of another language, or any other character as a whole.
static void lex_other(const char *text, size_t length, struct token *token)
{
    const struct advice *advice = find_advice(text + token->at, length - token->at);
    size_t bytes =
        advice ? strlen(advice->text) : utf8_length(text + token->at, length - token->at);
    token->kind = TOKEN_OTHER;
    token->length = bytes ? bytes : 1;
}

const char *lex_advice(const char *text, const struct token *token)
{
    const struct advice *advice = find_advice(text + token->at, token->length);
    return advice ? advice->advice : NULL;
}

// A sign that stands between operands, `=`, or neither. Where one of our signs begins a foreign one,
// as / begins //, the foreign one is meant.
static void lex_sign(const char *text, size_t length, struct token *token)
{
    char c = text[token->at], next = token->at + 1 < length ? text[token->at + 1] : '\0';
    bool is_foreign = (c == '<' && next == '>') || (c == '=' && (next == '<' || next == '>'));
    for (size_t i = 0; i < sizeof signs / sizeof *signs && !is_foreign; i++)
        if (signs[i].text[0] == c && (!signs[i].text[1] || signs[i].text[1] == next)) {
            token->kind = TOKEN_SIGN;
            token->length = signs[i].text[1] ? 2 : 1;
            token->sign = &signs[i];
            return;
        }
    token->kind = TOKEN_EQUALS;
    if (c != '=' || is_foreign)
        lex_other(text, length, token);
}

// The token that one character alone is, or TOKEN_OTHER.
static enum token_kind mark_kind(char c)
{
    switch (c) {
    case '(':
        return TOKEN_OPEN;
    case ')':
        return TOKEN_CLOSE;
    case '[':
        return TOKEN_OPEN_BRACKET;
    case ']':
        return TOKEN_CLOSE_BRACKET;
    case ',':
        return TOKEN_COMMA;
    case ':':
        return TOKEN_COLON;
    case '.':
        return TOKEN_DOT;
    default:
        return TOKEN_OTHER;
    }
}

void lex(const char *text, size_t length, size_t at, struct token *token)
{
    at = skip_blank(text, length, at);
    token->at = at < length ? at : length;
    token->length = at < length;
    token->sign = NULL;
    token->kind = TOKEN_END;
    if (at >= length)
        return;
    char c = text[at];
    enum token_kind kind = mark_kind(c);
    // A number may begin with its point. Digits are asked for before letters, so a word that gets to
    // lex_word begins with a letter.
    if (ascii_is_digit(c) || (c == '.' && at + 1 < length && ascii_is_digit(text[at + 1]))) {
        token->kind = TOKEN_NUMBER;
        token->length = number_scan(text + at, length - at);
    } else if (ascii_is_name(c)) {
        lex_word(text, length, token);
    } else if (kind != TOKEN_OTHER) {
        token->kind = kind;
    } else {
        lex_sign(text, length, token);
    }
}
