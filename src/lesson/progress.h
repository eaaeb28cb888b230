// SPDX-License-Identifier: GPL-3.0-or-later
// How far a student has come in a lesson, and its line in a saved session:
//
//     restore lesson forward version=00c5… step=4 variant=6 results=flh.... text="What is ...?"
//
// progress_init and progress_read make one, progress_clear frees what it owns; a zeroed one is clear.
#ifndef LESSON_PROGRESS_H
#define LESSON_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "expr/value.h"

struct lesson;

// How a step was passed.
enum progress_result {
    PROGRESS_OPEN = '.',    // it was not, yet
    PROGRESS_FIRST = 'f',   // at the first try, without a hint
    PROGRESS_LATER = 'l',   // after a wrong answer or after retry
    PROGRESS_HINTED = 'h',  // with a hint
    PROGRESS_SKIPPED = 's', // its solution was shown
};

struct progress {
    char *name;       // the lesson's
    char *file;       // where it was read from, or NULL: it is built in
    uint64_t version; // of its text
    size_t step;      // the one that is open; one more than there are: all were passed
    size_t variant;
    char *who;        // the student's name, or NULL
    char *results;    // a letter for each step
    char *names;      // the names that the lesson made, separated by commas; or NULL
    struct buf typed; // the commands that were typed since it began, a line each
    size_t seconds;   // that it has taken
    bool is_graded;   // each step that is passed is noted in the row of the answer that is graded
    size_t best;      // how many steps were passed at first try when it was done before
    bool was_done;    // it was

    // Of the open step.
    size_t tries, hints; // wrong answers; hints given
    bool is_repeated;    // it was gone back to by retry
    char *text;          // as it was put, or NULL
    bool has_expected;   // it is a question that was put
    struct value expected;
};

// A beginning at step 1 of a lesson that was read from [file], or is built in. False with [error] set when memory runs out.
bool progress_init(struct progress *progress, const struct lesson *lesson, const char *file,
                   size_t variant, const char *who, struct error *error);

void progress_clear(struct progress *progress);

// How many steps have that result.
size_t progress_count(const struct progress *progress, enum progress_result result);

// Whether every step was passed.
bool progress_is_done(const struct progress *progress);

// Notes that the lesson made that name. Without memory it stays the student's.
void progress_own(struct progress *progress, const char *name);

// Whether it made that name.
bool progress_owns(const struct progress *progress, const char *name, size_t length);

// Appends what follows `restore lesson`.
void progress_write(struct buf *out, const struct progress *progress);

// Reads that again. False with [error] set, and nothing to clear, where it is not what progress_write writes.
bool progress_read(struct progress *progress, const char *text, size_t length, struct error *error);

#endif
