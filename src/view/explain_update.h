// SPDX-License-Identifier: GPL-3.0-or-later
// The next value of one weight or bias, line by line as the optimizer computes it.
#ifndef VIEW_EXPLAIN_UPDATE_H
#define VIEW_EXPLAIN_UPDATE_H

#include "base/buf.h"
#include "session/session.h"
#include "view/element.h"
#include "view/pass_view.h"

// Appends what the next update makes of w[i,j] or b[0,j]. Its gradient must be fresh (where gradients
// are clipped, all of them), unless the parameter is frozen. The session is only read.
void explain_update(struct buf *out, const struct session *session, const struct pass_view *view,
                    struct element element);

#endif
