// SPDX-License-Identifier: GPL-3.0-or-later
// One open question: what is right, what is hidden meanwhile, which slips would lead to which wrong
// answer, and what was answered so far. A lesson and the quiz both ask by it, one question at a time. A
// zeroed question is closed; question_open opens it and question_close ends it and frees what it holds.
//
//     struct question_plan plan = {.expected = &value, .digits = 3, .hides = true, .stage = stage};
//     if (question_open(&question, session, &plan, &error) && ...)
//         question_judge(&question, session, text, length, &judgement, &error);
#ifndef LESSON_QUESTION_H
#define LESSON_QUESTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "expr/value.h"
#include "lesson/slip.h"
#include "lesson/subject.h"

struct session;

enum { QUESTION_DIGITS_LEAST = 3, QUESTION_DIGITS_MOST = 6, QUESTION_TRIES = 3 };

enum verdict {
    VERDICT_RIGHT,
    VERDICT_TOO_FEW,   // the right number, with fewer digits than were asked for; no try is used
    VERDICT_NO_ANSWER, // not finite, or of another shape; no try is used
    VERDICT_AS_BEFORE, // a wrong answer given a second time; no try is used
    VERDICT_NOT_YET,   // wrong
};

// What became of an answer.
struct judgement {
    enum verdict verdict;
    struct buf sentence;     // begins with the verdict's word; the caller frees it
    struct slip_match match; // which slips the wrong answer looks like
    size_t own_line;         // of the lesson, where its author thought of it; else 0
};

// Who asked. Is called with every judgement, after its sentence is in [out]; may append to that, and close the
// question or open the next one.
struct question_owner {
    void *context;
    void (*judged)(void *context, const struct judgement *judgement, struct buf *out);
};

// What is asked. [expected] is taken over, whether the question opens or not.
struct question_plan {
    struct value *expected; // what is right: a number, or an array whose elements must all be right
    double tolerance;       // how far an answer may be off, where digits is 0
    int digits;             // significant digits asked for; 0: the tolerance counts
    bool hides;             // the stages from [stage] on are hidden
    size_t stage;
    const struct subject *subject; // whose slips are known; NULL: it is looked for by the value
    struct question_owner owner;
};

// A wrong answer that a lesson's author thought of.
struct own_slip {
    struct value value;
    char *text;
    size_t line; // of the lesson
};

struct question {
    bool is_open;
    struct value expected;
    double tolerance;
    int digits;
    bool hides;
    bool has_subject;
    struct subject subject;
    struct slips slips; // the wrong values that a usual slip leads to
    struct own_slip *own;
    size_t own_count;
    size_t tries;          // wrong answers so far
    struct value *earlier; // those that are remembered
    size_t earlier_count;
    struct question_owner owner;
};

// Opens a question; one that was open must be closed first. False with [error] set, and no question open,
// when memory does not suffice.
bool question_open(struct question *question, struct session *session,
                   const struct question_plan *plan, struct error *error);

// Adds a wrong value, which is taken over, and what to say about it, as that line of a lesson has it. False with
// [error] set.
bool question_add_slip(struct question *question, struct value *value, const char *text,
                       size_t line, struct error *error);

// Judges the answer text[0, length). False with [error] set and placed, and nothing changed, when it
// cannot be evaluated; a name in it may be hidden.
bool question_judge(struct question *question, struct session *session, const char *text,
                    size_t length, struct judgement *judgement, struct error *error);

// Ends the question and shows what it hid. A closed one stays closed.
void question_close(struct question *question, struct session *session);

#endif
