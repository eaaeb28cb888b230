// SPDX-License-Identifier: GPL-3.0-or-later
// What if: the loss and the predictions with other settings or weights, computed on a copy. The
// session stays as it is; a trial belongs to its caller, who ends it with whatif_clear.
#ifndef STUDY_WHATIF_H
#define STUDY_WHATIF_H

#include <stdbool.h>

#include "base/error.h"
#include "session/session.h"

struct whatif {
    struct network *network;  // a copy, with its own parameters and optimizer state
    struct settings settings; // a copy
};

struct outcome {
    double loss;     // now, over the present batch
    double after;    // after one update from here, over the same samples
    struct matrix a; // predictions now, batch × outputs
    double *owned;   // the elements of a
};

// Begins a trial from the session as it is. False with [error] set when memory does not suffice.
bool whatif_begin(struct whatif *whatif, const struct session *session, struct error *error);

// Frees the whatif.
void whatif_clear(struct whatif *whatif);

// Computes what would come out. The session must be prepared. False with [error] set when the
// settings do not fit the network or memory does not suffice.
bool whatif_run(struct whatif *whatif, const struct session *session, struct outcome *outcome,
                struct error *error);

// Frees the outcome.
void outcome_clear(struct outcome *outcome);

#endif
