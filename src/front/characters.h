// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes typed at a UTF-8 terminal, put together to characters. Nothing is allocated.
#ifndef FRONT_CHARACTERS_H
#define FRONT_CHARACTERS_H

#include <stddef.h>

enum { CHARACTER_BYTES = 4, CHARACTERS_MOST = 6 };

struct characters {
    char begun[CHARACTER_BYTES]; // bytes of a character that is not whole yet
    size_t count;
};

#define CHARACTERS_NONE ((struct characters){.count = 0})

// Takes the next byte. Writes to [whole] the characters that it ends, and returns their bytes: 0 where more have
// to come. What is no character, and one that controls the terminal or turns the direction of the text, becomes
// U+FFFD; the control characters of ASCII are keys and stay.
size_t characters_add(struct characters *characters, unsigned char byte,
                      char whole[CHARACTERS_MOST]);

#endif
