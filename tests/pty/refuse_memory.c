// SPDX-License-Identifier: GPL-3.0-or-later
// Preloaded into the program (of the GNU C library), it refuses all memory from the $REFUSE-th request on.
#include <stdlib.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *pointer, size_t size);

static int is_refused(void)
{
    static long count, first;
    if (count++ == 0)
        first = getenv("REFUSE") ? atol(getenv("REFUSE")) : 0;
    return first > 0 && count >= first;
}

void *malloc(size_t size)
{
    return is_refused() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return is_refused() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *pointer, size_t size)
{
    return is_refused() ? NULL : __libc_realloc(pointer, size);
}
