// SPDX-License-Identifier: GPL-3.0-or-later
// The suites of tests/unit: one line each, X(name) for the name_suite of test_name.c.
#ifndef UNIT_SUITES_H
#define UNIT_SUITES_H

#include <check.h>

// The assertion of innermost loops: each ck_assert that holds tells libcheck's parent process where it
// was, by system calls that would take most of the time of the test.
#define ck_assert_quick(condition)                                                                 \
    do {                                                                                           \
        if (!(condition))                                                                          \
            ck_abort_msg("Assertion '%s' failed", #condition);                                     \
    } while (0)

#define SUITES(X)                                                                                  \
    X(activation)                                                                                  \
    X(batch)                                                                                       \
    X(block)                                                                                       \
    X(buf)                                                                                         \
    X(canvas)                                                                                      \
    X(cases)                                                                                       \
    X(command)                                                                                     \
    X(complete)                                                                                    \
    X(csv)                                                                                         \
    X(csv_advice)                                                                                  \
    X(csv_header)                                                                                  \
    X(csv_kinds)                                                                                   \
    X(curve)                                                                                       \
    X(dataset)                                                                                     \
    X(diagnosis)                                                                                   \
    X(engine)                                                                                      \
    X(error)                                                                                       \
    X(evaluate)                                                                                    \
    X(explain)                                                                                     \
    X(export)                                                                                      \
    X(expr)                                                                                        \
    X(expr_stop)                                                                                   \
    X(file)                                                                                        \
    X(formula)                                                                                     \
    X(gradcheck)                                                                                   \
    X(grade)                                                                                       \
    X(gradient)                                                                                    \
    X(habit)                                                                                       \
    X(help)                                                                                        \
    X(host)                                                                                        \
    X(input_file)                                                                                  \
    X(kernel)                                                                                      \
    X(lesson)                                                                                      \
    X(loss)                                                                                        \
    X(mathfn)                                                                                      \
    X(memory)                                                                                      \
    X(memory_limit)                                                                                \
    X(network)                                                                                     \
    X(number)                                                                                      \
    X(optimizer)                                                                                   \
    X(plot)                                                                                        \
    X(plot_samples)                                                                                \
    X(prepare)                                                                                     \
    X(progress)                                                                                    \
    X(quantity)                                                                                    \
    X(quiz)                                                                                        \
    X(reader)                                                                                      \
    X(reference)                                                                                   \
    X(report)                                                                                      \
    X(rng)                                                                                         \
    X(save)                                                                                        \
    X(session)                                                                                     \
    X(sheet)                                                                                       \
    X(shell)                                                                                       \
    X(stage)                                                                                       \
    X(suggest)                                                                                     \
    X(sweep)                                                                                       \
    X(table)                                                                                       \
    X(timeline)                                                                                    \
    X(tiny)                                                                                        \
    X(train)                                                                                       \
    X(trial)                                                                                       \
    X(truth)                                                                                       \
    X(utf8)                                                                                        \
    X(workers)                                                                                     \
    X(wrap)

#define DECLARE_SUITE(name) Suite *name##_suite(void);
SUITES(DECLARE_SUITE)
#undef DECLARE_SUITE

#endif
