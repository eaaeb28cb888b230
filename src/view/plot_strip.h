// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of small pictures as text. Everything is appended to the caller's buffer.
#ifndef VIEW_PLOT_STRIP_H
#define VIEW_PLOT_STRIP_H

#include "view/plot.h"

// How many small pictures fit side by side, and how many rows of them; at least one and two.
size_t plot_strip_tiles(struct plot_room room);
size_t plot_strip_rows(struct plot_room room);

// Appends the plot's rows of small pictures, each under its name, as large as the room allows.
void plot_strips_put(struct buf *out, const struct plot *plot, struct style style,
                     struct plot_room room);

#endif
