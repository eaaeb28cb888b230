// SPDX-License-Identifier: GPL-3.0-or-later
// A set as text: the command `data inline`, its numbers exact, with the names of its columns and
// classes. inline_recipe writes what inline_name reads. Nothing is kept.
#ifndef DATA_INLINE_H
#define DATA_INLINE_H

#include "base/buf.h"
#include "data/dataset.h"

#define INLINE_TITLE "inline" // of a set that is told none

// What `data inline` may be told beside the numbers, each a list of texts parted by commas; a comma or
// a backslash that belongs to a text has a backslash before it. NULL: nothing is told.
struct inline_words {
    const char *title;   // of the set, as it stands
    const char *columns; // their names, inputs first
    const char *classes; // the classes' names
    const char *texts;   // for each input that a column of texts became: what 1 stands for
    const char *others;  // and what 0 stands for, where there are two texts
};

// Appends the commands that make the set again, each with a newline: the set's recipe, before it the
// numbers that no command makes, but without what was set in it by hand.
void inline_recipe(const struct dataset *dataset, struct buf *out);

// Appends the command that types the set as it stands, whatever it was made from.
void inline_set(const struct dataset *dataset, struct buf *out);

// Names what a set is called, its columns and its classes. False with [error] set where there are more
// names than columns, or memory ran out.
bool inline_name(struct dataset *dataset, const struct inline_words *words, struct error *error);

#endif
