// SPDX-License-Identifier: GPL-3.0-or-later
// The optimizers: how a gradient becomes a step. Rows are constant; nothing is owned. The formulas
// are those of PyTorch's torch.optim.
#ifndef NETWORK_OPTIMIZER_H
#define NETWORK_OPTIMIZER_H

#include <stdbool.h>
#include <stddef.h>

#include "network/language.h"

// Every optimizer with the numbers it keeps for each parameter, in the order of the table.
#define OPTIMIZERS(X)                                                                              \
    X(sgd, 0)                                                                                      \
    X(momentum, 1)                                                                                 \
    X(nesterov, 1)                                                                                 \
    X(rmsprop, 1)                                                                                  \
    X(adam, 2)                                                                                     \
    X(adamw, 2)

#define OPTIMIZER_ID(name, states) OPTIMIZER_##name,
enum optimizer_id { OPTIMIZERS(OPTIMIZER_ID) OPTIMIZER_COUNT };
#undef OPTIMIZER_ID

enum { OPTIMIZER_STATES_MOST = 2 };

// The numbers an update needs. power1 and power2 are beta1^t and beta2^t for the t-th update of a
// parameter since its state was cleared, 1 before the first; optimizer_begin takes them one update
// further. As in PyTorch, an update that leaves a frozen parameter alone is none of its own.
struct hyper {
    double lr, momentum, rho, beta1, beta2, epsilon, weight_decay;
    double power1, power2;
};

// A line of an update written out: what it computes, and from what. Its formula is a template with
// {w}, {g} (the gradient), {lr} and the other hyperparameters, {beta1^t}, {beta2^t}, and the names that
// the lines above it compute. A number that the optimizer keeps is the old one up to its own line. m*
// is m/(1 - beta1^t), s* is s/(1 - beta2^t).
struct optimizer_line {
    const char *name, *formula;
};

struct optimizer {
    const char *name;
    enum optimizer_id id; // the index of its loop in struct kernel
    size_t states;        // numbers it keeps for each parameter: 0, 1 or 2
    const char *letters;  // what the formula calls each of them
    // What the update adds to a parameter w with gradient g, and the new state.
    double (*step)(const struct hyper *hyper, double w, double g, double *s1, double *s2);
    bool is_plain;            // w ← w - lr·g and nothing else: a kernel may do it on the way
    bool decays_weights;      // weight_decay makes its weights smaller
    const char *formula;      // of the update
    const char *step_formula; // of what is added, the heading of its column
    const char *meaning;
    // The update line by line, as [step] computes it: its last line is the step, then comes {0}.
    const struct optimizer_line *lines;
    struct update_code code[LANGUAGE_COUNT]; // for exports
};

extern const struct optimizer optimizers[OPTIMIZER_COUNT];

// Prepares [hyper] for the next update.
void optimizer_begin(struct hyper *hyper);

#endif
