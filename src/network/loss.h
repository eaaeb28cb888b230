// SPDX-License-Identifier: GPL-3.0-or-later
// The losses: one table row each, with the value, its exact derivative and the words for both.
// Rows are constant; nothing is owned. A formula has {a}, {y} and {count} where a view puts names or
// numbers; {count} is samples × outputs, or samples for a loss that is a mean over samples.
//
// bce and ce are fused with the activation they belong to (sigmoid, softmax): value and dz are
// computed from z directly, so that a saturated prediction gives neither inf nor nan.
#ifndef NETWORK_LOSS_H
#define NETWORK_LOSS_H

#include <stdbool.h>
#include <stddef.h>

#include "network/activation.h"
#include "network/matrix.h"

// Every loss, in the order of the table.
#define LOSSES(X) X(mse) X(sse) X(bce) X(ce)

#define LOSS_ID(name) LOSS_##name,
enum loss_id { LOSSES(LOSS_ID) LOSS_COUNT };
#undef LOSS_ID

struct loss {
    const char *name;
    enum loss_id id;
    // The loss of a batch: z and a are the last layer's, all three N×outputs.
    double (*value)(struct matrix z, struct matrix a, struct matrix y);
    // da, the loss's derivative by a; N×outputs.
    void (*gradient)(struct matrix a, struct matrix y, struct matrix da);
    // For a fused loss, dz of the last layer straight from a and y; else NULL.
    void (*fused)(struct matrix a, struct matrix y, struct matrix dz);
    const struct activation *partner;             // the only output it goes with, or NULL: any
    double (*term)(double z, double a, double y); // one element's part of the sum
    const char *formula;                          // the loss in terms of {a} and {y}
    const char *term_formula;                     // one element's part
    const char *saturated_formula; // the same in terms of {z}, {y} and {logsum}, the logarithm of
                                   // the sum of exp(z) over the row, for an a of 0 or 1; or NULL
    bool is_mean;                  // the sum of the parts is divided by {count}
    bool counts_samples;           // {count} is the number of samples, not of elements
    bool is_distribution;          // the targets of a sample must be probabilities that add up to 1
    const char *gradient_formula;  // da in terms of {a}, {y} and {count}
    // The same where the divisor is so small that a bound stands for it, and whether it is so; or NULL.
    const char *bounded_formula;
    bool (*is_bounded)(double a);
    const char *fused_formula; // dz of a fused loss in the same terms, or NULL
    const char *computed; // how its value is computed from z, where that is not {formula}; or NULL
    struct pass_code code[LANGUAGE_COUNT]; // for exports
    bool has_lanes;                        // the loop for tiny networks knows it (tiny_body.h)
    const struct loss *companion;          // is shown beside it, to compare by; or NULL
    double (*companion_value)(double value, double count); // what it is where this one is [value]
    const char *meaning;
};

extern const struct loss losses[LOSS_COUNT];

// The loss that goes with this output and no other, or NULL.
const struct loss *loss_of_output(const struct activation *output);

// What {count} stands for with [samples] samples of [outputs] outputs.
size_t loss_count(const struct loss *loss, size_t samples, size_t outputs);

#endif
