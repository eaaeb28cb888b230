// SPDX-License-Identifier: GPL-3.0-or-later
// A plot drawn on a page by Cairo, whatever file the page becomes. Everything is borrowed.
#ifndef STORE_PICTURE_PAGE_H
#define STORE_PICTURE_PAGE_H

#include "store/cairo_api.h"
#include "view/plot.h"

// In points.
#define PAGE_WIDTH  720.0
#define PAGE_HEIGHT 540.0

// Draws the whole page. Failures stay in the state of [cr], as Cairo keeps them.
void page_draw(const struct cairo_api *api, cairo_t *cr, const struct plot *plot);

// A colour on white paper, each part from 0 to 1.
struct color {
    double red, green, blue;
};

// The classes that have a colour of their own.
enum { PAGE_CLASS_COLORS = 24 };

// The colour of an ink, and of a cell of that value.
struct color page_ink(enum ink ink);
struct color page_shade(const struct plot_cells *cells, double value);

#endif
