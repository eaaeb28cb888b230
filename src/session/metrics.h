// SPDX-License-Identifier: GPL-3.0-or-later
// How good predictions are. For classes: which class was predicted for which; for numbers: how
// far off. A metric that
// follows from these counts or sums is one row of a table. metrics_create makes them, metrics_free ends
// them.
#ifndef SESSION_METRICS_H
#define SESSION_METRICS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "data/dataset.h"

// Samples that were predicted to be of one class, those that are of it, and those that are both.
struct class_counts {
    size_t predicted, actual, right;
};

// How far the predictions of one output that is a number are off.
struct number_sums {
    double count;   // samples
    double scale;   // what 1 in the data is in the unit that the targets came in
    double squares; // of the errors
    double sizes;   // of the errors, added up
    double spread;  // squares of the targets around their mean
};

// A metric of a class or of a number: a column of `show metrics`. NaN where it is not defined.
struct class_metric {
    const char *title;
    double (*value)(const struct class_counts *counts);
};
struct number_metric {
    const char *title;
    double (*value)(const struct number_sums *sums);
    bool is_share;    // of something that may be 0: NaN is shown as a dash
    bool is_headline; // stands beside the loss as well
};

// The rows, each list ended by one without a title.
extern const struct class_metric class_metrics[];
extern const struct number_metric number_metrics[];

struct metrics {
    size_t samples, right; // right: where the targets are not numbers
    bool has_accuracy;
    size_t class_count; // 0 for numbers
    struct class_counts *classes;
    size_t *confusion;   // class_count × class_count: a row a true class
    size_t output_count; // 0 for classes; outputs of their own are measured as numbers too
    struct number_sums *numbers;
};

// Compares the predictions [a] with the targets [y], of the kind and in the units of [dataset]. NULL
// with [error] set when memory does not suffice.
struct metrics *metrics_create(const struct dataset *dataset, struct matrix a, struct matrix y,
                               struct error *error);

// Frees metrics; NULL is allowed.
void metrics_free(struct metrics *metrics);

// Whether the prediction a (1×outputs) reads as the target y of [dataset]: the nearer of two values for a
// single output, the same largest place for classes, the nearer for each output where each is of its own.
bool metrics_is_right(const struct dataset *dataset, struct matrix a, struct matrix y);

// How many samples are predicted right, and which share of them.
size_t metrics_count_right(const struct dataset *dataset, struct matrix a, struct matrix y);
double metrics_accuracy(const struct dataset *dataset, struct matrix a, struct matrix y);

#endif
