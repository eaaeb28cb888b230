// SPDX-License-Identifier: GPL-3.0-or-later
// A position is an entry and a point in it. To get there, the nearest state kept at or before it is
// opened and the updates in between are repeated. Walking back from a position leads along a run to
// the entry before, through a goto to where that one continued from, and ends at an edit whose state was
// dropped. Settings do not change along a run; so what is repeated there is what was done there.
#include "history/timeline_state.h"

#include <stdint.h>

#include "session/resume.h"
#include "session/train.h"

size_t timeline_find_entry(const struct timeline *timeline, size_t id)
{
    size_t low = 0, high = timeline->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (timeline->entries[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < timeline->count && timeline->entries[low].id == id ? low : SIZE_MAX;
}

// The last of the states that is not after [point], or NULL.
static struct snapshot *find_state(const struct kept_states *states, struct point point)
{
    size_t low = 0, high = states->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (point_is_before(point, states->list[middle]->point))
            high = middle;
        else
            low = middle + 1;
    }
    return low ? states->list[low - 1] : NULL;
}

struct snapshot *timeline_find_source(const struct timeline *timeline, size_t index,
                                      struct point point)
{
    for (;;) {
        const struct entry *entry = &timeline->entries[index];
        if (entry->state && !point_is_before(point, entry->point))
            return entry->state;
        struct snapshot *state = find_state(&entry->run_states, point);
        if (state || index == 0 || entry->kind == ENTRY_EDIT)
            return state;
        index = entry->kind == ENTRY_RUN ? index - 1 : timeline_find_entry(timeline, entry->source);
        if (index == SIZE_MAX)
            return NULL;
    }
}

bool timeline_refuse_gone(const struct timeline *timeline, struct error *error)
{
    size_t megabytes = timeline->session->settings.timeline;
    if (timeline->is_lost)
        return error_set(error, "that state could not be kept, as memory ran out");
    error_set(error, "that state was dropped to stay within %zu MB", megabytes);
    return error_hint(error, "'set timeline %zu' keeps more from now on", 4 * megabytes);
}

struct session *timeline_open_state(const struct timeline *timeline, const struct snapshot *from,
                                    struct point point, struct error *error)
{
    if (!from) {
        timeline_refuse_gone(timeline, error);
        return NULL;
    }
    struct session *state = snapshot_open(from, timeline->session, error);
    if (!state || session_replay(state, point, error))
        return state;
    session_free(state);
    return NULL;
}
