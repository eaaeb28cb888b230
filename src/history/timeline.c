// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a command changed anything is read off the session's clock, not off its success: a training
// that diverged or was interrupted has moved the session, a refused command has not.
//
// While a run is under way the session asks its listener how far apart states are to be kept, and calls
// it there; before another network takes the place of the present one, it lets the curve be kept.
#include "history/timeline.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "history/timeline_curve.h"
#include "history/timeline_entry.h"
#include "history/timeline_find.h"
#include "history/timeline_look.h"
#include "history/timeline_loss.h"
#include "history/timeline_memory.h"
#include "history/timeline_state.h"
#include "session/resume.h"

// ---- entries ------------------------------------------------------------------------------------

// Starts over from here where memory runs out: what went before cannot be gone back to.
static void forget(struct timeline *timeline)
{
    timeline->is_lost = true;
    timeline->dropped += timeline->count;
    timeline_cut(timeline, 0);
    kept_states_clear(&timeline->run_states);
    timeline->cursor = 0;
    timeline->entries[timeline->count++] = timeline_entry_here(timeline, ENTRY_EDIT);
    timeline->entries[0].state = timeline_take(timeline);
    timeline->noted = timeline->session->clock;
}

static bool has_changed(const struct timeline *timeline)
{
    const struct session *session = timeline->session;
    const struct session_clock *noted = &timeline->noted, *now = &session->clock;
    const struct entry *here = &timeline->entries[timeline->cursor];
    return now->edited != noted->edited || now->weights != noted->weights ||
           session->epoch != here->point.epoch || session->batch.at != here->point.batch_at ||
           session->done != here->point.done;
}

enum note timeline_note(struct timeline *timeline, const char *text, size_t length, size_t number)
{
    const struct session *session = timeline->session;
    if (!has_changed(timeline))
        return NOTE_NOTHING;
    bool is_run = session->clock.edited == timeline->noted.edited;
    char *copy = timeline_reserve(timeline, text, length);
    if (!copy) {
        forget(timeline);
        return NOTE_LOST;
    }
    struct entry entry = timeline_entry_here(timeline, is_run ? ENTRY_RUN : ENTRY_EDIT);
    entry.text = copy;
    entry.number = number;
    entry.begins_network = session->clock.network != timeline->noted.network;
    size_t begun = timeline->entries[timeline->cursor].steps;
    struct entry *added = timeline_add(timeline, entry);
    if (is_run) {
        added->work += session->steps - begun;
        added->run_states = timeline->run_states;
        timeline->run_states = (struct kept_states){NULL, 0, 0};
    }
    kept_states_clear(&timeline->run_states);
    timeline->noted = session->clock;
    timeline->is_full = false;
    return timeline_keep(timeline);
}

// ---- states along a run -------------------------------------------------------------------------

// The updates from one state kept in a run to the next, such that keeping them costs little.
static size_t spacing_of(void *context)
{
    const struct timeline *timeline = context;
    const struct session *session = timeline->session;
    // Nanoseconds, roughly: what a state costs against what an update takes at least; a state every
    // that many updates then costs well under a hundredth.
    double parameters = (double)session->network->parameter_count;
    double numbers = (double)(1 + session->settings.optimizer->states) * parameters;
    double samples = (double)session_batch_size(session);
    double spacing = 150 * (500 + 3 * numbers) / (25 + 0.1 * parameters * samples);
    return spacing < 1 ? 1 : (size_t)spacing;
}

// Keeps the present state as one along the run under way, if there is memory for it.
static void keep_state(void *context)
{
    struct timeline *timeline = context;
    const struct session *session = timeline->session;
    timeline_cut(timeline, timeline->cursor + 1);
    size_t cost = snapshot_cost(session, timeline->last);
    if (session->clock.edited != timeline->noted.edited || timeline->is_full)
        return;
    timeline->is_full = !timeline_make_room(timeline, cost, false);
    if (timeline->is_full)
        return;
    struct snapshot *state = timeline_take(timeline);
    if (state && !kept_states_add(&timeline->run_states, state))
        snapshot_free(state);
}

