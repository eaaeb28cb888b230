// SPDX-License-Identifier: GPL-3.0-or-later
// How the derivatives flow back from one layer to the one before it: da of a hidden layer. It works in
// scratch that belongs to the pass.
#ifndef NETWORK_BACKFLOW_H
#define NETWORK_BACKFLOW_H

#include <stdbool.h>
#include <stddef.h>

struct network;
struct pass;

// The scratch it needs, in doubles.
struct backflow {
    size_t strip;  // samples whose da is computed at a time
    size_t turned; // for dz of the layers from the second on, of which the widest counts
    size_t rows;   // for a few rows of da, for each part of the team
};

// The scratch of a pass over up to [capacity] samples; with [forward_only] there is none.
struct backflow backflow_scratch(const struct network *network, size_t capacity, bool forward_only);

// Writes da of hidden layer [k] (from 1): from dz of the next layer, through its weights.
void backflow_run(struct pass *pass, const struct network *network, size_t k);

#endif
