// SPDX-License-Identifier: GPL-3.0-or-later
// A place is a byte offset in the text of a command, which may span lines; here it becomes line and
// column (both from 1, columns in characters). The line is shown through a window of at most 60
// columns, fewer on a narrow screen, that holds the place, so that a line of a megabyte gives a message of one screen line;
// bytes that are not text are shown as \x00 and the caret follows.
#include "shell/report.h"

#include <string.h>

#include "base/utf8.h"
#include "base/words.h"

enum { WINDOW = 60, AROUND = 10 }; // and the dots and spaces around it

// Appends one character of the line as it can be shown; returns its bytes.
static size_t show_character(struct buf *out, const char *text, size_t length, bool is_raw)
{
    size_t bytes = utf8_length(text, length);
    if (text[0] == '\0' && !is_raw) {
        buf_puts(out, ";"); // the reader's mark between two commands
        return 1;
    }
    if (bytes == 0 || utf8_is_control(text, bytes)) {
        bytes = bytes ? bytes : 1;
        if (text[0] == '\t')
            buf_puts(out, " ");
        else
            for (size_t i = 0; i < bytes; i++)
                buf_printf(out, "\\x%02x", (unsigned)(unsigned char)text[i]);
        return bytes;
    }
    buf_add(out, text, bytes);
    return bytes;
}

// The line that holds the place: [begin, end) of the text.
struct line {
    size_t begin, end, number;
};

static struct line find_line(const struct source_text *source, size_t at)
{
    struct line line = {0, source->length, source->first_line};
    for (size_t i = 0; i < at && i < source->length; i++)
        if (source->text[i] == '\n') {
            line.begin = i + 1;
            line.number++;
        }
    const char *newline = memchr(source->text + line.begin, '\n', source->length - line.begin);
    if (newline)
        line.end = (size_t)(newline - source->text);
    return line;
}

static size_t count_characters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; count++) {
        size_t bytes = utf8_length(text + i, length - i);
        i += bytes ? bytes : 1;
    }
    return count;
}

// Appends the window of the line, and below it the caret run under [at, at + span).
static void show_line(struct buf *out, const struct source_text *source, struct line line,
                      size_t at, size_t span, size_t window)
{
    const char *text = source->text;
    struct buf shown = BUF_EMPTY;
    size_t caret = 0, run = 0, from = line.begin;
    if (at - line.begin > window * 2 / 3 && line.end - line.begin > window) {
        from = at - window * 2 / 3;
        while (from < at && ((unsigned char)text[from] & 0xc0) == 0x80)
            from++;
        buf_puts(&shown, "...");
    }
    for (size_t i = from; i < line.end;) {
        size_t columns = utf8_columns(buf_text(&shown), shown.length);
        if (columns >= window) {
            buf_puts(&shown, "...");
            break;
        }
        caret = i <= at ? columns : caret;
        size_t bytes = show_character(&shown, text + i, line.end - i, source->is_raw);
        if (i >= at && i < at + span)
            run = utf8_columns(buf_text(&shown), shown.length) - caret;
        i += bytes;
    }
    if (at >= line.end)
        caret = utf8_columns(buf_text(&shown), shown.length);
    buf_printf(out, "  %s\n  ", buf_text(&shown));
    buf_fill(out, ' ', caret);
    buf_puts(out, "^");
    buf_fill(out, '~', run > 1 ? run - 1 : 0);
    buf_puts(out, "\n");
    buf_free(&shown);
}

// Appends what to do, after the sentence.
static void show_hint(struct buf *out, const struct error *error)
{
    size_t length = strlen(error->what);
    if (!error->hint[0])
        return;
    buf_puts(out, length && error->what[length - 1] == '?' ? " " : "; ");
    buf_puts(out, error->hint);
}

// Appends who sourced the script that failed, innermost first.
static void show_chain(struct buf *out, const struct shell *shell)
{
    for (size_t i = shell->input_count; i-- > 1;) {
        const struct input *outer = shell->inputs[i - 1];
        if (outer->name)
            buf_printf(out, "  sourced from %s:%zu\n",
                       error_quote(outer->name, strlen(outer->name)).text, outer->line);
    }
}

// The bare sentence, where there is no memory to say more.
static void report_plainly(struct shell *shell, const struct error *error)
{
    const struct host *host = shell->host;
    const char *const parts[] = {"error: ", error->what, "\n"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        host_note(host, parts[i], strlen(parts[i]));
}

// The columns of the window that fit the screen.
static size_t window_of(const struct shell *shell)
{
    size_t columns = shell_style(shell).columns;
    return columns == 0 || columns >= WINDOW + AROUND ? WINDOW
                                                      : size_max(columns, 2 * AROUND) - AROUND;
}

// Writes a message: the first [sentence] bytes are words, the rest is a place in a line.
static void note_wrapped(const struct shell *shell, const struct buf *message, size_t sentence)
{
    struct buf words = BUF_EMPTY;
    buf_add(&words, buf_text(message), sentence);
    if (!shell->is_live) // which breaks lines itself, and takes the first one for the sentence
        shell_wrap(shell, &words);
    buf_add(&words, buf_text(message) + sentence, message->length - sentence);
    if (words.failed)
        host_note(shell->host, buf_text(message), message->length);
    else
        host_note(shell->host, buf_text(&words), words.length);
    buf_free(&words);
}

void report_error(struct shell *shell, const struct source_text *source, const struct error *error)
{
    struct buf out = BUF_EMPTY;
    const struct input *input = shell->input_count ? shell->inputs[shell->input_count - 1] : NULL;
    struct line line = {0, 0, input ? input->line : 0};
    size_t at = 0;
    shell->lacked_memory |= error->is_memory;
    if (error->quiet)
        return;
    if (source) {
        at = source->base + (error->placed ? error->at : 0);
        at = size_min(at, source->length);
        line = find_line(source, at);
    }
    struct quoted name = error_quote(input && input->name ? input->name : "",
                                     input && input->name ? strlen(input->name) : 0);
    if (input && input->name && source && error->placed)
        buf_printf(&out, "%s:%zu:%zu: ", name.text, line.number,
                   count_characters(source->text + line.begin, at - line.begin) + 1);
    else if (input && input->name && line.number > 0)
        buf_printf(&out, "%s:%zu: ", name.text, line.number);
    else if (!input)
        buf_puts(&out, "nnsh: ");
    buf_printf(&out, "error: %s", error->what);
    show_hint(&out, error);
    if (error->is_memory && shell->host->more_memory)
        buf_printf(&out, "; %s", shell->host->more_memory);
    buf_puts(&out, "\n");
    size_t sentence = out.length;
    if (source && error->placed && line.end > line.begin)
        show_line(&out, source, line, at, error->length, window_of(shell));
    show_chain(&out, shell);
    if (out.failed)
        report_plainly(shell, error);
    else
        note_wrapped(shell, &out, sentence);
    buf_free(&out);
}
