// SPDX-License-Identifier: GPL-3.0-or-later
// The small words that every room needs: the ending of a plural, the smaller and the larger of two sizes,
// whether a text is a word.
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

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

#endif
