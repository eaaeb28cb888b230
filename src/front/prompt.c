// SPDX-License-Identifier: GPL-3.0-or-later
// A prompt holds nothing but our own text. A pasted line may hold anything, and is shown before the
// shell has refused it, so what would command the terminal is spelled out here.
#include "front/prompt.h"

#include <string.h>

#include "base/utf8.h"

// Appends [text] with what would command the terminal made visible.
static void add_visible(struct buf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t bytes = utf8_length(text + i, length - i);
        if (bytes > 0 && (text[i] == '\t' || !utf8_is_control(text + i, bytes))) {
            buf_add(out, text + i, bytes);
            i += bytes;
        } else {
            buf_printf(out, "\\x%02x", (unsigned)(unsigned char)text[i++]);
        }
    }
}

void prompt_add(struct buf *out, struct output *output, const char *prompt, bool hide)
{
    bool colored = output_wants_color(output, output->color);
    size_t length = strlen(prompt), blanks = 0;
    while (blanks < length && prompt[length - 1 - blanks] == ' ')
        blanks++;
    if (colored)
        buf_puts(out, hide ? "\001\033[1;32m\002" : "\033[1;32m");
    if (output->ascii)
        utf8_to_ascii(out, prompt, length - blanks);
    else
        buf_add(out, prompt, length - blanks);
    if (colored)
        buf_puts(out, hide ? "\001\033[0m\002" : "\033[0m");
    buf_fill(out, ' ', blanks);
}

void prompt_show_line(struct output *output, const char *prompt, const char *line)
{
    struct buf text = BUF_EMPTY;
    prompt_add(&text, output, prompt, false);
    add_visible(&text, line, strlen(line));
    buf_puts(&text, "\n");
    output_write(output, buf_text(&text), text.length);
    buf_free(&text);
}
