// SPDX-License-Identifier: GPL-3.0-or-later
// How far a student has come in a lesson, and its line in a saved session:
//
//     restore lesson forward version=00c5… step=4 variant=6 results=flh.... text="What is ...?"
//
// What the open step says was filled in when it was put, and stays so: nothing done meanwhile changes it.
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

// A wrong answer that the author expects, and what is said about it.
struct progress_slip {
    struct value value;
    char *text;
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
    bool is_stuck;    // where it was saved: the step could not open; [began] is of the one before

    // Of the open step.
    size_t opened;       // the bytes of what was typed before it opened
    struct buf tried;    // the answers and hints that were typed in it
    size_t tries, hints; // wrong answers; hints given
    bool is_repeated;    // it was gone back to by retry
    struct buf said;     // what was said before it
    char *text;          // as it was put, or NULL
    char **hint_texts;
    size_t hint_count;
    struct progress_slip *slips;
    size_t slip_count;
    bool has_expected; // it is a question that was put
    struct value expected;
    struct buf began; // the session as it was when the step opened, as a script
};

// A beginning at step 1 of a lesson that was read from [file], or is built in. False with [error] set when memory runs out.
bool progress_init(struct progress *progress, const struct lesson *lesson, const char *file,
                   size_t variant, const char *who, struct error *error);

void progress_clear(struct progress *progress);

// Forgets what the open step says, for the next one or to put it once more.
void progress_clear_words(struct progress *progress);

// Add to what it says, and take over the text, which may be NULL for want of memory, and the value. False with
// [error] set when memory runs out.
bool progress_add_hint(struct progress *progress, char *text, struct error *error);
bool progress_add_slip(struct progress *progress, struct value *value, char *text,
                       struct error *error);

// How many steps have that result.
size_t progress_count(const struct progress *progress, enum progress_result result);

// Whether it stands at a step of that text of the lesson, and says all that the step does; where the step could not
// open, whether it says how the one before began.
bool progress_fits(const struct progress *progress, const struct lesson *lesson);

// Whether every step was passed.
bool progress_is_done(const struct progress *progress);

// Notes that the lesson made that name. Without memory it stays the student's.
void progress_own(struct progress *progress, const char *name);

// Whether it made that name.
bool progress_owns(const struct progress *progress, const char *name, size_t length);

// Appends what follows `restore lesson`; with [has_moved] also how the step began, which the session that is
// saved beside it no longer shows.
void progress_write(struct buf *out, const struct progress *progress, bool has_moved);

// Reads that again. False with [error] set, and nothing to clear, where it is not what progress_write writes.
bool progress_read(struct progress *progress, const char *text, size_t length, struct error *error);

#endif
