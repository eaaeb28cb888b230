// SPDX-License-Identifier: GPL-3.0-or-later
// Lines from a text in memory: of -c, of an example in help, of a test. The input borrows the
// text as long as it lives.
#ifndef SHELL_INPUT_TEXT_H
#define SHELL_INPUT_TEXT_H

#include <signal.h>
#include <stddef.h>

#include "shell/input.h"

struct input_text {
    struct input input; // first, so that one pointer is both
    const char *text;
    size_t length, at;                 // [at]: where the next line begins
    const char *prompt;                // what the last read was given
    const volatile sig_atomic_t *stop; // reading ends between two lines once this is not 0; or NULL
};

// An input of the [length] bytes at [text], called [name] in messages. It owns nothing, and its
// close does nothing.
struct input_text input_text(const char *text, size_t length, const char *name);

// The same on the heap; its close frees it. NULL with [error] set when memory ran out.
struct input_text *input_text_create(const char *text, size_t length, const char *name,
                                     struct error *error);

// The next line, as an input's read gives it: INPUT_LINE, INPUT_END, or INPUT_BAD_LINE with [error] set
// where it is too long. For inputs that read otherwise but have their lines in such a text.
enum input_result input_text_line(struct input_text *text, const char **line, size_t *length,
                                  struct error *error);

#endif
