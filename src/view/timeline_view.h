// SPDX-License-Identifier: GPL-3.0-or-later
// `show timeline` and `diff` as text. Nothing is owned; nothing is changed.
#ifndef VIEW_TIMELINE_VIEW_H
#define VIEW_TIMELINE_VIEW_H

#include <stdbool.h>

#include "base/buf.h"
#include "session/session.h"
#include "view/style.h"

struct timeline;

// Which entries timeline_view shows: [shown] of them from [first] on.
void timeline_view_range(const struct timeline *timeline, struct style style, size_t *first,
                         size_t *shown);

// The entries with the cursor, the losses that were found out, the marks, and the memory held.
void timeline_view(struct buf *out, const struct timeline *timeline, struct style style);

// One side of a comparison.
struct side {
    const char *name; // as it was typed
    const struct session *session;
    bool has_loss;
    double loss;
};

// What differs between two states: settings, data, loss, parameters.
void timeline_view_diff(struct buf *out, const struct side *a, const struct side *b,
                        struct style style);

#endif
