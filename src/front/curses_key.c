// SPDX-License-Identifier: GPL-3.0-or-later
// ncurses is asked byte by byte: asked for a character it drops the key that comes after half a one. What was typed
// before the screen was taken comes first; ncurses knows nothing of it, so the sequences of keys are known here too.
//
// A key that arrives as several bytes, such as an arrow, is told from Escape by the time between them:
// ESCAPE_MS.
#define _XOPEN_SOURCE 700
#include "front/curses_key.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "front/characters.h"
#include "front/typed_ahead.h"
#include "shell/screen.h"

enum { ESCAPE_MS = 25, ESCAPE = 27, PASTE_BEGINS = 200, PASTE_ENDS = 201 };

static struct characters characters; // what was typed of the next one

void curses_key_prepare(const struct curses_api *api, WINDOW *window)
{
    api->set_escdelay(ESCAPE_MS);
    api->keypad(window, TRUE);
    api->nodelay(window, TRUE);
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

// The next byte, or the code of a key that ncurses knows; ERR where there is none.
static int next_code(const struct curses_api *api, WINDOW *window)
{
    unsigned char byte;
    return typed_ahead_take(&byte) ? byte : api->wgetch(window);
}

// The same in the middle of a key's sequence, which may still be on its way.
static int following_code(const struct curses_api *api, WINDOW *window)
{
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    int code = next_code(api, window);
    return code == ERR && poll(&input, 1, ESCAPE_MS) == 1 ? next_code(api, window) : code;
}

static unsigned named_key(int code)
{
    static const struct {
        int code;
        unsigned key;
    } keys[] = {
        {KEY_LEFT, KEY_ARROW_LEFT}, {KEY_RIGHT, KEY_ARROW_RIGHT}, {KEY_UP, KEY_ARROW_UP},
        {KEY_DOWN, KEY_ARROW_DOWN}, {KEY_HOME, KEY_FIRST},        {KEY_END, KEY_LAST},
        {KEY_PPAGE, KEY_PAGE_UP},   {KEY_NPAGE, KEY_PAGE_DOWN},   {KEY_BACKSPACE, KEY_ERASE},
        {KEY_DC, KEY_ERASE},        {KEY_ENTER, KEY_RETURN},      {KEY_RESIZE, KEY_RESIZED}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].code == code)
            return keys[i].key;
    return KEY_OTHER;
}

static unsigned plain_key(unsigned code)
{
    return code == 8 || code == 127 ? KEY_ERASE : code == 10 ? KEY_RETURN : code;
}

// The key of a sequence that ends with "~", by its number.
static unsigned numbered_key(unsigned number)
{
    static const unsigned named[] = {KEY_OTHER,   KEY_FIRST,     KEY_OTHER, KEY_ERASE, KEY_LAST,
                                     KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_FIRST, KEY_LAST};
    if (number == PASTE_BEGINS || number == PASTE_ENDS)
        return number == PASTE_BEGINS ? KEY_PASTE_BEGINS : KEY_PASTE_ENDS;
    return number < sizeof named / sizeof *named ? named[number] : KEY_OTHER;
}

// What an Escape begins: nothing, or the sequence of a key that the terminal's description does not have.
// Arrows and the keys beside them are known all the same, in each of the ways in which terminals send them.
static unsigned escaped_key(const struct curses_api *api, WINDOW *window)
{
    static const char finals[] = "ABCDHF";
    static const unsigned named[] = {KEY_ARROW_UP,   KEY_ARROW_DOWN, KEY_ARROW_RIGHT,
                                     KEY_ARROW_LEFT, KEY_FIRST,      KEY_LAST};
    size_t length = 0;
    unsigned number = 0;
    int code = following_code(api, window);
    if (code == ERR)
        return KEY_ESCAPE;
    if (code != '[' && code != 'O')
        return KEY_OTHER;
    while ((code = following_code(api, window)) != ERR && (code < '@' || code > '~')) {
        bool is_digit = code >= '0' && code <= '9' && number < 100;
        number = is_digit ? 10 * number + (unsigned)(code - '0') : PASTE_ENDS + 1;
        length++;
    }
    if (code == '~')
        return numbered_key(number);
    const char *found = length == 0 && code > 0 && code < 0x80 ? strchr(finals, code) : NULL;
    return found ? named[found - finals] : KEY_OTHER;
}

// The last character of [bytes], or 0 where there is none.
static unsigned last_character(const char *bytes, size_t count)
{
    size_t at = count;
    while (at > 0 && (bytes[--at] & 0xc0) == 0x80)
        continue;
    return count > 0 ? utf8_code(bytes + at, count - at) : 0;
}

unsigned curses_key_typed(const struct curses_api *api, WINDOW *window)
{
    char whole[CHARACTERS_MOST];
    for (;;) {
        int code = next_code(api, window);
        if (code == ERR)
            return KEY_NONE;
        if (code > 0xff)
            return named_key(code);
        size_t count = characters_add(&characters, (unsigned char)code, whole);
        unsigned character = last_character(whole, count);
        if (character == ESCAPE)
            return escaped_key(api, window);
        if (count > 0)
            return plain_key(character);
    }
}
