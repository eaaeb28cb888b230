// SPDX-License-Identifier: GPL-3.0-or-later
// Many updates one after the other, as fast as possible. What makes them fast is hidden here:
// a loop of its own for tiny networks (tiny.h), packed weights (packed_weights.h), a thread team
// (thread_team.h). The parameters move to the same bits as stage by stage.
//
// The caller fills the members down to [context], then calls engine_open. Network and pass stay the
// caller's. After engine_run the weights may be packed: whoever reads w calls weights_unpack first.
#ifndef NETWORK_ENGINE_H
#define NETWORK_ENGINE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "network/pass.h"
#include "network/tiny.h"

struct network;

// How the next update is to be done.
struct engine_step {
    struct step_config config;
    bool needs_loss; // its loss is wanted in pass->loss
};

struct engine {
    struct network *network;
    struct pass *pass;
    const volatile sig_atomic_t *stop; // is looked at between updates; NULL: never
    // Loads the samples of the next update into the pass. False: there is no such update.
    bool (*load)(void *context, struct engine_step *step);
    // Is called after that many updates; with [has_values] the pass holds those of the last one.
    void (*learnt)(void *context, size_t updates, bool has_values);
    void *context;
    bool is_tiny; // set by engine_open
    struct tiny tiny;
};

// Makes the engine ready. [constant], unless NULL, is the config of every update to come, all of which see
// the samples that the pass holds now: only then may the network be a tiny one.
void engine_open(struct engine *engine, const struct step_config *constant);

// Tells the engine how many updates from now on keep no gradients, those of several runs together: where
// they are enough, it packs the weights.
void engine_expect(struct engine *engine, size_t updates);

// Does up to n updates that nobody looks at in between, and returns how many. Fewer where the stop flag
// is set, a tiny network's goal is reached, samples cannot be loaded, the pass is given up, or before an update
// whose loss or gradients might not be finite: that one is left to the stages of a pass.
size_t engine_run(struct engine *engine, size_t n);

#endif
