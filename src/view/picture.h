// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures as files: SVG, PNG and PDF, drawn by Cairo. A plot and a path stay their caller's.
#ifndef VIEW_PICTURE_H
#define VIEW_PICTURE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "view/plot.h"

// Whether a file of that name can be written, by its ending. False with [error] set when it is none of
// .svg, .png and .pdf, or when Cairo is not installed.
bool picture_is_possible(const char *path, struct error *error);

// How finely a plot for a file is to be made.
struct plot_grid picture_grid(void);

// Appends to [file] the bytes of the picture that a file called [path] is to hold. False with [error]
// set when it cannot be drawn; [file] is then of no use.
bool picture_draw(const struct plot *plot, const char *path, struct buf *file, struct error *error);

#endif