// ---- beginning and end --------------------------------------------------------------------------

static void leave_network(void *context)
{
    timeline_leave_curve(context);
}

static void listen(struct timeline *timeline)
{
    timeline->listener = (struct session_listener){.context = timeline,
                                                   .leave_network = leave_network,
                                                   .updates_to_next = spacing_of,
                                                   .keep_state = keep_state};
    timeline->session->listener = &timeline->listener;
}

struct timeline *timeline_create(struct session *session, struct error *error)
{
    struct timeline *timeline = calloc(1, sizeof *timeline);
    struct entry *entries = malloc(8 * sizeof *entries);
    if (!timeline || !entries) {
        free(timeline);
        free(entries);
        error_memory(error);
        return NULL;
    }
    timeline->session = session;
    timeline->entries = entries;
    timeline->room = 8;
    entries[timeline->count++] = timeline_entry_here(timeline, ENTRY_EDIT);
    entries[0].state = timeline_take(timeline);
    timeline->noted = session->clock;
    listen(timeline);
    if (entries[0].state)
        return timeline;
    timeline_free(timeline);
    error_memory(error);
    return NULL;
}

void timeline_free(struct timeline *timeline)
{
    if (!timeline)
        return;
    timeline->session->listener = NULL;
    timeline_cut(timeline, 0);
    kept_states_clear(&timeline->run_states);
    for (size_t i = 0; i < timeline->mark_count; i++) {
        free(timeline->marks[i].name);
        snapshot_free(timeline->marks[i].state);
        curve_copy_free(timeline->marks[i].curve);
    }
    timeline_forget_looks(timeline);
    snapshot_free(timeline->last);
    free(timeline->marks);
    free(timeline->entries);
    free(timeline);
}

// ---- going to another state -----------------------------------------------------------------------

// Notes that the session is what the entry at the cursor says.
static void settle(struct timeline *timeline, struct snapshot *from)
{
    timeline_set_last(timeline, from);
    kept_states_clear(&timeline->run_states);
    timeline->noted = timeline->session->clock;
    timeline_make_room(timeline, 0, true);
}

size_t timeline_undo_count(const struct timeline *timeline)
{
    return timeline->cursor;
}

size_t timeline_redo_count(const struct timeline *timeline)
{
    return timeline->count - 1 - timeline->cursor;
}

// Opens the state that is to be the present one and finds its loss. NULL with [error] set.
static struct session *open_next(const struct timeline *timeline, const struct snapshot *from,
                                 struct point point, struct state_loss *loss, struct error *error)
{
    struct session *next = timeline_open_state(timeline, from, point, error);
    if (!next || state_loss_find(next, loss, error))
        return next;
    session_free(next);
    return NULL;
}

bool timeline_move(struct timeline *timeline, size_t index, struct state_loss *loss,
                   struct error *error)
{
    struct point point = timeline->entries[index].point;
    struct snapshot *from = timeline_find_source(timeline, index, point);
    struct session *next = open_next(timeline, from, point, loss, error);
    if (!next)
        return false;
    size_t left = timeline->cursor;
    timeline_leave_branch(timeline);
    session_become(timeline->session, next);
    timeline->cursor = index;
    timeline_visit(timeline, timeline->entries[index].id);
    timeline_fetch_curve(timeline, left);
    settle(timeline, from);
    return true;
}

