// SPDX-License-Identifier: GPL-3.0-or-later
// How good predictions are. For classes: who was taken for whom, and what follows from it; for
// numbers: how far off. metrics_create makes them, metrics_free ends them.
#ifndef SESSION_METRICS_H
#define SESSION_METRICS_H

#include "data/dataset.h"

// Of one class. A ratio without anything below its line is NaN: nothing was predicted to be of the
// class, or nothing is.
struct class_metrics {
    size_t predicted, actual, right;
    double precision; // of those predicted to be of it, the share that are
    double recall;    // of those that are of it, the share predicted to be
    double f1;        // 2·right / (predicted + actual), the harmonic mean of both
};

// Of one output that is a number, in the units it came in.
struct number_metrics {
    double rmse; // root of the mean squared error
    double mae;  // mean absolute error
    double r2;   // 1 - squared errors / squares around the mean; NaN where the target is constant
};

struct metrics {
    size_t samples, right;
    double accuracy;
    size_t class_count; // 0 for numbers
    struct class_metrics *classes;
    size_t *confusion;   // class_count × class_count: a row a true class
    size_t output_count; // 0 for classes
    struct number_metrics *numbers;
};

// Compares the predictions [a] with the targets [y], of the kind and in the units of [dataset]. NULL
// with [error] set when memory does not suffice.
struct metrics *metrics_create(const struct dataset *dataset, struct matrix a, struct matrix y,
                               struct error *error);

// Frees metrics; NULL is allowed.
void metrics_free(struct metrics *metrics);

// Whether the prediction a (1×outputs) reads as the target y: the same side of one half for a
// single output, the same largest place for several.
bool metrics_is_right(struct matrix a, struct matrix y);

// The share of samples predicted right.
double metrics_accuracy(struct matrix a, struct matrix y);

#endif
