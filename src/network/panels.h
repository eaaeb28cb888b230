// SPDX-License-Identifier: GPL-3.0-or-later
// Weights in panels. While a large network does many updates that nobody looks at, the weights of its
// wide layers lie as the kernels walk them: not row by row, but in panels of a few columns, each of which
// has its rows side by side; and one behind the other those that belong to the same hand of the team.
// So each core reads and writes memory of its own, from one end to the other.
//
//     panels_begin(network);
//     ... pass_run(z, a, loss) and pass_learn without gradients, again and again ...
//     panels_end(network);
//
// In between w of these layers is out of date, and the place of dw is that of the panels: who wants to
// see either ends it first. The stages that write gradients do so by themselves.
#ifndef NETWORK_PANELS_H
#define NETWORK_PANELS_H

#include <stdbool.h>
#include <stddef.h>

struct layer;
struct network;

// Whether this layer is worth it when its columns are dealt to so many hands.
bool panels_are_worth(const struct layer *layer, size_t parts);

// Puts the weights of all layers that are worth it into panels; where they are already, nothing happens.
void panels_begin(struct network *network);

// Puts all weights back into w; where none are in panels, or the network is NULL, nothing
// happens.
void panels_end(struct network *network);

// The panels of a layer from column [first] on, where a part begins: in·first doubles behind the first.
double *panels_at(const struct layer *layer, size_t first);

// The first column of part [index] of a layer in panels; it ends where the next one begins.
size_t panels_first(const struct network *network, const struct layer *layer, size_t index);

#endif
