// SPDX-License-Identifier: GPL-3.0-or-later
// What `sweep` answers: how many networks reached the goal, how fast, where the losses ended, and
// what the others have in common. Everything is appended to the caller's buffer.
#ifndef VIEW_SWEEP_VIEW_H
#define VIEW_SWEEP_VIEW_H

#include "base/buf.h"
#include "study/sweep.h"
#include "view/style.h"

// The report of a sweep over the network of [from]. [goal] is the condition as it was typed; NULL:
// that every prediction is right.
void sweep_view(struct buf *out, struct style style, const struct study_case *from,
                const struct sweep *sweep, const struct sweep_report *report, const char *goal);

#endif
