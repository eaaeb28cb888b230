// SPDX-License-Identifier: GPL-3.0-or-later
// Going on with a lesson in a session that was saved in it.
#ifndef SHELL_PLAY_RESTORE_H
#define SHELL_PLAY_RESTORE_H

#include <stdbool.h>

#include "base/error.h"

struct lesson_source;
struct session;
struct shell;

// Opens the lesson that shell->restoring says, in the session, which is then taken over. False, with a warning
// that says why, and the session still the caller's, where that lesson is not there or has changed.
bool play_restore(struct shell *shell, struct session *session);

// The same where the lesson is that text, wherever its file is.
bool play_restore_in(struct shell *shell, const struct lesson_source *source,
                     struct session *session);

// The same in the shell's session as it is, where a script has run what was saved; the student's own is then
// a fresh one. False with [error] set when memory runs out.
bool play_restore_here(struct shell *shell, struct error *error);

#endif
