#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Prints the values that tests/unit/test_mathfn.c expects, as rows of a C table:
#
#     python3 tests/reference/mathfn_reference.py > tests/reference/mathfn_reference.inc
#
# A row is a function, its argument, the true value rounded to a double, and what that leaves out
# (0 for a subnormal one).
# mpmath computes with 3000 bits, enough to take the sine of the largest double.

import mpmath
from mpmath import mp, mpf

mp.prec = 3000

POINTS = {
    "exp": "-745.1 -740.25 -708.5 -700 -100.3 -36.7 -5 -1.1 -0.3466 -1e-3 -1e-17 1e-300 1e-10 "
           "0.3465 0.5 1 1.04 2.7 10 88.7 300.25 709 709.78",
    "expm1": "-745 -40 -37 -5 -1.04 -1 -0.4 -0.3466 -0.3465 -1e-3 -1e-17 4e-320 1e-300 1e-10 "
             "0.3465 0.348 0.5 1 1.04 2.7 37.12 88.7 709 709.78",
    "log": "4e-324 1e-310 2.3e-308 1e-300 1e-10 0.1 0.5 0.7071 0.70711 0.9 0.999999 "
           "0.9999999999999999 1.0000000000000002 1.0001 1.4142 1.41422 2 2.718281828459045 10 "
           "1e10 1e22 1.7e308",
    "log1p": "-0.9999999999999999 -0.99 -0.5 -0.2929 -0.2928 -1e-3 -1e-10 -4e-324 1e-320 1e-17 "
             "1e-10 1e-3 0.1 0.4142 0.41422 0.5 1 1.7 10 1e10 9007199254740991 1e22 1.7e308",
    "tanh": "-20 -3 -0.5 -1e-4 1e-320 1e-300 1e-10 1e-3 0.05 0.1733 0.1734 0.2 0.3 0.5 0.55 0.8 1 "
            "1.5 2.5 5 10 18.7 19.06 19.2",
    "erf": "-5 -0.5 -1e-4 1e-320 1e-300 1e-10 1e-3 0.05 0.2 0.4 0.4769 0.6 0.8124 0.8126 0.9 1 "
           "1.1 1.5 2 2.5 3.5 4.5 5.5 5.86 5.93",
    "sin": "-1e22 -100 -3 -0.7 -1e-5 1e-320 1e-9 1e-3 0.5 0.785 0.786 1 1.5707963267948966 2 "
           "3.141592653589793 4 6.283185307179586 10 355 710 103993 1e5 1048575.9 1048577 1e9 "
           "1e15 36028797018963970 1e22 1e100 5.319372648326541e255 1e300 1.7976931348623157e308",
    "cos": "-1e22 -100 -3 -0.7 -1e-5 1e-320 1e-9 1e-3 0.5 0.785 0.786 1 1.5707963267948966 2 "
           "3.141592653589793 4 4.71238898038469 10 355 710 103993 1e5 1048575.9 1048577 1e9 "
           "1e15 36028797018963970 1e22 1e100 5.319372648326541e255 1e300 1.7976931348623157e308",
}

POWERS = ("2:0.5 0.5:0.5 10:-1 10:-20 10:22 10:300 1.1:10 0.9:100 3:40 7:0.3333333333333333 "
          "1e-300:1.05 4e-324:0.5 1e-310:-0.9 1.0000000000000002:1e15 0.9999999999999999:-3e18 "
          "2.718281828459045:700 2:-1073.5 2:1023.9 1.7e308:0.999 0.7:2000 123.456:7.89 -3:3 "
          "-1.5:-7")


def row(name, x, y, value):
    scale = mpf(2) ** 1074
    hi = float(value)
    if abs(hi) < 2.0 ** -1022:  # one rounding: to a multiple of 2^-1074
        hi = float(mpmath.nint(value * scale) / scale)
        lo = 0.0
    else:
        lo = float(value - mpf(hi))
    return f"    {{{name.upper()}, {x.hex()}, {y.hex()}, {hi.hex()}, {lo.hex()}}},"


def main():
    print("// Written by tests/reference/mathfn_reference.py; do not edit.")
    for name, points in POINTS.items():
        for x in map(float, points.split()):
            exact = getattr(mpmath, name)(mpf(x))
            print(row(name, x, 0.0, exact))
    for x, y in (map(float, pair.split(":")) for pair in POWERS.split()):
        print(row("pow", x, y, mpmath.power(mpf(x), mpf(y)).real))


main()
