// SPDX-License-Identifier: GPL-3.0-or-later
// The losses' derivatives, element by element, once: loss.c loops over them and the small-network
// loops compile them in. Each quotes the summand it differentiates; count is the divisor of the mean.
#ifndef NETWORK_LOSS_RULE_H
#define NETWORK_LOSS_RULE_H

#include "network/mathfn.h"

// Where a probability is so near 0 or 1 that a division by it would overflow, PyTorch's bound is
// taken instead.
#define LOSS_LEAST 1e-12

// loss = Σ (a - y)² / count. One element occurs in one summand only, whose derivative is 2·(a - y);
// the division stays.
static inline double mse_slope(double a, double y, double count)
{
    return 2 * (a - y) / count;
}

// loss = Σ (a - y)² / 2. The 2 of the derivative and the half cancel.
static inline double sse_slope(double a, double y, double count)
{
    (void)count;
    return a - y;
}

// loss = Σ -(y·log(a) + (1 - y)·log(1 - a)) / count, so the derivative of a summand is
// -y/a + (1 - y)/(1 - a) = (a - y) / (a·(1 - a)).
static inline double bce_slope(double a, double y, double count)
{
    double spread = a * (1 - a);
    return (a - y) / math_select(spread > LOSS_LEAST, spread, LOSS_LEAST) / count;
}

// Times the sigmoid's slope a·(1 - a) that is (a - y) / count: the fused dz, exact everywhere.
static inline double bce_fused(double a, double y, double count)
{
    return (a - y) / count;
}

// loss = Σ -y·log(a) / count.
static inline double ce_slope(double a, double y, double count)
{
    return -(y / math_select(a > LOSS_LEAST, a, LOSS_LEAST)) / count;
}

#endif
