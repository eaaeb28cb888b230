// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures as text, for a terminal of a given size: with UTF-8 signs, or with signs made for ASCII.
// Nothing is said by colour alone.
#ifndef VIEW_PLOT_TEXT_H
#define VIEW_PLOT_TEXT_H

#include "view/plot.h"

// The room a text picture takes at most, title and all.
struct plot_room {
    size_t cols, rows;
    bool is_utf8;
};

// The size where there is no terminal, and the least that is drawn.
enum {
    PLOT_COLS_USUAL = 72,
    PLOT_ROWS_USUAL = 20,
    PLOT_COLS_LEAST = 40,
    PLOT_ROWS_LEAST = 12,
    PLOT_COLS_MOST = 110,
    PLOT_ROWS_MOST = 36
};

// How finely a plot for that room is to be made.
struct plot_grid plot_text_grid(struct plot_room room);

// Appends the picture.
void plot_text(struct buf *out, const struct plot *plot, struct style style, struct plot_room room);

// The sign a cell of that value is shaded with, and its ink.
const char *plot_text_shade(const struct plot_cells *cells, double value, bool is_utf8,
                            enum ink *ink);

#endif
