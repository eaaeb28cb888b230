// SPDX-License-Identifier: GPL-3.0-or-later
// What the views of a pass look at: stages, formulas and explanations. A pass view borrows all of it
// from the session and changes nothing; it is valid until the session changes.
#ifndef VIEW_PASS_VIEW_H
#define VIEW_PASS_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "network/network.h"
#include "network/pass.h"
#include "view/style.h"

struct session;

struct pass_view {
    const struct network *network;
    const struct pass *pass;   // NULL: none has run
    bool is_part;              // the pass sees a batch of the training samples
    struct step_config config; // the loss and the update's settings
    struct style style;
};

// The view of the session's present pass.
struct pass_view pass_view_of(const struct session *session, struct style style);

// Layer [layer] (from 1) of the network, and what the pass computed there.
const struct layer *pass_view_layer(const struct pass_view *view, size_t layer);
const struct pass_layer *pass_view_values(const struct pass_view *view, size_t layer);

// Whether it is the last layer.
bool pass_view_is_last(const struct pass_view *view, size_t layer);

#endif
