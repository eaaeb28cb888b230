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

// Tells of one entry, if that takes less than what is left of a moment.
static void tell(struct session *session, size_t index, double *left)
{
    struct entry *entry = &session->timeline->entries[index];
    struct snapshot *from = timeline_find_source(session->timeline, index, entry->point);
    struct session state;
    struct error ignored; // what cannot be found out is not told
    if (!entry->has_network) {
        entry->is_told = true;
        return;
    }
    if (!from || !snapshot_open(from, session, &state, &ignored))
        return;
    double cost = asking(&state, entry->steps - from->steps);
    session_clear(&state);
    if (cost > *left || !timeline_open_state(session, from, entry->point, &state, &ignored))
        return;
    *left -= cost;
    entry->is_told = timeline_arrive(&state, &entry->arrival, &ignored);
    session_clear(&state);
}

void timeline_tell(struct session *session, size_t first, size_t count)
{
    double left = MOMENT;
    for (size_t i = first; i < first + count; i++)
        if (!session->timeline->entries[i].is_told)
            tell(session, i, &left);
}
