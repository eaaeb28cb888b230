// SPDX-License-Identifier: GPL-3.0-or-later
// The note that every command leaves on the timeline.
#ifndef SHELL_NOTE_CHANGE_H
#define SHELL_NOTE_CHANGE_H

#include <stddef.h>

struct shell;

// Notes on the timeline what the command text[0, length) changed, and says what a student should know
// about going back.
void note_change(struct shell *shell, const char *text, size_t length);

// The number that the history gives to the command that runs, or 0.
size_t history_number(const struct shell *shell);

#endif
