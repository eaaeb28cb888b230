// SPDX-License-Identifier: GPL-3.0-or-later
// Moments that are looked at one after the other, most often backwards. The timeline keeps some states on the way,
// so that not all updates are repeated for each.
#ifndef HISTORY_TIMELINE_LOOK_H
#define HISTORY_TIMELINE_LOOK_H

#include "history/timeline.h"

// The state right after update [steps], or epoch [epoch], on the way to the present one, as a session of its own,
// which the caller frees. NULL with [error] set.
struct session *timeline_look_steps(struct timeline *timeline, size_t steps, struct error *error);
struct session *timeline_look_epoch(struct timeline *timeline, size_t epoch, struct error *error);

// Gives up what was kept on the way.
void timeline_forget_looks(struct timeline *timeline);

#endif
