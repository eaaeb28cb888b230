// SPDX-License-Identifier: GPL-3.0-or-later
// The lesson has the word in play_on, and nowhere else: a loop over its items that ends at a step, at its end
// or where something failed.
//
// Each step sets the mark `lesson` where it opens, so that going back is the timeline's work.
#include "shell/play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "history/timeline.h"
#include "lesson/grade.h"
#include "lesson/slip.h"
#include "shell/lesson_text.h"
#include "shell/play_ask.h"
#include "shell/play_fill.h"
#include "shell/play_run.h"
#include "shell/play_task.h"
#include "shell/report.h"
#include "shell/shell.h"
#include "view/session_script.h"
#include "view/style.h"

enum { TRIES_UNTIL_SKIP = 3 };

const struct lesson_item *play_item(const struct play *play)
{
    return play && play->state == PLAY_OPEN ? &play->lesson->items[play->at] : NULL;
}

// ---- messages -----------------------------------------------------------------------------------

// Tells an error of the lesson's, with file and line.
static void report_at(struct shell *shell, const struct play *play, size_t line,
                      const struct error *error)
{
    struct input place = {.name = play->lesson->path, .line = line}, *outermost = shell->inputs[0];
    size_t count = shell->input_count;
    shell_send(shell);
    shell->inputs[0] = &place; // alone: no script has sourced it
    shell->input_count = 1;
    report_error(shell, NULL, error);
    shell->inputs[0] = outermost;
    shell->input_count = count;
}

void play_say(struct shell *shell, const char *text)
{
    lesson_text_put(&shell->out, shell_style(shell), text);
}

// ---- steps --------------------------------------------------------------------------------------

// Puts the step that is open: its number, and what it asks.
void play_put_step(struct shell *shell)
{
    const struct play *play = shell->play;
    const struct progress *progress = &play->progress;
    struct buf text = BUF_EMPTY;
    buf_printf(&text, "%zu of %zu. %s", progress->step, play->lesson->step_count,
               progress->text ? progress->text : "Press Enter to continue.");
    buf_puts(&shell->out, "\n");
    play_say(shell, buf_text(&text));
    shell->out.failed = shell->out.failed || text.failed;
    buf_free(&text);
}

// Forgets what belongs to the step before.
static void begin_step(struct play *play)
{
    struct progress *progress = &play->progress;
    progress_clear_words(progress);
    progress->tries = progress->hints = 0;
    progress->is_repeated = false;
}

// From here on what is typed counts for the step.
void play_listen(struct shell *shell)
{
    struct play *play = shell->play;
    play->has_worked = play->has_used = play->has_tried = play->is_halted = false;
    play->has_misused = play->has_held = false;
    play->clock = shell->session->clock;
    play->state = PLAY_OPEN;
}

void play_begin_here(struct shell *shell)
{
    struct progress *progress = &shell->play->progress;
    const struct script_options way = {.copies_data = !shell_has_data(shell)};
    struct error ignored;
    // Where there is no room for either, only retry is poorer for it.
    timeline_mark(shell->timeline, PLAY_MARK, strlen(PLAY_MARK), &ignored);
    buf_clear(&progress->began);
    script_body(&progress->began, shell->session, way);
    if (progress->began.failed)
        buf_free(&progress->began);
}

// Opens the step at the item the lesson is at. False where that cannot be done, which was told.
bool play_open_step(struct shell *shell)
{
    struct play *play = shell->play;
    struct error error = ERROR_NONE;
    const struct lesson_item *item = &play->lesson->items[play->at];
    size_t line;
    bool well = play_fill_step(shell, item, &line, &error);
    if (well && !play->is_unattended)
        play_begin_here(shell);
    if (!well || (item->kind == LESSON_ASK && !play_ask_open(shell, play_judged, &error))) {
        report_at(shell, play, line, &error);
        return false;
    }
    play_put_step(shell);
    play_listen(shell);
    play->must_keep = true;
    play->heard = SIZE_MAX;
    return true;
}

// Says something, and keeps it to be said again.
static bool say(struct shell *shell, const struct lesson_item *item)
{
    struct play *play = shell->play;
    struct error error = ERROR_NONE;
    char *text = play_fill_text(shell, item->text, &error);
    if (!text) {
        report_at(shell, play, item->line, &error);
        return false;
    }
    buf_puts(&shell->out, "\n");
    play_say(shell, text);
    buf_printf(&play->progress.said, "%s%s", play->progress.said.length ? "\n\n" : "", text);
    free(text);
    return true;
}

