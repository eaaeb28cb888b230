// SPDX-License-Identifier: GPL-3.0-or-later
// A state far from here is opened beside the present one to find out its loss, so nothing is paid for it
// while commands run. A large network takes its time, the more where updates must be repeated: there is
// a bound to that, and what lies beyond it stays unknown.
#include "history/timeline_loss.h"

#include "history/timeline_state.h"
#include "session/fit.h"
#include "session/outcome.h"
#include "session/resume.h"

#define MOMENT 2e8 // nanoseconds

bool state_loss_find(struct session *session, struct state_loss *loss, struct error *error)
{
    struct error unfit;
    struct matrix ignored;
    loss->is_defined = session->network &&
                       fit_check(session->network, session->data, session->settings.loss, &unfit);
    return !loss->is_defined || session_outcome(session, &ignored, &loss->value, error);
}

// Nanoseconds, roughly, to open a state, repeat that many updates, and find its loss.
static double cost_of(const struct session *session, size_t updates)
{
    if (!session->network)
        return 0;
    double parameters = (double)session->network->parameter_count;
    double update = 1000 + 0.3 * parameters * (double)session_batch_size(session);
    return 1000 + 5 * parameters + (double)updates * update +
           0.1 * parameters * (double)session->data->x.rows;
}

// Opens the state at [point] of entry [index] and finds its loss, if that takes less than what is left of
// a moment. The caller frees the session; NULL where it was not opened.
static struct session *open(const struct timeline *timeline, size_t index, struct point point,
                            double *left, struct state_loss *loss)
{
    struct snapshot *from = timeline_find_source(timeline, index, point);
    struct error ignored; // what cannot be found out stays unknown
    struct session *state = from ? snapshot_open(from, timeline->session, &ignored) : NULL;
    if (!state)
        return NULL;
    double cost = cost_of(state, timeline->entries[index].steps - from->steps);
    session_free(state);
    state = cost > *left ? NULL : timeline_open_state(timeline, from, point, &ignored);
    if (!state)
        return NULL;
    *left -= cost;
    if (state_loss_find(state, loss, &ignored))
        return state;
    session_free(state);
    return NULL;
}

static void find_loss(struct timeline *timeline, size_t index, double *left)
{
    struct entry *entry = &timeline->entries[index];
    struct session *state =
        entry->has_network ? open(timeline, index, entry->point, left, &entry->loss) : NULL;
    entry->is_loss_known = !entry->has_network || state;
    session_free(state);
}

void timeline_find_losses(struct timeline *timeline, size_t first, size_t count)
{
    double left = MOMENT;
    for (size_t i = first; i < first + count; i++)
        if (!timeline->entries[i].is_loss_known)
            find_loss(timeline, i, &left);
}

bool timeline_find_former(struct timeline *timeline, size_t epoch, struct former_state *former)
{
    struct point point = {epoch, 0, 0};
    double left = MOMENT;
    for (size_t i = timeline->count - 1; i > 0; i--) {
        const struct entry *entry = &timeline->entries[i];
        if (entry->kind != ENTRY_RUN || !point_is_before(entry[-1].point, point) ||
            point_is_before(entry->point, point))
            continue;
        const struct snapshot *from = timeline_find_source(timeline, i, point);
        if (!from || from->clock.network != timeline->session->clock.network)
            continue;
        former->is_undone = i > timeline->cursor;
        former->back = former->is_undone ? 0 : timeline->cursor - i;
        former->is_end = point_is_at(entry->point, point);
        former->session = open(timeline, i, point, &left, &former->loss);
        return former->session != NULL;
    }
    return false;
}
