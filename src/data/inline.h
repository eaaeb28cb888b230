// SPDX-License-Identifier: GPL-3.0-or-later
// A set as text: the command `data inline`, its numbers exact, with all else that the set knows of them:
// names, texts, what the targets are, the units the columns came in, what was missing. Whoever reads it
// has the same set as before, and it is written the same again. inline_set writes what inline_note
// reads. Nothing is kept.
#ifndef DATA_INLINE_H
#define DATA_INLINE_H

#include "base/buf.h"
#include "data/dataset.h"

#define INLINE_TITLE "inline" // of a set that is given none

// What `data inline` may say besides the numbers. Of the texts each is a list separated by commas; a
// comma or a backslash that belongs to a text has a backslash before it. NULL: nothing is said.
struct inline_notes {
    const char *title;   // of the set, as it stands
    const char *columns; // their names, inputs first
    const char *classes; // the classes' names
    const char *texts;   // for each input that a column of texts became: what 1 stands for
    const char *others;  // and what 0 stands for, where there are two texts
    const char *targets; // what they are, where the numbers do not say it: numbers, two or classes
    const char *normalized; // the name of the normalisation
    // A number for each column: its shift and its scale, and how many of its cells were missing.
    const struct matrix *shifts, *scales, *missing;
    size_t left_out; // rows that lacked a value
};

// Appends the commands that make the set again, each with a newline: the set's recipe, before it the
// numbers that no command makes, but without what was set in it by hand.
void inline_recipe(const struct dataset *dataset, struct buf *out);

// Appends the command that types the set as it stands, whatever it was made from.
void inline_set(const struct dataset *dataset, struct buf *out);

// Notes in a set what is said about it. False with [error] set where that cannot be of this set, or memory
// ran out.
bool inline_note(struct dataset *dataset, const struct inline_notes *notes, struct error *error);

#endif
