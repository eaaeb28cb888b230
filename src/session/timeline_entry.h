// SPDX-License-Identifier: GPL-3.0-or-later
// How an entry comes onto the timeline, and the state behind it into memory and out of it again. For the
// other files of the timeline alone.
#ifndef SESSION_TIMELINE_ENTRY_H
#define SESSION_TIMELINE_ENTRY_H

#include <stddef.h>

#include "session/timeline.h"

// Makes [state] the one that the next one taken shares with.
void timeline_set_last(struct timeline *timeline, struct snapshot *state);

// The present state, shared with the last one as far as they agree; the caller frees it. NULL when
// memory does not suffice.
struct snapshot *timeline_take(struct session *session);

// A new entry that says where the session is; it has no text and no state yet.
struct entry timeline_entry_here(const struct session *session, enum entry_kind kind);

// Makes sure that an entry can be added, and copies its text, on one line and cut where it is long.
// The caller frees the copy or adds it. NULL when memory does not suffice.
char *timeline_reserve(struct timeline *timeline, const char *text, size_t length);

// Adds an entry, for which there must be room, behind the cursor, in place of what was undone, and
// moves the cursor there.
struct entry *timeline_add(struct timeline *timeline, struct entry entry);

// Keeps the state behind the entry at the cursor, if there is room; a run does without. Says what
// timeline_note is to say.
enum note timeline_keep(struct session *session);

// The nearest state kept from which [point] of entry [index] can be replayed, or NULL.
struct snapshot *timeline_find_source(const struct timeline *timeline, size_t index,
                                      struct point point);

// Opens [from] and replays up to [point]. False with [error] set, also where [from] is NULL.
bool timeline_open_state(const struct session *session, const struct snapshot *from,
                         struct point point, struct session *into, struct error *error);

#endif
