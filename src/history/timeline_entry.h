// SPDX-License-Identifier: GPL-3.0-or-later
// How an entry comes onto the timeline, and the state after it into memory and out of it again. For the
// other files of the timeline alone.
#ifndef HISTORY_TIMELINE_ENTRY_H
#define HISTORY_TIMELINE_ENTRY_H

#include <stddef.h>

#include "history/timeline.h"

// Makes [state] the one that the next one taken shares with.
void timeline_set_last(struct timeline *timeline, struct snapshot *state);

// The present state, shared with the last one as far as they agree; the caller frees it. NULL when
// memory does not suffice.
struct snapshot *timeline_take(struct timeline *timeline);

// A new entry that says where the session is; it has no text and no state yet.
struct entry timeline_entry_here(struct timeline *timeline, enum entry_kind kind);

// Makes sure that an entry can be added, and copies its text, on one line and cut where it is long.
// The caller frees the copy or adds it. NULL when memory does not suffice.
char *timeline_reserve(struct timeline *timeline, const char *text, size_t length);

// Adds an entry, for which there must be room, after the cursor, in place of what was undone, and
// moves the cursor there.
struct entry *timeline_add(struct timeline *timeline, struct entry entry);

// Keeps the state after the entry at the cursor, if there is room; a run does without. Says what
// timeline_note is to say.
enum note timeline_keep(struct timeline *timeline);

#endif
