// SPDX-License-Identifier: GPL-3.0-or-later
// What the other files of the view share.
#include "shell/live.h"

#include <string.h>

#include "history/timeline_look.h"
#include "session/session.h"
#include "shell/loop.h"
#include "shell/shell.h"

void live_open(struct live *live, struct shell *shell)
{
    *live = (struct live){.shell = shell,
                          .message = BUF_EMPTY,
                          .stages = BUF_EMPTY,
                          .answer = BUF_EMPTY,
                          .typed = BUF_EMPTY};
}

void live_close(struct live *live)
{
    session_free(live->past);
    timeline_forget_looks(live->shell->timeline);
    sheet_free(&live->sheet);
    buf_free(&live->message);
    buf_free(&live->stages);
    buf_free(&live->answer);
    buf_free(&live->typed);
}

struct session *live_session(const struct live *live)
{
    return live->past ? live->past : live->shell->session;
}

void live_watch(struct live *live, struct session *session, bool begins)
{
    if (live->screen->watch)
        live->screen->watch(live->screen, begins);
    session->give_up = begins ? live->screen->waits : NULL;
}

bool live_gave_up(const struct live *live)
{
    return live->screen->waits && *live->screen->waits;
}

void live_say(struct live *live, const char *text)
{
    buf_clear(&live->message);
    buf_add(&live->message, text, strcspn(text, "\n"));
}

void live_refuse(struct live *live, const struct error *error)
{
    buf_clear(&live->message);
    buf_printf(&live->message, "%s%s%s", error->what, error->hint[0] ? "; " : "", error->hint);
}

void live_show_line(struct live *live, const char *text)
{
    struct sheet *sheet = &live->sheet;
    if (!sheet->cells)
        return;
    sheet_clear(sheet, (struct area){sheet->rows - 1, 0, 1, sheet->cols});
    sheet_put(sheet, sheet->rows - 1, 0, text, INK_DIM);
    sheet->has_cursor = false;
    live->screen->show(live->screen, sheet);
}

bool live_run_line(struct live *live, const char *line)
{
    buf_clear(&live->screen->said);
    return shell_run_line(live->shell, line);
}
