// SPDX-License-Identifier: GPL-3.0-or-later
// Going back in a lesson, and over a step.
#ifndef SHELL_PLAY_BACK_H
#define SHELL_PLAY_BACK_H

#include <stdbool.h>

#include "base/error.h"

struct lesson;
struct progress;
struct session;
struct shell;

// Goes back to where the open step began, or, with [is_clean], to where the lesson's own solutions would have
// left it, and puts it again. False with [error] set.
bool play_retry(struct shell *shell, bool is_clean, struct error *error);

// Shows and runs the open step's solution, and plays on.
void play_skip(struct shell *shell);

#endif
