// SPDX-License-Identifier: GPL-3.0-or-later
// Fits an answer to the width of a screen: longer lines continue below, broken between words, before a
// + or = of a formula, or before the words beside it. Nothing is owned.
#ifndef VIEW_WRAP_H
#define VIEW_WRAP_H

#include <stddef.h>

#include "base/buf.h"

enum { WRAP_COLUMNS_MOST = 100 }; // text any wider is hard to read

// Appends text[0, length) with no line of more than [columns] columns except where one word is longer.
// Lines that fit stay as they are.
void wrap_text(struct buf *out, const char *text, size_t length, size_t columns);

#endif
