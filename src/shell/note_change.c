// SPDX-License-Identifier: GPL-3.0-or-later
// A note may cost more memory than the timeline has; that is said, since `undo` then does not come back
// here.
#include "shell/note_change.h"

#include <string.h>

#include "history/timeline.h"
#include "session/session.h"
#include "shell/shell.h"

// Says that there is no way back to the present state.
static void warn_too_large(struct shell *shell)
{
    const struct session *session = shell->session;
    struct buf text = BUF_EMPTY;
    double bytes = (double)snapshot_cost(session, NULL);
    buf_printf(&text,
               "'undo' will not come back to here: this state takes %.3g MB, and the timeline has "
               "%zu MB ('set timeline %.0f' makes room)",
               bytes / 1e6, session->settings.timeline, 4 * bytes / 1e6 + 1);
    style_put(&shell->out, shell_style(shell), INK_DIM, buf_text(&text));
    buf_puts(&shell->out, "\n");
    shell->out.failed = shell->out.failed || text.failed;
    buf_free(&text);
}

size_t history_number(const struct shell *shell)
{
    return shell->input_count == 1 ? shell->history_count : 0;
}

void note_change(struct shell *shell, const char *text, size_t length)
{
    struct timeline *timeline = shell->timeline;
    const struct entry before = timeline->entries[timeline->cursor];
    static const char lost[] = "nnsh: warning: memory ran out, 'undo' will not come back to here\n";
    enum note note = timeline_note(timeline, text, length, history_number(shell));
    if (note == NOTE_TOO_LARGE)
        warn_too_large(shell);
    if (note == NOTE_LOST)
        host_note(shell->host, lost, strlen(lost));
    bool begins = note == NOTE_KEPT && timeline->entries[timeline->cursor].begins_network;
    if (!begins || before.steps == 0 || !shell->inputs[shell->input_count - 1]->is_interactive)
        return;
    struct buf line = BUF_EMPTY;
    buf_printf(&line, "'undo' brings back the network of epoch %zu", before.point.epoch);
    style_put(&shell->out, shell_style(shell), INK_DIM, buf_text(&line));
    buf_puts(&shell->out, "\n");
    buf_free(&line);
}
