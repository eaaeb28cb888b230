// SPDX-License-Identifier: GPL-3.0-or-later
// Looking ahead: what the network predicts for other samples than those of the pass under way. The
// samples go through a pass of the outlook's own, without a backward half. A zeroed outlook has seen
// nothing; outlook_clear frees what one holds.
#ifndef SESSION_OUTLOOK_H
#define SESSION_OUTLOOK_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "network/network.h"
#include "network/pass.h"

struct loss;

struct outlook {
    struct pass *pass; // or NULL
    double *values; // z and a of the last layer for all the data, samples × outputs each; or NULL
    bool is_fresh;  // they belong to the present parameters, and so does [loss]
    double loss;
};

// Frees what the outlook holds.
void outlook_clear(struct outlook *outlook);

// Makes sure that there is a pass for a network and data of [samples] samples. False with [error] set.
bool outlook_open(struct outlook *outlook, const struct network *network, size_t samples,
                  struct error *error);

// The loss of the samples x, y. z and a become the values of the last layer. There must be a pass. False where
// *give_up is not 0 before it is found; NULL: never.
bool outlook_loss(struct outlook *outlook, const struct network *network, const struct loss *loss,
                  struct matrix x, struct matrix y, struct matrix z, struct matrix a,
                  const volatile sig_atomic_t *give_up, double *value);

#endif
