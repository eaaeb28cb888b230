// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a network, data and a loss go together. Each check returns false with [error] set, and what
// to type instead in its hint, where they do not; nothing is kept or changed.
#ifndef SESSION_FIT_H
#define SESSION_FIT_H

#include <stdbool.h>

#include "base/error.h"

struct architecture;
struct dataset;
struct loss;
struct network;

// The shape `init` alone makes: the data's inputs, 2 relu units, and the activation of
// the outputs that suits the loss and the targets.
void fit_default_architecture(const struct dataset *data, const struct loss *loss,
                              struct architecture *plan);

// Whether the targets are what the loss takes.
bool fit_loss(const struct dataset *data, const struct loss *loss);

// Whether the network has as many inputs and outputs as the data.
bool fit_sizes(const struct network *network, const struct dataset *data);

// Whether the network has the sizes of the data, the loss goes with the network's last activation, and the
// targets are what the loss takes. A network, data or a loss that is not there yet is given as NULL.
bool fit_check(const struct network *network, const struct dataset *data, const struct loss *loss,
               struct error *error);

#endif
