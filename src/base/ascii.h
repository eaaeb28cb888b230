// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of ASCII characters, the same in every locale. A byte of a longer character is of none of them.
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include <stdbool.h>

static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Whether [c] may stand in a name after its first letter: a letter, a digit or _.
static inline bool ascii_is_name(char c)
{
    return ascii_is_letter(c) || ascii_is_digit(c) || c == '_';
}

// The small letter of a capital one, the capital one of a small one; any other byte unchanged.
static inline char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static inline char ascii_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

#endif
