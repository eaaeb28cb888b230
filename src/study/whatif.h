// SPDX-License-Identifier: GPL-3.0-or-later
// What if: the loss and the predictions with other settings or weights, computed on a copy. What is
// asked about stays as it is. A question belongs to its caller, who changes its copies and ends it with
// whatif_clear; what its case borrows must outlive it.
#ifndef STUDY_WHATIF_H
#define STUDY_WHATIF_H

#include <stdbool.h>

#include "base/error.h"
#include "study/study_case.h"

struct whatif {
    struct study_case from;   // things as they are
    struct network *network;  // a copy, with its own parameters and optimizer state
    struct settings settings; // a copy
};

struct whatif_outcome {
    double loss;     // now, over the present batch
    double after;    // after one update from here, over the same samples
    struct matrix a; // predictions now, batch × outputs
    double *owned;   // the elements of a
};

// Begins with copies of things as they are; there must be a batch. False with [error] set when
// memory does not suffice.
bool whatif_begin(struct whatif *whatif, const struct study_case *from, struct error *error);

// Frees the copies.
void whatif_clear(struct whatif *whatif);

// Computes what would come out. False with [error] set, and nothing to clear, when the settings do not
// fit the network or memory does not suffice.
bool whatif_run(struct whatif *whatif, struct whatif_outcome *outcome, struct error *error);

// Frees the outcome.
void whatif_outcome_clear(struct whatif_outcome *outcome);

#endif
