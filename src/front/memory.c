// SPDX-License-Identifier: GPL-3.0-or-later
// The linker takes the program's own xmalloc before the library's. Readline keeps no state that
// could be unwound from here, so the end is all that is left, but an orderly one: the terminal as it
// was, a sentence, and a status. Every line typed is in the history file already.
#define _XOPEN_SOURCE 700
#include "front/memory.h"

#include <stdlib.h>
#include <unistd.h>

#include "front/signals.h"

static _Noreturn void give_up(void)
{
    static const char sentence[] = "nnsh: out of memory\n";
    signals_restore_terminal();
    _exit(write(STDERR_FILENO, sentence, sizeof sentence - 1) < 0 ? 2 : 1);
}

void *xmalloc(size_t size)
{
    void *pointer = malloc(size ? size : 1);
    if (!pointer)
        give_up();
    return pointer;
}

void *xrealloc(void *pointer, size_t size)
{
    pointer = realloc(pointer, size ? size : 1);
    if (!pointer)
        give_up();
    return pointer;
}
