// SPDX-License-Identifier: GPL-3.0-or-later
// One line for every command that moves the session.
#include "shell/answer_state.h"

#include "base/words.h"
#include "history/timeline.h"
#include "session/session.h"
#include "shell/shell.h"
#include "view/timeline_view.h"

void answer_state(struct shell *shell, struct state_loss loss)
{
    struct session *session = shell->session;
    char stage[STAGE_NAME_SIZE];
    if (!session->network)
        buf_puts(&shell->out, "no network");
    else
        buf_printf(&shell->out, "epoch %zu", session->epoch);
    if (loss.is_defined && !session->hides)
        buf_printf(&shell->out, ", loss %s", style_loss(shell_style(shell), loss.value).text);
    size_t done = session_shown(session);
    if (done > 0) {
        stage_name(stage_at(session->network->layer_count, done), stage);
        buf_printf(&shell->out, ", next %s", stage);
    }
    buf_puts(&shell->out, "\n");
}

void answer_extent(struct shell *shell)
{
    const struct session *session = shell->session;
    size_t count = session->network ? session->network->parameter_count : 0;
    if (session->network)
        buf_printf(&shell->out, "%zu parameter%s, epoch %zu", count, plural(count), session->epoch);
    else
        buf_puts(&shell->out, "no network yet");
}
