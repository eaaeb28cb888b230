// SPDX-License-Identifier: GPL-3.0-or-later
// An earlier moment is opened from the timeline beside the session, which stays at the newest one. Once a
// journey has become a `goto`, the moments after it can still be reached by `undo`: as long as nothing else was
// done they stay on the slider, and going on from there takes that `goto` back first.
#include "shell/live_time.h"

#include <stdio.h>

#include "base/words.h"
#include "history/timeline.h"
#include "history/timeline_look.h"
#include "session/session.h"
#include "shell/shell.h"

// Whether the session is where a journey ended, and nothing was done since.
static bool is_at_journeys_end(const struct live *live)
{
    const struct timeline *timeline = live->shell->timeline;
    return live->tip_id != 0 && timeline->entries[timeline->cursor].id == live->tip_id;
}

struct live_span live_time_span(const struct live *live)
{
    const struct session *session = live->shell->session;
    size_t last = is_at_journeys_end(live) ? live->tip_epoch : session->epoch;
    return (struct live_span){timeline_first_epoch(live->shell->timeline), last,
                              live_session(live)->epoch};
}

bool live_time_is_past(const struct live *live)
{
    return live->past || is_at_journeys_end(live);
}

bool live_time_drop(struct live *live)
{
    bool was_past = live->past != NULL;
    session_free(live->past);
    live->past = NULL;
    return was_past;
}

// A network of that many parameters takes a while to be taken back.
enum { LARGE = 100000 };

// Says that a key was heard, where an earlier moment of a large network is to be opened.
static void tell_wait(struct live *live)
{
    const struct network *network = live->shell->session->network;
    if (network && network->parameter_count >= LARGE)
        live_show_line(live, "going there ...");
}

// Puts an earlier moment on the screen, or says why that cannot be.
static void show_past(struct live *live, struct session *past, const struct error *error)
{
    if (!past) {
        live_refuse(live, error);
        return;
    }
    live_time_drop(live);
    live->past = past;
}

// Whether the session's own moment lies within an update or, with [is_epoch], within an epoch.
static bool is_between(const struct session *session, bool is_epoch)
{
    return session->done > 0 || (is_epoch && session->batch.at > 0);
}

void live_time_show(struct live *live, size_t epoch)
{
    struct live_span span = live_time_span(live);
    struct error error = ERROR_NONE;
    epoch = size_max(epoch, span.first);
    bool is_here = epoch == span.here && !is_between(live_session(live), true);
    if (is_at_journeys_end(live) && (is_here || !live_run_line(live, "undo")))
        return;
    const struct session *session = live->shell->session;
    bool is_newest =
        epoch > session->epoch || (epoch == session->epoch && !is_between(session, true));
    tell_wait(live);
    if (is_newest)
        live_time_drop(live);
    else
        show_past(live, timeline_look_epoch(live->shell->timeline, epoch, &error), &error);
}

// Shows the moment right after update [steps], or the newest one.
static void show_steps(struct live *live, size_t steps)
{
    struct error error = ERROR_NONE;
    if (is_at_journeys_end(live) && !live_run_line(live, "undo"))
        return;
    const struct session *session = live->shell->session;
    bool is_newest =
        steps > session->steps || (steps == session->steps && !is_between(session, false));
    tell_wait(live);
    if (is_newest)
        live_time_drop(live);
    else
        show_past(live, timeline_look_steps(live->shell->timeline, steps, &error), &error);
}

void live_time_back(struct live *live)
{
    const struct session *session = live_session(live);
    size_t steps = session->steps - !is_between(session, false);
    if (session->steps > timeline_first_steps(live->shell->timeline) || is_between(session, false))
        show_steps(live, steps);
}

void live_time_forward(struct live *live)
{
    show_steps(live, live_session(live)->steps + 1);
}

void live_time_settle(struct live *live)
{
    const struct timeline *timeline = live->shell->timeline;
    char text[64];
    if (!live->past)
        return;
    size_t last = live->shell->session->epoch;
    int used = snprintf(text, sizeof text, "goto %zu", live->past->epoch);
    if (live->past->batch.at > 0)
        snprintf(text + used, sizeof text - (size_t)used, " steps=%zu", live->past->steps);
    live_time_drop(live);
    if (live_run_line(live, text)) {
        live->tip_id = timeline->entries[timeline->cursor].id;
        live->tip_epoch = last;
    } else {
        live_say(live, buf_text(&live->screen->said));
    }
}
