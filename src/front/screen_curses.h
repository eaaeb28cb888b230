// SPDX-License-Identifier: GPL-3.0-or-later
// The whole screen of the terminal, by ncurses. There is one a process.
#ifndef FRONT_SCREEN_CURSES_H
#define FRONT_SCREEN_CURSES_H

#include "base/error.h"
#include "front/output.h"
#include "shell/screen.h"

// Takes the screen; suits struct host with a struct output as context. NULL with [error] set where nobody
// is at a terminal, or nothing can be drawn on it. Its close function gives it back.
struct screen *screen_curses_open(void *context, struct error *error);

#endif
