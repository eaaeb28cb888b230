// SPDX-License-Identifier: GPL-3.0-or-later
// A byte that cannot continue a character ends it as a broken one and begins the next; so no key is lost that
// comes after half a character.
#include "front/characters.h"

#include <string.h>

#include "base/utf8.h"

static const char broken[] = "\xef\xbf\xbd"; // U+FFFD

static size_t put(char *whole, const char *bytes, size_t count)
{
    memcpy(whole, bytes, count);
    return count;
}

size_t characters_add(struct characters *characters, unsigned char byte,
                      char whole[CHARACTERS_MOST])
{
    size_t written = 0;
    if (characters->count > 0 && (byte & 0xc0) != 0x80) {
        written = put(whole, broken, sizeof broken - 1);
        characters->count = 0;
    }
    characters->begun[characters->count++] = (char)byte;
    size_t bytes = utf8_length(characters->begun, characters->count);
    if (bytes == 0 && utf8_begins(characters->begun, characters->count))
        return written;
    if (bytes == 0 || (bytes > 1 && utf8_is_control(characters->begun, bytes)))
        written += put(whole + written, broken, sizeof broken - 1);
    else
        written += put(whole + written, characters->begun, bytes);
    characters->count = 0;
    return written;
}
