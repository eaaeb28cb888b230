// SPDX-License-Identifier: GPL-3.0-or-later
// The colours of pictures in files, on white paper.
#ifndef VIEW_PICTURE_COLOR_H
#define VIEW_PICTURE_COLOR_H

#include "view/plot.h"

// Each part from 0 to 1.
struct color {
    double red, green, blue;
};

// The classes that have a colour of their own.
enum { COLOR_CLASSES = 24 };

// The colour of an ink, and of a cell of that value.
struct color color_ink(enum ink ink);
struct color color_shade(const struct plot_cells *cells, double value);

#endif
