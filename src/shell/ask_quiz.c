// SPDX-License-Identifier: GPL-3.0-or-later
// A wrong answer has its slip named; a second one gets the formula, a third the arithmetic.
#include "shell/ask_quiz.h"

#include "session/session.h"
#include "shell/open_question.h"
#include "shell/shell.h"
#include "view/question_view.h"

void ask_quiz_skip(struct shell *shell, struct buf *out)
{
    question_view_working(out, &shell->quiz, shell->session, shell_style(shell));
    quiz_shown(&shell->quiz);
    question_put_aside(shell);
    buf_puts(out, "'quiz' asks another one of this kind\n");
}

static void put_reward(const struct shell *shell, bool was_mastered, struct buf *out)
{
    const struct quiz_score *score = &shell->quiz.scores[shell->quiz.draw.topic];
    const char *topic = quiz_topics[shell->quiz.draw.topic].name;
    if (score->is_mastered && !was_mastered)
        buf_printf(out, "%d in a row at first try: '%s' is mastered; 'quiz' asks the next one\n",
                   QUIZ_MASTERY, topic);
    else if (score->streak > 0)
        buf_printf(out, "%d points, at first try; 'quiz' asks the next one\n", QUIZ_POINTS);
    else
        buf_puts(out, "1 point; 'quiz' asks the next one\n");
}

void ask_quiz_judged(void *context, const struct judgement *judgement, struct buf *out)
{
    struct shell *shell = context;
    struct quiz *quiz = &shell->quiz;
    bool was_mastered = quiz->scores[quiz->draw.topic].is_mastered;
    quiz_tally(quiz, &judgement->match);
    if (judgement->verdict == VERDICT_RIGHT) {
        quiz_right(quiz, shell->question.tries);
        question_put_aside(shell);
        put_reward(shell, was_mastered, out);
    } else if (judgement->verdict == VERDICT_NOT_YET && shell->question.tries >= QUESTION_TRIES) {
        ask_quiz_skip(shell, out);
    } else if (judgement->verdict == VERDICT_NOT_YET && shell->question.tries > 1) {
        question_view_formula(out, quiz, shell->session, shell_style(shell));
    } else if (judgement->verdict == VERDICT_NOT_YET && judgement->match.count == 0) {
        buf_puts(out, "no usual slip leads to this; 'hint' shows the formula\n");
    }
}

void ask_quiz_hint(struct shell *shell)
{
    shell->quiz.is_hinted = true;
    question_view_formula(&shell->out, &shell->quiz, shell->session, shell_style(shell));
}
