// SPDX-License-Identifier: GPL-3.0-or-later
// The shell keeps the last commands in a ring; the timeline knows which of them are undone.
#include "shell/answer_history.h"

#include "base/words.h"
#include "history/timeline.h"
#include "shell/shell.h"

// Whether command [number] of the history is undone now.
static bool is_undone(const struct timeline *timeline, size_t number)
{
    for (size_t i = timeline->cursor + 1; i < timeline->count; i++)
        if (timeline->entries[i].number == number)
            return true;
    return false;
}

void answer_history(struct shell *shell)
{
    size_t count = shell->history_count;
    size_t kept = size_min(count, SHELL_HISTORY_MOST);
    if (kept < count)
        buf_printf(&shell->out, "… %zu earlier commands\n", count - kept);
    for (size_t i = count - kept; i < count; i++) {
        buf_printf(&shell->out, "%5zu  %s", i + 1, shell->history[i % SHELL_HISTORY_MOST]);
        if (is_undone(shell->timeline, i + 1))
            style_put(&shell->out, shell_style(shell), INK_DIM, "   (undone)");
        buf_puts(&shell->out, "\n");
    }
}
