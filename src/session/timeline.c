// SPDX-License-Identifier: GPL-3.0-or-later
// A position is an entry and a point in it. To get there, the nearest state kept at or before it is
// opened and the updates in between are repeated. Walking back from a position leads along a run to
// the entry before, through a jump to where that one went on from, and ends at an edit whose state was
// let go. Settings do not change along a run; so what is repeated there is what was done there.
//
// Whether a command changed anything is read off the session's clock, not off its success: a training
// that diverged or was interrupted has moved the session, a refused command has not.
#include "session/timeline.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "session/fit.h"
#include "session/timeline_curve.h"
#include "session/timeline_entry.h"
#include "session/timeline_memory.h"
#include "session/train.h"

// ---- beginning and end --------------------------------------------------------------------------

void timeline_free(struct timeline *timeline)
{
    if (!timeline)
        return;
    timeline_cut(timeline, 0);
    trail_clear(&timeline->trail);
    for (size_t i = 0; i < timeline->mark_count; i++) {
        free(timeline->marks[i].name);
        snapshot_free(timeline->marks[i].state);
        curve_copy_free(timeline->marks[i].curve);
    }
    snapshot_free(timeline->last);
    free(timeline->marks);
    free(timeline->entries);
    free(timeline);
}

bool timeline_begin(struct session *session, struct error *error)
{
    struct timeline *timeline = calloc(1, sizeof *timeline);
    struct entry *entries = malloc(8 * sizeof *entries);
    if (!timeline || !entries) {
        free(timeline);
        free(entries);
        return error_memory(error);
    }
    timeline->entries = entries;
    timeline->room = 8;
    session->timeline = timeline;
    struct entry begin = timeline_entry_here(session, ENTRY_EDIT);
    begin.state = timeline_take(session);
    entries[timeline->count++] = begin;
    timeline->noted = session->clock;
    if (begin.state)
        return true;
    session->timeline = NULL;
    timeline_free(timeline);
    return error_memory(error);
}

// ---- entries ------------------------------------------------------------------------------------

// Starts over from here where memory runs out: what went before cannot be gone back to.
static void forget(struct session *session)
{
    struct timeline *timeline = session->timeline;
    timeline->is_lost = true;
    timeline->dropped += timeline->count;
    timeline_cut(timeline, 0);
    trail_clear(&timeline->trail);
    timeline->cursor = 0;
    timeline->entries[timeline->count++] = timeline_entry_here(session, ENTRY_EDIT);
    timeline->entries[0].state = timeline_take(session);
    timeline->noted = session->clock;
}

static bool has_changed(const struct session *session)
{
    const struct timeline *timeline = session->timeline;
    const struct session_clock *noted = &timeline->noted, *now = &session->clock;
    const struct entry *here = &timeline->entries[timeline->cursor];
    return now->edited != noted->edited || now->weights != noted->weights ||
           session->epoch != here->point.epoch || session->batch_at != here->point.batch_at ||
           session->done != here->point.done;
}

void timeline_pause(struct timeline *timeline, bool is_paused)
{
    timeline->is_paused = is_paused;
}

enum note timeline_note(struct session *session, const char *text, size_t length, size_t number)
{
    struct timeline *timeline = session->timeline;
    if (!timeline || timeline->is_paused || !has_changed(session))
        return NOTE_NOTHING;
    bool is_run = session->clock.edited == timeline->noted.edited;
    char *copy = timeline_reserve(timeline, text, length);
    if (!copy) {
        forget(session);
        return NOTE_LOST;
    }
    struct entry entry = timeline_entry_here(session, is_run ? ENTRY_RUN : ENTRY_EDIT);
    entry.text = copy;
    entry.number = number;
    entry.is_birth = session->clock.network != timeline->noted.network;
    size_t begun = timeline->entries[timeline->cursor].steps;
    struct entry *added = timeline_add(timeline, entry);
    if (is_run) {
        added->work += session->steps - begun;
        added->trail = timeline->trail;
        timeline->trail = (struct trail){NULL, 0, 0};
    }
    trail_clear(&timeline->trail);
    timeline->noted = session->clock;
    timeline->is_full = false;
    return timeline_keep(session);
}

