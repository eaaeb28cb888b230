// SPDX-License-Identifier: GPL-3.0-or-later
// The cells of a plot on its page. Everything is borrowed.
#ifndef VIEW_PICTURE_CELLS_H
#define VIEW_PICTURE_CELLS_H

#include "view/picture_page.h"

// The cells as one smooth plane.
void cells_draw_plane(const struct page *page);

// The cells as squares, each of one colour, with a gap between them.
void cells_draw_squares(const struct page *page, double gap);

// The cells as a table, each with its number where that fits.
void cells_draw_table(const struct page *page);

// Their scale, as a bar at the right of the paper.
void cells_draw_bar(const struct page *page);

#endif
