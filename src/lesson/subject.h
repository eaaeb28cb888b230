// SPDX-License-Identifier: GPL-3.0-or-later
// What a question asks for: one number of a pass, the next value of a parameter, a count or a shape. A
// subject is a plain value; its text, as "dw2[1,0]", puts the same question again.
#ifndef LESSON_SUBJECT_H
#define LESSON_SUBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "expr/value.h"
#include "session/element.h"

struct session;

enum asked {
    ASKED_ELEMENT,    // z, a, da, dz, dw or db
    ASKED_NEXT,       // an element of w or b after the next update
    ASKED_LOSS,       // the loss of the batch
    ASKED_PART,       // one sample's part of it; the element's row says which
    ASKED_SHAPE,      // rows and columns of the element's matrix
    ASKED_PARAMETERS, // how many weights and biases there are
    ASKED_UPDATES,    // how many updates some epochs take; the element's row is how many
};

struct subject {
    enum asked asked;
    struct element element;
};

enum { SUBJECT_TEXT_SIZE = 120 };

// Writes what is typed after `quiz` to ask for it: "dw2[1,0]", "shape(w2)", "updates(5)".
void subject_text(struct subject subject, char text[SUBJECT_TEXT_SIZE]);

// Reads such a text. False with [error] set when it names nothing that can be asked for in the session,
// which has a network; the error is not placed.
bool subject_parse(struct session *session, const char *text, size_t length,
                   struct subject *subject, struct error *error);

// The number of the stage that computes it, or the number of stages for what no stage computes.
size_t subject_stage(const struct session *session, struct subject subject);

// The shape of the matrix that a subject's element belongs to, in this session's network and batch.
struct shape subject_shape(const struct session *session, struct element element);

bool subject_is_equal(struct subject one, struct subject other);

#endif
