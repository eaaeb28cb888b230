// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept is what `save` writes, so reading it is what `load` does. The line about the lesson is looked
// for first, since most questions are answered by it alone.
#include "shell/play_keep.h"

#include <string.h>

#include "lesson/progress.h"
#include "shell/input_text.h"
#include "shell/load_session.h"
#include "shell/play.h"
#include "shell/shell.h"

#define LINE "restore lesson "

// Appends what is kept: the line about the lesson in front of everything, so that the list of lessons need not
// read on, and again where it takes effect, which is before the last line of the session.
static void put_kept(struct buf *text, const struct play *play)
{
    struct progress progress = play->progress;
    struct buf line = BUF_EMPTY, typed = BUF_EMPTY;
    const char *began = buf_text(&progress.began);
    size_t last = progress.began.length;
    while (last > 0 && (last == progress.began.length || began[last - 1] != '\n'))
        last--;
    buf_add(&typed, buf_text(&progress.typed), progress.opened);
    buf_append(&typed, &progress.tried);
    progress.typed = typed;
    buf_puts(&line, LINE);
    progress_write(&line, &progress, false);
    buf_printf(text, "# %s\n", buf_text(&line));
    buf_add(text, began, last);
    if (!progress_is_done(&progress))
        buf_printf(text, "%s\n", buf_text(&line));
    buf_puts(text, began + last);
    text->failed = text->failed || line.failed || typed.failed || progress.began.length == 0;
    buf_free(&line);
    buf_free(&typed);
}

void play_keep(struct shell *shell)
{
    struct play *play = shell->play;
    struct error error = ERROR_NONE;
    struct buf text = BUF_EMPTY;
    bool is_stuck =
        play->state == PLAY_STUCK && !play->is_halted; // what is kept leads to before that
    if (!play->keeps || !play->must_keep || is_stuck)
        return;
    put_kept(&text, play);
    bool well = text.failed ? error_memory(&error)
                            : host_keep_lesson(shell->host, play->lesson->name, buf_text(&text),
                                               text.length, &error);
    buf_free(&text);
    bool was_told = play->is_told;
    play->must_keep = play->is_told = !well; // it is tried again after the next command
    if (well || was_told)
        return;
    buf_printf(&text, "nnsh: warning: how far you come in the lesson is not kept: %s\n",
               error.what);
    shell_send(shell);
    host_note(shell->host, buf_text(&text), text.length);
    buf_free(&text);
}

bool play_kept_progress(const struct shell *shell, const char *name, struct progress *progress)
{
    struct error ignored = ERROR_NONE;
    struct buf text = BUF_EMPTY;
    const size_t begin = strlen("# " LINE);
    bool well = host_kept_lesson(shell->host, name, &text) &&
                strncmp(buf_text(&text), "# " LINE, begin) == 0 &&
                progress_read(progress, buf_text(&text) + begin,
                              strcspn(buf_text(&text) + begin, "\n"), &ignored);
    buf_free(&text);
    return well;
}

struct session *play_kept_session(struct shell *shell, const char *name, struct error *error)
{
    struct buf text = BUF_EMPTY;
    struct session *session = NULL;
    if (host_kept_lesson(shell->host, name, &text)) {
        struct input_text input = input_text(buf_text(&text), text.length, name);
        session = load_session(shell, &input.input, error);
    } else {
        error_set(error, "nothing is kept of the lesson %s", name);
    }
    buf_free(&text);
    return session;
}
