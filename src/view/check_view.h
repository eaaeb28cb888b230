// SPDX-License-Identifier: GPL-3.0-or-later
// The answer of `check`, appended to the caller's buffer.
#ifndef VIEW_CHECK_VIEW_H
#define VIEW_CHECK_VIEW_H

#include "base/buf.h"
#include "network/gradcheck.h"
#include "view/style.h"

// A line for each parameter matrix that was compared, with its corners below it. Returns how many
// gradients are wrong.
size_t check_view(struct buf *out, struct style style, const struct network *network,
                  const struct gradcheck_report *reports);

#endif
