// SPDX-License-Identifier: GPL-3.0-or-later
// A way out of a dead end: another beginning for the network, tried before it is proposed. A copy is
// built as the fix says and learns for as long as a trial lasts; the case is only read. Nothing is
// owned.
#ifndef STUDY_FIX_TRIAL_H
#define STUDY_FIX_TRIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "network/network.h"
#include "study/study_case.h"
#include "study/trial.h"

struct fix_trial {
    bool helps;         // a copy fared clearly better with it
    bool is_suited;     // weights by the scheme that suits the first activation
    bool is_scaled;     // inputs, and targets that are numbers, brought to mean 0 and deviation 1
    bool is_wider;      // twice the hidden units
    double lr_factor;   // what the learning rate is multiplied by; 0: it stays
    size_t leaky;       // this layer, from 1, with leaky_relu; or 0
    struct trial trial; // how the copy fared
};

// The network as the fix builds it.
void fix_trial_plan(const struct fix_trial *fix, const struct network *network,
                    struct architecture *plan);

// The scheme its weights are drawn by.
const struct scheme *fix_trial_scheme(const struct fix_trial *fix, const struct study_case *from);

// The scheme that keeps the size of values from layer to layer, for networks with that first
// activation.
const struct scheme *fix_trial_suited_scheme(const struct activation *activation);

// Tries the [count] fixes in their order on the first [rows] samples, and gives the first with which
// a copy learns; else the one that gets lowest. It helps where its loss is clearly below [share] of
// its baseline and, unless it [may_be_linear], the copy is not linear by then. What cannot be tried is
// left out.
struct fix_trial fix_trial_best(const struct study_case *from, const struct fix_trial *fixes,
                                size_t count, size_t rows, double share, bool may_be_linear);

#endif
