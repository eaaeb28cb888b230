// SPDX-License-Identifier: GPL-3.0-or-later
// Where a step began is a mark on the timeline. Where it was meant to begin is found by playing the lesson up
// to there on a session beside, which then takes the place of the present one.
#include "shell/play_back.h"

#include <string.h>

#include "base/words.h"
#include "history/timeline.h"
#include "shell/input_text.h"
#include "shell/load_session.h"
#include "shell/note_change.h"
#include "shell/play.h"
#include "shell/play_ask.h"
#include "shell/play_difference.h"
#include "shell/play_run.h"
#include "shell/play_task.h"
#include "shell/shell.h"

// ---- going back -----------------------------------------------------------------------------------

// Opens the step at hand once more, where the session is what it was when it opened first, or was meant
// to be; what was tried and told counts on.
static bool reopen(struct shell *shell, struct error *error)
{
    struct play *play = shell->play;
    struct progress *progress = &play->progress;
    play->at = lesson_step_item(play->lesson, progress->step);
    progress->results[progress->step - 1] = PROGRESS_OPEN;
    progress->is_repeated = true;
    if (!play_open_step(shell)) {
        play_stick(shell);
        error_set(error, "the step cannot open");
        error->quiet = true;
        return false;
    }
    return true;
}

// Makes the shell's session what it is where the lesson's own solutions lead to item [end].
static bool rebuild(struct shell *shell, size_t end, struct error *error)
{
    struct play *play = shell->play;
    struct session *session = shell->session, *fresh = session_create_beside(play->own, error);
    struct timeline *timeline = shell->timeline,
                    *own = fresh ? timeline_create(fresh, error) : NULL;
    enum play_state state = play->state;
    bool well = own != NULL;
    if (well) {
        shell->session = fresh;
        shell->timeline = own;
        play->state = PLAY_RUNS;
        well = play_run_up_to(shell, play, end);
        if (!well)
            error_set(error, "the lesson cannot be played up to here"), error->quiet = true;
        play->state = state;
        shell->session = session;
        shell->timeline = timeline;
    }
    timeline_free(own);
    if (well)
        session_replace(session, fresh);
    else
        session_free(fresh);
    return well;
}

// Makes the session what it was when the step opened, as a saved session tells it: in this one there is no such
// state, since it was loaded in the middle of the step.
static bool load_beginning(struct shell *shell, struct error *error)
{
    const struct buf *began = &shell->play->progress.began;
    struct input_text input = input_text(buf_text(began), began->length, "restore lesson");
    struct session *session = load_session(shell, &input.input, error);
    if (session)
        session_replace(shell->session, session);
    return session != NULL;
}

// Goes to the mark that a step made when it opened. False with [error] set where there is none.
static bool go_to_mark(struct shell *shell, struct error *error)
{
    static const char typed[] = "retry";
    const struct goto_command command = {typed, strlen(typed), history_number(shell)};
    const struct mark *mark = timeline_find_mark(shell->timeline, PLAY_MARK, strlen(PLAY_MARK));
    struct state_loss loss;
    if (mark)
        return timeline_goto_mark(shell->timeline, mark, &command, &loss, error);
    if (shell->play->progress.began.length > 0)
        return load_beginning(shell, error);
    error_set(error, "how this step began is not known any more");
    return error_hint(error, "'retry clean' begins it as it was meant");
}

bool play_retry(struct shell *shell, bool is_clean, struct error *error)
{
    struct play *play = shell->play;
    struct progress *progress = &play->progress;
    bool goes_back =
        play->state == PLAY_STUCK && !play->is_halted && !is_clean && progress->step > 1;
    size_t step = size_min(progress->step - goes_back, play->lesson->step_count);
    if (is_clean ? !rebuild(shell, lesson_step_item(play->lesson, step), error)
                 : !go_to_mark(shell, error))
        return false;
    play_ask_close(shell);
    progress->step = step;
    note_change(shell, is_clean ? "retry clean" : "retry",
                strlen(is_clean ? "retry clean" : "retry"));
    return reopen(shell, error);
}

// ---- the solution ---------------------------------------------------------------------------------

// Runs the solution of the task at hand, as it would be typed; where it does not work on what the student
// made of the network, once more where it is sure to.
static void show_task_solution(struct shell *shell, const struct lesson_item *item)
{
    struct play *play = shell->play;
    struct error error;
    play->state = PLAY_RUNS;
    bool well = play_run(shell, play, item->solution, item->solution_line, PLAY_TYPED);
    play->has_worked = true;
    if (well && play_task_is_done(shell, NULL, &error))
        return;
    play_say(shell, "That does not work on the network as it is, so the step begins again as "
                    "it was meant:");
    if (rebuild(shell, play->at, &error)) {
        note_change(shell, "skip", strlen("skip"));
        play_run(shell, play, item->solution, item->solution_line, PLAY_TYPED);
    }
}

void play_skip(struct shell *shell)
{
    struct play *play = shell->play;
    const struct lesson_item *item = &play->lesson->items[play->at];
    struct play_moment before = play_moment_of(shell->session);
    if (item->kind == LESSON_ASK)
        play_ask_show_solution(shell, item);
    if (item->kind == LESSON_DO) {
        show_task_solution(shell, item);
        play_put_difference(shell, &before);
    }
    play_pass(shell, PROGRESS_SKIPPED);
}
