// SPDX-License-Identifier: GPL-3.0-or-later
// Where a state on the timeline is kept, and how it is made again. For the other files of the timeline
// alone.
#ifndef HISTORY_TIMELINE_STATE_H
#define HISTORY_TIMELINE_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "history/timeline.h"

// The index of the entry with that id, or SIZE_MAX where it is gone.
size_t timeline_find_entry(const struct timeline *timeline, size_t id);

// Notes that an entry was gone back to, or looked at.
static inline void timeline_visit(struct timeline *timeline, size_t id)
{
    if (id < timeline->oldest)
        timeline->oldest = id;
}

// The nearest state kept from which [point] of entry [index] can be replayed, or NULL.
struct snapshot *timeline_find_source(const struct timeline *timeline, size_t index,
                                      struct point point);

// Says why a state is gone; returns false.
bool timeline_refuse_gone(const struct timeline *timeline, struct error *error);

// The state at [point], replayed from [from], as a session of its own, which the caller frees. NULL with
// [error] set, also where [from] is NULL.
struct session *timeline_open_state(const struct timeline *timeline, const struct snapshot *from,
                                    struct point point, struct error *error);

#endif
