// SPDX-License-Identifier: GPL-3.0-or-later
// Shows a long text page by page, by the program that the user has for it.
#ifndef FRONT_PAGER_H
#define FRONT_PAGER_H

#include <stdbool.h>
#include <stddef.h>

// Runs $PAGER, or less, on the text and waits for its end, however it is left. False, and nothing was
// shown, where there is no such program.
bool pager_show(const char *text, size_t length);

#endif
