// SPDX-License-Identifier: GPL-3.0-or-later
// Makes long lines of aligned equations fit a page.
#ifndef VIEW_LATEX_LINES_H
#define VIEW_LATEX_LINES_H

#include "base/buf.h"

// Appends a LaTeX text whose equations stand on a line each. Of an equation that is wider than a page, each line
// but the first begins with the sign of a term.
void latex_lines(struct buf *out, const char *text);

#endif
