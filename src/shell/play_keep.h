// SPDX-License-Identifier: GPL-3.0-or-later
// Progress in a lesson, kept between two runs of the program: the session as it was when the open step
// began, with a line that says which step of which lesson that is.
#ifndef SHELL_PLAY_KEEP_H
#define SHELL_PLAY_KEEP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

struct progress;
struct session;
struct shell;
struct style;

// Writes down how far the open lesson has come, where a person plays it and it has come further; where that
// cannot be done it is told once.
void play_keep(struct shell *shell);

// How far the person came in the lesson of that name, from what is kept. False where nothing is.
bool play_kept_progress(const struct shell *shell, const char *name, struct progress *progress);

// The session that is kept with it, or NULL with [error] set.
struct session *play_kept_session(struct shell *shell, const char *name, struct error *error);

#endif
