// SPDX-License-Identifier: GPL-3.0-or-later
// From a lesson's file to a struct lesson.
#ifndef SHELL_READ_LESSON_H
#define SHELL_READ_LESSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

struct input;
struct lesson;
struct shell;

// What is told of each thing that is wrong, with its line.
struct lesson_faults {
    void (*tell)(void *context, size_t line, const struct error *error);
    void *context;
    size_t count;
};

// What a lesson is read from.
struct lesson_source {
    const char *path;
    const char *text;
    size_t length;
    size_t first_line; // of the text in the file
};

// The lesson in the text, whose first command is title; NULL, and at least one fault told, when it is none.
struct lesson *read_lesson(const struct shell *shell, const struct lesson_source *source,
                           struct lesson_faults *faults);

// The same, where the first fault is the error, with file and line.
struct lesson *read_lesson_or_fail(const struct shell *shell, const struct lesson_source *source,
                                   struct error *error);

// Appends the lines that are left of an input. False with [error] set.
bool read_lesson_text(struct input *input, struct buf *text, struct error *error);

#endif
