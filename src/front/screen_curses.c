// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that draws by ncurses, which sends the cells that changed; waiting and signals stay ours.
//
// Waiting. ncurses is asked for a key without waiting, and where there is none the program sleeps as a
// prompt does (signals_wait), so that no signal slips by and nothing polls.
//
// Signals. ncurses takes those whose action is the default one. So SIGTSTP and SIGWINCH get handlers of ours
// before it looks, which only set flags, for as long as the screen is taken: at the next look the terminal
// is given back before the program stops, and a window of another size is drawn anew. What ends the
// program is caught already (front/signals.c); a crash is told what takes a terminal off the full screen.
//
// Work that takes long is told by a timer that a key waits.
#include "front/screen_curses.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "front/autosave.h"
#include "front/curses_api.h"
#include "front/curses_key.h"
#include "front/signals.h"
#include "front/typed_ahead.h"

enum { WATCH_MICROSECONDS = 10000 };

static struct {
    struct screen screen; // first, so that one pointer is both
    struct curses_api api;
    struct output *output;
    WINDOW *window; // NULL until the screen is first taken
    struct sheet shown;
    int colors; // of the terminal, 0 where none are wanted
    struct sigaction old_stop, old_size;
} state;

static volatile sig_atomic_t stops, resized, waits;

static void on_stop(int signal)
{
    (void)signal;
    stops = 1;
}

static void on_size(int signal)
{
    (void)signal;
    resized = 1;
}

// Whether a key waits, or a signal that `key` tells as one. For a signal handler too.
static bool input_waits(void)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return signals_stop || stops || resized || typed_ahead_waits() || poll(&input, 1, 0) != 0;
}

static void on_tick(void)
{
    if (input_waits())
        waits = 1;
}

static void catch_signals(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_handler = on_stop;
    sigaction(SIGTSTP, &action, &state.old_stop);
    action.sa_handler = on_size;
    sigaction(SIGWINCH, &action, &state.old_size);
}

static void release_signals(void)
{
    sigaction(SIGTSTP, &state.old_stop, NULL);
    sigaction(SIGWINCH, &state.old_size, NULL);
}

static bool has_flag(void)
{
    return stops || resized || typed_ahead_waits();
}

// ---- showing ------------------------------------------------------------------------------------

// The colours of the inks: of 256, of 8, and in red, green and blue (the first 8 stay the terminal's own).
static const struct {
    short fine, coarse;
    int direct;
} colors[INK_COUNT] = {[INK_GOOD] = {2, 2, 2},
                       [INK_BAD] = {1, 1, 1},
                       [INK_NAME] = {6, 6, 6},
                       [INK_BLUE] = {33, 4, 0x0087ff},
                       [INK_ORANGE] = {166, 3, 0xd75f00},
                       [INK_GREEN] = {36, 2, 0x00af87},
                       [INK_PINK] = {169, 5, 0xd75faf},
                       [INK_YELLOW] = {136, 3, 0xaf8700},
                       [INK_SKY] = {74, 6, 0x5fafd7}};

// The pair of cells without a colour. It is the terminal's own colours, and yet another pair than ncurses's
// pair 0, before which all attributes are reset: that takes twice the bytes.
enum { PAIR_PLAIN = INK_COUNT };

// Takes colours, where they are wanted and there are any.
static void take_colors(void)
{
    state.colors = 0;
    if (!output_wants_color(state.output, state.output->color) || state.api.start_color() == ERR)
        return;
    state.colors = state.api.tigetnum("colors");
    bool has_paper = state.api.use_default_colors() == OK;
    state.api.init_pair(PAIR_PLAIN, has_paper ? -1 : COLOR_WHITE, has_paper ? -1 : COLOR_BLACK);
    bool is_direct = state.api.tigetflag("RGB") > 0; // a colour's number is its red, green and blue
    for (short ink = 0; ink < INK_COUNT; ink++) {
        short color = state.colors >= 256 && !is_direct ? colors[ink].fine : colors[ink].coarse;
        short paper = has_paper ? -1 : COLOR_BLACK;
        if (color && is_direct && state.api.init_extended_pair)
            state.api.init_extended_pair(ink, colors[ink].direct, paper);
        else if (color)
            state.api.init_pair(ink, color, paper);
    }
}

static attr_t look_of(enum ink ink)
{
    bool has_looks = output_wants_color(state.output, state.output->color);
    return !has_looks ? A_NORMAL : ink == INK_BOLD ? A_BOLD : ink == INK_DIM ? A_DIM : A_NORMAL;
}

static short pair_of(enum ink ink)
{
    return state.colors == 0 ? 0 : ink == INK_NONE ? PAIR_PLAIN : colors[ink].fine ? (short)ink : 0;
}

