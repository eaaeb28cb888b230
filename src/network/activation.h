// SPDX-License-Identifier: GPL-3.0-or-later
// The activations: one table row each, with the function, its derivative and the words for both.
// Rows are constant; nothing is owned. A formula has {z} and {a} where a view puts names or numbers.
//
// To add one: write NAME_value and NAME_backward in activation_rule.h, add it to ACTIVATIONS, and
// give it a row in activation.c. Kernels, help, completion and the gradient tests follow.
#ifndef NETWORK_ACTIVATION_H
#define NETWORK_ACTIVATION_H

#include <stdbool.h>
#include <stddef.h>

// Every activation that works on one element at a time, in the order of the table.
#define ELEMENT_ACTIVATIONS(X)                                                                     \
    X(linear)                                                                                      \
    X(relu)                                                                                        \
    X(leaky_relu)                                                                                  \
    X(elu)                                                                                         \
    X(gelu)                                                                                        \
    X(softplus)                                                                                    \
    X(sigmoid)                                                                                     \
    X(tanh)                                                                                        \
    X(sin)                                                                                         \
    X(step)

// Every activation; softmax works on a whole row.
#define ACTIVATIONS(X) ELEMENT_ACTIVATIONS(X) X(softmax)

#define ACTIVATION_ID(name) ACTIVATION_##name,
enum activation_id { ACTIVATIONS(ACTIVATION_ID) ACTIVATION_COUNT };
#undef ACTIVATION_ID

struct activation {
    const char *name;
    enum activation_id id;     // the index of its loops in struct kernel
    double (*value)(double z); // a; NULL for softmax
    double (*backward)(double da, double z,
                       double a); // dz, the loss's derivative by z; NULL as above
    const char *formula;          // a in terms of {z}
    const char *slope;            // da/dz in terms of {z} and {a}
    bool slope_is_a_case; // the slope is told by its value rather than by the formula filled in
    // How a is computed where {formula} would lose digits, as a student types it with {z}; or NULL.
    const char *computed;
    const char *meaning;
};

extern const struct activation activations[ACTIVATION_COUNT];

// The row called [name] ([length] bytes), or NULL.
const struct activation *activation_find(const char *name, size_t length);

#endif
