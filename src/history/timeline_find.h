// SPDX-License-Identifier: GPL-3.0-or-later
// In which entry of a timeline a moment on the way to the present state lies. For the other files of the timeline
// alone.
#ifndef HISTORY_TIMELINE_FIND_H
#define HISTORY_TIMELINE_FIND_H

#include "history/timeline.h"

// The entry in which [point], the end of an epoch, lies. False with [error] set where there is none.
bool timeline_find_epoch(const struct timeline *timeline, struct point point, size_t *index,
                         struct error *error);

// The entry in which the moment right after update [steps] lies, and its point. False as above.
bool timeline_find_steps(const struct timeline *timeline, size_t steps, size_t *index,
                         struct point *point, struct error *error);

#endif
