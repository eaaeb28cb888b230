// SPDX-License-Identifier: GPL-3.0-or-later
// Faults of Readline 8.2 that end a program, each with what keeps it from them:
//
//   - where it scrolls a line sideways it loops for ever over a message wider than the screen, as (arg: 12)
//     and (reverse-i-search) may be, and it reads beyond the end of its lines. It scrolls where the user says
//     so, which is taken back, and where the cursor cannot move up: such a terminal gets plain lines;
//   - below a few columns it divides by what is left of a line: it is given a larger size, since what it
//     draws is no use on such a terminal anyway. It would draw at once where it hears of another size, so
//     it does not hear of SIGWINCH but from here;
//   - its start, and that of the terminal's description in ncurses, crash where memory is refused: it starts
//     where there is enough for it, and a crash all the same says what it means;
//   - keys keep the meaning that a command of the other mode, or the end of an init file that is read again, gave
//     them: each line begins with those of its mode;
//   - what a key says it does as often as the number before the key, and hears no signal meanwhile: a number is
//     at most some thousands;
//   - commands that use the history free lines twice, or read beyond them: readline_commands.c.
#define _GNU_SOURCE // struct winsize
#include "front/readline_fence.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include <readline/readline.h>

#include "front/readline_commands.h"
#include "front/signals.h"

enum { ROWS_LEAST = 2, COLUMNS_LEAST = 20, COUNT_MOST = 1000 };

// Whether the terminal has what Readline needs. Of one of which nothing is known at all it is believed
// that it moves its cursor as nearly all do today.
static bool can_edit(void)
{
    const char *kind = getenv("TERM");
    if (kind && *kind && !rl_get_termcap("up") && !rl_get_termcap("cr"))
        rl_reset_terminal("ansi");
    const char *up = rl_get_termcap("up");
    return up && *up;
}

bool readline_fence_start(bool *is_plain, struct error *error)
{
    // Freed, it is what is given out next: the C library keeps blocks of this size.
    enum { ROOM = 100000 };
    char *volatile room = malloc(ROOM);
    if (!room)
        return error_memory(error);
    free(room);
    signals_last_words(
        "nnsh: Readline crashed while it started; that happens when memory runs out\n");
    rl_initialize();
    *is_plain = !can_edit();
    readline_commands_start();
    signals_last_words(NULL);
    return true;
}

// Keeps to what Readline can stand where the terminal has that many rows and columns. Whether it was too small.
static bool fence_size(int rows, int columns)
{
    if (rows >= ROWS_LEAST && columns >= COLUMNS_LEAST)
        return false;
    rl_set_screen_size(rows < ROWS_LEAST ? ROWS_LEAST : rows,
                       columns < COLUMNS_LEAST ? COLUMNS_LEAST : columns);
    return true;
}

void readline_fence_count(void)
{
    if (rl_numeric_arg > COUNT_MOST)
        rl_numeric_arg = COUNT_MOST;
}

void readline_fence_resize(void)
{
    struct winsize size;
    bool is_known =
        ioctl(fileno(rl_instream), TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0;
    if (is_known && fence_size(size.ws_row, size.ws_col))
        rl_forced_update_display();
    else
        rl_resize_terminal();
}

void readline_fence_begin(void)
{
    int rows, columns;
    rl_reset_screen_size(); // the window may have changed while a command ran
    rl_get_screen_size(&rows, &columns);
    fence_size(rows, columns);
    rl_variable_bind("horizontal-scroll-mode", "off");
    rl_set_keymap_from_edit_mode();
}

void readline_fence_end(void)
{
    readline_commands_end();
}
