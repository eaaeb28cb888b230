// SPDX-License-Identifier: GPL-3.0-or-later
// What Readline allocates with. It has no way to report that memory ran out: its own functions of
// these names print a line and exit with the terminal still raw. Being defined here they replace
// those. Only Readline, and what passes memory to it, calls them.
#ifndef FRONT_MEMORY_H
#define FRONT_MEMORY_H

#include <stddef.h>

// Like malloc and realloc, but they end the program with status 1 instead of returning NULL.
void *xmalloc(size_t size);
void *xrealloc(void *pointer, size_t size);

#endif
