// SPDX-License-Identifier: GPL-3.0-or-later
// A fully connected network of any depth and width. network_create makes one, network_free ends
// it; everything else borrows.
//
// Parameters lie in one block, w1 b1 w2 b2 ..., and gradients in a second one of the same order,
// so that a snapshot is one copy and an update one loop. The layers hold named views into both.
#ifndef NETWORK_NETWORK_H
#define NETWORK_NETWORK_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "network/activation.h"
#include "network/architecture.h"
#include "network/matrix.h"
#include "network/optimizer.h"

struct thread_team;
struct kernel;
struct rng;
struct scheme;

struct layer {
    size_t in, out;
    const struct activation *activation;
    struct matrix w, b;            // in×out and 1×out, in the block of parameters
    struct matrix dw, db;          // the loss's derivatives by them, in the block of gradients
    bool w_is_frozen, b_is_frozen; // updates leave them alone
    bool is_packed;                // w is out of date; see packed_weights.h
};

struct network {
    const struct kernel *kernel; // the loops it runs on
    struct thread_team *team;    // who shares large products, borrowed; NULL: nobody
    size_t packed_parts; // into which the columns of packed layers are divided; 0: none is packed
    size_t inputs, outputs;
    size_t layer_count;
    size_t parameter_count;
    double *parameters;                    // [parameter_count], w1 b1 w2 b2 ...
    double *gradients;                     // [parameter_count], in the same order
    double *states[OPTIMIZER_STATES_MOST]; // what the optimizer keeps, in the same order, or NULL
    double
        *powers; // [4·layer_count], for each parameter matrix beta1^t and beta2^t, see struct hyper
    struct layer layers[];
};

// One parameter matrix by its number: w1 is 0, b1 is 1, w2 is 2, ...
struct parameter {
    char kind;    // 'w' or 'b'
    size_t layer; // from 1
    struct matrix value, gradient;
    bool is_frozen;
};

// The number of parameters of [plan], or SIZE_MAX where that is beyond counting.
size_t architecture_parameters(const struct architecture *plan);

// The bytes that a network of this shape with [states] numbers of optimizer state a parameter, and a
// pass over [samples] samples, take together, or SIZE_MAX where that is beyond counting.
size_t architecture_bytes(const struct architecture *plan, size_t states, size_t samples);

// A network of that shape, all parameters 0, to be freed by network_free. NULL with [error] set
// when memory does not suffice.
struct network *network_create(const struct architecture *plan, const struct kernel *kernel,
                               struct error *error);

// A copy with everything that training continues from: parameters, optimizer state, what is frozen.
// Its gradients are 0. NULL with [error] set when memory does not suffice.
struct network *network_copy(const struct network *network, struct error *error);

// Frees the network; NULL is allowed.
void network_free(struct network *network);

// Draws fresh weights by [scheme] from NumPy's generator seeded with [seed], w1 first, and sets
// the biases to 0. [rng] is left where the drawing ended. False
// when [stop], unless NULL, became other than 0 on the way; the weights are then of no use.
bool network_draw(struct network *network, const struct scheme *scheme, uint32_t seed,
                  struct rng *rng, const volatile sig_atomic_t *stop);

// Makes room for [count] numbers of optimizer state a parameter, all 0, and forgets what was kept
// before. False with [error] set, and nothing changed, when memory does not suffice.
bool network_reserve_states(struct network *network, size_t count, struct error *error);

// Sets the optimizer's state to its beginning.
void network_clear_states(struct network *network);

// Whether every parameter is a finite number; and whether every gradient is.
bool network_is_finite(const struct network *network);
bool network_has_finite_gradients(const struct network *network);

// How many powers there are.
size_t network_power_count(const struct network *network);

// Parameter matrix [index], from 0 to 2·layer_count - 1.
struct parameter network_parameter(const struct network *network, size_t index);

// The shape the network was made from.
void network_architecture(const struct network *network, struct architecture *plan);

// Freezes parameter matrix [index] or unfreezes it.
void network_freeze(struct network *network, size_t index, bool is_frozen);

#endif
