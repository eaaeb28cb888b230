// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of a text picture beside its canvas: signs, tables (plot_table.c), and what is explained
// below it (plot_key.c). Everything is appended to the caller's buffer.
#ifndef VIEW_PLOT_PARTS_H
#define VIEW_PLOT_PARTS_H

#include "view/plot_text.h"

// The sign of a shape; a digit is that of [number].
const char *plot_shape_sign(enum plot_shape shape, unsigned number, bool is_utf8);

// Appends the scale of the cells and the keys, side by side as far as they fit.
void plot_put_keys(struct buf *out, const struct plot *plot, struct style style,
                   struct plot_room room);

// Appends the cells as a table, with their numbers where there is room for them.
void plot_put_table(struct buf *out, const struct plot *plot, struct style style,
                    struct plot_room room);

#endif
