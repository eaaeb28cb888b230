// SPDX-License-Identifier: GPL-3.0-or-later
// The session's clock tells what changed. What a step needs to say is which kind of thing that was; the
// numbers were shown when the solution ran.
#include "shell/play_difference.h"

#include <string.h>

#include "shell/lesson_text.h"
#include "session/setting.h"
#include "shell/shell.h"

struct play_moment play_moment_of(const struct session *session)
{
    return (struct play_moment){session->clock,          session->settings, session->data,
                                session->epoch,          session->steps,    session->done,
                                session->network != NULL};
}

// Appends the settings that differ, as "lr 0.2 → 0.02".
static void put_settings(struct buf *text, const struct settings *before,
                         const struct settings *after)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        struct buf was = BUF_EMPTY, is = BUF_EMPTY;
        setting_text(before, &settings_table[i], &was);
        setting_text(after, &settings_table[i], &is);
        if (strcmp(buf_text(&was), buf_text(&is)) != 0)
            buf_printf(text, ", %s from %s to %s", settings_table[i].name, buf_text(&was),
                       buf_text(&is));
        text->failed = text->failed || was.failed || is.failed;
        buf_free(&was);
        buf_free(&is);
    }
}

void play_put_difference(struct shell *shell, const struct play_moment *before)
{
    const struct session *session = shell->session;
    const struct session_clock *clock = &session->clock;
    struct buf text = BUF_EMPTY, line = BUF_EMPTY;
    if (session->data != before->data)
        buf_puts(&text, ", the data");
    put_settings(&text, &before->settings, &session->settings);
    if (clock->network != before->clock.network)
        buf_printf(&text, ", %s", before->has_network ? "the network" : "a network was made");
    else if (session->steps != before->steps)
        buf_printf(&text, ", the weights, in %zu update%s", session->steps - before->steps,
                   session->steps - before->steps == 1 ? "" : "s");
    else if (clock->weights != before->clock.weights)
        buf_puts(&text, ", the weights");
    else if (session->done != before->done)
        buf_puts(&text, ", the stages of the pass that are computed");
    if (text.length > 0)
        buf_printf(&line, "What that changed: %s.", buf_text(&text) + 2);
    else
        buf_puts(&line, "That changed nothing: it only looks.");
    lesson_text_put(&shell->out, shell_style(shell), buf_text(&line));
    shell->out.failed = shell->out.failed || text.failed || line.failed;
    buf_free(&text);
    buf_free(&line);
}