// Names that a command made are the lesson's: [count] there were before it.
static void take_names(struct shell *shell, size_t count)
{
    const struct variables *variables = &shell->session->variables;
    for (size_t i = count; i < variables->count; i++)
        progress_own(&shell->play->progress, variables->list[i].name);
}

// Runs a command of the lesson's own.
static bool run(struct shell *shell, const struct lesson_item *item)
{
    struct play *play = shell->play;
    bool is_early = play->at < lesson_first_say(play->lesson);
    size_t names = shell->session->variables.count;
    bool well = play_run(shell, play, item->text, item->line, is_early ? PLAY_MUTE : PLAY_PLAIN);
    take_names(shell, names);
    return well && !host_is_stopped(shell->host);
}

// Whether the solution of the step that is open is accepted, where nobody else answers.
static bool solve(struct shell *shell)
{
    struct play *play = shell->play;
    const struct lesson_item *item = &play->lesson->items[play->at];
    struct error error = ERROR_NONE;
    if (item->kind == LESSON_PAUSE)
        return true;
    if (item->kind == LESSON_ASK) {
        if (play_ask_solve(shell, item, &error))
            return true;
    } else {
        play->state = PLAY_RUNS;
        if (!play_run(shell, play, item->solution, item->solution_line, PLAY_PLAIN))
            return false;
        play->has_worked = true;
        if (play_task_is_done(shell, NULL, &error)) {
            buf_puts(&shell->out, "right\n");
            return true;
        }
        if (error.what[0]) {
            play_halt(shell, &error);
            return false;
        }
        error_set(&error, "after this solution the step is not done");
    }
    report_at(shell, play, item->solution_line, &error);
    return false;
}

// ---- going on -----------------------------------------------------------------------------------

// The next step could not open.
void play_stick(struct shell *shell)
{
    struct play *play = shell->play;
    play->state = PLAY_STUCK;
    play->has_stuck = true;
    if (play->is_unattended || play->is_halted)
        return;
    play_say(shell, "The lesson cannot continue from here. 'retry' goes back to the step before, "
                    "'retry clean' begins this step as it was meant, and 'lesson off' leaves.");
}

void play_halt(struct shell *shell, const struct error *error)
{
    struct play *play = shell->play;
    report_at(shell, play, play->lesson->items[play->at].line, error);
    play->is_halted = true;
    play_stick(shell);
    if (!play->is_unattended)
        play_say(shell, "The lesson stops here. 'retry' goes back to where this step began, 'retry "
                        "clean' begins it as it was meant, and 'lesson off' leaves.");
}

// Every step was passed.
static void finish(struct shell *shell)
{
    struct play *play = shell->play;
    struct progress *progress = &play->progress;
    struct buf text = BUF_EMPTY;
    play->state = PLAY_OVER;
    progress->best = progress_count(progress, PROGRESS_FIRST);
    progress->was_done = true;
    buf_printf(&text, "That was the lesson %s: %zu step%s", play->lesson->name,
               play->lesson->step_count, plural(play->lesson->step_count));
    if (!play->is_unattended)
        buf_printf(&text, ", %zu of them right at the first try", progress->best);
    buf_puts(&text, ".");
    buf_puts(&shell->out, "\n");
    play_say(shell, buf_text(&text));
    if (!play->is_unattended) {
        buf_clear(&text);
        buf_puts(&text, "Its network stays for you to play with; 'lesson off' brings back your own "
                        "session, and 'lesson' lists the lessons.");
        play_say(shell, buf_text(&text));
    }
    buf_free(&text);
    play->must_keep = true;
}

void play_clock(struct shell *shell)
{
    struct play *play = shell->play;
    double now = host_seconds(shell->host);
    play->progress.seconds += (size_t)(now - play->since);
    play->since += (double)(size_t)(now - play->since);
}

// Notes that the step at hand was passed, and moves on to what comes after it.
static void leave_step(struct shell *shell, enum progress_result how)
{
    struct play *play = shell->play;
    if (play->progress.is_graded && shell->grade)
        grade_row_note(shell->grade, play->progress.step - 1, how);
    play_clock(shell);
    play->progress.results[play->progress.step - 1] = (char)how;
    play->progress.step++;
    play->at++;
    begin_step(play);
    buf_clear(&play->progress.said);
}

