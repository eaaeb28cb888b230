// SPDX-License-Identifier: GPL-3.0-or-later
// How formulas are written: as a student reads them at a terminal, or as LaTeX's mathematics, for KaTeX too.
// Templates and sums are written by these, so that a formula has one text for both.
#ifndef VIEW_SPELLING_H
#define VIEW_SPELLING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum spelling { SPELLING_PLAIN, SPELLING_LATEX };

// Appends text[0, length) of a formula: signs, names of functions, constants.
void spelling_put(struct buf *out, enum spelling spelling, const char *text, size_t length);

// Appends a number as it was written plainly; as an operand a negative one stands in parentheses in LaTeX.
void spelling_number(struct buf *out, enum spelling spelling, const char *number, bool is_operand);

#endif
