// SPDX-License-Identifier: GPL-3.0-or-later
// The activations' arithmetic, once: the table of activation.c points at these functions and every
// kernel compiles its loops from them, so that no two can differ.
//
// NAME_value gives a for a z. NAME_backward gives dz for a da: by the chain rule the loss changes
// with z as it changes with a, times the slope of the activation there: dz = da · da/dz. Products
// are taken from left to right, as a student would type them. Choices are made by math_select, so
// that the loops over them need no branch.
#ifndef NETWORK_ACTIVATION_RULE_H
#define NETWORK_ACTIVATION_RULE_H

#include "network/mathfn.h"
#include "network/mathfn_more.h"

#define LEAKY_SLOPE  0.01                 // leaky_relu's slope below 0, PyTorch's default
#define SQRT_HALF    0x1.6a09e667f3bcdp-1 // 1 / sqrt(2)
#define SQRT_HALF_PI 0x1.9884533d43651p-2 // 1 / sqrt(2 pi), the bell curve's height

// forward: a = z. The slope is 1 everywhere.
MATH_INLINE double linear_value(double z)
{
    return z;
}

MATH_INLINE double linear_backward(double da, double z, double a)
{
    (void)z, (void)a;
    return da;
}

// forward: a = max(0, z). A NaN stays one, so that it is seen where it arises.
MATH_INLINE double relu_value(double z)
{
    return math_select(z <= 0, 0, z);
}

// The slope is 1 on the right of 0 and 0 on its left; at the corner we take the left one, as the
// notebook does.
MATH_INLINE double relu_backward(double da, double z, double a)
{
    (void)a;
    return math_select(z > 0, da, 0);
}

// forward: a = z, or 0.01·z below 0. The slope is 1 or 0.01; at the corner the left one.
MATH_INLINE double leaky_relu_value(double z)
{
    return math_select(z > 0, z, LEAKY_SLOPE * z);
}

MATH_INLINE double leaky_relu_backward(double da, double z, double a)
{
    (void)a;
    return math_select(z > 0, da, da * LEAKY_SLOPE);
}

// forward: a = z, or exp(z) - 1 below 0. There da/dz = exp(z) = a + 1.
MATH_INLINE double elu_value(double z)
{
    return math_select(z > 0, z, math_expm1(z));
}

MATH_INLINE double elu_backward(double da, double z, double a)
{
    return math_select(z > 0, da, da * (a + 1));
}

// The share of a bell curve that lies below z: (1 + erf(z/sqrt(2))) / 2.
MATH_INLINE double normal_share(double z)
{
    return (1 + math_erf(z * SQRT_HALF)) / 2;
}

// forward: a = z · share(z). By the product rule da/dz = share(z) + z · bell(z), since the share's
// slope is the bell curve itself, bell(z) = exp(-z²/2) / sqrt(2 pi).
MATH_INLINE double gelu_value(double z)
{
    return math_select(z - z == 0, z * normal_share(z), math_select(z < 0, 0, z));
}

MATH_INLINE double gelu_backward(double da, double z, double a)
{
    (void)a;
    double bell = math_exp(-z * z / 2) * SQRT_HALF_PI;
    return da * (normal_share(z) + math_select(bell > 0, z * bell, 0));
}

// forward: a = log(1 + exp(z)), written so that neither a large z nor a very negative one loses its
// digits: max(0, z) + log(1 + exp(-|z|)).
MATH_INLINE double softplus_value(double z)
{
    return math_select(z <= 0, 0, z) + math_log1p(math_exp(-math_select(z < 0, -z, z)));
}

// With u = 1 + exp(z), da/dz = exp(z)/u = 1/(1 + exp(-z)): the sigmoid.
MATH_INLINE double softplus_backward(double da, double z, double a)
{
    (void)a;
    return da * math_sigmoid(z);
}

// forward: a = 1 / (1 + exp(-z)). With u = 1 + exp(-z), da/dz = exp(-z)/u² = (1/u)·(1 - 1/u)
// = a·(1 - a).
MATH_INLINE double sigmoid_value(double z)
{
    return math_sigmoid(z);
}

MATH_INLINE double sigmoid_backward(double da, double z, double a)
{
    (void)z;
    return da * a * (1 - a);
}

// forward: a = tanh(z) = sinh(z)/cosh(z), so da/dz = (cosh² - sinh²)/cosh² = 1 - a².
MATH_INLINE double tanh_value(double z)
{
    return math_tanh(z);
}

MATH_INLINE double tanh_backward(double da, double z, double a)
{
    (void)z;
    return da * (1 - a * a);
}

// forward: a = sin(z), whose slope is cos(z).
MATH_INLINE double sin_value(double z)
{
    return math_sin(z);
}

MATH_INLINE double sin_backward(double da, double z, double a)
{
    (void)a;
    return da * math_cos(z);
}

// forward: a = 1 where z > 0, else 0. It is flat on both sides, so nothing flows back.
MATH_INLINE double step_value(double z)
{
    return math_select(z > 0, 1, math_select(z <= 0, 0, z));
}

MATH_INLINE double step_backward(double da, double z, double a)
{
    (void)da, (void)z, (void)a;
    return 0;
}

// forward, for each row of [cols] units: a[j] = exp(z[j] - m) / Σk exp(z[k] - m), with m the largest
// z, so that no exponential overflows. The sum is taken in index order. The exponentials of all rows
// are one loop: a row is often no longer than a vector.
static inline void softmax_rows(size_t rows, size_t cols, const double *z, double *a)
{
    for (size_t i = 0; i < rows * cols; i += cols) {
        double largest = z[i];
        for (size_t j = 1; j < cols; j++)
            largest = z[i + j] > largest ? z[i + j] : largest;
        for (size_t j = 0; j < cols; j++)
            a[i + j] = z[i + j] - largest;
    }
    for (size_t i = 0; i < rows * cols; i++)
        a[i] = math_exp(a[i]);
    for (size_t i = 0; i < rows * cols; i += cols) {
        double sum = 0;
        for (size_t j = 0; j < cols; j++)
            sum += a[i + j];
        for (size_t j = 0; j < cols; j++)
            a[i + j] /= sum;
    }
}

// Each a[k] depends on each z[j]: da[k]/dz[j] = a[k]·((k = j) - a[j]). Summed over k that is
// dz[j] = a[j]·(da[j] - Σk da[k]·a[k]).
static inline void softmax_row_backward(size_t n, const double *da, const double *a, double *dz)
{
    double sum = 0;
    for (size_t k = 0; k < n; k++)
        sum = fma(da[k], a[k], sum);
    for (size_t j = 0; j < n; j++)
        dz[j] = a[j] * (da[j] - sum);
}

#endif
