// SPDX-License-Identifier: GPL-3.0-or-later
// The update: gradients, as they come out of the backward pass, become steps. Nothing is owned.
#ifndef NETWORK_UPDATE_H
#define NETWORK_UPDATE_H

#include <stdbool.h>
#include <stddef.h>

#include "network/optimizer.h"

struct network;

// What acts on the gradients before the optimizer does.
struct regularization {
    double l1, l2; // added to a weight's gradient: l1·sign(w) + l2·w; nothing to a bias's
    double clip;   // the gradients' largest norm; INFINITY: any
};

// Whether the gradients reach the optimizer as they are.
bool regularization_is_none(const struct regularization *regularization);

// An update under way: the numbers all of its parts share.
struct update {
    const struct optimizer *optimizer;
    struct hyper hyper;
    struct regularization regularization;
    double norm;  // of the gradients of all parameters that are not frozen; 0 without a bound
    double scale; // what clipping multiplies each gradient by
};

// Begins the network's next update: where there is a bound, takes the gradients' norm. All gradients must be there unless clip is INFINITY.
struct update update_begin(const struct network *network, const struct optimizer *optimizer,
                           const struct hyper *hyper, const struct regularization *regularization);

// The optimizer's numbers for the update of parameter matrix [p], with its powers advanced.
struct hyper update_hyper(const struct network *network, const struct update *update, size_t p);

// Moves the parameters [first, first + count), which belong to matrix [p].
void update_range(struct network *network, const struct update *update, size_t p, size_t first,
                  size_t count);

// Ends the update: what is not frozen has done one more.
void update_end(struct network *network, const struct update *update);

// Moves all parameters that are not frozen, and ends the update.
void update_all(struct network *network, const struct update *update);

// The gradient of one parameter as the optimizer sees it.
double update_gradient(const struct network *network, const struct update *update, size_t index,
                       bool is_weight);

// What the update adds to parameter [index], which belongs to matrix [p]; changes nothing.
double update_step(const struct network *network, const struct update *update, size_t p,
                   size_t index);

#endif
