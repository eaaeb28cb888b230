// SPDX-License-Identifier: GPL-3.0-or-later
// A fix: a few changes that a student can type, as one record. What is tried and what is printed are the
// same record, so no cure is proposed that was not tried. A zeroed fix changes nothing. Nothing is owned.
#ifndef STUDY_FIX_H
#define STUDY_FIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "network/architecture.h"
#include "study/study_case.h"

#define FIX_SHARE 0.8

struct fix {
    // Settings; 0, NULL and false: as they are.
    double lr;
    double l2;
    const struct optimizer *optimizer;
    const struct loss *loss;
    bool is_unscheduled; // schedule constant
    bool is_undecayed;   // l1, l2 and weight_decay 0
    bool is_unclipped;   // clip none
    // The data: brought to one scale; or split again, with a share FIX_SHARE to learn from.
    enum normalization scaling;
    bool is_split;
    bool is_unfrozen;
    // Where it begins: `reset`, or with any of those below `init`; else from the present weights.
    bool is_fresh;
    const struct scheme *scheme;
    uint32_t seeds;                   // added to the seed
    const struct activation *hidden;  // of every hidden layer
    const struct activation *output;  // of the last layer
    const struct activation *stepped; // of every layer that is step now
    size_t leaky;                     // this layer, from 1, with leaky_relu
    size_t times;                     // that many times the hidden units
    size_t added; // a hidden layer of that many tanh units before the last layer
    // How long it is tried; 0: as long as others.
    size_t epochs;
};

// Whether the fix makes a network with `init`; and whether it begins again, by that or by `reset`.
bool fix_inits(const struct fix *fix);
bool fix_is_fresh(const struct fix *fix);

// Whether two fixes are the same.
bool fix_is_same(const struct fix *a, const struct fix *b);

// The shape, the scheme and the settings as the fix makes them.
void fix_plan(const struct fix *fix, const struct study_case *from, struct architecture *plan);
const struct scheme *fix_scheme(const struct fix *fix, const struct study_case *from);
struct settings fix_settings(const struct fix *fix, const struct study_case *from);

// The scheme that keeps the size of values from layer to layer with that activation.
const struct scheme *fix_suited_scheme(const struct activation *activation);

// [rate] as it is typed: with so few digits that it can be.
double fix_rate(double rate);

// Appends the commands that make the fix, on one line, as they are typed.
void fix_text(struct buf *out, const struct fix *fix, const struct study_case *from);

#endif