// The characters of a sign, ended by 0.
static void decode(const char *sign, wchar_t wide[SHEET_SIGN_SIZE + 1])
{
    size_t count = 0, left = strlen(sign);
    for (mbstate_t shift = {0}; left > 0 && count < CCHARW_MAX;) {
        size_t bytes = mbrtowc(&wide[count], sign, left, &shift);
        if (bytes == 0 || bytes > left)
            break;
        sign += bytes;
        left -= bytes;
        count++;
    }
    wide[count] = L'\0';
    if (count == 0)
        wcscpy(wide, L"?");
}

static void show_cell(size_t row, size_t col, const struct sheet_cell *cell)
{
    wchar_t wide[SHEET_SIGN_SIZE + 1];
    cchar_t sign;
    if (!cell->sign[0])
        return; // the second column of the sign before it
    decode(cell->sign, wide);
    state.api.setcchar(&sign, wide, look_of((enum ink)cell->ink), pair_of((enum ink)cell->ink),
                       NULL);
    state.api.wmove(state.window, (int)row, (int)col);
    state.api.wadd_wch(state.window, &sign);
}

static void show(struct screen *screen, const struct sheet *sheet)
{
    (void)screen;
    bool is_same = state.shown.cols == sheet->cols && state.shown.rows == sheet->rows;
    size_t count = sheet->cols * sheet->rows;
    for (size_t i = 0; i < count; i++)
        if (!is_same || !state.shown.cells ||
            memcmp(&state.shown.cells[i], &sheet->cells[i], sizeof *sheet->cells) != 0)
            show_cell(i / sheet->cols, i % sheet->cols, &sheet->cells[i]);
    if (!is_same) {
        sheet_free(&state.shown);
        if (!sheet_create(&state.shown, sheet->cols, sheet->rows, sheet->is_utf8))
            state.shown = (struct sheet){.cols = 0};
    }
    if (state.shown.cells)
        memcpy(state.shown.cells, sheet->cells, count * sizeof *sheet->cells);
    size_t row = sheet->has_cursor ? sheet->cursor_row : sheet->rows - 1;
    size_t col = sheet->has_cursor ? sheet->cursor_col : sheet->cols - 1;
    state.api.wmove(state.window, (int)row, (int)col);
    state.api.curs_set(sheet->has_cursor);
    signals_lend(true);
    state.api.wrefresh(state.window);
    signals_lend(false);
}

static void size(struct screen *screen, size_t *cols, size_t *rows)
{
    (void)screen;
    output_terminal(state.output, cols, rows);
}

// ---- waiting for keys ---------------------------------------------------------------------------

// Takes the window's present size.
static void take_size(void)
{
    size_t cols, rows;
    resized = 0;
    if (!output_terminal(state.output, &cols, &rows) || rows == 0)
        return;
    state.api.resizeterm((int)rows, (int)cols);
    state.api.wresize(state.window, (int)rows, (int)cols);
    state.api.clearok(state.window, TRUE);
    sheet_free(&state.shown);
    state.shown = (struct sheet){.cols = 0};
}

// Gives the terminal back. One that has no second screen for programs keeps the picture, and what comes next
// stands on its last row, so that row is emptied.
static void give_back(void)
{
    signals_lend(true);
    curses_key_mark_pastes(false);
    state.api.wmove(state.window, state.api.getmaxy(state.window) - 1, 0);
    state.api.wclrtoeol(state.window);
    state.api.wrefresh(state.window);
    state.api.endwin();
    signals_lend(false);
}

// Gives the terminal back, stops as Ctrl-Z asked for, and takes it again afterwards.
static void suspend(void)
{
    stops = 0;
    autosave_note();
    autosave_keep(); // it may be killed before it is continued
    give_back();
    release_signals();
    raise(SIGTSTP);
    catch_signals();
    signals_continued();
    state.api.reset_prog_mode();
    curses_key_mark_pastes(true);
    take_size();
}

static bool is_gone(void)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    return poll(&input, 1, 0) == 1 && (input.revents & (POLLHUP | POLLERR | POLLNVAL));
}

// What a signal asks for, or KEY_NONE.
static unsigned signal_key(void)
{
    if (signals_ending())
        return KEY_GONE;
    if (signals_stop) {
        signals_clear();
        return KEY_INTERRUPTED;
    }
    if (stops) {
        suspend();
        return KEY_RESIZED;
    }
    bool was_stopped = signals_continued();
    if (was_stopped)
        state.api.reset_prog_mode();
    if (!was_stopped && !resized)
        return KEY_NONE;
    take_size();
    return KEY_RESIZED;
}

