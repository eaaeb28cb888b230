// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a saved session.
#ifndef SHELL_LOAD_SESSION_H
#define SHELL_LOAD_SESSION_H

#include "base/error.h"

struct input;
struct session;
struct shell;

// The session that a saved one makes, beside the shell's, which stays as it is; the caller owns it. Where it
// was saved in a lesson, shell->restoring says which. NULL with [error] set, or with what is wrong reported where
// it is, when it cannot be read.
struct session *load_session(struct shell *shell, struct input *input, struct error *error);

#endif
