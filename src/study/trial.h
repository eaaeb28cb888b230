// SPDX-License-Identifier: GPL-3.0-or-later
// A trial: a copy of a network goes on learning for a while, with the settings as they are or with
// one of them changed, and tells how it fared. The case is only read. `struct trials` owns what the
// trials of one question share; trial_open makes it, trial_close ends it.
#ifndef STUDY_TRIAL_H
#define STUDY_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "network/loss.h"
#include "network/pass.h"
#include "study/study_case.h"

enum {
    TRIAL_CLOSE = 20,   // the first updates, after each of which the loss is looked at
    TRIAL_LONG = 10000, // the updates of a tiny network's trial; a larger one's has fewer
};

// How a trial went.
struct trial {
    double lr;      // the learning rate it ran with
    size_t updates; // how many it did
    size_t bad_at;  // the update before which the loss was not a finite number, from 1; or 0
    size_t rises;   // of the first TRIAL_CLOSE updates, those after which the loss was higher
    double start, half, end; // the loss at the beginning, half way and at the end
    double worst;            // the highest loss seen
    bool is_learnt;          // at the end
    bool is_linear;          // at the end, as unit_facts_is_linear says
};

// What a trial changes.
struct trial_change {
    double lr;        // what the learning rate is set to; 0: as it is
    double lr_factor; // what it is then multiplied by
    bool is_unclipped, is_undecayed, is_unfrozen;
    double l2;     // what l2 is set to; 0: as it is
    bool is_fresh; // begins with the weights that [seed] draws
    uint32_t seed;
};
#define TRIAL_CHANGE_NONE ((struct trial_change){.lr_factor = 1})

struct trials {
    const struct study_case *from;
    struct matrix x, y; // the samples that are learnt from
    struct matrix shown_x,
        shown_y;             // those that the loss is computed over: the same unless set, and
                             // no more
    double baseline;         // see trial_baseline
    struct network *network; // the copy that learns
    struct pass *pass;       // for its batches
    struct pass *judge;      // for the loss
    size_t batch, updates;   // samples to an update; updates of a trial
};

// Prepares trials of the network of [from] that learn from the samples x, y, over which their loss is
// computed too. False with [error] set, and nothing to close, when memory does not suffice.
bool trial_open(struct trials *trials, const struct study_case *from, struct matrix x,
                struct matrix y, struct error *error);

// Frees what the trials share.
void trial_close(struct trials *trials);

// Runs one trial. Ends early when the loss is not a finite number any more or the stop flag is set.
struct trial trial_run(struct trials *trials, struct trial_change change);

// The loss of [network], which has the shape of the one tried, over the samples that trials are
// compared on.
double trial_loss(struct trials *trials, const struct network *network);

// Whether the loss keeps falling; of a short trial less is asked than of a long one.
bool trial_is_falling(const struct trial *trial);

// Whether the loss falls evenly but hardly at all, or stays the same but for rounding.
bool trial_is_slow(const struct trial *trial);

// The loss of the best answer that is the same for every sample: the mean of the targets.
double trial_baseline(const struct loss *loss, struct matrix y);

// Whether predictions a of targets y of [data] with that loss count as learnt: the loss is a tenth of the
// baseline or less, or the targets are not numbers, every answer is right and the loss is clearly below
// the baseline.
bool trial_is_learnt(const struct dataset *data, struct matrix a, struct matrix y, double loss,
                     double baseline);

#endif
