// SPDX-License-Identifier: GPL-3.0-or-later
// What the open step of a lesson says, with the values that its texts have when it is put.
#ifndef SHELL_PLAY_FILL_H
#define SHELL_PLAY_FILL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct lesson_item;
struct shell;

// The lesson's text with the values of its expressions in their places; the caller frees it. NULL with
// [error] set where one has none.
char *play_fill_text(struct shell *shell, const char *text, struct error *error);

// Finds all that the step says: its text, its hints, what is right, its slips. False with [error] set, and the
// line of the lesson that it is about in [line], where something has no value.
bool play_fill_step(struct shell *shell, const struct lesson_item *item, size_t *line,
                    struct error *error);

#endif
