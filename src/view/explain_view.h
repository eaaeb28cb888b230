// SPDX-License-Identifier: GPL-3.0-or-later
// `explain`: where one number comes from, and where that comes from, down the chain rule as a tree.
// Everything is appended to the caller's buffer; the session is only read.
#ifndef VIEW_EXPLAIN_VIEW_H
#define VIEW_EXPLAIN_VIEW_H

#include "base/buf.h"
#include "session/session.h"
#include "view/element.h"
#include "view/style.h"

// Explains an element of z, a, da, dz, dw or db, the loss, or the next value of an element of w or b.
// Its values, and all they were computed from, must be fresh. [depth] is how many links of the chain
// are opened: 1 for the number alone, 2 for its parts as well, and so on.
void explain_view(struct buf *out, const struct session *session, struct style style,
                  struct element element, size_t depth);

#endif
