// SPDX-License-Identifier: GPL-3.0-or-later
// A parameter of a command, and the kinds that there are. A kind is one row: how its argument is read, what
// is offered for it at the prompt, which lists help shows for it. Rows are constant; nothing is owned.
#ifndef SHELL_PARAM_H
#define SHELL_PARAM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "shell/list.h"

struct argument;
struct call;
struct completion;

// What an argument is. Help shows the lists of words in this order.
enum param_kind {
    PARAM_COUNT,      // a whole number
    PARAM_REAL,       // a number
    PARAM_NUMBERS,    // numbers up to the end of the command
    PARAM_EXPRESSION, // an expression
    PARAM_ITEMS,      // expressions and strings, separated by commas
    PARAM_NAME,       // a name to give
    PARAM_MOMENT,     // a mark's name, or the number of an epoch
    PARAM_EQUALS,     // the sign =
    PARAM_VALUE,      // what a setting or a place becomes: a word or an expression
    PARAM_CHANGES,    // names with values, as `whatif` tries them
    PARAM_LAYERS,     // sizes with activations: 2 4:tanh 1
    PARAM_SCHEME,     // the name of a scheme
    PARAM_DATA,       // the name of a data set
    PARAM_SCALE,      // the name of a normalisation
    PARAM_WORD,       // a word, in quotes where it holds spaces
    PARAM_SWITCH,     // nothing but its own word: a keyword that is there or not
    PARAM_SHOW_ITEMS, // what `show` shows
    PARAM_PICTURE,    // what `plot` draws, and a file
    PARAM_PANELS,     // what `live` shows
    PARAM_EXPORT,     // what `export` writes, and a file
    PARAM_PLACE,      // what `set` sets: a name, perhaps with an index
    PARAM_PARAMETERS, // names of weights and biases
    PARAM_FILE,       // a file's name
    PARAM_HERE,       // the word `here`
    PARAM_STAGE,      // the name of a stage
    PARAM_TEXT,       // a string in quotes
    PARAM_LESSON,     // the name of a lesson, or of a file that holds one
    PARAM_QUIZ,       // what the quiz is told: a topic, an element, or one of its own words
    PARAM_TOPIC,      // a command or a topic of help, up to the end
    PARAM_KIND_COUNT
};

enum param_flags {
    PARAM_REQUIRED = 0,
    PARAM_OPTIONAL = 1,
    PARAM_OPTION = 2,  // given as name=value, anywhere
    PARAM_KEYWORD = 4, // given after its name, as in `until CONDITION`
    PARAM_QUIET = 8,   // not in the usage line: what the shell writes and nobody types
};

struct param {
    const char *name; // as the usage line shows it; for an option or a keyword, its word
    enum param_kind kind;
    unsigned flags;
    const char *value; // for an option or a keyword: how the usage line shows its value

    // Of a number: its value if it is not given, and its least and greatest value; most is 0 if there is no
    // greatest.
    double usual, least, most;
    const char *outside; // the error where it is outside them; NULL: one that is made of the bounds
};

// Takes the argument of [param] that begins at [at] of the call's text, and returns where it ends, or 0
// with [error] set.
typedef size_t param_reader(const struct call *call, struct argument *argument, size_t at,
                            const struct param *param, struct error *error);

// Offers what may stand at the cursor of [completion].
typedef void param_offer(struct completion *completion);

enum { PARAM_LISTS_MOST = 4 };

struct param_kind_row {
    param_reader *read;
    param_offer *offer; // NULL: nothing
    // What help lists for it, up to the first NULL: what may stand there, and what explains that.
    const struct list *lists[PARAM_LISTS_MOST + 1];
    bool takes_rest; // its argument continues to the end of the command
};

extern const struct param_kind_row param_kinds[PARAM_KIND_COUNT];

// What may stand where an argument of [kind] stands, word by word; NULL after the last one. Only kinds
// with a closed list have one.
const char *param_choice(enum param_kind kind, size_t index);

#endif
