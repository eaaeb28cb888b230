// SPDX-License-Identifier: GPL-3.0-or-later
// How a line continues depends on its look:
//
//   - two spaces or more separate columns: what follows the last of them is wrapped below itself;
//   - three or more after a formula separate it from words about it: the words come nearer, and where
//     that is not enough they go to the next line;
//   - a formula is broken before a + or = if there is one, which stands below the formula's first =;
//   - anything else is prose, wrapped below its first word. A paragraph whose lines were broken for a
//     wider screen flows on: what did not fit begins the next line of it.
#include "view/wrap.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "base/words.h"

// A line to be wrapped, and how it continues.
struct line {
    const char *text;
    size_t length;
    size_t lead;   // spaces at its beginning
    size_t hang;   // the column where it continues
    size_t equals; // the column after its first " = ", or 0
    bool is_prose;
    const char *prefix; // of what continues: "# " in a comment, else ""
};

static size_t columns_of(const char *text, size_t length)
{
    return utf8_columns(text, length);
}

static size_t blanks_at(const char *text, size_t length, size_t at)
{
    size_t count = 0;
    while (at + count < length && text[at + count] == ' ')
        count++;
    return count;
}

// The byte after the last run of [least] spaces or more that ends before column [most]; 0 for none.
static size_t after_gap(const struct line *line, size_t least, size_t most)
{
    size_t found = 0;
    for (size_t i = line->lead; i < line->length;) {
        size_t blanks = blanks_at(line->text, line->length, i);
        if (blanks >= least && i + blanks < line->length) {
            if (columns_of(line->text, i + blanks) > most)
                return found;
            found = i + blanks;
        }
        i += blanks ? blanks : 1;
    }
    return found;
}

// Finds out what kind of line it is.
static void read_line(struct line *line, size_t columns)
{
    const char *text = line->text;
    size_t length = line->length, gap;
    line->prefix = "";
    line->lead = blanks_at(text, length, 0);
    line->hang = size_min(line->lead, columns / 2);
    line->equals = 0;
    for (size_t i = line->lead; i < length && !line->equals; i++)
        if (text_begins(text + i, length - i, "= ") && (i == line->lead || text[i - 1] == ' '))
            line->equals = columns_of(text, i + 2);
    if (line->equals > columns / 2)
        line->equals = 0;
    gap = after_gap(line, 2, columns * 3 / 5);
    line->is_prose = !line->equals && !gap;
    if (line->equals) {
        line->hang = line->equals;
    } else if (gap) {
        line->hang = columns_of(text, gap);
        line->prefix = text_begins(text + gap, length - gap, "# ") ? "# " : "";
    } else {
        while (line->hang < columns / 2 && text_begins(text + line->hang, length - line->hang, "["))
            line->hang++;
    }
}

// The bytes of the character at text[at], or of the escape sequence for colour.
static size_t step_at(const struct line *line, size_t at)
{
    size_t bytes = utf8_length(line->text + at, line->length - at);
    if (line->text[at] != '\033')
        return bytes ? bytes : 1;
    size_t end = at + 1;
    while (end < line->length && !isalpha((unsigned char)line->text[end]))
        end++;
    return size_min(end + 1, line->length) - at;
}

// Whether text[from, ...) needs more than [room] columns; looks no further than it must.
static bool is_longer(const struct line *line, size_t from, size_t room)
{
    size_t used = 0;
    for (size_t i = from; i < line->length && used <= room; i += step_at(line, i))
        used += columns_of(line->text + i, step_at(line, i));
    return used > room;
}

// Where a line of which text[from, ...) stands at [column] is broken: the byte at which the rest begins
// after spaces. Where nothing can be broken, its end.
static size_t find_break(const struct line *line, size_t from, size_t column, size_t columns)
{
    const char *text = line->text;
    size_t strong = 0, strong_column = 0, weak = 0, sign = 0, length = line->length;
    size_t begun = from + blanks_at(text, length, from), step;
    for (size_t i = from; i < length; i += step) {
        bool is_past = column > columns;
        step = step_at(line, i);
        if (is_past && (weak || sign))
            break;
        if (text[i] == ' ' && i > begun) {
            weak = i;
            if (text_begins(text + i, length - i, " + ") ||
                text_begins(text + i, length - i, " = ")) {
                strong = i;
                strong_column = column;
            }
            if (is_past)
                break;
        }
        column += columns_of(text + i, step);
        if ((text[i] == ',' || text_begins(text + i, length - i, "·")) && column <= columns)
            sign = i + step;
    }
    bool is_sentence = line->is_prose && line->lead == 0;
    if (strong && (line->equals || (strong_column > columns / 2 && !is_sentence)))
        return strong;
    return weak ? weak : sign && sign < length ? sign : length;
}

