// SPDX-License-Identifier: GPL-3.0-or-later
// A command is one row, next to its function in a cmd_ file; commands.h lists them. From the
// row come its usage line, the checking of its arguments, abbreviations, completion, help, the manual
// page and docs/commands.md; nothing of it is written a second time. Rows are constant; nothing is
// owned.
#ifndef SHELL_COMMAND_H
#define SHELL_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "shell/param.h"

struct call;
struct shell;

enum topic { TOPIC_MAKE, TOPIC_RUN, TOPIC_LOOK, TOPIC_TIME, TOPIC_FILES, TOPIC_LEARN, TOPIC_COUNT };

extern const char *const topic_titles[TOPIC_COUNT];

// The hint of a line that is no command, where nothing better is known.
#define COMMAND_LIST_HINT "'help' lists the commands"

enum command_flags {
    COMMAND_NEEDS_NETWORK = 1,    // refused without a network that fits the data
    COMMAND_REPEATS = 2,          // an empty line at a prompt runs it again
    COMMAND_PLAIN = 4,            // its name says it all: `help` lists it without a summary
    COMMAND_SETS_STATE = 8,       // changes the session at once and nothing else: `load` may run it
    COMMAND_TAKES_FILE = 16,      // a part that a file's name alone chooses
    COMMAND_ENDS_SAVED = 32,      // the last command of a saved session
    COMMAND_REPEATS_ALONE = 8192, // an empty line repeats its name, without the arguments
    COMMAND_EXPECTS = 64,         // an expectation: where it cannot be read, it did not hold
    // What a record needs to know:
    COMMAND_RECORDS = 128,        // begins and ends it, and is not in it
    COMMAND_TRAINS = 256,         // what it did can be counted in epochs and updates
    COMMAND_TRAVELS = 512,        // goes through time; forward, it trains
    COMMAND_COMPARES = 1024,      // looks at moments, and goes to none
    COMMAND_ALONE_DIFFERS = 2048, // without its first argument it does another thing each time
    COMMAND_LOOKS = 4096,         // changes nothing, so a replay can do without it
    COMMAND_ANSWERS = 16384,      // a plain line may stand for it, which is recorded with its name
};

// Whether a command shows what an open question may hide, or goes on to where it is shown; such a command is
// refused meanwhile. What shows values only by their names says no: a hidden name has no value. Each row must
// say it.
// The last kind shows nothing itself and leads to where it is seen; in a lesson, which is saved and loaded with
// its question, it is allowed.
enum command_reveals { REVEALS_UNSAID, REVEALS_NO, REVEALS_YES, REVEALS_ELSEWHERE };

enum { COMMAND_PARAMS_MOST = 14 };

// Runs a command. False with [error] set, and the session as it was, when it cannot be done.
typedef bool command_function(struct shell *shell, const struct call *call, struct error *error);

// Commands in the order of help.
struct command_table {
    const struct command *const *rows;
    size_t count;
};

struct command {
    const char *name;
    const char *key;   // its fixed short form, or NULL
    const char *alias; // a second name, or NULL
    enum topic topic;
    struct param params[COMMAND_PARAMS_MOST]; // up to the first without a name
    const char *summary;                      // one line, up to 60 columns
    const char *details;                      // what a student should know
    const char *example;                      // commands, a line each, that run from a fresh start
    unsigned flags;
    enum command_reveals reveals; // while a question is open
    bool
        is_whole_word; // only its whole name means it: added later than the scripts that abbreviate
    const struct command_table *parts; // what may follow its name, as "data split"; or NULL
    command_function *run;
};

// The command of the table whose name, short form or second name is [word], or NULL.
const struct command *command_named(const struct command_table *commands, const char *word,
                                    size_t length);

// The command of the table that [word] means: by name, by short form, or by an unambiguous beginning. NULL with
// [error] set when there is none or more than one.
const struct command *command_find(const struct command_table *commands, const char *word,
                                   size_t length, struct error *error);

// The part of [command] that the word after its name at text[*at] chooses, with *at moved to after that
// word; else [command] itself. A word that can only be a file's name chooses the part for files.
const struct command *command_part(const struct command *command, const char *text, size_t length,
                                   size_t *at);

// The parts of a command, if it has any.
struct command_table command_parts(const struct command *command);

// The second word of a part's name.
const char *command_part_word(const struct command *part);

// Appends the usage line, as "train [N] [every=N]"; options that do not fit into 80 columns become "...".
void command_usage(const struct command *command, struct buf *out);

// Makes the usage line the hint. Always false.
bool command_hint(const struct command *command, struct error *error);

// The number of its parameters.
size_t command_param_count(const struct command *command);

#endif
