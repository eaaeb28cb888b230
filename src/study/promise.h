// SPDX-License-Identifier: GPL-3.0-or-later
// How far another program's losses will agree with ours. It does the same sums in another order, so its
// numbers differ in their last bits, and how such a difference grows is a property of the training. It is
// measured: the network is trained beside a twin whose parameters and learning rate are moved by one last
// bit. Nothing is owned.
#ifndef STUDY_PROMISE_H
#define STUDY_PROMISE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "study/study_case.h"

// What was found.
struct promise {
    size_t epochs; // of the training that was measured; 0: none was
    size_t every;  // epochs between two printed losses
    size_t from;   // the epochs that were done before it
    size_t until;  // of these [epochs], the last printed one up to which all agree; 0: none does
    bool diverges; // the training does, after [until]
};

// The decimals in which losses are compared.
enum { PROMISE_DECIMALS = 4 };

// Who wants to know how far it is, for a live line: [epoch] of the session's, by that clock. Both
// functions may be NULL.
struct promise_watcher {
    void (*progress)(void *context, size_t epoch);
    double (*seconds)(void *context);
    void *context;
};

// Measures a training of [promise]->epochs epochs from where the case stands, with losses printed each
// [promise]->every. False with [error] set when memory does not suffice or the stop flag is set.
bool promise_measure(const struct study_case *from, struct promise *promise,
                     const struct promise_watcher *watcher, struct error *error);

#endif
