// SPDX-License-Identifier: GPL-3.0-or-later
// Samples in pictures: the units they are drawn in, and the signs of their classes.
#include <check.h>
#include <string.h>

#include "session/session.h"
#include "view/plot_builders.h"
#include "view/plot_key.h"

#include "harness.h"
#include "suites.h"

static const struct plot_grid small = {.cols = 9, .rows = 7};

// The samples stand where the file has them, the ranges are the file's, and a unit's line, converted to
// what the network sees, is where z is 0.
START_TEST(scaled_data_are_drawn_in_their_units)
{
    struct harness *harness = harness_create();
    struct plot plot = PLOT_EMPTY, plain = PLOT_EMPTY;
    struct error error = ERROR_NONE;
    harness_do(harness,
               "data blobs features=2 classes=2 n=30 seed=4; set x x * 10 + 300; init 2 2 1");
    ck_assert(plot_boundary(&plain, harness->shell->session, 0, 1, &small, &error));
    harness_do(harness, "data normalize standard; set w1 [[1, 1], [1, -1]]; set b1 [-0.5, 0]");
    const struct dataset *data = harness->shell->session->data;
    ck_assert(plot_boundary(&plot, harness->shell->session, 0, 1, &small, &error));
    ck_assert_double_eq_tol(plot.x.low, plain.x.low, 1e-9);
    ck_assert_double_eq_tol(plot.y.high, plain.y.high, 1e-9);
    for (size_t i = 0; i < 30; i++) {
        ck_assert_double_eq_tol(plot.marks[i].x, plain.marks[i].x, 1e-9);
        ck_assert_double_eq_tol(plot.marks[i].y, plain.marks[i].y, 1e-9);
    }
    const struct plot_line *line = &plot.lines[plot.line_count - 2];
    for (size_t i = 0; i < 2; i++) {
        const double *p = plot.points + 2 * line->first + 2 * i;
        double x0 = (p[0] - data->columns[0].shift) / data->columns[0].scale;
        double x1 = (p[1] - data->columns[1].shift) / data->columns[1].scale;
        ck_assert_double_eq_tol(x0 + x1, 0.5, 1e-9);
    }
    plot_clear(&plot);
    plot_clear(&plain);
    harness_free(harness);
}
END_TEST

START_TEST(a_class_has_one_sign)
{
    for (unsigned i = 0; i < PLOT_CLASSES_MOST; i++)
        for (unsigned j = 0; j < i; j++)
            ck_assert_str_ne(plot_class_sign(PLOT_DIGIT, i), plot_class_sign(PLOT_DIGIT, j));
    ck_assert_str_eq(plot_class_sign(PLOT_DIGIT, 9), "9");
    ck_assert_str_eq(plot_class_sign(PLOT_DIGIT, 10), "a");
    ck_assert_str_eq(plot_class_sign(PLOT_DIGIT, 35), "z");
    ck_assert_str_eq(plot_class_sign(PLOT_DIGIT, 36), "+");
    ck_assert_str_eq(plot_class_sign(PLOT_LETTER, 1), "b");
    ck_assert_str_eq(plot_class_sign(PLOT_CAPITAL, 25), "Z");
    ck_assert_str_eq(plot_class_sign(PLOT_CAPITAL, 26), "+");
    // So has its part of the plane, in both alphabets.
    struct plot_cells cells = {.scale = PLOT_CLASSES, .high = PLOT_CLASSES_MOST - 1};
    enum ink ink;
    for (unsigned i = 0; i < PLOT_CLASSES_MOST; i++)
        for (unsigned j = 0; j < i; j++)
            for (int is_utf8 = 0; is_utf8 < 2; is_utf8++)
                ck_assert_str_ne(plot_key_shade(&cells, i, is_utf8, &ink),
                                 plot_key_shade(&cells, j, is_utf8, &ink));
}
END_TEST

Suite *plot_samples_suite(void)
{
    Suite *suite = suite_create("plot_samples");
    TCase *tests = tcase_create("plot_samples");
    tcase_add_test(tests, scaled_data_are_drawn_in_their_units);
    tcase_add_test(tests, a_class_has_one_sign);
    suite_add_tcase(suite, tests);
    return suite;
}
