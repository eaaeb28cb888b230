// SPDX-License-Identifier: GPL-3.0-or-later
// Everything after the loss at full speed: the fast way through the backward stages of pass.h and the update.
// Nothing is owned.
#ifndef NETWORK_PASS_LEARN_H
#define NETWORK_PASS_LEARN_H

#include <stdbool.h>

#include "network/pass.h"

// Runs everything after the loss: from da of the last layer to the update, with the same results
// as stage by stage, but each weight is moved while its gradient is at hand. False where a pass that takes long
// was given up: then no parameter has moved.
bool pass_learn(struct pass *pass, struct network *network, const struct step_config *config,
                bool keeps_gradients);

// Whether updates that keep no gradients are faster by this pass with packed weights (packed_weights.h).
bool pass_learn_wants_packing(const struct pass *pass, const struct network *network,
                              const struct step_config *config);

#endif
