// SPDX-License-Identifier: GPL-3.0-or-later
// The names of language.md section 3: which quantity a name means, and its value now. Values are
// borrowed from the session and stand until it changes.
#ifndef SESSION_QUANTITY_H
#define SESSION_QUANTITY_H

#include <stdbool.h>
#include <stddef.h>

#include "expr/expr.h"
#include "network/matrix.h"
#include "session/session.h"

struct quantity {
    enum quantity_kind {
        QUANTITY_X,
        QUANTITY_Y,
        QUANTITY_W,
        QUANTITY_B,
        QUANTITY_Z,
        QUANTITY_A,
        QUANTITY_DW,
        QUANTITY_DB,
        QUANTITY_DZ,
        QUANTITY_DA,
        QUANTITY_LOSS,
        QUANTITY_LR,
        QUANTITY_EPOCH,
        QUANTITY_STEPS,
        QUANTITY_ACCURACY,
        QUANTITY_TEST_LOSS,
        QUANTITY_TEST_ACCURACY,
        QUANTITY_BATCH_LOSS,
    } kind;
    size_t layer; // from 1, for w1 and its like; else 0
};

// From the best to the worst.
enum quantity_state {
    QUANTITY_FRESH,   // the value belongs to the present parameters
    QUANTITY_STALE,   // it was computed before the last change
    QUANTITY_MISSING, // nothing computed it yet
    QUANTITY_HIDDEN,  // it may not be seen while a question is open
};

// Reads a name. False when it is none of the session's own: a student's, or nothing.
bool quantity_parse(const char *name, size_t length, struct quantity *quantity);

// Writes the name: "w1", "loss".
enum { QUANTITY_NAME_SIZE = 32 };
void quantity_name(struct quantity quantity, char name[QUANTITY_NAME_SIZE]);

// What it is, in a few words.
const char *quantity_meaning(struct quantity quantity);

// Whether the quantity is there: false with [error] set when there is no network or no such layer.
// Then [state] says whether it can be shown, and [m] is its matrix (also when it is stale); for
// plain numbers (loss, lr, ...) [m] is left alone.
bool quantity_find(struct session *session, struct quantity quantity, struct matrix *m,
                   enum quantity_state *state, struct error *error);

// The matrix of a quantity of a layer: z, a, da, dz, w, b, dw or db. Without a pass those that a pass computes
// are empty.
struct matrix quantity_matrix(const struct network *network, const struct pass *pass,
                              struct quantity quantity);

// Whether a gradient needs the forward pass run first. Needs a network.
bool quantity_needs_forward(const struct session *session);

// Sets [error] to say why a quantity that is not fresh has no value, and what to run.
bool quantity_refuse(const struct session *session, struct quantity quantity,
                     enum quantity_state state, struct error *error);

// The number that [quantity] is now; only for loss, lr, epoch and the like.
bool quantity_number(struct session *session, struct quantity quantity, double *number,
                     struct error *error);

// The first value that is not a finite number, in the order in which values are computed: x, y,
// parameters, then z1, a1 and so on, then the loss. False when all are finite.
bool quantity_first_bad(const struct network *network, const struct pass *pass,
                        struct quantity *quantity, size_t *row, size_t *col, double *value);

// The scope in which the session's expressions are evaluated. It borrows the session.
struct scope session_scope(struct session *session);

// A scope that gives stale values as they lie there: those of the last time they were computed.
struct scope session_latest_scope(struct session *session);

// A scope that gives stale values as well, and zeros for what was not computed yet, in the shapes
// that a pass will give them: to find out whether an expression can be evaluated at all before
// anything runs.
struct scope session_rehearsal_scope(struct session *session);

// Whether a student may not take [name] for their own: it is a quantity's, a setting's, a
// function's or a word of the language.
bool quantity_is_reserved(const char *name, size_t length);

// Whether [name] can stand in an expression: as a quantity's, a function's or a student's name, or a word of
// the language. Its value may still be missing.
bool quantity_has_meaning(const struct session *session, const char *name, size_t length);

// Name number [index] that has a meaning now (w1, dw1, ..., loss, ..., the student's own); false
// after the last one. For completion and for "did you mean".
bool quantity_list(const struct session *session, size_t index, char *name, size_t size);

// Says that nothing is called [name], and which names are nearest. Always false.
bool quantity_unknown(const struct session *session, const char *name, size_t length,
                      struct error *error);

#endif
