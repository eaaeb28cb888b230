// SPDX-License-Identifier: GPL-3.0-or-later
// One pass over a batch: where forward, backward and update write what they compute, stage by
// stage. A pass is made for one network shape and one number of samples, belongs to its caller
// and is ended by pass_free. It borrows x and y, and never changes them.
//
//     for (size_t s = 0; s < stage_count(network->layer_count); s++)
//         pass_run(pass, network, &recipe, stage_at(network->layer_count, s));
#ifndef NETWORK_PASS_H
#define NETWORK_PASS_H

#include <stddef.h>

#include "base/error.h"
#include "network/matrix.h"
#include "network/stage.h"

struct loss;
struct network;
struct optimizer;

// What a pass needs to know beside the network and the samples.
struct recipe {
    const struct loss *loss;
    const struct optimizer *optimizer;
    double lr; // learning rate
};

struct pass {
    size_t samples;     // N
    struct matrix x, y; // N×inputs, N×outputs; borrowed
    double loss;
    double *block; // everything the layers below look into, and the panel
    double *panel; // scratch for a strip of transposed weights
    size_t layer_count;
    struct pass_layer {
        struct matrix z, a, dz, da; // N×out each
    } layers[];
};

// A pass over the samples [x] with targets [y], for networks shaped as [network]. NULL with
// [error] set when memory does not suffice.
struct pass *pass_create(const struct network *network, struct matrix x, struct matrix y,
                         struct error *error);

// Frees the pass; NULL is allowed.
void pass_free(struct pass *pass);

// Runs one stage. The stages before it must have run since the parameters last changed. Writes
// into the pass; a dw stage also into the network's gradients, the update into its parameters.
void pass_run(struct pass *pass, struct network *network, const struct recipe *recipe,
              struct stage stage);

// Runs z1 ... aL for the samples of the pass; the network is only read.
void pass_predict(struct pass *pass, const struct network *network);

// Runs every stage: one gradient update. The loss is that before the update.
void pass_update(struct pass *pass, struct network *network, const struct recipe *recipe);

// What layer [layer] (from 1) takes in: the samples, or the activations of the layer before.
struct matrix pass_input(const struct pass *pass, size_t layer);

#endif
