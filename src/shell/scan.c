// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes are compared one by one, never by the locale's idea of letters.
#include "shell/scan.h"

#include "base/ascii.h"
#include "shell/call.h"

bool scan_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

size_t scan_blanks(const char *text, size_t length, size_t at)
{
    while (at < length && scan_is_blank(text[at]))
        at++;
    return at;
}

size_t scan_word_end(const char *text, size_t length, size_t at)
{
    while (at < length && !scan_is_blank(text[at]))
        at++;
    return at;
}

size_t scan_name(const char *text, size_t length, size_t at)
{
    size_t end = at;
    if (at >= length || !ascii_is_name(text[at]) || ascii_is_digit(text[at]))
        return 0;
    while (end < length && ascii_is_name(text[end]))
        end++;
    return end - at;
}

size_t scan_string(const char *text, size_t length, size_t at, struct buf *out, struct error *error)
{
    char quote = text[at];
    for (size_t i = at + 1; i < length; i++) {
        if (text[i] == quote)
            return i + 1;
        if (text[i] == '\\' && quote == '"' && i + 1 < length) {
            char c = text[++i];
            c = (char)(c == 'n' ? '\n' : c == 't' ? '\t' : c);
            buf_add(out, &c, 1);
            continue;
        }
        buf_add(out, text + i, 1);
    }
    error_at(error, at, length - at, "this string has no closing %c", quote);
    return 0;
}

bool scan_argument(const struct call *call, const struct argument *argument, size_t *at,
                   size_t *length)
{
    size_t end = argument->at + argument->length;
    *at = scan_blanks(call->text, end, *at);
    *length = scan_word_end(call->text, end, *at) - *at;
    return *length > 0;
}
