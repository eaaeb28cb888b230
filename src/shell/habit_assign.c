// SPDX-License-Identifier: GPL-3.0-or-later
// Only the form is looked at; whether the line that comes out can be run is for the caller to know.
#include "shell/habit_assign.h"

#include <string.h>

#include "shell/scan.h"

// The end of "[...]" at [at], or [at] where there is none.
static size_t index_end(const char *text, size_t length, size_t at)
{
    const char *end = at < length && text[at] == '[' ? memchr(text + at, ']', length - at) : NULL;
    return end ? (size_t)(end - text) + 1 : at;
}

bool habit_assign(struct buf *line, const char *text, size_t length)
{
    size_t name = scan_name(text, length, 0), first = index_end(text, length, name),
           second = index_end(text, length, first), at = scan_blanks(text, length, second);
    bool has_operator = at < length && strchr("+-*/", text[at]) != NULL;
    size_t equals = at + has_operator;
    if (name == 0 || first == name || equals + 1 >= length || text[equals] != '=' ||
        text[equals + 1] == '=' || (second == first && !has_operator))
        return false;
    struct buf place = BUF_EMPTY;
    buf_add(&place, text, first);
    if (second > first) { // "[0][1]" is "[0,1]"
        place.length--;
        buf_puts(&place, ",");
        buf_add(&place, text + first + 1, second - first - 1);
    }
    buf_append(line, &place);
    buf_puts(line, " = ");
    if (has_operator) {
        buf_append(line, &place);
        buf_printf(line, " %c ", text[at]);
    }
    buf_free(&place);
    size_t value = scan_blanks(text, length, equals + 1);
    buf_add(line, text + value, length - value);
    return true;
}

bool habit_power(struct buf *line, const char *text, size_t length)
{
    if (!memchr(text, '^', length))
        return false;
    for (size_t i = 0; i < length; i++)
        buf_add(line, text[i] == '^' ? "**" : text + i, text[i] == '^' ? 2 : 1);
    return true;
}
