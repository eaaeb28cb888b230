// SPDX-License-Identifier: GPL-3.0-or-later
// The small words that every room needs: the ending of a plural, the smaller and the larger of two sizes,
// whether a text is a word, begins with one or holds one.
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/ascii.h"

// The ending of a regular noun after that many: "" for 1, else "s".
static inline const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static inline size_t size_min(size_t a, size_t b)
{
    return a < b ? a : b;
}

static inline size_t size_max(size_t a, size_t b)
{
    return a > b ? a : b;
}

// Whether text[0, length) is [word], which ends with NUL.
static inline bool text_is(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(text, word, length) == 0;
}

// Whether text[0, length) begins with [begin], which ends with NUL.
static inline bool text_begins(const char *text, size_t length, const char *begin)
{
    return length >= strlen(begin) && memcmp(text, begin, strlen(begin)) == 0;
}

// Whether [text] holds the name [name], by itself and not as a part of a longer name.
static inline bool text_has_name(const char *text, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = text; (at = strstr(at, name)); at += length)
        if ((at == text || !ascii_is_name(at[-1])) && !ascii_is_name(at[length]))
            return true;
    return false;
}

#endif
