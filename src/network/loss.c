// SPDX-License-Identifier: GPL-3.0-or-later
// The table of losses. The sum over samples and outputs is one chain of fused multiply-adds in
// index order, like every sum here; each gradient is the derivative of the value as it is shown,
// scale and all.
#include "network/loss.h"

#include <math.h>
#include <string.h>

static double squared_error(double a, double y)
{
    return (a - y) * (a - y);
}

// Σ (a - y)²
static double sum_of_squares(struct matrix a, struct matrix y)
{
    double sum = 0;
    for (size_t i = 0; i < matrix_count(a); i++) {
        double error = a.data[i] - y.data[i];
        sum = fma(error, error, sum);
    }
    return sum;
}

static double mse_value(struct matrix a, struct matrix y)
{
    return sum_of_squares(a, y) / (double)matrix_count(a);
}

// forward: loss = Σ (a - y)² / count, with count = samples × outputs. One element occurs in one
// summand only, whose derivative is 2·(a - y); the division stays.
static void mse_gradient(struct matrix a, struct matrix y, struct matrix da)
{
    double count = (double)matrix_count(a);
    for (size_t i = 0; i < matrix_count(a); i++)
        da.data[i] = 2 * (a.data[i] - y.data[i]) / count;
}

static double half_squared_error(double a, double y)
{
    return squared_error(a, y) / 2;
}

static double sse_value(struct matrix a, struct matrix y)
{
    return sum_of_squares(a, y) / 2;
}

// forward: loss = Σ (a - y)² / 2. The 2 of the derivative and the half cancel.
static void sse_gradient(struct matrix a, struct matrix y, struct matrix da)
{
    for (size_t i = 0; i < matrix_count(a); i++)
        da.data[i] = a.data[i] - y.data[i];
}

const struct loss losses[] = {
    {"mse", mse_value, mse_gradient, squared_error, "mean of ({a} - {y})²", "({a} - {y})²", true,
     "2·({a} - {y}) / {count}", NULL, "mean squared error, over samples and outputs"},
    {"sse", sse_value, sse_gradient, half_squared_error, "sum of ({a} - {y})² / 2",
     "({a} - {y})² / 2", false, "{a} - {y}", &losses[0], "half the sum of squared errors"},
};

_Static_assert(sizeof losses / sizeof *losses == LOSS_COUNT, "one row for each loss");

const struct loss *loss_find(const char *name, size_t length)
{
    for (size_t i = 0; i < LOSS_COUNT; i++)
        if (strlen(losses[i].name) == length && memcmp(losses[i].name, name, length) == 0)
            return &losses[i];
    return NULL;
}
