// SPDX-License-Identifier: GPL-3.0-or-later
// The shell's question knows how to judge; here it is told what the lesson's file says: what is right, how
// exact, what to hide, and which wrong answers the author thought of.
#include "shell/play_ask.h"

#include <string.h>

#include "shell/lesson_text.h"
#include "lesson/question.h"
#include "network/stage.h"
#include "shell/open_question.h"
#include "shell/play.h"
#include "shell/shell.h"
#include "shell/transcript.h"
#include "view/matrix_view.h"

static bool add_slips(struct shell *shell, const struct lesson_item *item, struct error *error)
{
    const struct progress *progress = &shell->play->progress;
    for (size_t i = 0; i < progress->slip_count; i++) {
        const struct progress_slip *slip = &progress->slips[i];
        struct value value = value_number(0);
        if (!value_copy(&value, &slip->value, error) ||
            !question_add_slip(&shell->question, &value, slip->text, item->slips[i].line, error))
            return false;
    }
    return true;
}

bool play_ask_open(struct shell *shell, play_ask_judged *judged, struct error *error)
{
    const struct play *play = shell->play;
    const struct lesson_item *item = &play->lesson->items[play->at];
    const struct network *network = shell->session->network;
    struct value expected = value_number(0);
    if (!value_copy(&expected, &play->progress.expected, error))
        return false;
    struct question_plan plan = {.expected = &expected,
                                 .tolerance = item->tolerance,
                                 .digits = item->has_tolerance ? 0 : item->digits,
                                 .owner = {.context = shell, .judged = judged}};
    if (!item->has_tolerance && item->digits == 0)
        plan.digits = LESSON_DIGITS;
    if (item->hide && network) {
        plan.stage = stage_find(network->layer_count, item->hide, strlen(item->hide));
        plan.hides = plan.stage < stage_count(network->layer_count);
    }
    play_ask_close(shell);
    if (!question_open(&shell->question, shell->session, &plan, error))
        return false;
    shell->question.tries = play->progress.tries;
    if (add_slips(shell, item, error))
        return true;
    play_ask_close(shell);
    return false;
}

void play_ask_close(struct shell *shell)
{
    question_put_aside(shell);
    question_close(&shell->question, shell->session);
}

// Shows the solution as it would be typed, where commands are shown.
static void put_typed(struct shell *shell, const struct lesson_item *item)
{
    if (shell->options.echo) {
        shell_prompt(shell, &shell->out);
        buf_printf(&shell->out, "%s\n", item->solution);
    }
}

bool play_ask_solve(struct shell *shell, const struct lesson_item *item, struct error *error)
{
    struct judgement judgement = {.sentence = BUF_EMPTY};
    put_typed(shell, item);
    if (!question_judge(&shell->question, shell->session, item->solution, strlen(item->solution),
                        &judgement, error)) {
        error->placed = false;
        return false;
    }
    bool well = judgement.verdict == VERDICT_RIGHT;
    if (well)
        buf_append(&shell->out, &judgement.sentence);
    else
        error_set(error, "this solution is not accepted: %s", buf_text(&judgement.sentence));
    buf_free(&judgement.sentence);
    play_ask_close(shell);
    return well;
}

void play_ask_show_solution(struct shell *shell, const struct lesson_item *item)
{
    struct value value = value_look(&shell->play->progress.expected);
    struct buf text = BUF_EMPTY, number = BUF_EMPTY;
    play_ask_close(shell);
    matrix_view_value(&number, shell_style(shell), &value);
    if (strcmp(buf_text(&number), item->solution) == 0)
        buf_printf(&text, "The answer is %s.", item->solution);
    else
        buf_printf(&text, "A solution is %s, which comes to %s.", item->solution,
                   buf_text(&number));
    lesson_text_put(&shell->out, shell_style(shell), buf_text(&text));
    shell->out.failed = shell->out.failed || text.failed || number.failed;
    buf_free(&text);
    buf_free(&number);
}
