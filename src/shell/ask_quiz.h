// SPDX-License-Identifier: GPL-3.0-or-later
// What follows while a question of the quiz is open: from a verdict, from `hint`, from `skip`. Whoever asked a
// question is its owner; a lesson has its own answers to these.
#ifndef SHELL_ASK_QUIZ_H
#define SHELL_ASK_QUIZ_H

#include "lesson/question.h"

struct shell;

// The quiz as the owner of its question; its context is the shell.
void ask_quiz_judged(void *context, const struct judgement *judgement, struct buf *out);

// Shows the formula, in names.
void ask_quiz_hint(struct shell *shell);

// Appends the arithmetic, and ends the question.
void ask_quiz_skip(struct shell *shell, struct buf *out);

#endif
