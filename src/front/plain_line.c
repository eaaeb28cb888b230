// SPDX-License-Identifier: GPL-3.0-or-later
// The terminal stays as it is: it collects a line, with Backspace, Ctrl-U and Ctrl-W, and makes signals of Ctrl-C
// and Ctrl-Z. It gives the line out byte by byte, so that what follows stays with it, where Ctrl-C can drop it.
#define _XOPEN_SOURCE 700
#include "front/plain_line.h"

#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "front/autosave.h"
#include "front/memory.h"
#include "front/prompt.h"
#include "front/signals.h"

static void show_prompt(struct output *output, const char *prompt)
{
    struct buf shown = BUF_EMPTY;
    prompt_add(&shown, output, prompt, false);
    output_write(output, buf_text(&shown), shown.length);
    output_flush(output);
    buf_free(&shown);
}

// Reads a byte; 0 where Ctrl-D was pressed, -1 where a signal came or the terminal is gone.
static int read_byte(struct output *output, const char *prompt, char *byte)
{
    while (!signals_stop) {
        bool ready = signals_wait(STDIN_FILENO, NULL, autosave_is_due() ? 0 : -1);
        if (ready && !signals_stop)
            return (int)read(STDIN_FILENO, byte, 1);
        autosave_keep();
        signals_resized();
        if (signals_continued())
            show_prompt(output, prompt);
    }
    return -1;
}

// Appends what is typed up to Enter. False where there is none. Ctrl-D in the middle of a line only sends its
// beginning off; twice, or at the start, it is an end.
static bool collect(struct buf *line, struct output *output, const char *prompt)
{
    char byte;
    int count, before = 0;
    while ((count = read_byte(output, prompt, &byte)) >= 0) {
        if (count == 0 && before == 0)
            return false;
        if (count == 1 && byte == '\n')
            return !line->failed;
        buf_add(line, &byte, count == 1 && byte != '\0');
        before = count;
    }
    return false;
}

char *plain_line(struct output *output, const char *prompt)
{
    struct buf line = BUF_EMPTY;
    char *text = NULL;
    show_prompt(output, prompt);
    if (collect(&line, output, prompt)) {
        text = xmalloc(line.length + 1);
        memcpy(text, buf_text(&line), line.length + 1);
    }
    buf_free(&line);
    return text;
}
