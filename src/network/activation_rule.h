// SPDX-License-Identifier: GPL-3.0-or-later
// The activations' arithmetic, once: the table of activation.c points at these functions and every
// kernel compiles its loops from them, so that no two can differ.
//
// NAME_value gives a for a z. NAME_backward gives dz for a da: by the chain rule the loss changes
// with z as it changes with a, times the slope of the activation there: dz = da · da/dz. Products
// are taken from left to right, as a student would type them.
#ifndef NETWORK_ACTIVATION_RULE_H
#define NETWORK_ACTIVATION_RULE_H

#include "network/mathfn.h"

// forward: a = z. The slope is 1 everywhere.
static inline double linear_value(double z)
{
    return z;
}

static inline double linear_backward(double da, double z, double a)
{
    (void)z, (void)a;
    return da;
}

// forward: a = max(0, z). A NaN stays one, so that it is seen where it arises.
static inline double relu_value(double z)
{
    return z <= 0 ? 0 : z;
}

// The slope is 1 on the right of 0 and 0 on its left; at the corner we take the left one, as the
// notebook does.
static inline double relu_backward(double da, double z, double a)
{
    (void)a;
    return z > 0 ? da : 0;
}

// forward: a = 1 / (1 + exp(-z)). With u = 1 + exp(-z), da/dz = exp(-z)/u² = (1/u)·(1 - 1/u)
// = a·(1 - a).
static inline double sigmoid_value(double z)
{
    return math_sigmoid(z);
}

static inline double sigmoid_backward(double da, double z, double a)
{
    (void)z;
    return da * a * (1 - a);
}

// forward: a = tanh(z) = sinh(z)/cosh(z), so da/dz = (cosh² - sinh²)/cosh² = 1 - a².
static inline double tanh_value(double z)
{
    return math_tanh(z);
}

static inline double tanh_backward(double da, double z, double a)
{
    (void)z;
    return da * (1 - a * a);
}

#endif