// Continues at [point] from the state [from], after a new entry for the command; [source] is the id of
// the entry that [point] lies in.
static bool go_to(struct timeline *timeline, const struct goto_command *command, size_t source,
                  struct snapshot *from, struct point point, struct state_loss *loss,
                  struct error *error)
{
    struct session *session = timeline->session;
    char *copy = timeline_reserve(timeline, command->text, command->length);
    if (!copy)
        return error_memory(error);
    struct session *next = open_next(timeline, from, point, loss, error);
    if (!next) {
        free(copy);
        return false;
    }
    timeline_leave_curve(timeline);
    session_become(session, next);
    curve_truncate(&session->curve, session->epoch);
    struct entry entry = timeline_entry_here(timeline, ENTRY_GOTO);
    entry.text = copy;
    entry.number = command->number;
    entry.source = source;
    timeline_visit(timeline, source);
    timeline_set_last(timeline, from); // before what is undone goes, maybe with it
    timeline_add(timeline, entry);
    kept_states_clear(&timeline->run_states);
    timeline->noted = session->clock;
    timeline_keep(timeline);
    return true;
}

// ---- goto ---------------------------------------------------------------------------------------

bool timeline_goto_epoch(struct timeline *timeline, size_t epoch,
                         const struct goto_command *command, struct state_loss *loss,
                         struct error *error)
{
    struct point point = {epoch, 0, 0};
    size_t index;
    return timeline_find_epoch(timeline, point, &index, error) &&
           go_to(timeline, command, timeline->entries[index].id,
                 timeline_find_source(timeline, index, point), point, loss, error);
}

bool timeline_goto_steps(struct timeline *timeline, size_t epoch, size_t steps,
                         const struct goto_command *command, struct state_loss *loss,
                         struct error *error)
{
    struct point point;
    size_t index;
    if (!timeline_find_steps(timeline, steps, &index, &point, error))
        return false;
    if (point.epoch != epoch)
        return error_set(error, "update %zu comes after epoch %zu, not after epoch %zu", steps,
                         point.epoch, epoch);
    return go_to(timeline, command, timeline->entries[index].id,
                 timeline_find_source(timeline, index, point), point, loss, error);
}

bool timeline_goto_mark(struct timeline *timeline, const struct mark *mark,
                        const struct goto_command *command, struct state_loss *loss,
                        struct error *error)
{
    struct snapshot *state = mark->state;
    if (!go_to(timeline, command, mark->source, state, state->point, loss, error))
        return false;
    timeline_fetch_marked(timeline, mark);
    return true;
}

struct session *timeline_open_mark(struct timeline *timeline, const struct mark *mark,
                                   struct error *error)
{
    timeline_visit(timeline, mark->source);
    return timeline_open_state(timeline, mark->state, mark->state->point, error);
}

struct session *timeline_open_epoch(struct timeline *timeline, size_t epoch, struct error *error)
{
    struct point point = {epoch, 0, 0};
    size_t index;
    if (!timeline_find_epoch(timeline, point, &index, error))
        return NULL;
    timeline_visit(timeline, timeline->entries[index].id);
    return timeline_open_state(timeline, timeline_find_source(timeline, index, point), point,
                               error);
}

bool timeline_has_epoch(const struct timeline *timeline, size_t epoch)
{
    struct error ignored;
    size_t index;
    return timeline_find_epoch(timeline, (struct point){epoch, 0, 0}, &index, &ignored);
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
static struct snapshot *mark_state(struct timeline *timeline, struct error *error)
{
    const struct session *session = timeline->session;
    struct snapshot *state = timeline->entries[timeline->cursor].state;
    if (state)
        return snapshot_share(state);
    size_t cost = snapshot_cost(session, timeline->last);
    if (timeline_make_room(timeline, cost, true)) {
        if (!(state = timeline_take(timeline)))
            error_memory(error);
        return state;
    }
    error_set(error, "this state takes %.3g MB, and the timeline has room for %zu MB",
              (double)cost / 1e6, session->settings.timeline);
    error_hint(error, "'set timeline %zu' makes room",
               2 * (cost + timeline_held(timeline)) / 1000000 + 1);
    return NULL;
}

bool timeline_mark(struct timeline *timeline, const char *name, size_t length, struct error *error)
{
    struct mark *mark = (struct mark *)timeline_find_mark(timeline, name, length);
    struct snapshot *state = mark_state(timeline, error);
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
    timeline_mark_curve(timeline, mark);
    timeline_make_room(timeline, 0, true);
    return true;
}
