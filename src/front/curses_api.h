// SPDX-License-Identifier: GPL-3.0-or-later
// The functions of ncurses that the full-screen view is drawn with, looked up when it is first opened: a
// shell that never opens it loads no ncurses, and starts as fast without it. Nothing is owned; the library
// stays loaded.
#ifndef FRONT_CURSES_API_H
#define FRONT_CURSES_API_H

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <term.h>
#undef lines // terminal abilities that term.h defines as macros
#undef columns

#include "base/error.h"

#define CURSES_FUNCTIONS(X)                                                                        \
    X(cbreak)                                                                                      \
    X(clearok)                                                                                     \
    X(curs_set)                                                                                    \
    X(def_prog_mode)                                                                               \
    X(def_shell_mode)                                                                              \
    X(endwin)                                                                                      \
    X(getmaxy)                                                                                     \
    X(init_pair)                                                                                   \
    X(keypad)                                                                                      \
    X(newterm)                                                                                     \
    X(newwin)                                                                                      \
    X(nodelay)                                                                                     \
    X(noecho)                                                                                      \
    X(nonl)                                                                                        \
    X(reset_prog_mode)                                                                             \
    X(resizeterm)                                                                                  \
    X(set_escdelay)                                                                                \
    X(setcchar)                                                                                    \
    X(start_color)                                                                                 \
    X(tigetflag)                                                                                   \
    X(tigetnum)                                                                                    \
    X(tigetstr)                                                                                    \
    X(typeahead)                                                                                   \
    X(use_default_colors)                                                                          \
    X(wadd_wch)                                                                                    \
    X(wclrtoeol)                                                                                   \
    X(wgetch)                                                                                      \
    X(wmove)                                                                                       \
    X(wrefresh)                                                                                    \
    X(wresize)

struct curses_api {
#define CURSES_MEMBER(name) __typeof__(&(name)) name;
    CURSES_FUNCTIONS(CURSES_MEMBER)
#undef CURSES_MEMBER
    int (*init_extended_pair)(int pair, int ink, int paper); // NULL before ncurses 6.1
};

// Fills the table. False with [error] set, saying what to install, when ncurses is not there.
bool curses_api_load(struct curses_api *api, struct error *error);

#endif
