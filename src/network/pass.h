// SPDX-License-Identifier: GPL-3.0-or-later
// One pass over a batch: where forward, backward and update write what they compute, stage by
// stage. A pass is made for one network shape and up to that many samples, belongs to its caller
// and is ended by pass_free. It borrows x and y, and never changes them.
//
//     pass_load(pass, x, y);
//     for (size_t s = 0; s < stage_count(network->layer_count); s++)
//         pass_run(pass, network, &config, stage_at(network->layer_count, s));
#ifndef NETWORK_PASS_H
#define NETWORK_PASS_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "network/matrix.h"
#include "network/product.h"
#include "network/stage.h"
#include "network/update.h"

struct loss;
struct network;

// What a pass needs to know beside the network and the samples.
struct step_config {
    const struct loss *loss;
    const struct optimizer *optimizer;
    struct hyper hyper; // the powers are the network's, filled in by the update
    struct regularization regularization;
};

struct pass {
    size_t capacity;    // the most samples it can hold
    size_t samples;     // N, those it holds now
    struct matrix x, y; // N×inputs, N×outputs; borrowed
    double loss;
    double *block;  // everything the layers below look into, and the scratch
    double *turned; // scratch for dz of a strip of samples, transposed
    double *rows;   // scratch for rows of da transposed, which [parts] share
    size_t strip;   // the samples of a strip
    size_t parts;   // that its work may be shared in
    size_t layer_count;
    // Not 0: stages end early, and what they then wrote is of no use; NULL: never.
    const volatile sig_atomic_t *give_up;
    struct pass_layer {
        struct matrix z, a, dz, da; // N×out each; dz and da are empty where only looking ahead
    } layers[];
};

// A pass for up to [capacity] samples of networks shaped as [network]; with [forward_only], one that
// can only predict. NULL with [error] set when memory does not suffice.
struct pass *pass_create(const struct network *network, size_t capacity, bool forward_only,
                         struct error *error);

// Frees the pass; NULL is allowed.
void pass_free(struct pass *pass);

// Takes up to [capacity] samples as its batch. What the stages wrote for the batch before stays, with its
// own number of rows, until they run again.
void pass_load(struct pass *pass, struct matrix x, struct matrix y);

// Runs one stage. The stages before it must have run since the parameters last changed. Writes
// into the pass; a dw stage also into the network's gradients, the update into its parameters and
// the optimizer's state.
void pass_run(struct pass *pass, struct network *network, const struct step_config *config,
              struct stage stage);

// Runs z1 ... aL for the samples of the pass; the network is only read.
void pass_predict(struct pass *pass, const struct network *network);

// The loss of the present predictions against the targets.
double pass_loss(const struct pass *pass, const struct network *network, const struct loss *loss);

// Runs z and a of one layer (from 1), whose input must be there; for who looks up in between.
void pass_predict_layer(struct pass *pass, const struct network *network, size_t layer);

// Whether all z, and the last layer's a beside y, are so far from overflow that loss and gradients are
// surely finite.
bool pass_is_tame(const struct pass *pass, const struct network *network);

// Whether the stages that ran last may have ended early.
static inline bool pass_gives_up(const struct pass *pass)
{
    return pass->give_up && *pass->give_up;
}

// What layer [layer] (from 1) takes in: the samples, or the activations of the layer before.
static inline struct matrix pass_input(const struct pass *pass, size_t layer)
{
    return layer == 1 ? pass->x : pass->layers[layer - 2].a;
}

// The products that make dw and db of layer [k]; dz must be there.
struct product pass_dw_product(const struct pass *pass, const struct network *network, size_t k);
struct product pass_db_product(const struct pass *pass, const struct network *network, size_t k);

#endif
