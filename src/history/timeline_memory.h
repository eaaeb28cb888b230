// SPDX-License-Identifier: GPL-3.0-or-later
// How a timeline keeps within its memory. Nothing is owned here.
#ifndef HISTORY_TIMELINE_MEMORY_H
#define HISTORY_TIMELINE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "history/timeline.h"

// Drops states until there is room for [wanted] bytes more: those that a replay brings back, the
// more of them the farther away, then, with [drops] or for little, the oldest entries and last what is
// undone. False when that is not enough.
bool timeline_make_room(struct timeline *timeline, size_t wanted, bool drops);

// Adds a state at the end. False when memory does not suffice.
bool kept_states_add(struct kept_states *states, struct snapshot *state);

// Drops all of them.
void kept_states_clear(struct kept_states *states);

// Drops the entries from [index] on.
void timeline_cut(struct timeline *timeline, size_t index);

// Drops curves, the oldest first and those of marks last, until they take no more than [most] bytes.
void timeline_thin_curves(struct timeline *timeline, size_t most);

// The bytes held now, not counting what the session itself holds, and the bound.
size_t timeline_held(const struct timeline *timeline);
size_t timeline_bound(const struct timeline *timeline);

#endif
