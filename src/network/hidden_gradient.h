// SPDX-License-Identifier: GPL-3.0-or-later
// The gradient of a hidden layer: da, computed from dz of the layer after it. It works in
// scratch that belongs to the pass, and is shared with packed_layer.h.
#ifndef NETWORK_HIDDEN_GRADIENT_H
#define NETWORK_HIDDEN_GRADIENT_H

#include <stdbool.h>
#include <stddef.h>

struct network;
struct pass;

// The scratch it needs, in doubles.
struct hidden_gradient_scratch {
    size_t strip;  // samples whose da is computed at a time
    size_t turned; // for dz of the layers from the second on, of which the widest counts
    size_t rows;   // for rows of da that the parts of the team work on
};

// The scratch of a pass over up to [capacity] samples; with [forward_only] there is none.
struct hidden_gradient_scratch hidden_gradient_scratch(const struct network *network,
                                                       size_t capacity, bool forward_only);

// Writes da of hidden layer [k] (from 1): from dz of the next layer, through its weights, which are not
// packed.
void hidden_gradient_run(struct pass *pass, const struct network *network, size_t k);

#endif
