// SPDX-License-Identifier: GPL-3.0-or-later
// The question that is open, of the quiz or of a lesson: what may be typed meanwhile, and what ends it.
#ifndef SHELL_OPEN_QUESTION_H
#define SHELL_OPEN_QUESTION_H

#include <stdbool.h>

#include "base/error.h"

struct call;
struct shell;

// Whether the command may be run: false with [error] set for one that would show what the question hides.
bool question_allows(const struct shell *shell, const struct call *call, struct error *error);

// After a command: ends a question of the quiz that it has overtaken, without score, and says so.
void question_after(struct shell *shell);

// Ends the question of the quiz, if one is open, without score; for who is about to ask another one.
void question_put_aside(struct shell *shell);

#endif
