// SPDX-License-Identifier: GPL-3.0-or-later
// Opening a lesson, and leaving it.
#ifndef SHELL_PLAY_BEGIN_H
#define SHELL_PLAY_BEGIN_H

#include <stdbool.h>

#include "base/error.h"

struct lesson;
struct progress;
struct session;
struct shell;

// Opens a lesson, which it takes over, and plays it up to its first step. [progress] is taken over too: where
// it stands at a later step, the lesson is played up to there with its solutions. False with [error] set, and
// nothing changed.
bool play_begin(struct shell *shell, struct lesson *lesson, struct progress *progress,
                bool is_unattended, struct error *error);

// Goes on with a lesson at the step where [progress] stands, in a session that was saved there: takes all
// three over. False with [error] set when memory runs out.
bool play_resume(struct shell *shell, struct lesson *lesson, struct progress *progress,
                 struct session *session, struct error *error);

// Leaves the lesson: the student's own session is the shell's again.
void play_leave(struct shell *shell);

#endif
