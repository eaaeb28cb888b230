// SPDX-License-Identifier: GPL-3.0-or-later
// A typed answer: an expression, or a number with a decimal comma, or numbers side by side.
#ifndef LESSON_ANSWER_H
#define LESSON_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "expr/value.h"

struct session;

struct answer {
    struct value value; // answer_clear frees it
    bool is_plain;      // one number, typed in digits
    int digits;         // its significant digits; trailing zeros count, leading ones do not
    double half;        // half a unit of its last digit; infinite for an expression
    bool had_comma;     // a decimal comma was read as a point
};

// Whether the text is an answer that is not an expression: 0,5 or 2 1 or 2, 1.
bool answer_is_numbers(const char *text, size_t length);

// Reads text[0, length) with the session's names; with [wants_list] a comma separates numbers. False with [error] set, and placed, when it cannot be
// read or evaluated; the answer is then clear.
bool answer_read(struct session *session, const char *text, size_t length, bool wants_list,
                 struct answer *answer, struct error *error);

void answer_clear(struct answer *answer);

#endif
