// SPDX-License-Identifier: GPL-3.0-or-later
// Where commands come from: a terminal, a file, a pipe, a text. The shell reads through this
// record and never knows which; front/ makes the records. Who creates an input closes it.
#ifndef SHELL_INPUT_H
#define SHELL_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

// The longest line that is read, in bytes; a longer one is skipped.
#define INPUT_LINE_MOST ((size_t)1 << 20)

enum input_result {
    INPUT_LINE,        // a line is there
    INPUT_END,         // no more lines
    INPUT_INTERRUPTED, // Ctrl-C at the prompt: drop what was begun, ask again
    INPUT_BAD_LINE,    // the line cannot be used: [error] says why; reading may continue after it
    INPUT_FAILED,      // reading failed: [error] says why; there will be no more lines
};

struct input {
    // The next line without its line end (a carriage return before it is dropped too), valid until
    // the next call. [prompt] is shown by inputs that have somebody to show it to. The line may
    // hold any bytes but '\n'; the shell refuses control bytes itself.
    enum input_result (*read)(struct input *input, const char *prompt, const char **line,
                              size_t *length, struct error *error);
    // Frees the input and closes what it opened.
    void (*close)(struct input *input);
    const char *name; // for messages: a file's name as it was given, "-c", "stdin"; NULL: a person
    size_t line;      // the number of the last line read, from 1
    bool is_interactive; // a person types: errors do not end it, empty lines may repeat
    size_t rest;         // lines of one paste that are waiting; dropped at an error
    bool is_saved;  // what `save` wrote, up to `resume`: its commands are run without their answers
    bool is_record; // what `record` wrote: it continues where a command that only looks fails
    bool is_shown;  // its commands are shown as they would be typed
    bool teaches; // a script that is shown as it runs, and that waits for Enter at each blank line
    unsigned long long device, file; // which file this is, so that a loop of sources is seen; or 0
};

#endif
