// SPDX-License-Identifier: GPL-3.0-or-later
// A trial: a session beside the student's is given a fix, trains for a while, and reports the result.
// The result is what typing the fix and `train` gives, to the bit. The trials of one question share a
// record, which remembers them: the same fix is not tried twice. trials_open makes it; it owns nothing
// that would have to be freed.
#ifndef STUDY_TRIAL_H
#define STUDY_TRIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "network/loss.h"
#include "study/fix.h"
#include "study/study_case.h"

enum {
    TRIAL_CLOSE = 20,  // the first epochs, whose losses are all looked at
    TRIALS_MOST = 120, // in one record
};

// How a network stands, or how a trial went.
struct trial {
    struct fix fix;
    bool is_done;          // false: it could not be made, was left out or was interrupted
    size_t epochs;         // of training
    size_t bad_at;         // the epoch in which a number was not finite any more, from 1; or 0
    size_t rises;          // of the first TRIAL_CLOSE epochs, those that raised the loss
    double start, end;     // the loss at the beginning and at the end, as the session shows it
    double half;           // the loss at about half of the epochs
    double worst;          // the highest loss seen
    double share;          // of the baseline: what is left of the student's own loss at the end
    size_t right, samples; // predicted right, where the targets are classes, of how many
    double r2;             // the part of the targets' spread that is explained: the worst output's
    double test;           // the loss over the test part; NaN without one
    bool is_learnt;        // every answer is right, or r2 is 0.99
};

struct trials {
    const struct study_case *from;
    double baseline;       // the loss of the best constant answer
    size_t epochs;         // of each trial
    double work;           // of one epoch of the student's network, in multiply-adds
    double left;           // multiply-adds that may still be spent
    bool is_out_of_memory; // some trial could not be made for that reason
    size_t count, skipped;
    struct trial list[TRIALS_MOST];
};

// Prepares trials of the network of [from]. [is_lost] says that it has learnt nothing so far: its updates
// then do not show how many it takes.
void trials_open(struct trials *trials, const struct study_case *from, bool is_lost);

// Whether enough updates were done to show how long a training is.
bool trials_is_begun(const struct study_case *from);

// How the network stands now, without any training.
struct trial trials_now(struct trials *trials);

// The trial of that fix, run or remembered. Valid as long as the record.
const struct trial *trials_run(struct trials *trials, const struct fix *fix);

// The loss of the best answer that is the same for every sample: the mean of the targets.
double trial_baseline(const struct loss *loss, struct matrix y);

// The worst output's r2 of answers a; 1 for an output whose target never changes.
double trial_r2(struct matrix a, struct matrix y);

// Whether answers a are right: each of them where the targets are classes, else by their r2.
bool trial_is_learnt(const struct dataset *data, struct matrix a);

#endif
