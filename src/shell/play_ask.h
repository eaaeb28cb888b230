// SPDX-License-Identifier: GPL-3.0-or-later
// A lesson's question: the shell's one question, with what its author wrote about it.
#ifndef SHELL_PLAY_ASK_H
#define SHELL_PLAY_ASK_H

#include <stdbool.h>

#include "base/error.h"
#include "lesson/question.h"

struct lesson_item;
struct shell;

// Opens the question of the step the lesson is at, with what was found to be right; [judged] is told what
// becomes of each answer. False with [error] set.
typedef void play_ask_judged(void *shell, const struct judgement *judgement, struct buf *out);
bool play_ask_open(struct shell *shell, play_ask_judged *judged, struct error *error);

// Ends it, if one is open.
void play_ask_close(struct shell *shell);

// Answers with the author's solution. False with [error] set where that is not right.
bool play_ask_solve(struct shell *shell, const struct lesson_item *item, struct error *error);

// Shows the author's solution and what it comes to.
void play_ask_show_solution(struct shell *shell, const struct lesson_item *item);

#endif
