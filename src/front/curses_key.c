// SPDX-License-Identifier: GPL-3.0-or-later
// ncurses names the keys that the terminal's description has. What a terminal sends without its description
// saying so, such as arrows in another of their modes, is read here.
//
// A key that arrives as several bytes, such as an arrow, is told from Escape by the time between them:
// ESCAPE_MS.
#include "front/curses_key.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shell/screen.h"

enum { ESCAPE_MS = 25, PASTE_BEGINS_CODE = 0x2000, PASTE_ENDS_CODE = 0x2001 };

void curses_key_prepare(const struct curses_api *api, WINDOW *window)
{
    api->set_escdelay(ESCAPE_MS);
    api->keypad(window, TRUE);
    api->nodelay(window, TRUE);
    api->define_key("\033[200~", PASTE_BEGINS_CODE);
    api->define_key("\033[201~", PASTE_ENDS_CODE);
    api->typeahead(-1);
}

void curses_key_mark_pastes(bool are_marked)
{
    const char *sequence = are_marked ? "\033[?2004h" : "\033[?2004l";
    const char *kind = getenv("TERM");
    bool is_known = kind && (strncmp(kind, "xterm", 5) == 0 || strncmp(kind, "tmux", 4) == 0 ||
                             strncmp(kind, "screen", 6) == 0 || strncmp(kind, "rxvt", 4) == 0);
    if (is_known && write(STDOUT_FILENO, sequence, strlen(sequence)) < 0) {
        // A terminal that cannot be written to is found out by reading from it.
    }
}

static unsigned named_key(wint_t code)
{
    static const struct {
        wint_t code;
        unsigned key;
    } keys[] = {{KEY_LEFT, KEY_ARROW_LEFT},
                {KEY_RIGHT, KEY_ARROW_RIGHT},
                {KEY_UP, KEY_ARROW_UP},
                {KEY_DOWN, KEY_ARROW_DOWN},
                {KEY_HOME, KEY_FIRST},
                {KEY_END, KEY_LAST},
                {KEY_PPAGE, KEY_PAGE_UP},
                {KEY_NPAGE, KEY_PAGE_DOWN},
                {KEY_BACKSPACE, KEY_ERASE},
                {KEY_DC, KEY_ERASE},
                {KEY_ENTER, KEY_RETURN},
                {KEY_RESIZE, KEY_RESIZED},
                {PASTE_BEGINS_CODE, KEY_PASTE_BEGINS},
                {PASTE_ENDS_CODE, KEY_PASTE_ENDS}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].code == code)
            return keys[i].key;
    return KEY_OTHER;
}

static unsigned plain_key(wint_t code)
{
    return code == 8 || code == 127 ? KEY_ERASE : code == 10 ? KEY_RETURN : (unsigned)code;
}

// The key of a sequence that ends with "~", by its number.
static unsigned numbered_key(unsigned number)
{
    static const unsigned named[] = {KEY_OTHER,   KEY_FIRST,     KEY_OTHER, KEY_ERASE, KEY_LAST,
                                     KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_FIRST, KEY_LAST};
    return number < sizeof named / sizeof *named ? named[number] : KEY_OTHER;
}

// What an Escape begins: nothing, or the sequence of a key that the terminal's description does not have.
// Arrows and the keys beside them are known all the same, in each of the ways in which terminals send them.
static unsigned escaped_key(const struct curses_api *api, WINDOW *window)
{
    static const char finals[] = "ABCDHF";
    static const unsigned named[] = {KEY_ARROW_UP,   KEY_ARROW_DOWN, KEY_ARROW_RIGHT,
                                     KEY_ARROW_LEFT, KEY_FIRST,      KEY_LAST};
    wint_t code;
    size_t length = 0;
    unsigned number = 0;
    if (api->wget_wch(window, &code) != OK)
        return KEY_ESCAPE;
    if (code != '[' && code != 'O')
        return KEY_OTHER;
    while (api->wget_wch(window, &code) == OK && (code < '@' || code > '~')) {
        number = code >= '0' && code <= '9' && number < 100 ? 10 * number + (code - '0') : 100;
        length++;
    }
    if (code == '~')
        return numbered_key(number);
    const char *found = length == 0 && code < 0x80 ? strchr(finals, (int)code) : NULL;
    return found && *found ? named[found - finals] : KEY_OTHER;
}

unsigned curses_key_typed(const struct curses_api *api, WINDOW *window)
{
    wint_t code;
    int kind = api->wget_wch(window, &code);
    if (kind == OK && code == KEY_ESCAPE)
        return escaped_key(api, window);
    return kind == KEY_CODE_YES ? named_key(code) : kind == OK ? plain_key(code) : KEY_NONE;
}
