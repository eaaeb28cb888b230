// SPDX-License-Identifier: GPL-3.0-or-later
// A lesson that is open. It is a coroutine: it goes on by itself, saying, running and asking what is written,
// until a step opens; then whoever types has the word, and after each of their commands the step is looked
// at. When it is passed the lesson goes on. So a person, a pipe and a file play it alike.
//
// The lesson has a session and a timeline of its own, which are the shell's while it is open; the student's
// own are kept here until it is left.
#ifndef SHELL_PLAY_H
#define SHELL_PLAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "lesson/lesson.h"
#include "lesson/progress.h"
#include "lesson/question.h"
#include "session/session.h"

struct shell;
struct timeline;

enum play_state {
    PLAY_RUNS,  // the lesson has the word
    PLAY_OPEN,  // a step waits
    PLAY_STUCK, // the next step could not open
    PLAY_OVER,  // every step was passed; the session stays to play with
};

struct play {
    struct lesson *lesson;
    struct progress progress;
    enum play_state state;
    size_t at;          // the item that is open, or that comes next
    size_t depth;       // the inputs that were open when it began: deeper ones are scripts
    bool is_unattended; // nobody answers: its solutions do
    bool keeps;         // a person plays: how far they came is kept
    double since;       // when its time was looked at last
    bool has_stuck;     // it could not go on, which the command that led there does not know yet
    bool is_restored;   // a state is being restored, command by command
    bool must_keep;     // there is more progress than what is kept
    bool is_told;       // that it cannot be kept
    size_t heard;       // the bytes of what was typed that were looked at

    // Of the open step.
    bool is_halted;             // it cannot go on, since its condition is wrong
    bool has_worked;            // a command has succeeded since it opened
    bool has_used;              // one that begins as wanted, and at its time
    bool has_misused;           // one that begins as wanted, but too early or too late
    bool has_held;              // the condition, after the last command
    bool has_tried;             // since the last hint: an answer, or a command
    struct session_clock clock; // the session's, when it was looked at last

    // The student's own.
    struct session *own;
    struct timeline *own_timeline;
    size_t own_recorded_from;
};

// The lesson's item that is open, or NULL.
const struct lesson_item *play_item(const struct play *play);

// The open step was passed in that way: notes it, and plays on.
void play_pass(struct shell *shell, enum progress_result how);

// Puts the open step once more, with what was said before it.
void play_show(struct shell *shell);

// How the step at hand counts if it is passed now.
enum progress_result play_result(const struct play *play);

// Tells the hint with that number, from 0.
void play_put_hint(struct shell *shell, size_t index);

// The condition of the open step is wrong: tells it with file and line, and stops the lesson there.
void play_halt(struct shell *shell, const struct error *error);

// ---- for those that begin a lesson and go back in it ---------------------------------------------

#define PLAY_MARK "lesson" // where the open step began

// Appends a paragraph of the lesson's.
void play_say(struct shell *shell, const char *text);

// Plays on until a step waits for somebody, or the lesson ends or cannot go on.
void play_on(struct shell *shell);

// Opens the step at the item the lesson is at. False where that cannot be done, which was told.
bool play_open_step(struct shell *shell);

// The next step could not open: says what can be done.
void play_stick(struct shell *shell);

// Notes how the session is now as the beginning of the open step, to which `retry` leads.
void play_begin_here(struct shell *shell);

// Puts the step that is open: its number, and what it asks.
void play_put_step(struct shell *shell);

// From here on what is typed counts for the step.
void play_listen(struct shell *shell);

// Adds the time since it was looked at last to what the lesson has taken.
void play_clock(struct shell *shell);

// What becomes of an answer to the lesson's question.
void play_judged(void *context, const struct judgement *judgement, struct buf *out);

#endif
