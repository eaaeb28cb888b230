// SPDX-License-Identifier: GPL-3.0-or-later
// Checks a lesson by playing it: with its solutions, by skipping, saved and loaded at each step, and after a
// student's detours.
#ifndef SHELL_CHECK_LESSON_H
#define SHELL_CHECK_LESSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "shell/command.h"
#include "shell/host.h"
#include "shell/read_lesson.h"

struct lesson;
struct shell;

// What lessons are checked with.
struct check_world {
    const struct host *host; // keeps what is written in [answers], and errors in [notes]
    struct buf *answers, *notes;
    const struct command_table *commands;
    const char *kernel; // as shell_options have it
    struct shell
        *row; // in which the lessons are played one after another, or NULL: the first makes it
};

// The processor's seconds that a lesson may take with its solutions, once.
#define CHECK_SECONDS_MOST 10

// Tells [faults] of each thing that is wrong; appends what the lesson consists of to [summary], where it could
// be read. One fault a line of the lesson is told, the first.
void check_lesson(struct check_world *world, const struct lesson_source *source,
                  struct lesson_faults *faults, struct buf *summary);

#endif
