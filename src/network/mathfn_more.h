// SPDX-License-Identifier: GPL-3.0-or-later
//
// The elementary functions that take a branch: sin, cos and pow, within 1 ulp of the true value for
// every double, and with the same bits on every machine like those of mathfn.h.
#ifndef NETWORK_MATHFN_MORE_H
#define NETWORK_MATHFN_MORE_H

// The sine of x radians, for x of any size; NaN for an infinite x.
double math_sin(double x);

// The cosine of x radians, for x of any size; NaN for an infinite x.
double math_cos(double x);

// x to the power y, exact where the result is a double. The special cases are those of C's pow
// (C11, F.10.4.4): x^0 and 1^y are 1 even for a NaN, and a negative x needs a whole y.
double math_pow(double x, double y);

#endif
