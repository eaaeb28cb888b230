// SPDX-License-Identifier: GPL-3.0-or-later
// A # may belong to a text (apt #5). It begins a comment where what stands before it is a whole row: it has
// only numbers, or ends with a cell that another row ends with. One row where that is not so, and none of
// them is a comment.
#include "data/csv_remark.h"

#include <string.h>

#include "data/csv_cell.h"
#include "data/csv_line.h"

enum { LINES_MOST = 200 };

// The place of the # after a space, outside quotes, in a line; its length where there is none.
static size_t find_remark(const char *line, size_t length)
{
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        quoted ^= line[i] == '"';
        if (i > 0 && line[i] == '#' && !quoted && memchr(" \t", line[i - 1], 2))
            return i;
    }
    return length;
}

// Whether the line begins before its comment, and has nothing but numbers and what separates them.
static bool are_numbers(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!memchr("0123456789+-.eE,;|\t \"", line[i], 22))
            return false;
    return true;
}

// The last cell of a row, which has a second one; length 0 where it has none.
static const char *last_cell(const char *row, size_t *length)
{
    size_t begin = *length;
    while (begin > 0 && !memchr(",;|\t", row[begin - 1], 4))
        begin--;
    *length = begin > 0 ? *length - begin : 0;
    const char *cell = row + begin;
    csv_trim(&cell, length);
    return cell;
}

// Whether a row without a comment ends with the cell that [row] ends with.
static bool ends_like_another(const char *rows, size_t length, const char *row, size_t row_length)
{
    const char *cell = last_cell(row, &row_length);
    for (size_t at = 0, count = 0; row_length > 0 && at < length && count < LINES_MOST; count++) {
        size_t other = csv_line_length(rows + at, length - at), end = other;
        const char *last = last_cell(rows + at, &end);
        if (find_remark(rows + at, other) == other && end == row_length &&
            memcmp(last, cell, end) == 0)
            return true;
        at = csv_next_line(rows, length, at);
    }
    return false;
}

bool csv_has_remarks(const char *rows, size_t length)
{
    size_t found = 0, count = 0;
    for (size_t at = 0; at < length && count < LINES_MOST; count++) {
        const char *line = rows + at, *row = line;
        size_t line_length = csv_line_length(line, length - at);
        size_t row_length = find_remark(line, line_length);
        at = csv_next_line(rows, length, at);
        if (row_length == line_length || line[0] == '#')
            continue;
        csv_trim(&row, &row_length);
        if (row_length == 0 ||
            !(are_numbers(row, row_length) || ends_like_another(rows, length, row, row_length)))
            return false;
        found++;
    }
    return found > 0;
}
