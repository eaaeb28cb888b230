// SPDX-License-Identifier: GPL-3.0-or-later
// From lines to commands: joins lines while a bracket is open or a line ends in \, removes comments,
// and separates commands at each ; outside quotes and brackets. A reader is started in place and ended
// by reader_clear; the text it gives is valid until the next call.
#ifndef SHELL_READER_H
#define SHELL_READER_H

#include "base/buf.h"
#include "base/error.h"
#include "shell/input.h"

struct reader {
    struct buf text;   // commands, each ended by a NUL (the last one by the buffer's own)
    struct buf notes;  // the comments of those lines from their # on, each ended by a newline
    size_t first_line; // where the text begins in its input
    char open;         // the outermost bracket that is not closed yet, or 0
    size_t open_at, open_line, depth;
    bool joins;    // the last line ended in a backslash
    bool is_blank; // the text is one line without anything on it
};

#define READER_EMPTY ((struct reader){.text = BUF_EMPTY, .notes = BUF_EMPTY})

// Reads lines until whole commands are there. INPUT_LINE: text holds them. INPUT_BAD_LINE: [error]
// says what is wrong, placed in the text where it can be. The rest as the input says.
enum input_result reader_next(struct reader *reader, struct input *input, const char *prompt,
                              struct error *error);

void reader_clear(struct reader *reader);

#endif
