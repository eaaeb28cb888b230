// SPDX-License-Identifier: GPL-3.0-or-later
// A layer's activations, shared by the network's thread team where that is worth it. Nothing is owned. Layers are
// counted from 1.
#ifndef NETWORK_LAYER_WORK_H
#define NETWORK_LAYER_WORK_H

#include <stdbool.h>
#include <stddef.h>

struct network;
struct pass;
struct pass_layer;

// a = f(z) for all samples.
void layer_work_activate(const struct network *network, size_t k, const struct pass_layer *values);

// dz = da · f'(z) for all samples.
void layer_work_backward(const struct network *network, size_t k, const struct pass_layer *values);

// The same for [count] columns from [first] on; f must not be row-wise.
void layer_work_activate_columns(const struct network *network, size_t k,
                                 const struct pass_layer *values, size_t first, size_t count);
void layer_work_backward_columns(const struct network *network, size_t k,
                                 const struct pass_layer *values, size_t first, size_t count);

// Whether all z of the pass are so far from overflow that loss and gradients are surely finite.
bool layer_work_is_tame(const struct network *network, const struct pass *pass);

#endif
