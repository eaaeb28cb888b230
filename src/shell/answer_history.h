// SPDX-License-Identifier: GPL-3.0-or-later
// The commands typed so far: of `history` and of `show history`.
#ifndef SHELL_ANSWER_HISTORY_H
#define SHELL_ANSWER_HISTORY_H

struct shell;

// Appends them, each with its number; those that are undone are marked.
void answer_history(struct shell *shell);

#endif