// ---- states along a run -------------------------------------------------------------------------

size_t timeline_spacing(const struct session *session)
{
    if (!session->timeline)
        return SIZE_MAX - session->steps;
    // Nanoseconds, roughly: what a state costs against what an update takes at least; a state every
    // so many updates then costs well under a hundredth.
    double parameters = (double)session->network->parameter_count;
    double numbers = (double)(1 + session->settings.optimizer->states) * parameters;
    double samples = (double)session_batch_size(session);
    double spacing = 150 * (500 + 3 * numbers) / (25 + 0.1 * parameters * samples);
    return spacing < 1 ? 1 : (size_t)spacing;
}

void timeline_checkpoint(struct session *session)
{
    struct timeline *timeline = session->timeline;
    timeline_cut(timeline, timeline->cursor + 1);
    size_t cost = snapshot_cost(session, timeline->last);
    if (session->clock.edited != timeline->noted.edited || timeline->is_full)
        return;
    timeline->is_full = !timeline_make_room(session, cost, false);
    if (timeline->is_full)
        return;
    struct snapshot *state = timeline_take(session);
    if (state && !trail_add(&timeline->trail, state))
        snapshot_free(state);
}

// ---- getting to a position ----------------------------------------------------------------------

// The index of the entry with that id, or SIZE_MAX where it is gone. Ids ascend.
static size_t find_entry(const struct timeline *timeline, size_t id)
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

// The last state of a trail that is not behind [point], or NULL.
static struct snapshot *find_state(const struct trail *trail, struct point point)
{
    size_t low = 0, high = trail->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (point_is_before(point, trail->list[middle]->point))
            high = middle;
        else
            low = middle + 1;
    }
    return low ? trail->list[low - 1] : NULL;
}

struct snapshot *timeline_find_source(const struct timeline *timeline, size_t index,
                                      struct point point)
{
    for (;;) {
        const struct entry *entry = &timeline->entries[index];
        if (entry->state && !point_is_before(point, entry->point))
            return entry->state;
        struct snapshot *state = find_state(&entry->trail, point);
        if (state || index == 0 || entry->kind == ENTRY_EDIT)
            return state;
        index = entry->kind == ENTRY_RUN ? index - 1 : find_entry(timeline, entry->source);
        if (index == SIZE_MAX)
            return NULL;
    }
}

// Says why a state is gone.
static bool refuse_gone(const struct session *session, struct error *error)
{
    if (session->timeline->is_lost)
        return error_set(error, "that state could not be kept, as memory ran out");
    error_set(error, "that state was let go to stay within %zu MB", session->settings.timeline);
    return error_hint(error, "'set timeline %zu' remembers more from now on",
                      4 * session->settings.timeline);
}

bool timeline_open_state(const struct session *session, const struct snapshot *from,
                         struct point point, struct session *into, struct error *error)
{
    if (!from)
        return refuse_gone(session, error);
    if (!snapshot_open(from, session, into, error))
        return false;
    if (session_replay(into, point, error))
        return true;
    session_clear(into);
    return false;
}

// Notes that an entry was gone back to, or looked at.
static void visit(struct timeline *timeline, size_t id)
{
    if (id < timeline->oldest)
        timeline->oldest = id;
}

// Notes that the session is what the entry at the cursor says.
static void settle(struct session *session, struct snapshot *from)
{
    struct timeline *timeline = session->timeline;
    timeline_set_last(timeline, from);
    trail_clear(&timeline->trail);
    timeline->noted = session->clock;
    timeline_make_room(session, 0, true);
}

size_t timeline_undo_count(const struct timeline *timeline)
{
    return timeline->cursor;
}

