// SPDX-License-Identifier: GPL-3.0-or-later
// The quiz, and the answer to an open question, of the quiz or of a lesson.

#include "lesson/quiz.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/ask_quiz.h"
#include "shell/open_question.h"
#include "shell/play.h"
#include "shell/shell.h"
#include "view/question_view.h"

// ---- quiz ---------------------------------------------------------------------------------------

static command_function run_quiz;

enum { WHAT, SEED };

const struct command quiz_command = {
    .name = "quiz",
    .topic = TOPIC_LEARN,
    .params = {[WHAT] = {"TOPIC|ELEMENT|score|off", PARAM_QUIZ, .flags = PARAM_OPTIONAL},
               [SEED] = {"seed", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N",
                         .most = 4294967295}},
    .summary = "be asked for a number that you work out yourself",
    .details = "A question is about the present network. Type the answer alone: a number, or an\n"
               "expression such as x[1,:] @ w1[:,0] + b1[0,0]. What would give it away is hidden\n"
               "until the question is closed; everything before it can be shown and used. 'hint'\n"
               "gives the formula, 'skip' the arithmetic, and so does the third wrong answer.\n"
               "Alone it asks from the first topic that is not mastered, and shows an open\n"
               "question again; three in a row at first try master a topic. ELEMENT asks for\n"
               "one of z, a, da, dz, dw, db, as dw2[1,0]; w2[1,0] is a weight after the next\n"
               "update; then there are loss, loss[1] (one sample's part), shape(w2), parameters\n"
               "and updates(5). 'quiz score' shows how you do, 'quiz off' puts the question\n"
               "aside. An answer at first try is worth 2 points, later or with a hint 1.",
    .example = "init\nquiz dw2[1,0]\n-0.00786\n0.00786\nquiz score\n",
    .reveals = REVEALS_NO,
    .is_whole_word = true,
    .run = run_quiz,
};

// Puts a question, whatever is wanted; one that is open is put aside.
static bool ask(struct shell *shell, const struct quiz_wish *wish, struct error *error)
{
    struct quiz *quiz = &shell->quiz;
    struct question_owner owner = {shell, ask_quiz_judged};
    bool was_open = quiz->is_open;
    if (shell->is_live) {
        error_set(error, "the pictures of live would show the answer");
        return error_hint(error, "q leaves live; then type 'quiz'");
    }
    question_put_aside(shell);
    if (!quiz_draw(quiz, shell->session, wish, error) ||
        !quiz_ask(quiz, &shell->question, shell->session, owner, error))
        return false;
    buf_puts(&shell->out, was_open ? "the question before is closed, without score\n" : "");
    if (wish->topic && quiz->draw.topic != *wish->topic)
        buf_printf(
            &shell->out,
            "nothing of '%s' makes a good question here: its numbers are 0, or its sums have "
            "more than %d terms; one of '%s' instead:\n",
            quiz_topics[*wish->topic].name, QUIZ_TERMS_MOST, quiz_topics[quiz->draw.topic].name);
    question_view_ask(&shell->out, quiz, shell->session, shell_style(shell));
    return true;
}

// Finds out which question is wanted, and puts it.
static bool ask_wanted(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *what = &call->arguments[WHAT], *number = &call->arguments[SEED];
    struct quiz_wish wish = {NULL, NULL, NULL};
    enum quiz_topic topic;
    struct subject subject;
    uint32_t seed = (uint32_t)number->count;
    if (!session_prepare(shell->session, error))
        return false;
    if (what->given && quiz_topic_find(call->text + what->at, what->length, &topic))
        wish.topic = &topic;
    else if (what->given &&
             subject_parse(shell->session, call->text + what->at, what->length, &subject, error))
        wish.subject = &subject;
    else if (what->given) {
        error->at += error->placed ? what->at : 0;
        return error_place(error, what->at, what->length);
    }
    wish.seed = number->given ? &seed : NULL;
    return ask(shell, &wish, error);
}

static bool run_quiz(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *what = &call->arguments[WHAT];
    struct quiz *quiz = &shell->quiz;
    if (call_argument_is(call, what, "score")) {
        question_view_score(&shell->out, quiz, shell_style(shell));
        return true;
    }
    if (shell->play && shell->play->state != PLAY_OVER) {
        error_set(error, "a lesson is open, and the quiz comes after it");
        return error_hint(error, "'lesson off' leaves the lesson");
    }
    if (call_argument_is(call, what, "off")) {
        if (!quiz->is_open)
            return error_set(error, "no question of the quiz is open");
        question_put_aside(shell);
        buf_puts(&shell->out, "the question is closed, without score\n");
        return true;
    }
    if (quiz->is_open && !what->given && !call->arguments[SEED].given) {
        question_view_ask(&shell->out, quiz, shell->session, shell_style(shell));
        return true;
    }
    return ask_wanted(shell, call, error);
}

// ---- answer -------------------------------------------------------------------------

// Whether a question is open. False with [error] set.
static bool has_question(const struct shell *shell, struct error *error)
{
    if (shell->question.is_open)
        return true;
    if (shell->play && play_item(shell->play)) {
        error_set(error, "this step is a task and asks for no answer");
        return error_hint(error, "'lesson' shows it again");
    }
    error_set(error, "no question is open");
    return error_hint(error, "'quiz' asks one, and 'lesson' lists the lessons");
}

static command_function run_answer;

enum { ANSWER };

const struct command answer_command = {
    .name = "answer",
    .topic = TOPIC_LEARN,
    .params = {[ANSWER] = {"EXPRESSION", PARAM_ITEMS, .flags = PARAM_REQUIRED}},
    .summary = "answer the open question",
    .details = "While a question is open the expression alone is an answer too, where its\n"
               "first word is not a command: 's' is step, and 'answer s' answers with a name\n"
               "of your own. 0,5 is read as 0.5; a shape may be typed [2, 1], (2, 1) or 2 1.\n"
               "A number that is right but has fewer digits than the question asks for, or\n"
               "the same wrong answer again, uses up no try.",
    .example = "init\nquiz z1[2,1]\nanswer x[2,:] @ w1[:,1] + b1[0,1]\n",
    .flags = COMMAND_PLAIN | COMMAND_ANSWERS,
    .reveals = REVEALS_NO,
    .is_whole_word = true,
    .run = run_answer,
};

static bool run_answer(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *answer = &call->arguments[ANSWER];
    struct question *question = &shell->question;
    struct judgement judgement;
    if (!has_question(shell, error))
        return false;
    if (!question_judge(question, shell->session, call->text + answer->at, answer->length,
                        &judgement, error)) {
        error->at += error->placed ? answer->at : 0;
        return error_place(error, answer->at, answer->length);
    }
    buf_append(&shell->out, &judgement.sentence);
    question->owner.judged(question->owner.context, &judgement, &shell->out);
    buf_free(&judgement.sentence);
    return true;
}
