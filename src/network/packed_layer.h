// SPDX-License-Identifier: GPL-3.0-or-later
// The work of a packed layer (network/packed_weights.h) in a pass. Each worker of the thread team does
// everything for the columns that are its own. Nothing is owned. Layers are counted from 1; that of each
// function must be packed.
#ifndef NETWORK_PACKED_LAYER_H
#define NETWORK_PACKED_LAYER_H

#include <stdbool.h>
#include <stddef.h>

struct network;
struct pass;
struct product;

// z of layer [k] for all samples of the pass, by the product [z] as if w was not packed; and where it
// [activates], a as well, which must not be row-wise then.
void packed_layer_forward(struct pass *pass, const struct network *network, size_t k,
                          const struct product *z, bool activates);

// From da of layer [k], or where it [has_dz] from dz, to da of the layer before, if there is one; then the
// steps of plain gradient descent [w] and [b], as if w was not packed.
void packed_layer_learn(struct pass *pass, const struct network *network, size_t k, bool has_dz,
                        const struct product *w, const struct product *b);

// The doubles of scratch that packed_layer_learn needs for da of a hidden layer of [units] units, [strip]
// samples at a time, shared in [parts].
size_t packed_layer_scratch(size_t units, size_t strip, size_t parts);

#endif
