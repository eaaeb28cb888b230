// SPDX-License-Identifier: GPL-3.0-or-later
// Predictions beside their targets, and how good they are. Everything is appended to the caller's
// buffer.
#ifndef VIEW_PREDICT_VIEW_H
#define VIEW_PREDICT_VIEW_H

#include "base/buf.h"
#include "session/metrics.h"
#include "session/session.h"
#include "view/style.h"

// One part of the data with its predictions.
struct predicted {
    const char *title; // "training part", "test part"; NULL where there is one part only
    struct matrix x, y, a;
    double loss;
};

// Every sample of a part with its prediction, target, and error or verdict, in the units the data
// came in.
void predict_view_samples(struct buf *out, const struct session *session,
                          const struct predicted *part, struct style style);

// A line with the part's loss and accuracy, or for numbers RMSE and R².
void predict_view_total(struct buf *out, const struct session *session,
                        const struct predicted *part, const struct metrics *metrics,
                        struct style style);

// What `show metrics` says of a part.
void predict_view_metrics(struct buf *out, const struct session *session,
                          const struct predicted *part, const struct metrics *metrics,
                          struct style style);

// The prediction a for one input x, in the units the data came in.
void predict_view_one(struct buf *out, const struct session *session, struct matrix x,
                      struct matrix a, struct style style);

#endif
