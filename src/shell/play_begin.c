// SPDX-License-Identifier: GPL-3.0-or-later
// The follower is how the loop of the shell tells a lesson of each command that was typed. What the lesson runs
// itself comes through the same loop, and is told from that by the state PLAY_RUNS.
#include "shell/play_begin.h"

#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "history/timeline.h"
#include "shell/call.h"
#include "shell/play.h"
#include "shell/play_ask.h"
#include "shell/play_keep.h"
#include "shell/play_run.h"
#include "shell/play_task.h"
#include "shell/shell.h"
#include "view/session_script.h"
#include "view/style.h"

// ---- what the shell's loop tells ------------------------------------------------------------------

// Whether the task that is open is done by now; where it is not, that is said if [is_news].
static void look_at_task(struct shell *shell, const struct lesson_item *item, bool is_news)
{
    struct buf why = BUF_EMPTY;
    struct error error;
    bool is_done = play_task_is_done(shell, &why, &error);
    bool tells_why = item->used && item->expression && why.length > 0;
    if (is_done) {
        buf_puts(&shell->out, "right\n");
        play_pass(shell, play_result(shell->play));
    } else if (error.what[0]) {
        play_halt(shell, &error);
        shell_send(shell);
    } else if (is_news) {
        buf_printf(&shell->out, "%s\n", tells_why ? buf_text(&why) : "not yet");
        shell_send(shell);
    }
    buf_free(&why);
}

// After a command that was typed, or that stands in the script that plays the lesson.
static void look_after(struct shell *shell, const struct call *call, bool well)
{
    struct play *play = shell->play;
    // A state that a record holds is restored by several commands, and means something after the last.
    play->is_restored = strcmp(call->command->name, "restore") == 0 ||
                        (play->is_restored && !(call->command->flags & COMMAND_ENDS_SAVED));
    if (!well || call->command->is_whole_word || shell->loads || play->is_restored)
        return;
    bool is_untimely = play_task_note(shell, call);
    const struct lesson_item *item = play_item(play);
    if (!item)
        return;
    play->has_worked = true;
    play->has_tried = play->has_tried || item->kind == LESSON_DO; // a question wants an answer
    if (shell->input_count > play->depth ||
        shell->is_live) // `live` itself is looked at when it ends
        return;
    play->depth = size_max(shell->input_count, 1);
    struct session_clock before = play->clock, now = shell->session->clock;
    if (!shell->has_more)
        play->clock = now;
    if (item->kind != LESSON_DO || host_is_stopped(shell->host))
        return;
    bool is_changed = now.edited != before.edited || now.weights != before.weights;
    look_at_task(shell, item, is_untimely || (is_changed && !shell->has_more));
}

// Takes up what was typed by the last command for what is kept of the lesson: what was typed before the step
// opened all; of what was typed in it only answers and hints, since the step begins anew when the
// lesson goes on, and what was tried counts.
static void take_typed(struct play *play, const struct call *call)
{
    struct progress *progress = &play->progress;
    const struct buf *typed = &progress->typed;
    bool is_hint = strcmp(call->command->name, "hint") == 0;
    bool is_answer = call->command->flags & COMMAND_ANSWERS;
    if (play->heard > typed->length) {
        progress->opened = typed->length;
        buf_clear(&progress->tried);
    } else if (is_hint || is_answer) {
        buf_add(&progress->tried, buf_text(typed) + play->heard, typed->length - play->heard);
    }
    play->heard = typed->length;
}

static bool after_command(struct shell *shell, const struct call *call, bool well)
{
    look_after(shell, call, well);
    if (!shell->loads) {
        take_typed(shell->play, call);
        play_keep(shell);
    }
    bool was_stuck = shell->play->has_stuck;
    shell->play->has_stuck = false;
    return !was_stuck;
}

// An empty line ends a pause.
static bool empty_line(struct shell *shell)
{
    const struct lesson_item *item = play_item(shell->play);
    if (!item || item->kind != LESSON_PAUSE)
        return false;
    play_pass(shell, PROGRESS_FIRST);
    play_keep(shell);
    return true;
}