size_t timeline_redo_count(const struct timeline *timeline)
{
    return timeline->count - 1 - timeline->cursor;
}

bool timeline_arrive(struct session *session, struct arrival *arrival, struct error *error)
{
    struct error unfit;
    struct matrix ignored;
    arrival->has_loss = session->network &&
                        fit_check(session->network, session->data, session->settings.loss, &unfit);
    return !arrival->has_loss || session_outcome(session, &ignored, &arrival->loss, error);
}

// Opens the state that is to be the present one, and finds out what there is to say of it.
static bool open_next(const struct session *session, const struct snapshot *from,
                      struct point point, struct session *next, struct arrival *arrival,
                      struct error *error)
{
    if (!timeline_open_state(session, from, point, next, error))
        return false;
    if (timeline_arrive(next, arrival, error))
        return true;
    session_clear(next);
    return false;
}

bool timeline_move(struct session *session, size_t index, struct arrival *arrival,
                   struct error *error)
{
    struct timeline *timeline = session->timeline;
    struct session next;
    struct point point = timeline->entries[index].point;
    struct snapshot *from = timeline_find_source(timeline, index, point);
    if (!open_next(session, from, point, &next, arrival, error))
        return false;
    size_t left = timeline->cursor;
    timeline_leave_branch(session);
    session_become(session, &next);
    timeline->cursor = index;
    visit(timeline, timeline->entries[index].id);
    timeline_fetch_curve(session, left);
    settle(session, from);
    return true;
}

// Goes on at [point] from the state [from], behind a new entry for the jump; [source] is the id of the
// entry that [point] lies in.
static bool jump_to(struct session *session, struct jump *jump, size_t source,
                    struct snapshot *from, struct point point, struct error *error)
{
    struct timeline *timeline = session->timeline;
    struct session next;
    char *copy = timeline_reserve(timeline, jump->text, jump->length);
    if (!copy)
        return error_memory(error);
    if (!open_next(session, from, point, &next, &jump->arrival, error)) {
        free(copy);
        return false;
    }
    timeline_leave_curve(session);
    session_become(session, &next);
    curve_truncate(&session->curve, session->epoch);
    struct entry entry = timeline_entry_here(session, ENTRY_JUMP);
    entry.text = copy;
    entry.number = jump->number;
    entry.source = source;
    visit(timeline, source);
    timeline_set_last(timeline, from); // before what is undone goes, maybe with it
    timeline_add(timeline, entry);
    trail_clear(&timeline->trail);
    timeline->noted = session->clock;
    timeline_keep(session);
    return true;
}

// ---- goto ---------------------------------------------------------------------------------------

static bool refuse_early(const struct timeline *timeline, const struct entry *entry, size_t epoch,
                         const struct session *session, struct error *error)
{
    if (entry->is_birth || (entry == timeline->entries && timeline->dropped == 0))
        return error_set(error, "this network begins at epoch %zu", entry->point.epoch);
    if (entry != timeline->entries)
        return error_set(error, "the way to this mark is forgotten; it begins at epoch %zu",
                         entry->point.epoch);
    error_set(error,
              "epoch %zu lies before epoch %zu (older states were let go to stay within %zu MB)",
              epoch, entry->point.epoch, session->settings.timeline);
    return error_hint(error, "'set timeline %zu' remembers more from now on",
                      4 * session->settings.timeline);
}

// The entry on the way to the present state in which [point], the end of an epoch, lies. False with
// [error] set.
static bool find_epoch(const struct session *session, struct point point, size_t *index,
                       struct error *error)
{
    const struct timeline *timeline = session->timeline;
    for (*index = timeline->cursor;;) {
        const struct entry *entry = &timeline->entries[*index];
        if (point_is_at(entry->point, point))
            return true;
        size_t source =
            entry->kind == ENTRY_JUMP ? find_entry(timeline, entry->source) : *index - 1;
        if (*index == 0 || entry->is_birth || source == SIZE_MAX)
            return refuse_early(timeline, entry, point.epoch, session, error);
        const struct entry *before = &timeline->entries[source];
        if (entry->kind == ENTRY_RUN && point_is_before(before->point, point))
            return true;
        *index = source;
    }
}