// Waits until there is something to be looked at. False where the time is up. The session is kept before a
// long wait, as before one at the prompt.
static bool wait(double seconds)
{
    if (seconds < 0 || seconds > 1) {
        autosave_note();
        autosave_keep();
    }
    bool has_input = signals_wait(STDIN_FILENO, has_flag, seconds);
    return has_input || signals_stop || has_flag() || seconds < 0;
}

static unsigned key(struct screen *screen, double seconds)
{
    (void)screen;
    for (;;) {
        unsigned key = signal_key();
        key = key ? key : curses_key_typed(&state.api, state.window);
        if (key)
            return key;
        if (is_gone())
            return KEY_GONE;
        if (!wait(seconds))
            return KEY_NONE;
    }
}

static bool key_waits(struct screen *screen)
{
    (void)screen;
    return input_waits();
}

static void watch(struct screen *screen, bool begins)
{
    (void)screen;
    waits = 0;
    signals_watch(begins ? on_tick : NULL, begins ? WATCH_MICROSECONDS : 0);
}

// ---- beginning and end --------------------------------------------------------------------------

// What takes this terminal off the full screen, for a crash.
static void tell_how_to_leave(void)
{
    static char sequence[128];
    const char *const names[] = {"sgr0", "cnorm", "rmkx", "rmcup"};
    size_t used = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *text = state.api.tigetstr(names[i]);
        bool is_there = text && text != (const char *)-1 && !strchr(text, '$'); // with no delays
        if (is_there && used + strlen(text) + 16 < sizeof sequence) {
            strcpy(sequence + used, text);
            used += strlen(text);
        }
    }
    strcpy(sequence + used, "\033[?2004l\r\n");
    signals_leave_by(sequence);
}

static void close_screen(struct screen *screen)
{
    give_back();
    signals_leave_by(NULL);
    release_signals();
    state.output->held = NULL;
    buf_free(&screen->said);
    sheet_free(&state.shown);
    state.shown = (struct sheet){.cols = 0};
}

static bool refuse(const char *what, struct error *error)
{
    error_set(error, "%s", what);
    return error_hint(error, "'plot' draws one picture");
}

// Starts ncurses, at the first time. False with [error] set.
static bool start(struct error *error)
{
    const char *kind = getenv("TERM");
    if (!curses_api_load(&state.api, error))
        return false;
    if (!state.api.newterm(NULL, stdout, stdin)) {
        error_set(error, "nothing is known of the terminal '%s' that TERM names",
                  error_quote(kind, strlen(kind)).text);
        return error_hint(error, "start nnsh with TERM=xterm; 'plot' draws one picture anyway");
    }
    const char *move = state.api.tigetstr("cup");
    if (!move || move == (const char *)-1 || !(state.window = state.api.newwin(0, 0, 0, 0))) {
        state.api.endwin();
        return refuse("live cannot draw on this terminal", error);
    }
    curses_key_prepare(&state.api, state.window);
    return true;
}

// Makes Ctrl-S a key like others: where it stopped the output no key would be heard any more.
static void take_ctrl_s(void)
{
    struct termios settings;
    if (tcgetattr(STDIN_FILENO, &settings) != 0)
        return;
    settings.c_iflag &= ~(tcflag_t)IXON;
    tcsetattr(STDIN_FILENO, TCSANOW, &settings);
    state.api.def_prog_mode();
}

struct screen *screen_curses_open(void *context, struct error *error)
{
    struct output *output = context;
    const char *kind = getenv("TERM");
    if (!output->has_person || !kind || !*kind || strcmp(kind, "dumb") == 0) {
        bool is_dumb = output->has_person && kind && strcmp(kind, "dumb") == 0;
        refuse(is_dumb ? "live needs a terminal that can place its cursor, and 'dumb' cannot"
                       : "live needs a terminal",
               error);
        return NULL;
    }
    state.output = output;
    output_flush(output);
    stops = resized = 0;
    catch_signals();
    bool is_first = !state.window;
    if (is_first && !start(error)) {
        release_signals();
        return NULL;
    }
    if (!is_first) {
        state.api.def_shell_mode();
        state.api.reset_prog_mode();
    }
    state.api.cbreak();
    state.api.noecho();
    state.api.nonl();
    take_ctrl_s();
    take_colors();
    tell_how_to_leave();
    take_size();
    curses_key_mark_pastes(true);
    state.screen = (struct screen){.close = close_screen,
                                   .size = size,
                                   .show = show,
                                   .key = key,
                                   .key_waits = key_waits,
                                   .watch = watch,
                                   .waits = &waits,
                                   .said = BUF_EMPTY};
    output->held = &state.screen.said;
    return &state.screen;
}
