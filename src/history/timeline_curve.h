// SPDX-License-Identifier: GPL-3.0-or-later
// Which curve leads to which state. The timeline's entries own the copies made here; the session's own
// curve stays its own. Nothing here can fail: what memory does not suffice for is not drawn later.
#ifndef HISTORY_TIMELINE_CURVE_H
#define HISTORY_TIMELINE_CURVE_H

#include <stddef.h>

#include "history/timeline.h"

// Keeps the present curve for the state at the cursor, from which the session continues with another network
// or another branch. Nothing is done where that network was left before.
void timeline_leave_curve(struct timeline *timeline);

// The same for all of the present branch, which the session leaves for another entry.
void timeline_leave_branch(struct timeline *timeline);

// Gives the session, which the cursor has brought to another branch than that of [from], the curve that
// led there.
void timeline_fetch_curve(struct timeline *timeline, size_t from);

// Keeps the present curve with a mark; gives the session a mark's.
void timeline_mark_curve(struct timeline *timeline, struct mark *mark);
void timeline_fetch_marked(struct timeline *timeline, const struct mark *mark);

#endif
