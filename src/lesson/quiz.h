// SPDX-License-Identifier: GPL-3.0-or-later
// The quiz: which questions there are and in which order, which elements of a network make a good one, how
// far a student has come. It draws by a generator of its own, so that training never notices. A zeroed quiz
// has asked nothing yet; quiz_close ends the question that is open and frees what it holds.
#ifndef LESSON_QUIZ_H
#define LESSON_QUIZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "lesson/numbers.h"
#include "lesson/question.h"
#include "lesson/subject.h"
#include "session/setting.h"

struct session;

enum quiz_topic {
    QUIZ_FORWARD,
    QUIZ_LOSS,
    QUIZ_OUTPUT,
    QUIZ_GRADIENT,
    QUIZ_UPDATE,
    QUIZ_HIDDEN,
    QUIZ_SHAPES,
    QUIZ_TOPICS
};

struct quiz_topic_row {
    const char *name, *meaning;
};

extern const struct quiz_topic_row quiz_topics[QUIZ_TOPICS];

enum {
    QUIZ_TERMS_MOST = 8,  // of a sum that is added up by hand
    QUIZ_MASTERY = 3,     // questions in a row right at first try, and a topic is mastered
    QUIZ_REPEATS = 4,     // each such question repeats a mastered topic
    QUIZ_SLIPS_MOST = 64, // rows of the table of slips that are counted
    QUIZ_ASKED_MOST = 64, // questions that are not put again while there are others
    QUIZ_POINTS = 2,      // for an answer at first try; 1 later or after a hint
};

// How a student does in one topic.
struct quiz_score {
    size_t asked, first; // questions ended; right at first try
    size_t streak;       // of those in a row, the last ones
    size_t points;
    bool is_mastered;
};

// A question that was drawn.
struct quiz_draw {
    enum quiz_topic topic;
    struct subject subject;
    int digits; // significant digits to ask for; 0: the answer is a count or a shape
};

struct quiz {
    bool is_open;
    struct quiz_draw draw;                 // of the question that is open, or of the last one
    struct numbers *numbers;               // of the question that is open
    bool is_hinted;                        // a hint was given
    bool wants_twin;                       // the last one was shown: the next is of its kind
    size_t count;                          // questions put so far
    struct subject asked[QUIZ_ASKED_MOST]; // what they asked for, the newest last
    size_t asked_count;
    struct quiz_score scores[QUIZ_TOPICS];
    size_t slips[QUIZ_SLIPS_MOST]; // how often each row of the table was met
    // What the question was asked about, to see whether that changed.
    size_t edited;
    struct settings settings;
};

// What is wanted of the next question.
struct quiz_wish {
    const struct subject *subject; // this very one; or NULL
    const enum quiz_topic *topic;  // one of this topic; or NULL
    const uint32_t *seed;          // drawn by it; NULL: by its number
};

// The topic called so; false where there is none.
bool quiz_topic_find(const char *name, size_t length, enum quiz_topic *topic);

// Draws the next question and counts it. The session must be prepared; it is not changed. False with
// [error] set when nothing can be asked.
bool quiz_draw(struct quiz *quiz, const struct session *session, const struct quiz_wish *wish,
               struct error *error);

// Puts the question that was drawn: runs the stages before it, hides the rest. False with [error] set.
bool quiz_ask(struct quiz *quiz, struct question *question, struct session *session,
              struct question_owner owner, struct error *error);

// Ends the open question: right after that many wrong answers, or shown.
void quiz_right(struct quiz *quiz, size_t tries);
void quiz_shown(struct quiz *quiz);

// Counts what slips a wrong answer looked like.
void quiz_tally(struct quiz *quiz, const struct slip_match *match);

// Whether a command has changed what the open question is about: network, data or settings that act.
bool quiz_is_outdated(struct quiz *quiz, const struct session *session);

// Ends the open question, if there is one, without score.
void quiz_close(struct quiz *quiz, struct question *question, struct session *session);

#endif
