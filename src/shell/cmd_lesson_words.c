// SPDX-License-Identifier: GPL-3.0-or-later
// The words that lessons are written with. Where a lesson is played they never come here: read_lesson.c has
// taken the file apart before. Only title is ever run, by a script that begins with it: the rest of that
// script is a lesson that nobody answers, so its solutions do.
#include <string.h>

#include "shell/call.h"
#include "shell/commands.h"
#include "shell/lesson_words.h"
#include "shell/play.h"
#include "shell/play_begin.h"
#include "shell/read_lesson.h"
#include "shell/shell.h"

static command_function run_title, run_word;

const struct command title_command = {
    .name = "title",
    .topic = TOPIC_LEARN,
    .params = {[TITLE_TEXT] = {"\"TEXT\"", PARAM_TEXT, .flags = PARAM_REQUIRED},
               [TITLE_MINUTES] = {"minutes", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N"},
               [TITLE_VARIANTS] = {"variants", PARAM_TEXT, .flags = PARAM_OPTION,
                                   .value = "\"N N ...\""}},
    .summary = "begin a lesson: the first command of its file",
    .details = "A script that begins with title is a lesson: 'lesson FILE' plays it with you,\n"
               "and where it is run as a script its own solutions answer. minutes= says how\n"
               "long it takes. variants= lists the numbers that 'seed=variant' may stand for\n"
               "in it; each student gets one of them. docs/lessons.md shows how lessons are\n"
               "written.",
    .example = "title \"A first sum\"\nask \"What is 1 + 1?\" 1 + 1 tol=0\nsolution \"2\"\n",
    .flags = COMMAND_PLAIN,
    .is_whole_word = true,
    .reveals = REVEALS_NO,
    .run = run_title,
};

const struct command say_command = {
    .name = "say",
    .topic = TOPIC_LEARN,
    .params = {[SAY_TEXT] = {"\"TEXT\"...", PARAM_TEXT, .flags = PARAM_REQUIRED}},
    .summary = "in a lesson: show a paragraph",
    .details = "Texts side by side make one paragraph. An expression in braces is replaced by\n"
               "its value; two opening braces stand for one. The commands of a lesson before\n"
               "its first say run without showing their answers.",
    .example = "title \"A first sum\"\nsay \"1 + 1 is {1 + 1}.\"\npause\n",
    .flags = COMMAND_PLAIN,
    .is_whole_word = true,
    .reveals = REVEALS_NO,
    .run = run_word,
};

const struct command ask_command = {
    .name = "ask",
    .topic = TOPIC_LEARN,
    .params = {[ASK_QUESTION] = {"\"QUESTION\"", PARAM_TEXT, .flags = PARAM_REQUIRED},
               [ASK_EXPRESSION] = {"EXPRESSION", PARAM_EXPRESSION, .flags = PARAM_REQUIRED},
               [ASK_TOL] = {"tol", PARAM_REAL, .flags = PARAM_OPTION, .value = "T"},
               [ASK_DIGITS] = {"digits", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N",
                               .least = 1, .most = 15},
               [ASK_HIDE] = {"hide", PARAM_NAME, .flags = PARAM_OPTION, .value = "STAGE"},
               [ASK_POINTS] = {"points", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N",
                               .usual = 1}},
    .summary = "in a lesson: wait for an answer equal to the expression",
    .details = "The expression is evaluated once, when the question is put. An answer may be\n"
               "off by half a unit of the last of digits= significant digits (3), or by tol=,\n"
               "which is 0 for whole numbers and choices. With hide= the stage of that name\n"
               "and all after it count as not computed while the question is open.",
    .example = "title \"A first sum\"\nask \"What is 1 + 1?\" 1 + 1 tol=0\n"
               "slip 11 \"Add the numbers; do not write them side by side.\"\n"
               "solution \"2\"\n",
    .flags = COMMAND_PLAIN,
    .is_whole_word = true,
    .reveals = REVEALS_NO,
    .run = run_word,
};

const struct command do_command = {
    .name = "do",
    .topic = TOPIC_LEARN,
    .params = {[DO_TEXT] = {"\"WHAT TO DO\"", PARAM_TEXT, .flags = PARAM_REQUIRED},
               [DO_CONDITION] = {"CONDITION", PARAM_EXPRESSION, .flags = PARAM_OPTIONAL},
               [DO_USED] = {"used", PARAM_TEXT, .flags = PARAM_OPTION, .value = "\"COMMAND\""},
               [DO_POINTS] = {"points", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N",
                              .usual = 1}},
    .summary = "in a lesson: wait until the student has done it",
    .details = "It is done when the condition holds and, with used=, a command that begins so\n"
               "has run. One of the two is needed. Where both stand, their order counts: used=\n"
               "first asks for the command before the condition holds, used= last asks for\n"
               "the command while it holds. A condition over a value that is not computed yet\n"
               "does not hold yet.",
    .example = "title \"A first network\"\ndo \"Make a network: type init.\" shape(w1)[0] == 2\n"
               "solution \"init\"\n",
    .flags = COMMAND_PLAIN,
    .is_whole_word = true,
    .reveals = REVEALS_NO,
    .run = run_word,
};

const struct command slip_command = {
    .name = "slip",
    .topic = TOPIC_LEARN,
    .params = {[SLIP_EXPRESSION] = {"EXPRESSION", PARAM_EXPRESSION, .flags = PARAM_REQUIRED},
               [SLIP_TEXT] = {"\"TEXT\"", PARAM_TEXT, .flags = PARAM_REQUIRED}},
    .summary = "in a lesson, below an ask: a wrong answer, and what to say",
    .details = "Who answers so is told the text. The usual slips of backpropagation are known\n"
               "without it, where the question asks for an element of a matrix.",
    .example = "title \"A first sum\"\nask \"What is 1 + 1?\" 1 + 1 tol=0\n"
               "slip 11 \"Add the numbers; do not write them side by side.\"\n"
               "solution \"2\"\n",
    .flags = COMMAND_PLAIN,
    .is_whole_word = true,
    .reveals = REVEALS_NO,
    .run = run_word,
};

const struct command solution_command = {
    .name = "solution",
    .topic = TOPIC_LEARN,
    .params = {[SOLUTION_TEXT] = {"\"TEXT\"", PARAM_TEXT, .flags = PARAM_REQUIRED}},
    .summary = "in a lesson: what a good student types",
    .details = "Below an ask it is an expression, below a do commands. Every ask and every do\n"
               "needs one: 'skip' shows it, and 'nnsh --check-lesson' plays the lesson with\n"
               "it.",
    .example = "title \"A first network\"\ndo \"Make a network: type init.\" shape(w1)[0] == 2\n"
               "solution \"init\"\n",
    .flags = COMMAND_PLAIN,
    .is_whole_word = true,
    .reveals = REVEALS_NO,
    .run = run_word,
};

const struct command pause_command = {
    .name = "pause",
    .topic = TOPIC_LEARN,
    .summary = "in a lesson: wait until Enter is pressed",
    .details = "It is a step of its own. Where nobody types it waits for nothing.",
    .example = "title \"A first sum\"\nsay \"1 + 1 is {1 + 1}.\"\npause\n",
    .flags = COMMAND_PLAIN,
    .is_whole_word = true,
    .reveals = REVEALS_NO,
    .run = run_word,
};

static bool run_word(struct shell *shell, const struct call *call, struct error *error)
{
    (void)shell;
    error_set(error, "'%s' is a word of lessons, and means something only in a lesson's file",
              call->command->name);
    return error_hint(error, "'help %s' shows how", call->command->name);
}

static bool run_title(struct shell *shell, const struct call *call, struct error *error)
{
    struct input *input = shell->inputs[shell->input_count - 1];
    struct buf text = BUF_EMPTY;
    struct progress progress;
    struct lesson *lesson = NULL;
    if (input->is_interactive) {
        error_set(error, "'title' begins a lesson's file");
        return error_hint(error, "'lesson FILE' plays one, and 'lesson' lists those there are");
    }
    size_t line = input->line;
    buf_add(&text, call->text, call->length);
    buf_puts(&text, "\n");
    if (read_lesson_text(input, &text, error)) {
        struct lesson_source source = {input->name, buf_text(&text), text.length, line};
        lesson = read_lesson_or_fail(shell, &source, error);
    }
    buf_free(&text);
    if (!lesson || !progress_init(&progress, lesson, NULL, lesson->variants[0], NULL, error)) {
        lesson_free(lesson);
        return false;
    }
    return play_begin(shell, lesson, &progress, true, error);
}
