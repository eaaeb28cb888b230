// SPDX-License-Identifier: GPL-3.0-or-later
// Watched expressions as text, appended to the caller's buffer. A value that belongs to the update
// just made, such as a gradient, is marked.
#ifndef VIEW_WATCH_VIEW_H
#define VIEW_WATCH_VIEW_H

#include "base/buf.h"
#include "session/session.h"
#include "view/style.h"

// The watched numbers, to stand after the loss of an epoch: "  w1[0,0] 0.416767".
void watch_view_line(struct buf *out, struct session *session, struct style style);

// The watched matrices, each on lines of its own.
void watch_view_matrices(struct buf *out, struct session *session, struct style style);

// Every watched value, a line each, as `step` shows them.
void watch_view_list(struct buf *out, struct session *session, struct style style);

// What is watched and where training breaks, with the numbers that unwatch and unbreak take.
void watch_view_watches(struct buf *out, const struct session *session);

#endif
