// SPDX-License-Identifier: GPL-3.0-or-later
// What each key does in the full-screen view: one table. The last line of the screen, the page that ? shows,
// `help live` and the manual come from it.
#ifndef SHELL_LIVE_KEYS_H
#define SHELL_LIVE_KEYS_H

#include "shell/live.h"

// The rows: the function of live_keys.c that it calls (press_...), how it is written (in 9 columns), its word
// on the last line ("": none), its meaning, and what presses it.
// clang-format off
#define LIVE_KEYS(X)                                                                               \
    X(train,   "Space    ", "train",   "train, or pause", ' ')                                     \
    X(stage,   "n        ", "stage",   "run one stage, as next does; its arithmetic is shown",     \
      'n')                                                                                         \
    X(forward, "s Right  ", "update",  "one update forward; at the newest moment it trains",               \
      's', KEY_ARROW_RIGHT)                                                                        \
    X(back,    "Left     ", "back",    "one update back", KEY_ARROW_LEFT)                           \
    X(far,     "PgUp PgDn", "",        "a tenth of the slider back, forward",                      \
      KEY_PAGE_UP, KEY_PAGE_DOWN)                                                                  \
    X(ends,    "Home End ", "",        "the first moment, the newest one", KEY_FIRST, KEY_LAST)    \
    X(speed,   "- +      ", "speed",   "fewer or more updates a frame, up to full speed",          \
      '-', '+', '=')                                                                               \
    X(rate,    "[ ]      ", "lr",      "a lower or higher learning rate: 1, 2, 5, 10, ...",        \
      '[', ']')                                                                                    \
    X(reset,   "r        ", "reset",   "reset: the same network from its beginning", 'r')          \
    X(init,    "i        ", "init",    "init: the network drawn anew, from the next seed", 'i')    \
    X(undo,    "u        ", "undo",    "undo the last command, stretch or journey", 'u')           \
    X(mark,    "m        ", "mark",    "mark this moment: m1, m2, ...", 'm')                       \
    X(unit,    "1 to 9   ", "",        "mark a unit of the first layer in the pictures, or not",   \
      '1', '2', '3', '4', '5', '6', '7', '8', '9')                                            \
    X(panel,   "Tab      ", "panel",   "one panel on the whole screen, the next one, all",         \
      KEY_TABULATOR)                                                                               \
    X(command, ":        ", "",        "pause, and type any command; ':q' leaves this view", ':')   \
    X(keys,    "?        ", "keys",    "this list", '?')                                           \
    X(leave,   "q Esc    ", "leave",   "leave; the session is at the moment on the screen",        \
      'q', KEY_ESCAPE)
// clang-format on

// Takes a key.
void live_press(struct live *live, unsigned key);

// Appends what the last line says of the keys, as many as fit.
void live_keys_hint(struct buf *line, const struct live *live, size_t cols);

#endif
