// SPDX-License-Identifier: GPL-3.0-or-later
// The small words that every room needs: the ending of a plural, the smaller and the larger of two sizes.
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stddef.h>

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

#endif
