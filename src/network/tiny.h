// SPDX-License-Identifier: GPL-3.0-or-later
// Tiny networks at full speed. With four samples and nine weights the arithmetic of an epoch is a
// few dozen operations, and calls, loops over sizes of two, and stores that are read at once would
// cost ten times that. So a network of a few units on a few samples is trained by one loop of its
// own, with the samples side by side in the lanes of a vector. It computes the same chains in the
// same order as a pass does, so its bits are the same; the tests hold one against the other.
//
// A struct tiny is prepared in place and borrows the network; nothing is allocated.
#ifndef NETWORK_TINY_H
#define NETWORK_TINY_H

#include <stdbool.h>
#include <stddef.h>

#include "network/activation.h"
#include "network/loss.h"

struct network;
struct pass;
struct step_config;

enum { TINY_LANES = 8, TINY_LAYERS = 4, TINY_INPUTS = 8, TINY_UNITS = 24 };

struct tiny {
    size_t samples; // up to TINY_LANES
    size_t layer_count;
    enum loss_id loss;
    double count; // the loss's divisor
    double lr;
    // Where the run is to end: before the update of the epoch whose loss is below the goal, or equal
    // to it where that will do.
    bool has_goal, goal_is_included;
    double goal;
    struct tiny_layer {
        size_t in, out, first; // first: the layer's place among all units
        enum activation_id activation;
        double *w, *b; // in the network
    } layers[TINY_LAYERS];
    // For each input, target and unit the samples' values, one a lane.
    double x[TINY_INPUTS][TINY_LANES], y[TINY_UNITS][TINY_LANES];
    double z[TINY_UNITS][TINY_LANES], a[TINY_UNITS][TINY_LANES], dz[TINY_UNITS][TINY_LANES];
};

// Whether the network, the samples of the pass and the config are of the kind this file is for; if
// so, [tiny] is ready, without a goal.
bool tiny_prepare(struct tiny *tiny, const struct network *network, const struct pass *pass,
                  const struct step_config *config);

// Sets a goal: the run ends at a loss < [goal], or <= [goal]. The loss is, bit for bit, that of a
// pass, so the run ends where asking a pass after every update would end it.
void tiny_set_goal(struct tiny *tiny, double goal, bool is_included);

// kernel->tiny(tiny, epochs) does up to [epochs] whole updates and returns how many it did: fewer
// where the goal is reached, or where an epoch's loss may not be finite. Which of the two, a
// pass over the present parameters shows.

#endif
