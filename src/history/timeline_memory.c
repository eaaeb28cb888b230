// SPDX-License-Identifier: GPL-3.0-or-later
// States along a run are thinned with distance: one may go when those on both sides of it are still
// close together, measured by how far from the present they lie. So a replay repeats at most a certain
// share of the way it leads back, and the number of states grows with the logarithm of that way.
// The share is doubled until what is left fits. States after edits cannot be replayed and go last,
// the oldest first, together with everything before them. Curves are few and small, and go when all
// else is not enough. Marks never go, nor does the oldest state that can be gone back to: where these alone
// take more than the bound, `show timeline` says so.
#include "history/timeline_memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// The states along runs, at most; beyond some thousands more of them save nothing.
enum { STATES_MOST = 4096, SHARE_FINEST = 256 };

// The bytes of a command's text, about.
enum { TEXT_USUAL = 32 };

bool kept_states_add(struct kept_states *states, struct snapshot *state)
{
    if (states->count == states->room) {
        size_t room = states->room ? 2 * states->room : 8;
        struct snapshot **list = realloc(states->list, room * sizeof(struct snapshot *));
        if (!list)
            return false;
        states->list = list;
        states->room = room;
    }
    states->list[states->count++] = state;
    return true;
}

void kept_states_clear(struct kept_states *states)
{
    for (size_t i = 0; i < states->count; i++)
        snapshot_free(states->list[i]);
    free(states->list);
    *states = (struct kept_states){NULL, 0, 0};
}

// Frees what an entry holds.
static void clear_entry(struct entry *entry)
{
    kept_states_clear(&entry->run_states);
    snapshot_free(entry->state);
    curve_copy_free(entry->curve);
    free(entry->text);
}

void timeline_cut(struct timeline *timeline, size_t index)
{
    while (timeline->count > index)
        clear_entry(&timeline->entries[--timeline->count]);
}

size_t timeline_bound(const struct timeline *timeline)
{
    size_t bytes, megabytes = timeline->session->settings.timeline;
    return __builtin_mul_overflow(megabytes, 1000000, &bytes) ? SIZE_MAX : bytes;
}

size_t timeline_held(const struct timeline *timeline)
{
    size_t bytes, held = timeline->held + timeline->curves_held +
                         timeline->count * (sizeof(struct entry) + TEXT_USUAL);
    // The present data would be there without the timeline.
    if (timeline->last && snapshot_data(timeline->last, &bytes) == timeline->session->data)
        held -= bytes;
    return held;
}

static bool fits(const struct timeline *timeline, size_t wanted)
{
    size_t sum;
    return !__builtin_add_overflow(timeline_held(timeline), wanted, &sum) &&
           sum <= timeline_bound(timeline);
}

// ---- thinning -----------------------------------------------------------------------------------

// One walk along all states that may go, the oldest first.
struct thinning {
    size_t present;         // where the session is, in updates since the beginning
    size_t share;           // a gap may be that part of the distance; 0: let all go
    struct snapshot **slot; // the state that is decided on when the next one is known, or NULL
    size_t before, at;      // where the one kept before it is, and itself
};

static size_t distance(size_t a, size_t b)
{
    return a > b ? a - b : b - a;
}

// The next state on the walk, at [work]; [slot] is NULL for one that stays.
static void visit(struct thinning *thinning, struct snapshot **slot, size_t work)
{
    if (thinning->slot) {
        size_t gap = work - thinning->before, away = distance(thinning->present, thinning->at);
        if (thinning->share == 0 || gap <= away / thinning->share) {
            snapshot_free(*thinning->slot);
            *thinning->slot = NULL;
        } else {
            thinning->before = thinning->at;
        }
    }
    thinning->slot = slot;
    thinning->at = work;
    if (!slot)
        thinning->before = work;
}

static void walk_states(struct thinning *thinning, struct kept_states *states, size_t work,
                        size_t steps)
{
    for (size_t i = 0; i < states->count; i++)
        visit(thinning, &states->list[i], work + (states->list[i]->steps - steps));
}

// Closes the gaps that were left.
static void close_gaps(struct kept_states *states)
{
    size_t count = 0;
    for (size_t i = 0; i < states->count; i++)
        if (states->list[i])
            states->list[count++] = states->list[i];
    states->count = count;
}

