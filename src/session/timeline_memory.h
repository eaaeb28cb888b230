// SPDX-License-Identifier: GPL-3.0-or-later
// How a timeline keeps within its memory. Nothing is owned here.
#ifndef SESSION_TIMELINE_MEMORY_H
#define SESSION_TIMELINE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "session/timeline.h"

// Lets states go until there is room for [wanted] bytes more: those that a replay brings back, the
// more of them the farther away, then, with [drops] or for little, the oldest entries and last what is
// undone. False when that is not enough.
bool timeline_make_room(struct session *session, size_t wanted, bool drops);

// Adds a state at the end of a trail. False when memory does not suffice.
bool trail_add(struct trail *trail, struct snapshot *state);

// Lets all states of a trail go.
void trail_clear(struct trail *trail);

// Frees what an entry holds.
void entry_clear(struct entry *entry);

// Drops the entries from [index] on.
void timeline_cut(struct timeline *timeline, size_t index);

#endif
