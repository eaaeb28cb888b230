// SPDX-License-Identifier: GPL-3.0-or-later
// The lesson has the word in play_on, and nowhere else: a loop over its items that ends at a step, at its end
// or where something failed.
//
// Each step sets the mark `lesson` where it opens, so that going back is the timeline's work.
#include "shell/play.h"

#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "history/timeline.h"
#include "lesson/grade.h"
#include "lesson/slip.h"
#include "shell/lesson_text.h"
#include "shell/play_ask.h"
#include "shell/play_keep.h"
#include "shell/play_run.h"
#include "shell/play_task.h"
#include "shell/report.h"
#include "shell/shell.h"
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
    struct input place = {.name = play->lesson->path, .line = line};
    shell_send(shell);
    shell->inputs[shell->input_count++] = &place;
    report_error(shell, NULL, error);
    shell->input_count--;
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
               progress->text ? progress->text : "Press Enter to go on.");
    buf_puts(&shell->out, "\n");
    play_say(shell, buf_text(&text));
    shell->out.failed = shell->out.failed || text.failed;
    buf_free(&text);
}

// Fills in the values of a text of the lesson's. NULL with the error told.
static char *fill(struct shell *shell, const struct lesson_item *item)
{
    struct error error = ERROR_NONE;
    struct buf text = BUF_EMPTY;
    char *filled = NULL;
    if (lesson_text_fill(&text, shell->session, shell_style(shell), item->text, &error) &&
        !(filled = strdup(buf_text(&text))))
        error_memory(&error);
    if (!filled)
        report_at(shell, shell->play, item->line, &error);
    buf_free(&text);
    return filled;
}

// Forgets what belongs to the step before.
static void begin_step(struct play *play)
{
    struct progress *progress = &play->progress;
    free(progress->text);
    progress->text = NULL;
    progress->tries = progress->hints = 0;
    progress->is_repeated = progress->has_expected = false;
    value_clear(&progress->expected);
    play->has_told = false;
}

// From here on what is typed counts for the step.
void play_listen(struct shell *shell)
{
    struct play *play = shell->play;
    play->has_worked = play->has_used = play->has_tried = false;
    play->clock = shell->session->clock;
    play->state = PLAY_OPEN;
}

// Opens the step at the item the lesson is at. False where that cannot be done, which was told.
bool play_open_step(struct shell *shell)
{
    struct play *play = shell->play;
    struct error error = ERROR_NONE;
    const struct lesson_item *item = &play->lesson->items[play->at];
    begin_step(play);
    if (item->kind != LESSON_PAUSE && !(play->progress.text = fill(shell, item)))
        return false;
    bool well = item->kind != LESSON_ASK || play_ask_expect(shell, item, &error);
    // Where there is no room for the mark, only retry is poorer for it.
    struct error ignored;
    timeline_mark(shell->timeline, PLAY_MARK, strlen(PLAY_MARK), &ignored);
    well = well && (item->kind != LESSON_ASK || play_ask_open(shell, play_judged, &error));
    if (!well) {
        report_at(shell, play, item->line, &error);
        return false;
    }
    play_put_step(shell);
    play_listen(shell);
    play_keep(shell);
    return true;
}

// Says something, and keeps it to be said again.
static bool say(struct shell *shell, const struct lesson_item *item)
{
    struct play *play = shell->play;
    char *text = fill(shell, item);
    if (!text)
        return false;
    buf_puts(&shell->out, "\n");
    play_say(shell, text);
    buf_printf(&play->said, "%s%s", play->said.length ? "\n\n" : "", text);
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
        if (play_task_is_done(shell, NULL))
            return true;
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
    if (play->is_unattended)
        return;
    play_say(shell, "The lesson cannot go on from here. 'retry' goes back to the step before, "
                    "'retry clean' begins this step as it was meant, and 'lesson off' leaves.");
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
    buf_printf(&text, "That was the lesson %s: %zu step%s, %zu of them right at the first try.",
               play->lesson->name, play->lesson->step_count, plural(play->lesson->step_count),
               progress->best);
    buf_puts(&shell->out, "\n");
    if (!play->is_unattended) {
        play_say(shell, buf_text(&text));
        buf_clear(&text);
        buf_puts(&text, "Its network stays for you to play with; 'lesson off' brings back your own "
                        "session, and 'lesson' lists the lessons.");
        play_say(shell, buf_text(&text));
    }
    buf_free(&text);
    play_keep(shell);
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
    buf_clear(&play->said);
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

// What becomes of an answer to the lesson's question.
void play_judged(void *context, const struct judgement *judgement, struct buf *out)
{
    struct shell *shell = context;
    struct play *play = shell->play;
    if (judgement->verdict == VERDICT_NOT_YET) {
        quiz_tally(&shell->quiz, &judgement->match);
        if (play->progress.is_graded && shell->grade && judgement->match.count == 1)
            grade_row_add_slip(shell->grade, slip_name(judgement->match.slips[0]));
        play->has_tried = true;
        if (++play->progress.tries >= TRIES_UNTIL_SKIP)
            buf_puts(out, "'skip' shows the solution and goes on.\n");
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
    struct buf why = BUF_EMPTY;
    if (play->said.length > 0)
        play_say(shell, buf_text(&play->said));
    shell->out.failed = shell->out.failed || play->said.failed;
    play_put_step(shell);
    const struct lesson_item *item = &play->lesson->items[play->at];
    for (size_t i = 0; i < play->progress.hints; i++)
        play_put_hint(shell, item, i);
    if (item->kind == LESSON_DO && !play_task_is_done(shell, &why) && why.length > 0)
        play_say(shell, buf_text(&why));
    buf_free(&why);
}

void play_put_hint(struct shell *shell, const struct lesson_item *item, size_t index)
{
    struct buf text = BUF_EMPTY, filled = BUF_EMPTY;
    struct error ignored = ERROR_NONE;
    // What a student has made of the network may have no such value: then the braces say what is meant.
    bool is_filled =
        lesson_text_fill(&filled, shell->session, shell_style(shell), item->hints[index], &ignored);
    buf_printf(&text, "Hint %zu: %s", index + 1,
               is_filled ? buf_text(&filled) : item->hints[index]);
    shell->out.failed = shell->out.failed || ignored.is_memory;
    buf_free(&filled);
    play_say(shell, buf_text(&text));
    shell->out.failed = shell->out.failed || text.failed;
    buf_free(&text);
}
