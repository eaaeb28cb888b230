// SPDX-License-Identifier: GPL-3.0-or-later
// Which words can come at the cursor. front/ asks when TAB is pressed; no terminal is touched here.
#ifndef SHELL_COMPLETE_H
#define SHELL_COMPLETE_H

#include <stddef.h>

#include "shell/completion.h"

struct shell;

// Fills [completion] for the cursor at byte [cursor] of [line]. The caller clears it by
// completion_clear.
void complete(const struct shell *shell, const char *line, size_t cursor,
              struct completion *completion);

#endif
