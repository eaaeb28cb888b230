// SPDX-License-Identifier: GPL-3.0-or-later
// A layer's work, shared by the network's thread team where that is worth it. Nothing is owned. Layers are
// counted from 1.
#ifndef NETWORK_LAYER_WORK_H
#define NETWORK_LAYER_WORK_H

#include <stddef.h>

struct layer;
struct network;
struct pass_layer;
struct product;

// a = f(z) for all samples.
void layer_work_activate(const struct network *network, size_t k, const struct pass_layer *values);

// dz = da · f'(z) for all samples.
void layer_work_backward(const struct network *network, size_t k, const struct pass_layer *values);

// The product p whose b is the layer's w, where w is packed.
void layer_work_read_packed(const struct network *network, const struct layer *layer,
                            const struct product *p);

// The product p whose c is the layer's w, where w is packed: a step of gradient descent.
void layer_work_move_packed(const struct network *network, const struct layer *layer,
                            const struct product *p);

#endif