bool timeline_goto_epoch(struct session *session, size_t epoch, struct jump *jump,
                         struct error *error)
{
    const struct timeline *timeline = session->timeline;
    struct point point = {epoch, 0, 0};
    size_t index;
    return find_epoch(session, point, &index, error) &&
           jump_to(session, jump, timeline->entries[index].id,
                   timeline_find_source(timeline, index, point), point, error);
}

bool timeline_goto_mark(struct session *session, const struct mark *mark, struct jump *jump,
                        struct error *error)
{
    if (!jump_to(session, jump, mark->source, mark->state, mark->state->point, error))
        return false;
    timeline_fetch_marked(session, mark);
    return true;
}

bool timeline_open_mark(const struct session *session, const struct mark *mark,
                        struct session *into, struct error *error)
{
    visit(session->timeline, mark->source);
    return timeline_open_state(session, mark->state, mark->state->point, into, error);
}

bool timeline_open_epoch(const struct session *session, size_t epoch, struct session *into,
                         struct error *error)
{
    struct point point = {epoch, 0, 0};
    size_t index;
    if (!find_epoch(session, point, &index, error))
        return false;
    visit(session->timeline, session->timeline->entries[index].id);
    return timeline_open_state(session, timeline_find_source(session->timeline, index, point),
                               point, into, error);
}

// ---- marks --------------------------------------------------------------------------------------

const struct mark *timeline_find_mark(const struct timeline *timeline, const char *name,
                                      size_t length)
{
    for (size_t i = 0; i < timeline->mark_count; i++)
        if (strlen(timeline->marks[i].name) == length &&
            memcmp(timeline->marks[i].name, name, length) == 0)
            return &timeline->marks[i];
    return NULL;
}

// The present state for a mark: the one kept at the cursor, or a new one. NULL with [error] set.
static struct snapshot *mark_state(struct session *session, struct error *error)
{
    struct timeline *timeline = session->timeline;
    struct snapshot *state = timeline->entries[timeline->cursor].state;
    if (state)
        return snapshot_share(state);
    size_t cost = snapshot_cost(session, timeline->last);
    if (timeline_make_room(session, cost, true)) {
        if (!(state = timeline_take(session)))
            error_memory(error);
        return state;
    }
    error_set(error, "this state takes %.3g MB, and the timeline has room for %zu MB",
              (double)cost / 1e6, session->settings.timeline);
    error_hint(error, "'set timeline %zu' makes room",
               2 * (cost + timeline_held(session)) / 1000000 + 1);
    return NULL;
}

bool timeline_mark(struct session *session, const char *name, size_t length, struct error *error)
{
    struct timeline *timeline = session->timeline;
    struct mark *mark = (struct mark *)timeline_find_mark(timeline, name, length);
    struct snapshot *state = mark_state(session, error);
    if (!state)
        return false;
    if (!mark) {
        size_t bytes = (timeline->mark_count + 1) * sizeof *mark;
        char *copy = malloc(length + 1);
        struct mark *grown = copy ? realloc(timeline->marks, bytes) : NULL;
        if (!grown) {
            free(copy);
            snapshot_free(state);
            return error_memory(error);
        }
        memcpy(copy, name, length);
        copy[length] = '\0';
        timeline->marks = grown;
        mark = &grown[timeline->mark_count++];
        *mark = (struct mark){.name = copy};
    }
    snapshot_free(mark->state);
    mark->state = state;
    mark->source = timeline->entries[timeline->cursor].id;
    timeline_mark_curve(session, mark);
    timeline_make_room(session, 0, true);
    return true;
}
