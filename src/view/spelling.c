// SPDX-License-Identifier: GPL-3.0-or-later
// In LaTeX a sign has a command, a function too, and words between them are text. What is neither stays.
#include "view/spelling.h"

#include <string.h>

#include "base/ascii.h"
#include "base/words.h"

static const struct sign {
    const char *plain, *latex;
} signs[] = {
    {"·", " \\cdot "}, {"²", "^2"},       {"Σ", "\\sum "},  {"√", "\\surd "},
    {"π", "\\pi "},    {"…", "\\cdots "}, {"←", "\\gets "}, {"%", "\\%"},
};

// The functions for which LaTeX has a command of that name.
static const char *const functions[] = {"exp", "log", "max", "tanh", "sin", "cos"};

void spelling_number(struct buf *out, enum spelling spelling, const char *number, bool is_operand)
{
    const char *power = strchr(number, 'e');
    if (spelling == SPELLING_PLAIN) {
        buf_puts(out, number);
        return;
    }
    bool is_negative = is_operand && number[0] == '-';
    buf_puts(out, is_negative ? "(" : "");
    if (strstr(number, "inf"))
        buf_puts(out, number[0] == '-' ? "-\\infty" : "\\infty");
    else if (strcmp(number, "nan") == 0)
        buf_puts(out, "\\text{nan}");
    else if (power)
        buf_printf(out, "%.*s \\cdot 10^{%s%s}", (int)(power - number), number,
                   power[1] == '-' ? "-" : "", power + 1 + strspn(power + 1, "+-0"));
    else
        buf_puts(out, number);
    buf_puts(out, is_negative ? ")" : "");
}

// A word: a function, or one that reads as text. Its length.
static size_t put_word(struct buf *out, const char *text, size_t length)
{
    size_t size = 0;
    while (size < length && ascii_is_name(text[size]))
        size++;
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (text_is(text, size, functions[i])) {
            buf_printf(out, "\\%s ", functions[i]);
            return size;
        }
    bool is_called = size < length && text[size] == '(';
    buf_printf(out, is_called ? "\\operatorname{%.*s}" : "\\text{ %.*s }", (int)size, text);
    return size;
}

// A constant, as 1e-12; its length.
static size_t put_constant(struct buf *out, const char *text, size_t length)
{
    char number[40];
    size_t size = strspn(text, "0123456789.");
    if (size < length && text[size] == 'e')
        size += 1 + strspn(text + size + 1, "+-0123456789");
    size = size < sizeof number ? size : sizeof number - 1;
    memcpy(number, text, size);
    number[size] = '\0';
    spelling_number(out, SPELLING_LATEX, number, false);
    return size;
}

// The sign that the text begins with, or NULL.
static const struct sign *sign_at(const char *text, size_t length)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (text_begins(text, length, signs[i].plain))
            return &signs[i];
    return NULL;
}

void spelling_put(struct buf *out, enum spelling spelling, const char *text, size_t length)
{
    if (spelling == SPELLING_PLAIN) {
        buf_add(out, text, length);
        return;
    }
    for (size_t at = 0; at < length;) {
        const struct sign *sign = sign_at(text + at, length - at);
        if (sign) {
            buf_puts(out, sign->latex);
            at += strlen(sign->plain);
        } else if (ascii_is_digit(text[at])) {
            at += put_constant(out, text + at, length - at);
        } else if (ascii_is_name(text[at])) {
            at += put_word(out, text + at, length - at);
        } else {
            buf_add(out, text + at++, 1);
        }
    }
}
