// SPDX-License-Identifier: GPL-3.0-or-later
// An earlier moment is opened from the timeline beside the session, which stays at the newest one. Once a
// journey has become a `goto`, the moments after it can still be reached by `undo`: as long as nothing else was
// done they stay on the slider, and going on from there takes that `goto` back first.
#include "shell/live_time.h"

#include <stdio.h>

#include "base/words.h"
#include "history/timeline.h"
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

void live_time_show(struct live *live, size_t epoch)
{
    struct live_span span = live_time_span(live);
    struct shell *shell = live->shell;
    struct error error = ERROR_NONE;
    epoch = size_max(epoch, span.first);
    if (is_at_journeys_end(live) && (epoch == span.here || !live_run_line(live, "undo")))
        return;
    const struct session *session = shell->session;
    bool is_between = session->batch.at > 0 || session->done > 0;
    bool is_newest = epoch > session->epoch || (epoch == session->epoch && !is_between);
    struct session *past = is_newest ? NULL : timeline_open_epoch(shell->timeline, epoch, &error);
    if (!past && !is_newest) {
        live_refuse(live, &error);
        return;
    }
    live_time_drop(live);
    live->past = past;
}

void live_time_back(struct live *live)
{
    const struct session *session = live_session(live);
    bool is_between = session->batch.at > 0 || session->done > 0;
    if (session->epoch > 0 || is_between)
        live_time_show(live, session->epoch - !is_between);
}

void live_time_forward(struct live *live)
{
    live_time_show(live, live_session(live)->epoch + 1);
}

void live_time_settle(struct live *live)
{
    const struct timeline *timeline = live->shell->timeline;
    char text[48];
    if (!live->past)
        return;
    size_t last = live->shell->session->epoch;
    snprintf(text, sizeof text, "goto %zu", live->past->epoch);
    live_time_drop(live);
    if (live_run_line(live, text)) {
        live->tip_id = timeline->entries[timeline->cursor].id;
        live->tip_epoch = last;
    } else {
        live_say(live, buf_text(&live->screen->said));
    }
}
