// SPDX-License-Identifier: GPL-3.0-or-later
// A branch is a row of entries of which each only went on from the one before: the next branch begins
// with a goto or with a new network. All states of a branch have one curve in common, drawn as far as
// their epoch. So a command costs nothing here; a curve is copied when its branch is left, kept with the
// last entry of it, and put back when one of its states is gone to. Marks outlive their branch, and have
// copies of their own. Copies of an unchanged curve are one.
//
// All copies together take an eighth of the timeline's memory at most.
#include "history/timeline_curve.h"

#include "history/timeline_memory.h"

enum { PART_FOR_CURVES = 8 };

// The last entry of the branch of entry [index].
static size_t branch_end(const struct timeline *timeline, size_t index)
{
    while (index + 1 < timeline->count && timeline->entries[index + 1].kind != ENTRY_GOTO &&
           !timeline->entries[index + 1].begins_network)
        index++;
    return index;
}

// The copy of just these contents, if there is one.
static struct curve_copy *find_copy(const struct timeline *timeline, const struct curve *curve)
{
    for (size_t i = 0; i < timeline->count; i++) {
        struct curve_copy *copy = timeline->entries[i].curve;
        if (copy && copy->version == curve->version)
            return copy;
    }
    for (size_t i = 0; i < timeline->mark_count; i++) {
        struct curve_copy *copy = timeline->marks[i].curve;
        if (copy && copy->version == curve->version)
            return copy;
    }
    return NULL;
}

// Puts a copy of the present curve into [slot], in the place of what is there.
static void keep(struct timeline *timeline, struct curve_copy **slot)
{
    const struct session *session = timeline->session;
    struct curve_copy *old = *slot, *copy = find_copy(timeline, &session->curve);
    bool is_known = session->network && session->curve.points &&
                    session->curve.origin == session->clock.network;
    *slot = !is_known ? NULL
            : copy    ? curve_copy_share(copy)
                      : curve_copy_take(&session->curve, &timeline->curves_held);
    curve_copy_free(old);
    timeline_thin_curves(timeline, timeline_bound(timeline) / PART_FOR_CURVES);
}

// Gives the session that curve, or where there is none a new one.
static void fetch(struct session *session, const struct curve_copy *copy)
{
    bool fits = copy && session->curve.points && copy->origin == session->clock.network;
    if (fits)
        curve_copy_open(copy, &session->curve);
    else if (session->network)
        session_restart_curve(session);
}

void timeline_leave_curve(struct timeline *timeline)
{
    if (timeline->session->clock.network == timeline->noted.network)
        keep(timeline, &timeline->entries[timeline->cursor].curve);
}

void timeline_leave_branch(struct timeline *timeline)
{
    keep(timeline, &timeline->entries[branch_end(timeline, timeline->cursor)].curve);
}

void timeline_fetch_curve(struct timeline *timeline, size_t from)
{
    size_t end = branch_end(timeline, timeline->cursor);
    if (end != branch_end(timeline, from))
        fetch(timeline->session, timeline->entries[end].curve);
}

void timeline_mark_curve(struct timeline *timeline, struct mark *mark)
{
    keep(timeline, &mark->curve);
}

void timeline_fetch_marked(struct timeline *timeline, const struct mark *mark)
{
    fetch(timeline->session, mark->curve);
}