// Does one item. False where something failed.
static bool play_item_at(struct shell *shell)
{
    struct play *play = shell->play;
    const struct lesson_item *item = &play->lesson->items[play->at];
    if (item->kind == LESSON_SAY)
        return say(shell, item);
    if (item->kind == LESSON_COMMAND)
        return run(shell, item);
    return play_open_step(shell);
}

// Plays on until a step waits for somebody.
void play_on(struct shell *shell)
{
    struct play *play = shell->play;
    play->state = PLAY_RUNS;
    while (play->at < play->lesson->item_count) {
        bool is_step = lesson_is_step(&play->lesson->items[play->at]);
        bool well = play_item_at(shell) && (!is_step || !play->is_unattended || solve(shell));
        if (!well || shell->unwritable) {
            play_stick(shell);
            break;
        }
        bool passes = is_step && (play->is_unattended || !shell_has_person(shell)) &&
                      play->lesson->items[play->at].kind == LESSON_PAUSE;
        if (is_step && !play->is_unattended && !passes)
            break;
        if (is_step)
            leave_step(shell, PROGRESS_FIRST);
        else
            play->at++;
        play->state = PLAY_RUNS;
    }
    if (play->at == play->lesson->item_count)
        finish(shell);
    shell_send(shell);
}

void play_pass(struct shell *shell, enum progress_result how)
{
    leave_step(shell, how);
    play_on(shell);
}

// Notes what a wrong answer looked like: a usual slip by its name, one of the author's by its line.
static void note_slip(struct grade_row *row, const struct judgement *judgement)
{
    char name[32];
    if (judgement->own_line > 0) {
        snprintf(name, sizeof name, "line-%zu", judgement->own_line);
        grade_row_add_slip(row, name);
    } else if (judgement->match.count == 1) {
        grade_row_add_slip(row, slip_name(judgement->match.slips[0]));
    }
}

// What becomes of an answer to the lesson's question.
void play_judged(void *context, const struct judgement *judgement, struct buf *out)
{
    struct shell *shell = context;
    struct play *play = shell->play;
    if (judgement->verdict == VERDICT_NOT_YET) {
        quiz_tally(&shell->quiz, &judgement->match);
        if (play->progress.is_graded && shell->grade)
            note_slip(shell->grade, judgement);
        play->has_tried = play->must_keep = true;
        if (++play->progress.tries >= TRIES_UNTIL_SKIP)
            buf_puts(out, "'hint' helps, and 'skip' shows the solution.\n");
    }
    if (judgement->verdict != VERDICT_RIGHT)
        return;
    enum progress_result how = play_result(play);
    play_ask_close(shell);
    play_pass(shell, how);
}

enum progress_result play_result(const struct play *play)
{
    const struct progress *progress = &play->progress;
    if (progress->hints > 1) // the first one is free
        return PROGRESS_HINTED;
    return progress->tries > 0 || progress->is_repeated ? PROGRESS_LATER : PROGRESS_FIRST;
}

void play_show(struct shell *shell)
{
    struct play *play = shell->play;
    struct error error = ERROR_NONE;
    struct buf why = BUF_EMPTY;
    if (play->progress.said.length > 0)
        play_say(shell, buf_text(&play->progress.said));
    shell->out.failed = shell->out.failed || play->progress.said.failed;
    play_put_step(shell);
    for (size_t i = 0; i < play->progress.hints; i++)
        play_put_hint(shell, i);
    bool is_task = play->lesson->items[play->at].kind == LESSON_DO;
    if (is_task && !play_task_is_done(shell, &why, &error) && error.what[0])
        play_halt(shell, &error);
    else if (why.length > 0)
        play_say(shell, buf_text(&why));
    buf_free(&why);
}

void play_put_hint(struct shell *shell, size_t index)
{
    struct buf text = BUF_EMPTY;
    buf_printf(&text, "Hint %zu: %s", index + 1, shell->play->progress.hint_texts[index]);
    play_say(shell, buf_text(&text));
    shell->out.failed = shell->out.failed || text.failed;
    buf_free(&text);
}
