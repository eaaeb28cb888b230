// SPDX-License-Identifier: GPL-3.0-or-later
// Verdicts on answers, and the rows that a teacher gets of them. A check is what is asked: its steps with
// their points. A row is what became of one answer to it. Both own their texts; grade_check_clear and
// grade_row_clear free them, and a zeroed one is clear.
//
// Points are counted in halves, so that they stay whole numbers.
#ifndef LESSON_GRADE_H
#define LESSON_GRADE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "lesson/progress.h"

enum grade_status {
    GRADE_OK,         // every step was done
    GRADE_FAILED,     // one was not
    GRADE_UNREADABLE, // the answer is not a text that can be read
    GRADE_TIME,       // it was stopped; what it had reached is graded
    GRADE_MEMORY,     // a command was refused for want of memory
    GRADE_CRASH,      // the program ended in the middle of it
    GRADE_STATUS_COUNT
};

struct grade_step {
    char *text; // what the student reads it is about, never the condition; or NULL
    size_t points;
};

struct grade_check {
    char *name; // its file's, without folders
    uint64_t version;
    bool is_lesson; // else a script with expectations
    struct grade_step *steps;
    size_t count;
    size_t seconds, megabytes; // that an answer may compute, and may take of memory
};

struct grade_row {
    char *file;
    enum grade_status status;
    size_t variant;        // of a lesson; 0: it has none
    bool is_other_version; // it was written for another text of the lesson
    size_t minutes;        // that the answer claims to have taken; 0: it claims nothing
    uint64_t commands,
        answers;        // what was typed and what came back, as numbers; 0: nothing was typed
    struct buf who;     // the student's name, as the answer or its file's name gives it
    struct buf results; // a letter a step
    struct buf slips;   // the slips that were named, each name ended by a space
    struct buf notes;   // what failed in the answer, as the shell tells it
    const struct grade_row *same_as; // an earlier row with the same commands and answers, or NULL
};

// A check without steps; its version tells text[0, length) from any other. False with [error] set when
// memory runs out.
bool grade_check_init(struct grade_check *check, const char *path, const char *text, size_t length,
                      struct error *error);

// Appends a step. False with [error] set when memory runs out.
bool grade_check_add(struct grade_check *check, const char *text, size_t points,
                     struct error *error);

void grade_check_clear(struct grade_check *check);

// A row for [file] in which nothing is done yet. False with [error] set when memory runs out.
bool grade_row_init(struct grade_row *row, const char *file, const struct grade_check *check,
                    struct error *error);

void grade_row_clear(struct grade_row *row);

// Notes how a step went, counted from 0; one that the check does not have is left out.
void grade_row_note(struct grade_row *row, size_t step, enum progress_result result);

// Notes a slip that a wrong answer was told to look like.
void grade_row_add_slip(struct grade_row *row, const char *name);

// Takes back all that was noted of steps and slips, as for a lesson that is begun once more.
void grade_row_restart(struct grade_row *row);

// Writes all of a row but its file for another process that runs the same program, and reads it there.
// False, with the row as it was, where the bytes are not whole.
void grade_row_write(struct buf *out, const struct grade_row *row);
bool grade_row_read(struct grade_row *row, const char *bytes, size_t length);

// Whether every step was done, and not by its solution.
bool grade_is_done(const struct grade_row *row);

// How many steps have that result; how many were passed in any way but by their solution.
size_t grade_count(const struct grade_row *row, enum progress_result result);
size_t grade_done(const struct grade_row *row);

// The half points that the row has, and those there are.
size_t grade_halves(const struct grade_check *check, const struct grade_row *row);
size_t grade_halves_most(const struct grade_check *check);

// Appends half points as points: 3 or 2.5.
void grade_put_points(struct buf *out, size_t halves);

// The word for a status.
const char *grade_status_word(enum grade_status status);

// Finds for each row the first one before it with the same commands and answers.
void grade_find_same(struct grade_row *rows, size_t count);

// The part of a path after its last slash.
const char *grade_base_name(const char *path);

#endif
