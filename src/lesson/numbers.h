// SPDX-License-Identifier: GPL-3.0-or-later
// All numbers of one update of the session, computed beside it and not in it: what a question asks for,
// and what slips are computed from. A second set of numbers holds them as the shell shows them, rounded;
// a student works with these. numbers_create makes one, numbers_free ends it.
#ifndef LESSON_NUMBERS_H
#define LESSON_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "lesson/subject.h"
#include "network/network.h"
#include "network/pass.h"
#include "network/update.h"

struct session;

struct numbers {
    struct network *network; // with the gradients of the pass
    struct pass *pass;
    double *samples; // what the pass's x and y look into
    struct step_config config;
    struct update update; // the one that would come next
    size_t batches;       // updates of an epoch
};

// The numbers of the update that the prepared session would do next, every stage but the update computed.
// NULL with [error] set when memory does not suffice.
struct numbers *numbers_create(const struct session *session, struct error *error);

// The same, each matrix rounded as it is shown with that many digits. NULL with [error] set.
struct numbers *numbers_as_shown(const struct session *session, const struct numbers *numbers,
                                 struct error *error);

// Frees the numbers; NULL is allowed.
void numbers_free(struct numbers *numbers);

// What the subject asks for, but for a shape.
double numbers_value(const struct numbers *numbers, struct subject subject);

// The same worked out by the subject's own formula from the numbers that stand in it.
double numbers_by_formula(const struct numbers *numbers, struct subject subject);

// How many terms the sum in that formula has; 1 where there is none.
size_t numbers_terms(const struct numbers *numbers, struct subject subject);

// The step that the update adds to a parameter.
double numbers_step(const struct numbers *numbers, struct element element);

// The matrix an element belongs to, w and b among them; of kind x or y, the samples.
struct matrix numbers_matrix(const struct numbers *numbers, enum quantity_kind kind, size_t layer);

// Whether it is the last layer, and its dz comes from loss and activation together.
bool numbers_are_fused(const struct numbers *numbers, size_t layer);

// Sample [n]'s part of the loss.
double numbers_part(const struct numbers *numbers, size_t n);

#endif
