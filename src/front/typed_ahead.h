// SPDX-License-Identifier: GPL-3.0-or-later
// What was typed after a line was accepted, before anybody asked for it: keys of the next line, or of the
// full-screen view that the line opens. Process-wide, as the terminal is; nothing is allocated.
#ifndef FRONT_TYPED_AHEAD_H
#define FRONT_TYPED_AHEAD_H

#include <stdbool.h>

// Takes in what waits at [fd], as far as there is room. A byte equal to [interrupt_key] is meant for the command
// about to run; like the terminal's own Ctrl-C it takes away what was typed before it, and it is returned
// whether there was one.
bool typed_ahead_read(int fd, int interrupt_key);

// Whether there is any; may be asked from a signal handler.
bool typed_ahead_waits(void);

// Takes the next byte. False where there is none.
bool typed_ahead_take(unsigned char *byte);

// Forgets all of it.
void typed_ahead_drop(void);

#endif