static void thin(struct timeline *timeline, size_t share)
{
    struct entry *entries = timeline->entries, *cursor = &entries[timeline->cursor];
    struct thinning thinning = {.share = share, .before = entries[0].work};
    thinning.present =
        cursor->work + (timeline->run_states.count ? timeline->session->steps - cursor->steps : 0);
    for (size_t i = 1; i < timeline->count; i++) {
        struct entry *entry = &entries[i];
        if (entry->kind == ENTRY_RUN)
            walk_states(&thinning, &entry->run_states, entries[i - 1].work, entries[i - 1].steps);
        if (entry->state)
            visit(&thinning, entry->kind == ENTRY_RUN ? &entry->state : NULL, entry->work);
        if (i == timeline->cursor)
            walk_states(&thinning, &timeline->run_states, entry->work, entry->steps);
    }
    if (timeline->cursor == 0)
        walk_states(&thinning, &timeline->run_states, cursor->work, cursor->steps);
    visit(&thinning, NULL, thinning.present);
    for (size_t i = 0; i < timeline->count; i++)
        close_gaps(&entries[i].run_states);
    close_gaps(&timeline->run_states);
}

// The states along runs.
static size_t state_count(const struct timeline *timeline)
{
    size_t count = timeline->run_states.count;
    for (size_t i = 0; i < timeline->count; i++)
        count += timeline->entries[i].run_states.count;
    return count;
}

// ---- letting the oldest go ----------------------------------------------------------------------

// Lets the oldest entries go until [wanted] bytes have room: the first entry that then stays, the
// beginning, must be one whose state is kept, and not beyond the cursor.
static void drop_oldest(struct timeline *timeline, size_t wanted)
{
    struct entry *entries = timeline->entries;
    size_t first = 0;
    for (size_t i = 1; i <= timeline->cursor && !fits(timeline, wanted); i++) {
        if (!entries[i].state)
            continue;
        for (; first < i; first++) {
            clear_entry(&entries[first]);
            entries[first] = (struct entry){0};
        }
        kept_states_clear(&entries[i].run_states);
    }
    timeline->count -= first;
    timeline->cursor -= first;
    timeline->dropped += first;
    memmove(entries, entries + first, timeline->count * sizeof *entries);
}

// Thins the states along runs, finer or coarser, until [wanted] bytes have room.
static void thin_out(struct timeline *timeline, size_t wanted)
{
    for (size_t share = SHARE_FINEST;; share /= 2) {
        thin(timeline, share);
        if (share == 0 || (fits(timeline, wanted) && state_count(timeline) <= STATES_MOST * 3 / 4))
            break;
    }
}

static void let_go(struct curve_copy **slot)
{
    curve_copy_free(*slot);
    *slot = NULL;
}

void timeline_thin_curves(struct timeline *timeline, size_t most)
{
    for (size_t i = 0; i < timeline->count && timeline->curves_held > most; i++)
        let_go(&timeline->entries[i].curve);
    for (size_t i = 0; i < timeline->mark_count && timeline->curves_held > most; i++)
        let_go(&timeline->marks[i].curve);
}

bool timeline_make_room(struct timeline *timeline, size_t wanted, bool drops)
{
    size_t bound = timeline_bound(timeline);
    drops |= wanted <= bound / 8;
    // A little more than is wanted, so that it is not wanted again at once.
    size_t ample = wanted < bound - bound / 8 ? wanted + bound / 8 : wanted;
    bool is_many = timeline->run_states.count % 256 == 255 && state_count(timeline) > STATES_MOST;
    if (fits(timeline, wanted) && !is_many)
        return true;
    if (wanted > bound) {
        // It is not kept. What is kept may take more now, for data count once they are not the present ones.
        timeline_make_room(timeline, 0, drops);
        return false;
    }
    thin_out(timeline, ample);
    if (drops && !fits(timeline, wanted))
        drop_oldest(timeline, ample);
    while (drops && !fits(timeline, wanted) && timeline->count > timeline->cursor + 1)
        timeline_cut(timeline, timeline->count - 1);
    if (drops && !fits(timeline, wanted))
        timeline_thin_curves(timeline, 0);
    return fits(timeline, wanted);
}
