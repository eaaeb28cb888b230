// SPDX-License-Identifier: GPL-3.0-or-later
// The optimizers' arithmetic for one parameter, once: what is added to w, given its gradient g and
// what the optimizer remembers of it (s1, s2, which are brought up to date). Kernels loop over these
// functions, views call them for one number. The step is rounded before it is added, so that the
// numbers on the screen add up to the last bit and `print w1 - lr * dw1` is the next w1.
#ifndef NETWORK_OPTIMIZER_RULE_H
#define NETWORK_OPTIMIZER_RULE_H

#include <math.h>

#include "network/optimizer.h"

// w ← w - lr·g
static inline double sgd_step(const struct hyper *h, double w, double g, double *s1, double *s2)
{
    (void)w, (void)s1, (void)s2;
    return -(h->lr * g);
}

// v ← momentum·v + g; w ← w - lr·v
static inline double momentum_step(const struct hyper *h, double w, double g, double *s1,
                                   double *s2)
{
    (void)w, (void)s2;
    *s1 = h->momentum * *s1 + g;
    return -(h->lr * *s1);
}

// v ← momentum·v + g; w ← w - lr·(g + momentum·v): a look ahead along v
static inline double nesterov_step(const struct hyper *h, double w, double g, double *s1,
                                   double *s2)
{
    (void)w, (void)s2;
    *s1 = h->momentum * *s1 + g;
    return -(h->lr * (g + h->momentum * *s1));
}

// s ← rho·s + (1 - rho)·g²; w ← w - lr·g/(√s + epsilon)
static inline double rmsprop_step(const struct hyper *h, double w, double g, double *s1, double *s2)
{
    (void)w, (void)s2;
    *s1 = h->rho * *s1 + (1 - h->rho) * g * g;
    return -(h->lr * g / (sqrt(*s1) + h->epsilon));
}

// The powers of beta are running products, so that no update has to raise anything to t.
// m ← beta1·m + (1 - beta1)·g; s ← beta2·s + (1 - beta2)·g²;
// w ← w - lr·(m/(1 - beta1^t)) / (√(s/(1 - beta2^t)) + epsilon)
static inline double adam_step(const struct hyper *h, double w, double g, double *s1, double *s2)
{
    (void)w;
    *s1 = h->beta1 * *s1 + (1 - h->beta1) * g;
    *s2 = h->beta2 * *s2 + (1 - h->beta2) * g * g;
    return -(h->lr * (*s1 / (1 - h->power1)) / (sqrt(*s2 / (1 - h->power2)) + h->epsilon));
}

// The weight shrinks by lr·weight_decay·w in addition to adam's step.
static inline double adamw_step(const struct hyper *h, double w, double g, double *s1, double *s2)
{
    return adam_step(h, w, g, s1, s2) - h->lr * h->weight_decay * w;
}

#endif