static void put_prompt(const struct shell *shell, struct buf *prompt)
{
    const struct play *play = shell->play;
    if (play->state != PLAY_OVER && play->at < play->lesson->item_count)
        buf_printf(prompt, "%s %zu/%zu", play->lesson->name,
                   size_min(play->progress.step, play->lesson->step_count),
                   play->lesson->step_count);
}

// A line that is longer than INPUT_LINE_MOST could not be read; where a step's beginning is that long it is left
// out.
enum { BEGAN_MOST = INPUT_LINE_MOST / 4 };

static void put_saved(const struct shell *shell, struct buf *text)
{
    const struct play *play = shell->play;
    struct progress progress = play->progress; // borrows what the open one owns
    struct buf now = BUF_EMPTY;
    progress.is_stuck = play->state == PLAY_STUCK && !play->is_halted;
    if ((play->state != PLAY_OPEN && play->state != PLAY_STUCK) ||
        (progress.is_stuck && progress.began.length >= BEGAN_MOST))
        return;
    script_body(&now, shell->session,
                (struct script_options){.copies_data = !shell_has_data(shell)});
    bool has_moved =
        (progress.is_stuck || strcmp(buf_text(&now), buf_text(&progress.began)) != 0) &&
        progress.began.length < BEGAN_MOST;
    text->failed = text->failed || now.failed;
    buf_free(&now);
    buf_puts(text, "restore lesson ");
    progress_write(text, &progress, has_moved);
    buf_puts(text, "\n");
}

static bool owns_name(const struct shell *shell, const char *name, size_t length)
{
    return shell->play->state == PLAY_OPEN && progress_owns(&shell->play->progress, name, length);
}

// What a receipt holds is what was typed for the lesson or stands in a script that was sourced for it, but neither
// the commands of the lesson's own nor those that began it.
static bool hears(const struct shell *shell, const struct call *call)
{
    const struct play *play = shell->play;
    const char *name = call->command->name;
    if (!play || shell->loads || strncmp(name, "lesson", strlen("lesson")) == 0 ||
        strcmp(name, "source") == 0)
        return false;
    // What the lesson runs itself is deeper too, and is run while no step is open.
    return shell->input_count == 1 ? play->state != PLAY_OVER : play->state == PLAY_OPEN;
}

static struct buf *typed(struct shell *shell)
{
    return &shell->play->progress.typed;
}

static void free_play(struct play *play)
{
    lesson_free(play->lesson);
    progress_clear(&play->progress);
    free(play);
}

static void close_play(struct shell *shell)
{
    struct play *play = shell->play;
    play_ask_close(shell);
    timeline_free(play->own_timeline);
    session_free(play->own);
    free_play(play);
    shell->play = NULL;
}

static const struct follower follower = {
    .after = after_command,
    .empty_line = empty_line,
    .prompt = put_prompt,
    .save = put_saved,
    .owns_name = owns_name,
    .hears = hears,
    .typed = typed,
    .close = close_play,
};

// ---- beginning and leaving ------------------------------------------------------------------------

// Puts the lesson's session in the place of the shell's, which is kept as the student's own; that of another
// lesson ends. Takes everything over.
static void enter(struct shell *shell, struct play *play, struct session *session,
                  struct timeline *timeline)
{
    struct play *old = shell->play;
    if (!old)
        host_set_aside(shell->host);
    if (shell->quiz.is_open)
        buf_puts(&shell->out, "the question of the quiz is closed, without score\n");
    play_ask_close(shell);
    play->own = old ? old->own : shell->session;
    play->own_timeline = old ? old->own_timeline : shell->timeline;
    play->own_recorded_from = old ? old->own_recorded_from : shell->recorded_from;
    play->depth = size_max(shell->input_count, 1);
    if (old) {
        timeline_free(shell->timeline);
        session_free(shell->session);
        free_play(old);
    }
    shell->session = session;
    shell->timeline = timeline;
    shell->recorded_from = 0;
    timeline->oldest = SIZE_MAX;
    shell->play = play;
    shell->follower = &follower;
}

