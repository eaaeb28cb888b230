// SPDX-License-Identifier: GPL-3.0-or-later
// The signs of a text picture, and the key below it that says what they stand for. Everything is appended
// to the caller's buffer.
#ifndef VIEW_PLOT_KEY_H
#define VIEW_PLOT_KEY_H

#include "view/plot.h"

// The sign of a shape; a digit is that of [number].
const char *plot_key_sign(enum plot_shape shape, unsigned number, bool is_utf8);

// The sign a cell of that value is shaded with, and its ink.
const char *plot_key_shade(const struct plot_cells *cells, double value, bool is_utf8,
                           enum ink *ink);

// Appends the scale of the cells and the keys, side by side as far as they fit.
void plot_key_put(struct buf *out, const struct plot *plot, struct style style,
                  struct plot_room room);

#endif
