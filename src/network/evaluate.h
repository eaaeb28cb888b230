// SPDX-License-Identifier: GPL-3.0-or-later
// Predictions and losses over any samples: forward only, as many samples at a time as the caller's pass
// holds. The network is only read; nothing is owned. Where a function takes a stop flag (NULL: there is
// none) it looks at it after each layer, and gives up with false once it is not 0.
#ifndef NETWORK_EVALUATE_H
#define NETWORK_EVALUATE_H

#include <signal.h>
#include <stdbool.h>

#include "network/matrix.h"

struct loss;
struct network;
struct pass;

// Runs z1 ... aL for the samples that the pass holds.
bool evaluate_pass(struct pass *pass, const struct network *network,
                   const volatile sig_atomic_t *stop);

// The loss over the samples x, y, as one sum; z and a are written on the way.
bool evaluate_loss(struct pass *pass, const struct network *network, const struct loss *loss,
                   struct matrix x, struct matrix y, struct matrix z, struct matrix a,
                   const volatile sig_atomic_t *stop, double *value);

#endif
