// SPDX-License-Identifier: GPL-3.0-or-later
// The keys that a person types while ncurses has the terminal, as the KEY_ values of shell/screen.h. Nothing
// is owned.
#ifndef FRONT_CURSES_KEY_H
#define FRONT_CURSES_KEY_H

#include <stdbool.h>

#include "front/curses_api.h"

// Makes ncurses read keys from the window as curses_key_typed takes them. Once a process.
void curses_key_prepare(const struct curses_api *api, WINDOW *window);

// The next key that was typed, also before ncurses took the terminal, without waiting; KEY_NONE where there is
// none.
unsigned curses_key_typed(const struct curses_api *api, WINDOW *window);

// Asks the terminal to send marks before and after what is pasted, or no longer to send them. One that is
// not known to have them is left as it is.
void curses_key_mark_pastes(bool are_marked);

#endif
