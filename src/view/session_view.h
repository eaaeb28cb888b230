// SPDX-License-Identifier: GPL-3.0-or-later
// What `show` answers: the network, the settings, values. Everything is appended to the caller's
// buffer; the session is only read.
#ifndef VIEW_SESSION_VIEW_H
#define VIEW_SESSION_VIEW_H

#include "base/buf.h"
#include "session/quantity.h"
#include "session/session.h"
#include "view/style.h"

// The architecture: a line a layer with shapes, activation and parameter count. There must be a
// network.
void session_view_net(struct buf *out, const struct session *session, struct style style);

// Every setting as a `set` command that a script can run, followed by its meaning and default.
void session_view_settings(struct buf *out, const struct session *session, struct style style);

// A quantity with its name and shape. A stale one is marked and says what to run.
void session_view_quantity(struct buf *out, const struct session *session, struct quantity quantity,
                           struct matrix m, enum quantity_state state, struct style style);

// Appends "  mse 0.2474" where the loss has a companion that is read beside it; [value] is the loss
// over all the data, [write] writes the number.
void session_view_companion(struct buf *out, const struct session *session, double value,
                            struct number_string (*write)(struct style style, double value),
                            struct style style);

// The student's own names.
void session_view_variables(struct buf *out, const struct session *session, struct style style);

#endif
