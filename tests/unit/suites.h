// SPDX-License-Identifier: GPL-3.0-or-later
// The suites of tests/unit: one line each, X(name) for the name_suite of test_name.c.
#ifndef UNIT_SUITES_H
#define UNIT_SUITES_H

#include <check.h>

#define SUITES(X)                                                                                  \
    X(expr)                                                                                        \
    X(mathfn)                                                                                      \
    X(rng)

#define DECLARE_SUITE(name) Suite *name##_suite(void);
SUITES(DECLARE_SUITE)
#undef DECLARE_SUITE

#endif
