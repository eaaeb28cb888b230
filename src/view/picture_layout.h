// SPDX-License-Identifier: GPL-3.0-or-later
// A plot laid out and drawn on a page by Cairo, whatever file the page becomes. Everything is borrowed.
#ifndef VIEW_PICTURE_LAYOUT_H
#define VIEW_PICTURE_LAYOUT_H

#include "view/cairo_api.h"
#include "view/plot.h"

// Draws the whole page. Failures stay in the state of [cr], as Cairo keeps them.
void layout_draw(const struct cairo_api *api, cairo_t *cr, const struct plot *plot);

#endif
