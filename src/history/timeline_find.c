// SPDX-License-Identifier: GPL-3.0-or-later
// The way to the present state is walked backwards: along a run to the entry before it, through a goto to where
// that one continued from, up to where the network begins.
#include "history/timeline_find.h"

#include <stdint.h>

#include "history/timeline_state.h"
#include "session/resume.h"

static bool refuse_early(const struct timeline *timeline, const struct entry *entry, size_t epoch,
                         struct error *error)
{
    size_t megabytes = timeline->session->settings.timeline;
    if (entry->begins_network || (entry == timeline->entries && timeline->dropped == 0))
        return error_set(error, "this network begins at epoch %zu", entry->point.epoch);
    if (entry != timeline->entries)
        return error_set(error,
                         "what came before this mark is no longer kept; it begins at epoch %zu",
                         entry->point.epoch);
    error_set(error,
              "epoch %zu is before epoch %zu, the first one kept (older states were dropped to "
              "stay within %zu MB)",
              epoch, entry->point.epoch, megabytes);
    return error_hint(error, "'set timeline %zu' keeps more from now on", 4 * megabytes);
}

// The entry on the way to the present state in which [point], the end of an epoch, lies: the last one that
// ended right there. What was changed within the pass after it came later, and is not of that moment. Only
// where the way begins within that pass, as a session that was saved there does, its beginning must do.
// False with [error] set.
bool timeline_find_epoch(const struct timeline *timeline, struct point point, size_t *index,
                         struct error *error)
{
    for (*index = timeline->cursor;;) {
        const struct entry *entry = &timeline->entries[*index];
        bool is_at = point_is_at(entry->point, point);
        if (is_at && entry->point.done == 0)
            return true;
        size_t source =
            entry->kind == ENTRY_GOTO ? timeline_find_entry(timeline, entry->source) : *index - 1;
        if (*index == 0 || entry->begins_network || source == SIZE_MAX)
            return is_at || refuse_early(timeline, entry, point.epoch, error);
        const struct entry *before = &timeline->entries[source];
        if (entry->kind == ENTRY_RUN && point_is_before(before->point, point))
            return true;
        *index = source;
    }
}

// The point in entry [index], a run, right after update [steps]: updates are counted from where the run
// began, with the size of the batches that all of it has. False with [error] set where that is not known any
// more.
static bool point_of_steps(const struct timeline *timeline, size_t index, size_t steps,
                           struct point *point, struct error *error)
{
    const struct entry *before = &timeline->entries[index - 1];
    const struct snapshot *state =
        timeline_find_source(timeline, index, timeline->entries[index].point);
    size_t bytes;
    if (!state)
        return timeline_refuse_gone(timeline, error);
    size_t rows = snapshot_data(state, &bytes)->x.rows;
    size_t size = state->settings.batch < rows ? state->settings.batch : rows;
    size_t batches = (rows + size - 1) / size;
    size_t done = before->point.batch_at / size + (steps - before->steps);
    *point = (struct point){before->point.epoch + done / batches, done % batches * size, 0};
    return true;
}

// The entry in which the moment right after update [steps] lies, as timeline_find_epoch finds it, and its point there.
bool timeline_find_steps(const struct timeline *timeline, size_t steps, size_t *index,
                         struct point *point, struct error *error)
{
    for (*index = timeline->cursor;;) {
        const struct entry *entry = &timeline->entries[*index];
        bool is_at = entry->steps == steps;
        *point = (struct point){entry->point.epoch, entry->point.batch_at, 0};
        if (is_at && entry->point.done == 0)
            return true;
        size_t source =
            entry->kind == ENTRY_GOTO ? timeline_find_entry(timeline, entry->source) : *index - 1;
        if (*index == 0 || entry->begins_network || source == SIZE_MAX)
            return is_at || refuse_early(timeline, entry, entry->point.epoch, error);
        if (entry->kind == ENTRY_RUN && timeline->entries[source].steps < steps)
            return point_of_steps(timeline, *index, steps, point, error);
        *index = source;
    }
}

// The entry at which the way to the present state begins.
static const struct entry *first_entry(const struct timeline *timeline)
{
    for (size_t index = timeline->cursor;;) {
        const struct entry *entry = &timeline->entries[index];
        size_t source =
            entry->kind == ENTRY_GOTO ? timeline_find_entry(timeline, entry->source) : index - 1;
        if (index == 0 || entry->begins_network || source == SIZE_MAX)
            return entry;
        index = source;
    }
}

size_t timeline_first_epoch(const struct timeline *timeline)
{
    const struct entry *first = first_entry(timeline);
    return first->point.epoch + (first->point.batch_at > 0);
}

size_t timeline_first_steps(const struct timeline *timeline)
{
    return first_entry(timeline)->steps;
}
