// SPDX-License-Identifier: GPL-3.0-or-later
// What `init` makes if not everything is given: a network that suits the data, with the loss that
// goes with it. A choice owns nothing.
#ifndef SESSION_CHOICE_H
#define SESSION_CHOICE_H

#include <stdbool.h>

#include "base/buf.h"
#include "network/architecture.h"

struct dataset;
struct loss;
struct scheme;
struct settings;

struct choice {
    struct architecture plan;
    const struct scheme *scheme;
    const struct loss *loss;
    double lr;
    bool is_lr_chosen; // it is another than the usual one, and not set by hand
    bool is_notebook;  // the network of the notebook, which needs no reason
};

// What suits the data. A loss that was set stays, as does a learning rate that was set to another than the
// usual one.
void choice_make(const struct dataset *data, const struct settings *settings,
                 struct choice *choice);

// The loss for a network of [plan]: the one of the settings where it was set or goes with the network and
// the data, else mse, which goes with any.
const struct loss *choice_loss(const struct architecture *plan, const struct dataset *data,
                               const struct settings *settings);

// Appends what was chosen and why, as one line without its end.
void choice_reason(const struct choice *choice, const struct dataset *data,
                   const struct settings *settings, struct buf *out);

#endif
