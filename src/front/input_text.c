// SPDX-License-Identifier: GPL-3.0-or-later
// Lines are handed out where they lie in the text. A text from the command line has no mark at its
// start, and its length is bounded by the system, but one line of it may still be too long.
#include "front/input_text.h"

#include <stdlib.h>
#include <string.h>

#include "front/signals.h"

struct text {
    struct input input; // first, so that one pointer is both
    const char *next;   // the lines not yet handed out
};

// The next line. A signal to stop ends a long text too, between two commands.
static enum input_result read_line(struct input *input, const char *prompt, const char **line,
                                   size_t *length, struct error *error)
{
    struct text *text = (struct text *)(void *)input;
    (void)prompt;
    if (signals_stop)
        return INPUT_INTERRUPTED;
    if (!*text->next)
        return INPUT_END;
    *line = text->next;
    *length = strcspn(text->next, "\n");
    text->next += *length + (text->next[*length] == '\n');
    if (*length > 0 && (*line)[*length - 1] == '\r')
        (*length)--;
    input->line++;
    if (*length <= INPUT_LINE_MOST)
        return INPUT_LINE;
    error_set(error, "this line is longer than %zu bytes and was skipped", INPUT_LINE_MOST);
    return INPUT_BAD_LINE;
}

static void close_text(struct input *input)
{
    free(input);
}

struct input *input_text_create(const char *content, const char *name, struct error *error)
{
    struct text *text = calloc(1, sizeof *text);
    if (!text) {
        error_memory(error);
        return NULL;
    }
    text->input = (struct input){.read = read_line, .close = close_text, .name = name};
    text->next = content;
    return &text->input;
}
