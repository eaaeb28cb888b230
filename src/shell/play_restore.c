// SPDX-License-Identifier: GPL-3.0-or-later
// A step of another text of the lesson could ask anything, so only the very text that the session was saved
// in goes on.
#include "shell/play_restore.h"

#include <stdlib.h>
#include <string.h>

#include "lesson/progress.h"
#include "session/session.h"
#include "shell/find_lesson.h"
#include "shell/input_text.h"
#include "shell/load_session.h"
#include "shell/play.h"
#include "shell/play_begin.h"
#include "shell/read_lesson.h"
#include "shell/shell.h"

// Warns that the session is here without its lesson.
static bool warn(struct shell *shell, const char *name, const char *why)
{
    struct buf text = BUF_EMPTY;
    buf_printf(&text,
               "warning: the session was saved in the lesson %s, which is not open now: %s\n", name,
               why);
    shell_wrap(shell, &text);
    host_note(shell->host, buf_text(&text), text.length);
    buf_free(&text);
    return false;
}

// Opens that lesson at that step. Takes the first two over, and on success the session.
static bool resume(struct shell *shell, struct lesson *lesson, struct progress *progress,
                   struct session *session)
{
    struct error error = ERROR_NONE;
    if (progress_fits(progress, lesson))
        return play_resume(shell, lesson, progress, session, &error) ||
               warn(shell, "?", error.what);
    warn(shell, progress->name, "its text has changed since");
    lesson_free(lesson);
    progress_clear(progress);
    return false;
}

// Takes what shell->restoring says. False with a warning.
static bool take_line(struct shell *shell, struct progress *progress)
{
    struct error error = ERROR_NONE;
    char *line = shell->restoring;
    shell->restoring = NULL;
    if (shell->graded) { // what it claims to be right must not become so
        free(line);
        return warn(shell, "?", "an answer that is graded begins at the first step");
    }
    bool well = progress_read(progress, line, strlen(line), &error);
    free(line);
    return well || warn(shell, "?", error.what);
}

bool play_restore(struct shell *shell, struct session *session)
{
    struct progress progress;
    struct error error = ERROR_NONE;
    bool is_file;
    if (!take_line(shell, &progress))
        return false;
    struct lesson *lesson =
        find_lesson(shell, progress.file ? progress.file : progress.name, &is_file, &error);
    if (lesson)
        return resume(shell, lesson, &progress, session);
    warn(shell, progress.name, error.what);
    progress_clear(&progress);
    return false;
}

bool play_restore_in(struct shell *shell, const struct lesson_source *source,
                     struct session *session)
{
    struct progress progress;
    struct error error = ERROR_NONE;
    if (!take_line(shell, &progress))
        return false;
    struct lesson *lesson = read_lesson_or_fail(shell, source, &error);
    if (lesson)
        return resume(shell, lesson, &progress, session);
    progress_clear(&progress);
    return false;
}

// A copy of the shell's session, which no lesson is written into. NULL with [error] set.
static struct session *copy_session(struct shell *shell, struct error *error)
{
    struct buf text = BUF_EMPTY;
    shell_script(shell, &text, NULL);
    struct input_text input = input_text(buf_text(&text), text.length, "save");
    struct session *copy = text.failed ? NULL : load_session(shell, &input.input, error);
    if (text.failed)
        error_memory(error);
    buf_free(&text);
    free(shell->restoring); // the lesson that was open, which ends
    shell->restoring = NULL;
    return copy;
}

bool play_restore_here(struct shell *shell, struct error *error)
{
    char *line = shell->restoring;
    bool was_open = shell->play;
    shell->restoring = NULL;
    struct session *copy = copy_session(shell, error);
    struct session *fresh = copy ? session_create_beside(shell->session, error) : NULL;
    if (!fresh) {
        free(line);
        session_free(copy);
        return false;
    }
    if (was_open)
        play_leave(shell);
    shell->restoring = line;
    if (!play_restore(shell, copy)) {
        session_replace(shell->session, copy);
        session_free(fresh);
    } else if (was_open) {
        session_free(fresh); // the student's own is what it was
    } else {
        session_replace(shell->play->own, fresh);
    }
    return true;
}
