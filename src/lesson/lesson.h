// SPDX-License-Identifier: GPL-3.0-or-later
// A lesson as it was written: its title, and in order what it says, runs and asks. lesson_create makes an
// empty one, the lesson_add_ functions fill it line by line, lesson_complete ends the filling, lesson_free
// frees it. A lesson owns its texts and is not changed while it is played.
//
// A step is what waits for the student: a question, a task or a pause. Steps count from 1.
#ifndef LESSON_LESSON_H
#define LESSON_LESSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum lesson_kind {
    LESSON_COMMAND, // run by the lesson itself
    LESSON_SAY,
    LESSON_ASK,
    LESSON_DO,
    LESSON_PAUSE,
};

struct lesson_hint {
    char *text;
    size_t line;
};

// A wrong answer that the author expects, and what to say about it.
struct lesson_slip {
    char *expression, *text;
    size_t line;
};

struct lesson_item {
    enum lesson_kind kind;
    size_t line;        // in the file, from 1
    char *text;         // the command, the paragraph, the question or the task; NULL for a pause
    char *expression;   // of a question, its answer; of a task, its condition or NULL
    char *used;         // of a task: how a command must begin that has run; or NULL
    bool is_used_first; // that command comes before the condition holds, else after it
    char *hide;         // of a question: the first stage that counts as not computed; or NULL
    bool has_tolerance;
    double tolerance; // of an answer, absolute
    int digits;       // significant digits of an answer; 0: not said
    size_t points;
    struct lesson_hint *hints;
    size_t hint_count;
    struct lesson_slip *slips;
    size_t slip_count;
    char *solution; // an expression, or commands separated by semicolons or newlines; or NULL
    size_t solution_line;
};

enum { LESSON_DIGITS = 3 }; // of an answer, where its question does not say

struct lesson {
    char *name;  // by which it is called: its file's, without folder and ending
    char *path;  // its file, for messages
    char *title; // NULL until lesson_set_title
    size_t minutes;
    size_t *variants; // the numbers that `seed=variant` may mean, the usual one first
    size_t variant_count;
    uint64_t version; // tells its text from any other
    struct lesson_item *items;
    size_t item_count;
    size_t step_count;
};

// A lesson of that file's text without anything in it yet. NULL when memory runs out.
struct lesson *lesson_create(const char *path, const char *text, size_t length);

// Frees a lesson; NULL is allowed.
void lesson_free(struct lesson *lesson);

// Whether the item is a step.
bool lesson_is_step(const struct lesson_item *item);

// The number of the step at item [index], or of the next one after it; step_count + 1 after the last.
size_t lesson_step_number(const struct lesson *lesson, size_t index);

// The item of step [step], which there is.
size_t lesson_step_item(const struct lesson *lesson, size_t step);

// Where the first paragraph is: the commands before it are run without their answers.
size_t lesson_first_say(const struct lesson *lesson);

// Sets the title and the numbers in [variants], separated by spaces, or NULL for 1 alone. False with
// [error] set.
bool lesson_set_title(struct lesson *lesson, const char *title, size_t minutes,
                      const char *variants, struct error *error);

// Appends an item, which is empty but for kind, line and text. NULL with [error] set.
struct lesson_item *lesson_add(struct lesson *lesson, enum lesson_kind kind, size_t line,
                               const char *text, size_t length, struct error *error);

// Add to the question or task that was added last. False with [error] set where there is none, or where
// it takes none.
bool lesson_add_hint(struct lesson *lesson, size_t line, const char *text, struct error *error);
bool lesson_add_slip(struct lesson *lesson, size_t line, const char *expression, size_t length,
                     const char *text, struct error *error);
bool lesson_set_solution(struct lesson *lesson, size_t line, const char *text, struct error *error);

// The variant that is a student's by name: the same wherever the lesson has the same variants.
size_t lesson_variant_of(const struct lesson *lesson, const char *who);

// Whether the lesson has that variant.
bool lesson_has_variant(const struct lesson *lesson, size_t variant);

#endif
