// SPDX-License-Identifier: GPL-3.0-or-later
// Packed weights. While a large network does many updates that nobody looks at, the weights of its wide
// layers are stored in the order in which the kernels read them: not row by row, but in panels of a few
// columns, each with its rows side by side; and the panels of one worker of the thread team follow each
// other. So each core reads and writes memory of its own, from one end to the other.
//
//     weights_pack(network);
//     ... pass_run(z, a, loss) and pass_learn without gradients, again and again ...
//     weights_unpack(network);
//
// Until then w of these layers is out of date, and the memory of dw holds the packed weights: whoever
// wants to see either unpacks first. The stages that write gradients do so by themselves.
#ifndef NETWORK_PACKED_WEIGHTS_H
#define NETWORK_PACKED_WEIGHTS_H

#include <stdbool.h>
#include <stddef.h>

struct layer;
struct network;

// Whether this layer is worth packing when its columns are divided among [parts] workers.
bool weights_are_worth_packing(const struct layer *layer, size_t parts);

// Packs the weights of all layers that are worth it; does nothing where they are packed already.
void weights_pack(struct network *network);

// Puts all weights back into w; does nothing where none are packed, or the network is NULL.
void weights_unpack(struct network *network);

// The packed weights of a layer from column [first] on, where a part begins: in·first doubles after the
// start.
double *packed_weights_at(const struct layer *layer, size_t first);

// The first column of part [index] of a packed layer; it ends where the next one begins.
size_t packed_weights_first(const struct network *network, const struct layer *layer, size_t index);

#endif
