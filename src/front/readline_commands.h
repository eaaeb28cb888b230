// SPDX-License-Identifier: GPL-3.0-or-later
// Readline's commands that it does wrong, replaced by ones that do them right. The history is Readline's own.
#ifndef FRONT_READLINE_COMMANDS_H
#define FRONT_READLINE_COMMANDS_H

#include <stdbool.h>

// Called once Readline has started: puts our own commands in the place of those that go through the history.
void readline_commands_start(void);

// Called where the first key of a command is asked for: Readline may have jumped out of the one before.
void readline_commands_next(void);

// Whether what is read now may be a paste.
bool readline_commands_paste(void);

// Called after a line was edited: puts back the lines of the history that were changed meanwhile.
void readline_commands_end(void);

#endif