// An open lesson that is not yet the shell's: takes lesson and progress over. NULL with [error] set.
static struct play *make(struct shell *shell, struct lesson *lesson, struct progress *progress,
                         struct error *error)
{
    struct play *play = calloc(1, sizeof *play);
    if (!play) {
        lesson_free(lesson);
        progress_clear(progress);
        error_memory(error);
        return NULL;
    }
    play->lesson = lesson;
    play->progress = *progress;
    play->keeps = shell_has_person(shell);
    play->since = host_seconds(shell->host);
    *progress = (struct progress){.name = NULL};
    return play;
}

// The session that a lesson begins with lies beside the student's own, so that the threads outlive it.
static struct session *fresh_session(const struct shell *shell, struct error *error)
{
    return session_create_beside(shell->play ? shell->play->own : shell->session, error);
}

void play_leave(struct shell *shell)
{
    struct play *play = shell->play;
    play_ask_close(shell);
    timeline_free(shell->timeline);
    session_free(shell->session);
    shell->session = play->own;
    shell->timeline = play->own_timeline;
    shell->recorded_from = play->own_recorded_from;
    free_play(play);
    shell->play = NULL;
    shell->follower = NULL;
}

// Shows what the lesson is called, and how long it takes.
static void put_title(struct shell *shell)
{
    const struct lesson *lesson = shell->play->lesson;
    struct buf text = BUF_EMPTY;
    buf_puts(&text, lesson->title);
    if (lesson->minutes > 0)
        buf_printf(&text, " (%zu minutes)", lesson->minutes);
    style_put(&shell->out, shell_style(shell), INK_BOLD, buf_text(&text));
    buf_puts(&shell->out, "\n");
    shell->out.failed = shell->out.failed || text.failed;
    buf_free(&text);
}

bool play_begin(struct shell *shell, struct lesson *lesson, struct progress *progress,
                bool is_unattended, struct error *error)
{
    struct session *session = fresh_session(shell, error);
    struct timeline *timeline = session ? timeline_create(session, error) : NULL;
    struct play *play = timeline ? make(shell, lesson, progress, error) : NULL;
    if (!play) {
        timeline_free(timeline);
        session_free(session);
        return false;
    }
    enter(shell, play, session, timeline);
    play->is_unattended = is_unattended;
    if (is_unattended)
        play->keeps = false;
    size_t step = play->progress.step;
    play->at = step > 1 ? lesson_step_item(lesson, step - 1) + 1 : 0;
    if (!play_run_up_to(shell, play, play->at)) {
        play_leave(shell);
        error_set(error, "the lesson cannot begin at step %zu", step);
        error->quiet = true;
        return false;
    }
    put_title(shell);
    play_on(shell);
    if (play->state != PLAY_STUCK || (!is_unattended && play->progress.step > 1))
        return true;
    play_leave(shell);
    error_set(error, "the lesson could not be played to its end");
    error->quiet = true;
    return false;
}

// The step could not open when it was saved, and is not tried again: `retry` goes back to the one before.
static void resume_stuck(struct play *play)
{
    size_t step = play->progress.step;
    play->progress.is_stuck = false;
    play->at = step > 1 ? lesson_step_item(play->lesson, step - 1) + 1 : 0;
    play->state = PLAY_STUCK;
}

bool play_resume(struct shell *shell, struct lesson *lesson, struct progress *progress,
                 struct session *session, struct error *error)
{
    struct session *fresh = fresh_session(shell, error);
    if (!fresh)
        return false;
    session_replace(fresh, session); // it may have borrowed threads of a session that ends now
    struct timeline *timeline = timeline_create(fresh, error);
    struct play *play = timeline ? make(shell, lesson, progress, error) : NULL;
    if (!play) {
        timeline_free(timeline);
        session_free(fresh);
        return false;
    }
    enter(shell, play, fresh, timeline);
    if (shell->record)
        shell->recorded_from = SIZE_MAX; // a replay has not been here
    play->heard = play->progress.typed.length;
    if (play->progress.is_stuck) {
        resume_stuck(play);
        return true;
    }
    play->at = lesson_step_item(lesson, play->progress.step);
    if (play->progress.began.length == 0)
        play_begin_here(shell);
    play_listen(shell);
    return lesson->items[play->at].kind != LESSON_ASK || play_ask_open(shell, play_judged, error);
}
