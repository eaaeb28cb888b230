// SPDX-License-Identifier: GPL-3.0-or-later
// The table of optimizers. The step is rounded before it is added, so that the two numbers on the
// screen add up to the third to the last bit and `print w1 - lr * dw1` is the next w1.
#include "network/optimizer.h"

#include <string.h>

static double sgd_step(double lr, double dw)
{
    return -(lr * dw);
}

static void sgd_update(size_t n, double lr, const double *dw, double *w)
{
    for (size_t i = 0; i < n; i++)
        w[i] = w[i] + sgd_step(lr, dw[i]);
}

const struct optimizer optimizers[] = {
    {"sgd", sgd_update, sgd_step, "w ← w - lr·dw", "-lr·dw",
     "plain gradient descent: a step against the gradient, lr times its size"},
};

_Static_assert(sizeof optimizers / sizeof *optimizers == OPTIMIZER_COUNT,
               "one row for each optimizer");

const struct optimizer *optimizer_find(const char *name, size_t length)
{
    for (size_t i = 0; i < OPTIMIZER_COUNT; i++)
        if (strlen(optimizers[i].name) == length && memcmp(optimizers[i].name, name, length) == 0)
            return &optimizers[i];
    return NULL;
}
