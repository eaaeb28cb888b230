// SPDX-License-Identifier: GPL-3.0-or-later
// Who looks at one moment will next look at the one before it. So on the way to a moment that takes many updates
// to reach, states are kept 256, 64, 16 and 4 updates before it: then a step back repeats three updates or
// so, and now and then a few more. They take only what room there is, and nothing is dropped for them.
//
// A state that is opened counts its changes on by itself. So each state that is kept here shares parts only with
// the one from which it was reached, and with none of the timeline's.
#include "history/timeline_look.h"

#include "history/timeline_find.h"
#include "history/timeline_memory.h"
#include "history/timeline_state.h"
#include "session/resume.h"
#include "session/train.h"

// Nanoseconds of repeating, roughly, for which states are kept on the way.
#define WORK_LEAST 1e6

enum { FARTHEST = 256, CLOSER = 4 };

void timeline_forget_looks(struct timeline *timeline)
{
    for (size_t i = 0; i < TIMELINE_LOOKS; i++) {
        snapshot_free(timeline->looks[i].state);
        timeline->looks[i].state = NULL;
    }
}

// The state from which a moment is reached with the fewest updates.
static struct snapshot *find_nearest(const struct timeline *timeline, size_t index,
                                     struct point point)
{
    struct snapshot *nearest = timeline_find_source(timeline, index, point);
    for (size_t i = 0; i < TIMELINE_LOOKS && nearest; i++) {
        struct snapshot *state = timeline->looks[i].state;
        if (state && timeline->looks[i].id == timeline->entries[index].id &&
            !point_is_before(point, state->point) && point_is_before(nearest->point, state->point))
            nearest = state;
    }
    return nearest;
}

// Keeps the state of a session that was reached from [from], if there is room.
static void keep_look(struct timeline *timeline, size_t id, const struct session *session,
                      const struct snapshot *from)
{
    struct look *look = &timeline->looks[timeline->next_look];
    struct error ignored;
    size_t cost = snapshot_cost(session, from);
    snapshot_free(look->state);
    look->state = NULL;
    if (timeline_held(timeline) + cost > timeline_bound(timeline))
        return;
    *look = (struct look){id, snapshot_take(session, from, &timeline->held, &ignored)};
    timeline->next_look = (timeline->next_look + 1) % TIMELINE_LOOKS;
}

// Whether repeating that many updates takes so long that states are to be kept on the way.
static bool is_long(const struct session *session, size_t updates)
{
    double work = (double)session->network->parameter_count * (double)session_batch_size(session);
    return (double)updates * (25 + 0.1 * work) > WORK_LEAST;
}

// The updates from where a session is to a point, and the point that many updates after it. All of them see
// batches of the same size.
static size_t updates_to(const struct session *session, struct point point)
{
    size_t size = session_batch_size(session), rows = session->data->x.rows;
    size_t batches = (rows + size - 1) / size;
    return (point.epoch - session->epoch) * batches + point.batch_at / size -
           session->batch.at / size;
}

static struct point point_after(const struct session *session, size_t updates)
{
    size_t size = session_batch_size(session), rows = session->data->x.rows;
    size_t batches = (rows + size - 1) / size, done = session->batch.at / size + updates;
    return (struct point){session->epoch + done / batches, done % batches * size, 0};
}

// Repeats the updates up to a point in entry [id], and keeps states on the way.
static bool go_there(struct timeline *timeline, size_t id, struct session *session,
                     const struct snapshot *from, struct point point, struct error *error)
{
    for (size_t distance = FARTHEST; session->network && distance > 1; distance /= CLOSER) {
        size_t left = updates_to(session, point);
        if (left < 2 * distance || !is_long(session, left))
            continue;
        if (!session_replay(session, point_after(session, left - distance), error))
            return false;
        keep_look(timeline, id, session, from);
    }
    return session_replay(session, point, error);
}

// The state at a point in entry [index].
static struct session *look_at(struct timeline *timeline, size_t index, struct point point,
                               struct error *error)
{
    size_t id = timeline->entries[index].id;
    struct snapshot *from = find_nearest(timeline, index, point);
    timeline_visit(timeline, id);
    if (!from)
        return timeline_open_state(timeline, NULL, point, error);
    snapshot_share(from); // keeping others may end its turn
    struct session *session = snapshot_open(from, timeline->session, error);
    if (session && !go_there(timeline, id, session, from, point, error)) {
        session_free(session);
        session = NULL;
    }
    snapshot_free(from);
    return session;
}

struct session *timeline_look_steps(struct timeline *timeline, size_t steps, struct error *error)
{
    struct point point;
    size_t index;
    return timeline_find_steps(timeline, steps, &index, &point, error)
               ? look_at(timeline, index, point, error)
               : NULL;
}

struct session *timeline_look_epoch(struct timeline *timeline, size_t epoch, struct error *error)
{
    struct point point = {epoch, 0, 0};
    size_t index;
    return timeline_find_epoch(timeline, point, &index, error)
               ? look_at(timeline, index, point, error)
               : NULL;
}
