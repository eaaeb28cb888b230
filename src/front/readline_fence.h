// SPDX-License-Identifier: GPL-3.0-or-later
// What Readline cannot stand is kept from it here. Nothing is owned.
#ifndef FRONT_READLINE_FENCE_H
#define FRONT_READLINE_FENCE_H

// Called before a line is edited, after Readline knows the size of the terminal.
void readline_fence_begin(void);

// Called before each key: the window may have become too small.
void readline_fence_size(void);

// Called before Readline is told that the input ended where Enter did not end the line.
void readline_fence_end(void);

#endif
