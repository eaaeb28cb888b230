// SPDX-License-Identifier: GPL-3.0-or-later
// The only output of the program: answers to stdout in blocks, notes and the live line to stderr. The
// functions suit struct host with a struct output as context, which main owns for the program's life.
//
//     output_init(&output, ascii, 'a', is_interactive);
//     output_write(&output, "loss 0.25\n", 10);
//     return output_finish(&output) ? 0 : OUTPUT_EXIT;
#ifndef FRONT_OUTPUT_H
#define FRONT_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum {
    OUTPUT_BLOCK = 65536,
    OUTPUT_EXIT = 74 // the exit status of a program that could not write (EX_IOERR of sysexits.h)
};

struct output {
    char block[OUTPUT_BLOCK]; // answers on their way to stdout
    size_t used;
    int failure;      // errno of the first write to stdout that failed, or 0
    double sent;      // when the block was last written out
    bool ascii;       // spell every sign in ASCII
    bool is_terminal; // stdout is one
    bool is_live;     // a status line has a place
    bool has_person;  // Ctrl-C drops the rest of an answer that is being shown
    bool has_status;  // one is shown
    char color;       // the choice that holds now: 'a', 'y' or 'n'
    struct buf spelled;
    struct buf *held; // where answers and notes go while the whole screen is taken; or NULL
};

// An output for this process's stdout and stderr. ASCII is spelled when [ascii] says so or the
// locale's encoding is not UTF-8, so the locale must be set before.
void output_init(struct output *output, bool ascii, char color, bool is_interactive);

// Takes an answer. False once stdout cannot be written.
bool output_write(void *context, const char *text, size_t length);

// Brings all answers out. False as above.
bool output_flush(void *context);

// Shows a text longer than the screen by the user's pager. False, and nothing is shown, where no person
// is at a terminal or there is no pager.
bool output_page(void *context, const char *text, size_t length);

// Writes to stderr, after all answers so far.
void output_note(void *context, const char *text, size_t length);

// Writes one line to stderr, [start] and [sentence], after all answers. Needs no memory.
void output_say(struct output *output, const char *start, const char *sentence);

// Shows [text] as the live line, or takes it away for ""; and whether there is a place for one.
void output_status(void *context, const char *text);
bool output_has_status(void *context);

// Whether colour suits stdout, for 'a' (auto), 'y' (always) or 'n' (never). The choice asked about
// last is the one that holds, for the prompt too.
bool output_wants_color(void *context, char choice);

// Whether answers go out as UTF-8.
bool output_writes_utf8(void *context);

// The size of the terminal that answers go to; false where they go elsewhere.
bool output_terminal(void *context, size_t *cols, size_t *rows);

// Clears the terminal; does nothing elsewhere.
void output_clear_screen(void *context);

// Seconds since some fixed moment.
double output_seconds(void *context);

// Brings everything out, closes stdout and frees what the output holds. False, after saying why
// unless the reader just left, when stdout could not be written.
bool output_finish(struct output *output);

#endif
