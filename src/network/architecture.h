// SPDX-License-Identifier: GPL-3.0-or-later
// What a network is made from: its inputs and, for each layer, its units and activation. An
// architecture owns nothing.
#ifndef NETWORK_ARCHITECTURE_H
#define NETWORK_ARCHITECTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "network/activation.h"

enum { NETWORK_LAYERS_MOST = 100 };

// inputs → layers[0].units → ... → the last layer's units.
struct architecture {
    size_t inputs;
    size_t layer_count; // 1 to NETWORK_LAYERS_MOST
    struct layer_plan {
        size_t units;
        const struct activation *activation;
    } layers[NETWORK_LAYERS_MOST];
};

// Appends it as `init` takes it: "2 3:relu 1:sigmoid".
void architecture_text(struct buf *out, const struct architecture *plan);

// Whether networks of both have the same shape and activations.
bool architecture_is_same(const struct architecture *a, const struct architecture *b);

#endif
