// SPDX-License-Identifier: GPL-3.0-or-later
// The losses' arithmetic, once: values of a whole batch, which loss.c and every kernel compile, and
// derivatives element by element, which loss.c loops over and the small-network loops compile in.
// Each derivative quotes the summand it differentiates; count is the divisor of the mean.
//
// A sum is one chain in index order. If a summand is expensive (an exponential, a logarithm), some are
// computed side by side first and then added one after the other.
#ifndef NETWORK_LOSS_RULE_H
#define NETWORK_LOSS_RULE_H

#include <math.h>
#include <stddef.h>

#include "network/mathfn.h"
#include "network/matrix.h"

// Where a probability is so near 0 or 1 that a division by it would overflow, PyTorch's bound is
// taken instead.
#define LOSS_LEAST 1e-12

static inline double loss_bounded(double divisor)
{
    return math_select(divisor > LOSS_LEAST, divisor, LOSS_LEAST);
}

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
    return (a - y) / loss_bounded(a * (1 - a)) / count;
}

// Times the sigmoid's slope a·(1 - a) that is (a - y) / count: the fused dz, exact everywhere.
static inline double bce_fused(double a, double y, double count)
{
    return (a - y) / count;
}

// loss = Σ -y·log(a) / count.
static inline double ce_slope(double a, double y, double count)
{
    return -(y / loss_bounded(a)) / count;
}

// Summands that are computed before they are added; how many of them side by side.
#ifdef WIDTH
enum { LOSS_CHUNK = 64, LOSS_LANES = WIDTH };
#else
enum { LOSS_CHUNK = 64, LOSS_LANES = 1 };
#endif

// Σ (a - y)²
static inline double sum_of_squares(struct matrix a, struct matrix y)
{
    double sum = 0;
    for (size_t i = 0; i < matrix_count(a); i++) {
        double error = a.data[i] - y.data[i];
        sum = fma(error, error, sum);
    }
    return sum;
}

static inline double mse_batch(struct matrix z, struct matrix a, struct matrix y)
{
    (void)z;
    return sum_of_squares(a, y) / (double)matrix_count(a);
}

static inline double sse_batch(struct matrix z, struct matrix a, struct matrix y)
{
    (void)z;
    return sum_of_squares(a, y) / 2;
}

// -(y·log(a) + (1 - y)·log(1 - a)) with a = sigmoid(z). Since log(a) = -log(1 + exp(-z)) and
// log(1 - a) = -z - log(1 + exp(-z)), it is max(z, 0) - z·y + log(1 + exp(-|z|)), which is finite
// for every finite z.
MATH_INLINE double bce_part(double z, double y)
{
    return fma(-z, y, math_select(z > 0, z, 0)) + math_log1p(math_exp(-fabs(z)));
}

static inline double bce_batch(struct matrix z, struct matrix a, struct matrix y)
{
    double sum = 0, parts[LOSS_CHUNK];
    for (size_t done = 0; done < matrix_count(a); done += LOSS_CHUNK) {
        size_t left = matrix_count(a) - done, count = left < LOSS_CHUNK ? left : LOSS_CHUNK;
        for (size_t i = 0; i < count; i++)
            parts[i] = bce_part(z.data[done + i], y.data[done + i]);
        for (size_t i = 0; i < count; i++)
            sum += parts[i];
    }
    return sum / (double)matrix_count(a);
}

// exp_parts: parts[j] = exp(parts[j]) for j < n; log_parts likewise. The last vector is filled up, so
// that no element is done by itself: parts has room for a multiple of LOSS_LANES.
#define PARTS(name, function)                                                                      \
    static inline void name(size_t n, double *parts)                                               \
    {                                                                                              \
        size_t whole = (n + LOSS_LANES - 1) / LOSS_LANES * LOSS_LANES;                             \
        for (size_t j = n; j < whole; j++)                                                         \
            parts[j] = 1;                                                                          \
        for (size_t j = 0; j < whole; j += LOSS_LANES)                                             \
            for (size_t l = 0; l < LOSS_LANES; l++)                                                \
                parts[j + l] = function(parts[j + l]);                                             \
    }
PARTS(exp_parts, math_exp)
PARTS(log_parts, math_log)

// Σj exp(z[j] - largest) over a row.
static inline double exp_sum(size_t n, const double *z, double largest)
{
    double sum = 0, parts[LOSS_CHUNK];
    for (size_t done = 0; done < n; done += LOSS_CHUNK) {
        size_t count = n - done < LOSS_CHUNK ? n - done : LOSS_CHUNK;
        for (size_t j = 0; j < count; j++)
            parts[j] = z[done + j] - largest;
        exp_parts(count, parts);
        for (size_t j = 0; j < count; j++)
            sum += parts[j];
    }
    return sum;
}

// For each row -Σj y[j]·log(a[j]) with a = softmax(z): log(a[j]) = z[j] - m - log(Σk exp(z[k] - m)),
// with m the largest z. Finite for every finite row. The logarithms of some rows are taken side by
// side. The rows' values are added to [sum], one after the other.
static inline double ce_sum(size_t rows, size_t cols, const double *z, const double *y, double sum)
{
    double largest[LOSS_CHUNK], all[LOSS_CHUNK];
    for (size_t done = 0; done < rows; done += LOSS_CHUNK) {
        size_t count = rows - done < LOSS_CHUNK ? rows - done : LOSS_CHUNK;
        for (size_t n = 0; n < count; n++) {
            const double *zn = z + (done + n) * cols;
            largest[n] = zn[0];
            for (size_t j = 1; j < cols; j++)
                largest[n] = zn[j] > largest[n] ? zn[j] : largest[n];
            all[n] = exp_sum(cols, zn, largest[n]);
        }
        log_parts(count, all);
        for (size_t n = 0; n < count; n++) {
            const double *zn = z + (done + n) * cols, *yn = y + (done + n) * cols;
            double part = 0;
            for (size_t j = 0; j < cols; j++)
                part = fma(yn[j], all[n] - (zn[j] - largest[n]), part);
            sum += part;
        }
    }
    return sum;
}

#ifndef WIDTH // a kernel has its own, in rows_body.h
static inline double ce_batch(struct matrix z, struct matrix a, struct matrix y)
{
    return ce_sum(a.rows, a.cols, z.data, y.data, 0) / (double)a.rows;
}
#endif

#endif
