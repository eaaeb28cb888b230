// SPDX-License-Identifier: GPL-3.0-or-later
// The shell: one session, the commands that it knows, and the answer that is being written for its host.
// The loop that reads and runs commands is in loop.h. shell_create makes a shell, shell_free ends it.
//
//     struct shell *shell = shell_create(&host, &commands, &options, &error);
//     bool well = shell_run(shell, input);
#ifndef SHELL_SHELL_H
#define SHELL_SHELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "lesson/question.h"
#include "lesson/quiz.h"
#include "shell/host.h"
#include "shell/input.h"
#include "view/style.h"

struct call;
struct command_table;
struct play;
struct grade_row;
struct lesson_source;
struct record;
struct session;
struct shell;
struct timeline;

// Who follows what is typed, as a lesson does while it is open. None of the functions is NULL.
struct follower {
    // A command was run, at whatever depth, and is on the timeline.
    // False when what follows it could not go on, which was reported.
    bool (*after)(struct shell *shell, const struct call *call, bool well);
    // A person pressed Enter on an empty line; whether that was for the follower.
    bool (*empty_line)(struct shell *shell);
    // Appends its part of the prompt, as "forward 3/7", and its line of a saved session.
    void (*prompt)(const struct shell *shell, struct buf *prompt);
    void (*save)(const struct shell *shell, struct buf *text);
    // Whether that name of the session is the follower's, so that nobody else may change it.
    bool (*owns_name)(const struct shell *shell, const char *name, size_t length);
    // Whether a command that is to run now is one that the follower keeps; and where it keeps them.
    bool (*hears)(const struct shell *shell, const struct call *call);
    struct buf *(*typed)(struct shell *shell);
    // Ends what is followed and frees it.
    void (*close)(struct shell *shell);
};

struct shell_options {
    bool echo;          // print each command after its prompt before its answer
    bool keep_going;    // continue after a failed command
    char color;         // 'a', 'y', 'n': what --color said
    const char *kernel; // the kernel to compute with, by name; NULL: the fastest
};

enum {
    SHELL_SOURCES_MOST = 64,  // scripts that may be open inside one another
    SHELL_HISTORY_MOST = 1000 // commands that are remembered
};

struct shell {
    const struct host *host;              // borrowed
    const struct command_table *commands; // what can be typed; borrowed
    struct shell_options options;
    struct session *session;
    struct timeline *timeline;                // of that session
    struct buf out;                           // the answer being written
    struct input *inputs[SHELL_SOURCES_MOST]; // the open inputs, outermost first; borrowed
    size_t input_count;
    bool quits;                        // `quit` was said
    bool leaves;                       // the scripts that are running are to end here
    bool has_more;                     // the command that runs is not the last of its line
    bool has_shown;                    // something was shown since the last blank line of a script
    bool has_waited;                   // a script has waited for Enter: how to continue is known
    bool unwritable;                   // stdout is gone: stop
    bool is_torn;                      // a part of an answer was lost for want of memory
    bool interrupted;                  // a command was stopped by Ctrl-C or a signal
    size_t passed, failed;             // expectations
    bool lacked_memory;                // a command failed for want of memory
    bool loads;                        // a saved session is being read: only state may be set
    const char *other_data;            // the table to take in place of the one it names, or NULL
    bool took_other;                   // it named one
    bool resumed;                      // `resume` was the last command of it
    uint64_t saved;                    // the digest of the session as it was saved or loaded last
    struct record *record;             // where commands are recorded, or NULL
    size_t recorded_from;              // timeline entries up to this id are not in the record
    struct buf recorded_reads;         // the files it reads, each name ended by a NUL
    bool is_rewritten;                 // the command that runs has written over one of them
    char *history[SHELL_HISTORY_MOST]; // the commands typed, a ring
    size_t history_count;              // all there ever were; the last ones are kept
    bool has_told_cost;                // of a condition over the loss, with batches
    char *repeat;                      // what an empty line at a prompt runs, or NULL
    bool is_mute;                      // answers are dropped
    const struct follower *follower;   // of what is typed, or NULL
    struct play *play;                 // the lesson that is open, which is that follower's, or NULL
    struct question question;          // the one that is open, if one is
    struct quiz quiz;                  // which asked it, or a lesson did
    char *restoring;                   // the lesson that the session being loaded is in, or NULL
    bool is_live;                      // the whole screen is taken: nobody is asked anything
    size_t columns;                    // that answers may take; 0: as many as the screen has

    // While an answer is graded; else NULL.
    struct grade_row *grade;            // what becomes of it
    const struct lesson_source *graded; // the lesson it answers, or NULL: a script checks it
    size_t graded_steps;                // how many expectations of that script were noted
};

// A shell with a fresh session that knows these commands. NULL with [error] set when memory does not
// suffice.
struct shell *shell_create(const struct host *host, const struct command_table *commands,
                           const struct shell_options *options, struct error *error);

// Whether a person types the commands.
bool shell_has_person(const struct shell *shell);

// Appends the commands that make the session again, with the lesson that it is in. False when [stop], unless
// NULL, ended that.
bool shell_script(const struct shell *shell, struct buf *text, const volatile sig_atomic_t *stop);

// Whether a student may change that name of their session; false with [error] set where it is a lesson's.
bool shell_may_name(const struct shell *shell, const char *name, size_t length,
                    struct error *error);

// Frees the shell and its session; NULL is allowed.
void shell_free(struct shell *shell);

// Prints `N passed, N failed` if there was any expectation. False when one failed.
bool shell_finish(struct shell *shell);

// The prompt for the next command, as "nnsh> " or with the epoch and the stage to come.
void shell_prompt(const struct shell *shell, struct buf *prompt);

// How answers look now.
struct style shell_style(const struct shell *shell);

// Breaks the text's lines for the screen that it goes to, if it goes to one.
void shell_wrap(const struct shell *shell, struct buf *text);

// Passes the answer written so far to the host. False when stdout is gone.
bool shell_send(struct shell *shell);

// Like shell_send, but an answer that is longer than the screen is shown page by page to a person who
// typed the command.
bool shell_page(struct shell *shell);

// A number that distinguishes the present state of the session from any other; 0 when memory ran out.
uint64_t shell_digest(const struct shell *shell);

// Whether the table that the data come from, if they come from one, is what it was when it was read.
bool shell_has_data(const struct shell *shell);

// The banner of an interactive start: what to type first, on one screen.
void shell_banner(struct shell *shell);

#endif