// Writes the line, broken; returns the byte where its last part begins, which is not written where
// [keeps_rest].
static size_t put_broken(struct buf *out, const struct line *line, size_t columns, bool keeps_rest)
{
    size_t from = 0, column = 0;
    while (is_longer(line, from, columns - size_min(column, columns))) {
        size_t end = find_break(line, from, column, columns);
        buf_add(out, line->text + from, end - from);
        if (end == line->length)
            return end;
        buf_puts(out, "\n");
        from = end + blanks_at(line->text, line->length, end);
        bool is_equals =
            line->equals >= 2 && text_begins(line->text + from, line->length - from, "= ");
        column = is_equals ? line->equals - 2 : line->hang;
        if (keeps_rest && !is_longer(line, from, columns - column))
            return from;
        buf_fill(out, ' ', column);
        buf_puts(out, line->prefix);
        column += strlen(line->prefix);
    }
    buf_add(out, line->text + from, line->length - from);
    return line->length;
}

// Writes a formula and the words after it: nearer to it, or below it.
static void put_beside(struct buf *out, struct line line, size_t words, size_t columns)
{
    struct line aside = {.text = line.text + words, .length = line.length - words, .prefix = ""};
    line.length = words;
    while (line.text[line.length - 1] == ' ')
        line.length--;
    size_t left = columns_of(line.text, line.length);
    size_t right = columns_of(aside.text, aside.length);
    put_broken(out, &line, columns, false);
    if (left + 3 + right <= columns) {
        buf_fill(out, ' ', columns - left - right);
        buf_add(out, aside.text, aside.length);
        return;
    }
    aside.hang = right + line.equals <= columns ? line.equals : line.lead + 2;
    buf_puts(out, "\n");
    buf_fill(out, ' ', aside.hang);
    struct buf below = BUF_EMPTY;
    put_broken(&below, &aside, columns - aside.hang, false);
    buf_append(out, &below);
    buf_free(&below);
}

// Whether the first word of a line is a label, as in "try: reset".
static bool has_label(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length && text[at] != ' ' && text[at] != ':')
        at++;
    return at < length && text[at] == ':';
}

// Whether the next line belongs to the same paragraph as this one, which was broken. One that ends with a
// full stop or a closing bracket may be the paragraph's last.
static bool flows_on(const struct line *line, const char *next, size_t length, size_t columns)
{
    const char last = line->text[line->length - 1];
    struct line other = {.text = next, .length = length};
    read_line(&other, columns);
    return line->is_prose && other.is_prose && other.lead == line->lead && length > other.lead &&
           (isalpha((unsigned char)next[other.lead]) || strchr("'(", next[other.lead])) &&
           !strchr(".:;)", last) && !after_gap(&other, 2, columns) &&
           !has_label(next + other.lead, length - other.lead);
}

// Fits one line. What is left of it is prepended to the next one in [rest] where that flows on.
static void wrap_line(struct buf *out, struct line line, const char *next, size_t next_length,
                      size_t columns, struct buf *rest)
{
    read_line(&line, columns);
    size_t words = line.equals ? after_gap(&line, 3, (size_t)-1) : 0;
    if (words && columns_of(line.text, words) > line.equals) {
        put_beside(out, line, words, columns);
        return;
    }
    bool flows = next && flows_on(&line, next, next_length, columns);
    size_t from = put_broken(out, &line, columns, flows);
    if (from < line.length) {
        buf_fill(rest, ' ', line.lead);
        buf_add(rest, line.text + from, line.length - from);
        buf_puts(rest, " ");
        buf_add(rest, next + line.lead, next_length - line.lead);
    }
}

void wrap_text(struct buf *out, const char *text, size_t length, size_t columns)
{
    struct buf rest = BUF_EMPTY, before = BUF_EMPTY;
    for (size_t at = 0; at < length;) {
        const char *newline = memchr(text + at, '\n', length - at);
        size_t end = newline ? (size_t)(newline - text) : length, next = end + (newline != NULL);
        const char *after = next < length ? memchr(text + next, '\n', length - next) : NULL;
        size_t next_length = after ? (size_t)(after - text) - next : length - next;
        struct line line = {.text = text + at, .length = end - at};
        if (rest.length > 0) {
            struct buf swap = before;
            before = rest;
            rest = swap;
            buf_clear(&rest);
            line.text = buf_text(&before);
            line.length = before.length;
        }
        if (is_longer(&line, 0, columns))
            wrap_line(out, line, next < length ? text + next : NULL, next_length, columns, &rest);
        else
            buf_add(out, line.text, line.length);
        // A part that goes over to the next line began a line already.
        if (rest.length == 0 && newline)
            buf_puts(out, "\n");
        at = next;
    }
    out->failed = out->failed || rest.failed || before.failed;
    buf_free(&rest);
    buf_free(&before);
}
