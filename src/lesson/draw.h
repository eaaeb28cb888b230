// SPDX-License-Identifier: GPL-3.0-or-later
// Which elements make a good question. Nothing is owned.
#ifndef LESSON_DRAW_H
#define LESSON_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lesson/numbers.h"
#include "lesson/quiz.h"
#include "network/rng.h"

struct session;

// What a drawing looks at: the numbers, and the same as they are shown.
struct drawing {
    const struct session *session;
    const struct numbers *numbers, *shown;
    struct rng *rng;
    struct error *error; // set where memory does not suffice; nothing is found then
    bool *has_failed;
};

// What is not to be drawn, the newest last.
struct drawn {
    const struct subject *list;
    size_t count;
};

// Draws an element of a topic, of its first or its second kind of question, or of the other one where there is
// none, but none that was drawn before; where there is nothing else, one that was not drawn lately. False where
// the topic has nothing to ask.
bool draw_topic(const struct drawing *drawing, enum quiz_topic topic, bool is_second,
                struct drawn before, struct quiz_draw *draw);

// Draws another element of the same matrix as [last], likewise.
bool draw_twin(const struct drawing *drawing, const struct quiz_draw *last, struct drawn before,
               struct quiz_draw *draw);

// The digits to ask for: the least from 3 to 6 at which as many slips show as at any, as far as the
// numbers shown give that many; 0 where they do not give three. [shows_slips]: whether enough slips lead to other
// answers, of which reading another element of the matrix is one.
int draw_digits(const struct drawing *drawing, struct subject subject, bool *shows_slips);

// The topic that a subject belongs to.
enum quiz_topic draw_topic_of(const struct numbers *numbers, struct subject subject);

#endif
