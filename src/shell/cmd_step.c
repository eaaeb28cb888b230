// SPDX-License-Identifier: GPL-3.0-or-later
// The commands for the step of a lesson, or the question, that is open: hint, skip, retry.
#include <string.h>

#include "shell/ask_quiz.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/lesson_words.h"
#include "shell/play.h"
#include "shell/play_back.h"
#include "shell/shell.h"

// Whether a step of a lesson waits. False with [error] set.
static bool has_step(const struct shell *shell, struct error *error)
{
    if (play_item(shell->play))
        return true;
    if (shell->play && shell->play->state == PLAY_STUCK) {
        error_set(error, "no step of the lesson is open, since it could not continue");
        return error_hint(error, "'retry' or 'retry clean' opens one");
    }
    error_set(error, "no lesson is open, and no question");
    return error_hint(error, "'lesson' lists the lessons, and 'quiz' asks a question");
}

static command_function run_hint;

const struct command hint_command = {
    .name = "hint",
    .topic = TOPIC_LEARN,
    .params = {[HINT_TEXT] = {"\"TEXT\"", PARAM_TEXT, .flags = PARAM_OPTIONAL}},
    .summary = "help with the open step, or the question of the quiz",
    .details =
        "The first hint is free. For another one, try first: answer the question, or\n"
        "in a task run a command. In a quiz it is the formula of the answer, in names,\n"
        "and the answer is then worth 1 point. In a lesson's file, below an ask or a\n"
        "do, hint \"TEXT\" is that step's next hint.",
    .example = "lesson forward\nhint\n",
    .flags = COMMAND_PLAIN,
    .is_whole_word = true,
    .reveals = REVEALS_NO,
    .run = run_hint,
};

static bool run_hint(struct shell *shell, const struct call *call, struct error *error)
{
    struct play *play = shell->play;
    const struct argument *text = &call->arguments[HINT_TEXT];
    if (text->given)
        return error_at(error, text->at, text->length, "a hint has a text only in a lesson's file");
    if (shell->quiz.is_open) {
        ask_quiz_hint(shell);
        return true;
    }
    if (!has_step(shell, error))
        return false;
    const struct lesson_item *item = play_item(play);
    size_t told = play->progress.hints;
    if (told == item->hint_count) {
        error_set(error, told ? "there is no other hint" : "this step has no hint");
        return error_hint(error, "'skip' shows the solution and opens the next step");
    }
    if (told > 0 && !play->has_tried && !shell->graded) {
        error_set(error, "try once more first");
        return error_hint(error,
                          item->kind == LESSON_ASK
                              ? "after another answer 'hint' tells more, and 'skip' shows the "
                                "solution"
                              : "after another command 'hint' tells more, and 'skip' shows the "
                                "solution");
    }
    play_put_hint(shell, play->progress.hints++);
    play->has_tried = false;
    play->must_keep = true;
    return true;
}

static command_function run_skip;

const struct command skip_command = {
    .name = "skip",
    .topic = TOPIC_LEARN,
    .summary = "show the solution of the open step or question, and move on",
    .details = "In a lesson the solution is shown and run, and what it changed is said. In a\n"
               "quiz the arithmetic is shown as 'explain' shows it, without points, and the\n"
               "next question is of the same kind.",
    .example = "lesson forward\nskip\n",
    .flags = COMMAND_PLAIN,
    .is_whole_word = true,
    .reveals = REVEALS_NO,
    .run = run_skip,
};

static bool run_skip(struct shell *shell, const struct call *call, struct error *error)
{
    (void)call;
    if (shell->quiz.is_open) {
        ask_quiz_skip(shell, &shell->out);
        return true;
    }
    if (!has_step(shell, error))
        return false;
    play_skip(shell);
    return true;
}

static command_function run_retry;

enum { CLEAN };

const struct command retry_command = {
    .name = "retry",
    .topic = TOPIC_LEARN,
    .params = {[CLEAN] = {"clean", PARAM_SWITCH, .flags = PARAM_KEYWORD, .value = ""}},
    .summary = "go back to where the open step of a lesson began",
    .details = "Network, data and settings become what they were when the step was put. After\n"
               "'retry clean' they are what the lesson's own solutions would have made of\n"
               "them, whatever was done before.",
    .example = "lesson update\nretry\n",
    .flags = COMMAND_PLAIN,
    .is_whole_word = true,
    .reveals = REVEALS_NO,
    .run = run_retry,
};

static bool run_retry(struct shell *shell, const struct call *call, struct error *error)
{
    bool is_stuck = shell->play && shell->play->state == PLAY_STUCK;
    return (is_stuck || has_step(shell, error)) &&
           play_retry(shell, call->arguments[CLEAN].given, error);
}
