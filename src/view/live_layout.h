// SPDX-License-Identifier: GPL-3.0-or-later
// Where things stand on the full screen of `live`: panels, and below them the line that tells where
// the session is, the slider, and the line of keys. Nothing is owned.
#ifndef VIEW_LIVE_LAYOUT_H
#define VIEW_LIVE_LAYOUT_H

#include <stddef.h>

#include "view/sheet.h"

// The smallest screen, and the panels at most.
enum { LIVE_COLS_LEAST = 40, LIVE_ROWS_LEAST = 12, LIVE_PANELS_MOST = 4, LIVE_LINES = 3 };

struct live_layout {
    struct area all;                      // of all panels together
    struct area panels[LIVE_PANELS_MOST]; // the first [count] of them
    size_t count;
    size_t status_row, slider_row, keys_row;
};

// The layout of a screen, which must not be smaller than the smallest, with as many panels as are wanted and
// have room.
struct live_layout live_layout(size_t cols, size_t rows, size_t wanted);

// Draws the lines between the panels.
void live_layout_draw(const struct live_layout *layout, struct sheet *sheet);

// How far a training has come and what of it can be gone to, and where the screen is.
struct live_slider {
    size_t first, last, here; // epochs
    const size_t *marks;
    size_t mark_count;
};

// Draws the slider over the whole width of a row.
void live_slider_draw(const struct live_slider *slider, struct sheet *sheet, size_t row);

#endif
