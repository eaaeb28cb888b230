// SPDX-License-Identifier: GPL-3.0-or-later
// Each byte is looked at once. A line's bytes are copied as they are but for three: a comment, which is
// kept apart, ends the line, a backslash before the line's end becomes a space, and a semicolon between commands
// becomes a NUL. Input may hold no NUL of its own, so the commands are plain C strings in one
// buffer, and positions in the text are positions in the lines. Control bytes and what is not UTF-8
// are refused here, so code that reads commands never sees them.
#include "shell/reader.h"

#include <string.h>

#include "base/utf8.h"

static bool is_plain(char c)
{
    unsigned char byte = (unsigned char)c;
    return byte >= 0x20 && byte < 0x7f && c != '"' && c != '\'' && c != '[' && c != ']' &&
           c != '(' && c != ')' && c != '#' && c != ';' && c != '\\';
}

// Makes the first [length] bytes of the text what was typed again, for a message that quotes them: a
// NUL in what was taken in was a semicolon.
static void restore_semicolons(struct reader *reader, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (reader->text.data[i] == '\0')
            reader->text.data[i] = ';';
}

// Refuses the byte at line[i]; the line's text is kept for the message.
static bool refuse_byte(struct reader *reader, const char *line, size_t length, size_t i,
                        struct error *error)
{
    size_t start = reader->text.length;
    restore_semicolons(reader, start);
    buf_add(&reader->text, line, length);
    unsigned byte = (unsigned char)line[i];
    const char *what = byte < 0x80                         ? "not text"
                       : utf8_length(line + i, length - i) ? "the beginning of a control character"
                                                           : "not valid UTF-8 here";
    return error_at(error, start + i, 1, "the byte \\x%02x is %s", byte, what);
}

// Notes a bracket that opens or closes.
static void bracket(struct reader *reader, char c, size_t at, size_t line)
{
    if (c == '[' || c == '(') {
        if (reader->depth++ == 0) {
            reader->open = c;
            reader->open_at = at;
            reader->open_line = line;
        }
    } else if (reader->depth > 0) {
        reader->depth--;
    }
}

// The end of the string that begins at line[i], or length where it has none.
static size_t string_end(const char *line, size_t length, size_t i)
{
    char quote = line[i];
    for (i++; i < length && line[i] != quote; i++)
        if (line[i] == '\\' && quote == '"' && i + 1 < length)
            i++;
    return i < length ? i + 1 : length;
}

// The bytes of the character at line[i] that may stand in a command, or 0.
static size_t text_length(const char *line, size_t length, size_t i)
{
    size_t bytes = utf8_length(line + i, length - i);
    return bytes && (line[i] == '\t' || !utf8_is_control(line + i, bytes)) ? bytes : 0;
}

// Takes one line in. False with [error] set for a byte that is not text.
static bool take_line(struct reader *reader, const char *line, size_t length, size_t number,
                      struct error *error)
{
    size_t start = reader->text.length, i = 0;
    reader->joins = false;
    size_t plain = 0;
    while (plain < length && is_plain(line[plain]))
        plain++;
    for (size_t k = plain; k < length; k++)
        if ((unsigned char)(line[k] - 0x20) >= 0x5f) {
            size_t bytes = text_length(line, length, k);
            if (bytes == 0)
                return refuse_byte(reader, line, length, k, error);
            k += bytes - 1;
        }
    buf_add(&reader->text, line, length);
    if (reader->text.failed || reader->notes.failed)
        return error_memory(error);
    if (plain == length)
        return true;
    char *text = reader->text.data ? reader->text.data + start : NULL;
    while (i < length) {
        char c = line[i];
        if (c == '"' || c == '\'') {
            i = string_end(line, length, i);
            continue;
        }
        if (c == '#') {
            reader->text.length = start + i;
            text[i] = '\0';
            buf_add(&reader->notes, line + i, length - i);
            buf_puts(&reader->notes, "\n");
            break;
        }
        if (c == '[' || c == ']' || c == '(' || c == ')')
            bracket(reader, c, start + i, number);
        if (c == ';' && reader->depth == 0)
            text[i] = '\0';
        if (c == '\\' && i + 1 == length) {
            text[i] = ' ';
            reader->joins = true;
        }
        i++;
    }
    return true;
}

// The prompt of a line that continues: what is open, and room.
static const char *continuation(const struct reader *reader)
{
    return reader->depth == 0 ? "  ... " : reader->open == '[' ? "[ ... " : "( ... ";
}

// Whether a person wants to leave an unfinished command: quit always works.
static bool is_quit(const char *line, size_t length)
{
    return (length == 4 && memcmp(line, "quit", 4) == 0) || (length == 1 && line[0] == 'q');
}

enum input_result reader_next(struct reader *reader, struct input *input, const char *prompt,
                              struct error *error)
{
    const char *line;
    size_t length;
    buf_clear(&reader->text);
    buf_clear(&reader->notes);
    reader->depth = 0;
    reader->joins = false;
    for (bool first = true;; first = false) {
        enum input_result result =
            input->read(input, first ? prompt : continuation(reader), &line, &length, error);
        if (result == INPUT_END && !first) {
            if (reader->depth == 0)
                return INPUT_LINE;
            restore_semicolons(reader, reader->text.length);
            error_at(error, reader->open_at, 1, "this '%c' is never closed", reader->open);
            return INPUT_BAD_LINE;
        }
        if (result != INPUT_LINE) {
            reader->first_line = input->line;
            buf_clear(&reader->text);
            return result;
        }
        if (!first && input->is_interactive && is_quit(line, length)) {
            buf_clear(&reader->text);
            reader->depth = 0;
        }
        reader->is_blank = first && length == 0;
        if (first)
            reader->first_line = input->line;
        else if (reader->text.length)
            buf_puts(&reader->text, "\n");
        if (!take_line(reader, line, length, input->line, error))
            return INPUT_BAD_LINE;
        if (reader->depth == 0 && !reader->joins)
            return INPUT_LINE;
    }
}

void reader_clear(struct reader *reader)
{
    buf_free(&reader->text);
    buf_free(&reader->notes);
}
