// SPDX-License-Identifier: GPL-3.0-or-later
// Lines are not copied: they stay where they are in the text.
#include "shell/input_text.h"

#include <stdlib.h>
#include <string.h>

#include "shell/recording.h"

enum input_result input_text_line(struct input_text *text, const char **line, size_t *length,
                                  struct error *error)
{
    if (text->at >= text->length)
        return INPUT_END;
    *line = text->text + text->at;
    const char *newline = memchr(*line, '\n', text->length - text->at);
    *length = newline ? (size_t)(newline - *line) : text->length - text->at;
    text->at += *length + 1;
    if (*length > 0 && (*line)[*length - 1] == '\r')
        (*length)--;
    text->input.line++;
    if (*length <= INPUT_LINE_MOST)
        return INPUT_LINE;
    error_set(error, "this line is longer than %zu bytes and was skipped", INPUT_LINE_MOST);
    return INPUT_BAD_LINE;
}

static enum input_result read_line(struct input *input, const char *prompt, const char **line,
                                   size_t *length, struct error *error)
{
    struct input_text *text = (struct input_text *)(void *)input;
    text->prompt = prompt;
    if (text->stop && *text->stop)
        return INPUT_INTERRUPTED;
    enum input_result result = input_text_line(text, line, length, error);
    if (result != INPUT_END)
        recording_know_input(input, *line, *length);
    return result;
}

static void close_nothing(struct input *input)
{
    (void)input;
}

static void close_text(struct input *input)
{
    free(input);
}

struct input_text input_text(const char *text, size_t length, const char *name)
{
    return (struct input_text){.input = {.read = read_line, .close = close_nothing, .name = name},
                               .text = text,
                               .length = length};
}

struct input_text *input_text_create(const char *text, size_t length, const char *name,
                                     struct error *error)
{
    struct input_text *created = malloc(sizeof *created);
    if (!created) {
        error_memory(error);
        return NULL;
    }
    *created = input_text(text, length, name);
    created->input.close = close_text;
    return created;
}
