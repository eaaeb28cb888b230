// SPDX-License-Identifier: GPL-3.0-or-later
// A trial: a copy of the session's network goes on learning for a while, with the settings as they
// are or with one of them changed, and tells how it fared. The session is only read. A bench holds
// what the trials of one diagnosis share; bench_open makes it, bench_close ends it.
#ifndef STUDY_TRIAL_H
#define STUDY_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "network/pass.h"
#include "session/session.h"

enum { TRIAL_CLOSE = 20 }; // the first updates, after each of which the loss is looked at

struct trial {
    double lr;      // the learning rate it ran with
    size_t updates; // how many it did
    size_t bad_at;  // the update before which the loss was no finite number, from 1; or 0
    size_t rises;   // of the first TRIAL_CLOSE updates, those after which the loss was higher
    double start, half, end; // the loss at the beginning, half way and at the end
    double worst;            // the highest loss seen
    bool is_learnt;          // at the end
    bool is_linear;          // at the end, as diagnosis_is_linear says
};

// What a trial changes.
struct change {
    double lr;        // what the learning rate is set to; 0: as it is
    double lr_factor; // what it is then multiplied by
    bool is_unclipped, is_undecayed, is_unfrozen;
    double l2;     // what l2 is set to; 0: as it is
    bool is_fresh; // begins with the weights that [seed] draws
    uint32_t seed;
};
#define CHANGE_NONE ((struct change){.lr_factor = 1})

struct bench {
    const struct session *session;
    struct matrix x, y; // the samples that are learnt from
    struct matrix shown_x,
        shown_y;             // those by which the loss is judged: the same unless set, and no more
    double baseline;         // see trial_baseline
    struct network *network; // the copy that learns
    struct pass *pass;       // for its batches
    struct pass *judge;      // for the loss over x, y
    size_t batch, updates;   // samples to an update; updates of a trial
};

// Prepares trials that learn from the samples x, y and are judged by them. False with [error] set when memory does not suffice.
bool bench_open(struct bench *bench, const struct session *session, struct matrix x,
                struct matrix y, struct error *error);

// Frees what the bench holds.
void bench_close(struct bench *bench);

// Runs one trial. Ends early when the loss is no finite number any more or the stop flag is set.
struct trial bench_try(struct bench *bench, struct change change);

// The loss of the best answer that is the same for every sample: the mean of the targets.
double trial_baseline(const struct loss *loss, struct matrix y);

// Whether predictions a with that loss count as learnt: the loss is a tenth of the baseline or
// less, or all targets are 0 or 1, every answer is right and the loss is clearly under the
// baseline.
bool trial_is_learnt(struct matrix a, struct matrix y, double loss, double baseline);

#endif
