// SPDX-License-Identifier: GPL-3.0-or-later
// The network that suits a data set: what `init` alone makes, and what learns with the usual settings.
// A recommendation owns nothing.
#ifndef DATA_RECOMMENDATION_H
#define DATA_RECOMMENDATION_H

#include "data/dataset.h"
#include "network/architecture.h"

struct loss;
struct scheme;

struct recommendation {
    bool normalizes; // 'data normalize standard' comes first
    bool has_scales; // inputs differ a hundredfold in scale
    // The input whose values differ most and the one whose values differ least, and the largest size of a
    // value in both; and the target with the largest number, where targets are such.
    size_t large, small, target;
    double large_value, small_value, target_value;
    struct architecture plan;
    const struct scheme *scheme;
    const struct loss *loss;
    double lr; // a learning rate that many inputs want; 0: the usual one
};

// Fills [recommendation] with what suits [data] as they are now.
void recommendation_make(const struct dataset *data, struct recommendation *recommendation);

#endif
