// SPDX-License-Identifier: GPL-3.0-or-later
// What is hidden is hidden by the session, for all views alike. Here are only the two things that no view can
// do: refusing a command that goes on to the answer, and noticing that a question no longer fits.
#include "shell/open_question.h"

#include "session/session.h"
#include "shell/call.h"
#include "shell/scan.h"
#include "shell/shell.h"

bool question_allows(const struct shell *shell, const struct call *call, struct error *error)
{
    enum command_reveals reveals = call->command->reveals;
    bool is_lesson = !shell->quiz.is_open;
    if (!shell->session->hides || reveals == REVEALS_NO ||
        (reveals == REVEALS_ELSEWHERE && is_lesson))
        return true;
    size_t at = scan_blanks(call->text, call->length, 0);
    error_at(error, at, scan_name(call->text, call->length, at),
             "'%s' would show the answer to the open question", call->command->name);
    return error_hint(error, is_lesson ? "'hint' helps, and 'skip' shows the solution"
                                       : "'hint' helps, 'skip' shows it, and 'quiz off' closes it");
}

void question_put_aside(struct shell *shell)
{
    quiz_close(&shell->quiz, &shell->question, shell->session);
}

void question_after(struct shell *shell)
{
    if (!quiz_is_outdated(&shell->quiz, shell->session))
        return;
    question_put_aside(shell);
    buf_puts(&shell->out, "the question is closed without score: what it was about has changed\n");
}
