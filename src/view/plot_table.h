// SPDX-License-Identifier: GPL-3.0-or-later
// The cells of a picture as a table of signs, for a terminal. Everything is appended to the caller's
// buffer.
#ifndef VIEW_PLOT_TABLE_H
#define VIEW_PLOT_TABLE_H

#include "view/plot.h"

// Appends the cells, with their numbers where there is room for them.
void plot_table_put(struct buf *out, const struct plot *plot, struct style style,
                    struct plot_room room);

#endif
