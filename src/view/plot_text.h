// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures as text, for a terminal of a given size: with UTF-8 signs, or with signs made for ASCII.
// Nothing is said by colour alone.
#ifndef VIEW_PLOT_TEXT_H
#define VIEW_PLOT_TEXT_H

#include "view/plot.h"

// The size where there is no terminal, and the least that is drawn; without a frame, where numbers stand
// anywhere in the picture, it takes more columns.
enum {
    PLOT_COLS_USUAL = 72,
    PLOT_ROWS_USUAL = 20,
    PLOT_COLS_LEAST = 20,
    PLOT_COLS_BARE = 39,
    PLOT_ROWS_LEAST = 12,
    PLOT_COLS_MOST = 100,
    PLOT_ROWS_MOST = 36
};

// How finely a plot for that room is to be made.
struct plot_grid plot_text_grid(struct plot_room room);

// The columns that the plot needs at least.
size_t plot_text_cols(const struct plot *plot);

// Appends the picture.
void plot_text(struct buf *out, const struct plot *plot, struct style style, struct plot_room room);

#endif
