// SPDX-License-Identifier: GPL-3.0-or-later
// The whole screen, from the state of the view.
#ifndef SHELL_LIVE_DRAW_H
#define SHELL_LIVE_DRAW_H

#include "shell/live.h"

// What stands on the last line where nothing else does, by the table of keys.
typedef void live_hint(struct buf *line, const struct live *live, size_t cols);

// Draws everything and shows it.
void live_draw(struct live *live, live_hint *hint);

#endif
