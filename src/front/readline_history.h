// SPDX-License-Identifier: GPL-3.0-or-later
// Readline's commands that use the history, kept from its faults. One history, which is Readline's own.
#ifndef FRONT_READLINE_HISTORY_H
#define FRONT_READLINE_HISTORY_H

// Called once Readline has started: puts our own commands in the place of those that go through the history.
void readline_history_start(void);

// Called after a line was edited: puts back the lines of the history that were changed meanwhile.
void readline_history_end(void);

#endif
