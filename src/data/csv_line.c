// SPDX-License-Identifier: GPL-3.0-or-later
// A line ends with a line feed, a carriage return, or both in this order.
#include "data/csv_line.h"

#include <string.h>

size_t csv_line_length(const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length && bytes[at] != '\n' && bytes[at] != '\r')
        at++;
    return at;
}

size_t csv_line_end(const char *bytes, size_t length)
{
    if (length > 1 && memcmp(bytes, "\r\n", 2) == 0)
        return 2;
    return length > 0 && memchr("\r\n", bytes[0], 2) ? 1 : 0;
}

size_t csv_next_line(const char *bytes, size_t length, size_t at)
{
    at += csv_line_length(bytes + at, length - at);
    return at + csv_line_end(bytes + at, length - at);
}

bool csv_line_begins(const char *line, size_t length, const char *word)
{
    size_t same = 0;
    while (word[same] && same < length && (line[same] | 0x20) == (word[same] | 0x20))
        same++;
    return word[same] == '\0';
}
