// SPDX-License-Identifier: GPL-3.0-or-later
// What there is to say of states far from here. A state is opened beside the present one to be asked, so
// nothing is paid for it while commands run, and what was found out is kept with the entry. A large
// network takes its time to be asked, the more where updates must be repeated: there is a bound to that,
// and what lies beyond it stays untold.
#include "session/timeline.h"
#include "session/timeline_entry.h"

#define MOMENT 2e8 // nanoseconds

// Nanoseconds, roughly, to open a state, repeat so many updates, and ask for its loss.
static double asking(const struct session *session, size_t updates)
{
    if (!session->network)
        return 0;
    double parameters = (double)session->network->parameter_count;
    double update = 1000 + 0.3 * parameters * (double)session_batch_size(session);
    return 1000 + 5 * parameters + (double)updates * update +
           0.1 * parameters * (double)session->data->x.rows;
}

// Opens the state at [point] of entry [index], and finds out what there is to say of it, if that takes
// less than what is left of a moment.
static bool open(struct session *session, size_t index, struct point point, double *left,
                 struct session *state, struct arrival *arrival)
{
    const struct timeline *timeline = session->timeline;
    struct snapshot *from = timeline_find_source(timeline, index, point);
    struct error ignored; // what cannot be found out is not told
    if (!from || !snapshot_open(from, session, state, &ignored))
        return false;
    double cost = asking(state, timeline->entries[index].steps - from->steps);
    session_clear(state);
    if (cost > *left || !timeline_open_state(session, from, point, state, &ignored))
        return false;
    *left -= cost;
    if (timeline_arrive(state, arrival, &ignored))
        return true;
    session_clear(state);
    return false;
}

// Tells of one entry.
static void tell(struct session *session, size_t index, double *left)
{
    struct entry *entry = &session->timeline->entries[index];
    struct session state;
    entry->is_told = !entry->has_network;
    if (entry->is_told || !open(session, index, entry->point, left, &state, &entry->arrival))
        return;
    entry->is_told = true;
    session_clear(&state);
}

void timeline_tell(struct session *session, size_t first, size_t count)
{
    double left = MOMENT;
    for (size_t i = first; i < first + count; i++)
        if (!session->timeline->entries[i].is_told)
            tell(session, i, &left);
}

bool timeline_find_past(struct session *session, size_t epoch, struct past *past)
{
    const struct timeline *timeline = session->timeline;
    struct point point = {epoch, 0, 0};
    double left = MOMENT;
    for (size_t i = timeline->count - 1; i > 0; i--) {
        const struct entry *entry = &timeline->entries[i];
        if (entry->kind != ENTRY_RUN || !point_is_before(entry[-1].point, point) ||
            point_is_before(entry->point, point))
            continue;
        const struct snapshot *from = timeline_find_source(timeline, i, point);
        if (!from || from->clock.network != session->clock.network)
            continue;
        past->is_undone = i > timeline->cursor;
        past->back = past->is_undone ? 0 : timeline->cursor - i;
        past->is_end = point_is_at(entry->point, point);
        return open(session, i, point, &left, &past->state, &past->arrival);
    }
    return false;
}
