// SPDX-License-Identifier: GPL-3.0-or-later
// What Readline cannot stand is kept from it here. Nothing is owned.
#ifndef FRONT_READLINE_FENCE_H
#define FRONT_READLINE_FENCE_H

#include <stdbool.h>

#include "base/error.h"

// Starts Readline, after its variables are set; [is_plain] is set to whether the terminal is none that it can edit
// a line on. False with [error] set without memory.
bool readline_fence_start(bool *is_plain, struct error *error);

// Called before a line is edited.
void readline_fence_begin(void);

// Called before a key is read: keeps the number typed before it, how often Readline is to do what it says, small.
void readline_fence_count(void);

// Called where the window got another size while a line is edited: draws the line for it.
void readline_fence_resize(void);

// Called after a line was edited.
void readline_fence_end(void);

#endif
