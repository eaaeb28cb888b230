// SPDX-License-Identifier: GPL-3.0-or-later
// The usual slips: a row each, with the questions it belongs to, how the wrong value is computed from the
// numbers of the network, and what is said of it. For one question slips_find computes them all; a wrong
// answer is then looked up in them. Rows are constant; slips_clear frees a list.
#ifndef LESSON_SLIP_H
#define LESSON_SLIP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "lesson/numbers.h"
#include "lesson/subject.h"

// From the likeliest to the least likely: where slips of two ranks fit an answer, those of the first count.
enum slip_rank { SLIP_SINGLE, SLIP_PAIR, SLIP_POINT, SLIP_INDEX, SLIP_OTHER_NAME, SLIP_RANKS };

struct slip_row;

struct slip {
    const struct slip_row *row;
    const struct slip_row *second; // of a pair; else NULL
    enum slip_rank rank;
    size_t turn;     // which of the row's values
    double value[2]; // a number, or the two of a shape
};

struct slips {
    struct slip *list;
    size_t count;
    struct subject subject;
    // What sentences speak of.
    const char *activation, *loss, *meaning, *optimizer;
    size_t cols; // of the subject's matrix
};

// What a wrong answer looks like: nothing, one slip, or two that come to the same here.
struct slip_match {
    size_t count;                // of rows that fit; 0: none is known
    const struct slip *slips[2]; // the first ones
    bool are_factors;            // more than two fit, and each of them is a factor
};

// Computes the slips for a subject: all of them. False with [error] set when memory does not suffice; [slips]
// is then empty.
bool slips_find(struct slips *slips, const struct numbers *numbers, struct subject subject,
                struct error *error);

// Frees the list.
void slips_clear(struct slips *slips);

// Half a unit of the last of [digits] significant digits of [value]; for 0, half a millionth.
double slip_half_unit(double value, int digits);

// An answer to be looked up: its values (two for a shape), and how near a slip's value must be: [half], half
// a unit of the last digit typed, is HUGE_VAL for an expression; [digits] is what the question asks for, or 0
// where [tolerance] counts. What lies within the tolerance of the right value is not a slip.
struct slip_answer {
    const double *value;
    size_t count;
    double half, tolerance;
    int digits;
};
void slips_match(const struct slips *slips, const struct slip_answer *answer,
                 struct slip_match *match);

// How many of the slips of one rank lie farther from the right value than twice the tolerance at that many
// digits.
size_t slips_apart(const struct slips *slips, enum slip_rank rank, double right, int digits);

// Appends what is said of the match, as "that is what one gets by leaving out the bias (no-bias)".
void slip_sentence(struct buf *out, const struct slips *slips, const struct slip_match *match);

// The name of a slip's row, by which it is counted; and the rows in their order, NULL after the last.
const char *slip_name(const struct slip *slip);
const char *slip_row_name(size_t index);

#endif
