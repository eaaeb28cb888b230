// SPDX-License-Identifier: GPL-3.0-or-later
// What memory an entry needs is there before anything is changed: its place in the list and its text.
// Only the state after it may then be missing, and what that means the entry's kind decides.
#include "history/timeline_entry.h"

#include <stdlib.h>
#include <string.h>

#include "history/timeline_memory.h"
#include "session/resume.h"

// The bytes of a command that are kept.
enum { TEXT_MOST = 200 };

void timeline_set_last(struct timeline *timeline, struct snapshot *state)
{
    snapshot_share(state);
    snapshot_free(timeline->last);
    timeline->last = state;
}

struct snapshot *timeline_take(struct timeline *timeline)
{
    struct error ignored;
    struct snapshot *state =
        snapshot_take(timeline->session, timeline->last, &timeline->held, &ignored);
    if (state)
        timeline_set_last(timeline, state);
    return state;
}

struct entry timeline_entry_here(struct timeline *timeline, enum entry_kind kind)
{
    const struct session *session = timeline->session;
    return (struct entry){.id = ++timeline->last_id,
                          .kind = kind,
                          .has_network = session->network != NULL,
                          .point = session_point(session),
                          .steps = session->steps};
}

// A copy of the command on one line, cut where it is long. NULL when memory does not suffice.
static char *copy_text(const char *text, size_t length)
{
    bool is_cut = length > TEXT_MOST;
    char *copy = malloc(TEXT_MOST + 4);
    size_t used = 0;
    if (!copy)
        return NULL;
    for (size_t i = 0; i < length && used < TEXT_MOST; i++) {
        bool is_blank = text[i] == ' ' || text[i] == '\t' || text[i] == '\n';
        if (!is_blank)
            copy[used++] = text[i];
        else if (used && copy[used - 1] != ' ')
            copy[used++] = ' ';
    }
    while (is_cut && used && ((unsigned char)copy[used - 1] & 0xC0) == 0x80)
        used--;
    if (is_cut && used && ((unsigned char)copy[used - 1] & 0x80))
        used--;
    while (used && copy[used - 1] == ' ')
        used--;
    strcpy(copy + used, is_cut ? "..." : "");
    return copy;
}

char *timeline_reserve(struct timeline *timeline, const char *text, size_t length)
{
    if (timeline->cursor + 1 >= timeline->room) {
        size_t room = 2 * timeline->room;
        struct entry *entries = realloc(timeline->entries, room * sizeof *entries);
        if (!entries)
            return NULL;
        timeline->entries = entries;
        timeline->room = room;
    }
    return copy_text(text, length);
}

struct entry *timeline_add(struct timeline *timeline, struct entry entry)
{
    timeline_cut(timeline, timeline->cursor + 1);
    entry.work = timeline->entries[timeline->cursor].work;
    timeline->entries[timeline->count++] = entry;
    return &timeline->entries[++timeline->cursor];
}

enum note timeline_keep(struct timeline *timeline)
{
    bool is_run = timeline->entries[timeline->cursor].kind == ENTRY_RUN;
    size_t cost = snapshot_cost(timeline->session, timeline->last);
    if (!timeline_make_room(timeline, cost, !is_run))
        return is_run ? NOTE_KEPT : NOTE_TOO_LARGE;
    struct snapshot *state = timeline_take(timeline);
    timeline->entries[timeline->cursor].state = state;
    timeline->is_lost |= !state && !is_run;
    return state || is_run ? NOTE_KEPT : NOTE_LOST;
}
