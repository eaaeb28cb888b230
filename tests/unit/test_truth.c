// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences and numbers that once were false: what is printed must be what was used.
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "network/schedule.h"
#include "session/session.h"

#include "harness.h"
#include "suites.h"

// The number after "NAME =" in [text], the last one of its line.
static double shown(const char *text, const char *name)
{
    const char *line = strstr(text, name), *end = strchr(line, '\n'), *sign = NULL;
    for (const char *at = line; (at = strstr(at, "= ")) && at < end; at += 2)
        sign = at;
    ck_assert_ptr_nonnull(sign);
    return strtod(sign + 2, NULL);
}

// Holds the norm and the scale that explain shows against [norm] and what update does.
static void check_norm(const char *commands, const char *name, const char *norm)
{
    char text[200];
    struct harness *harness = harness_create();
    harness_do(harness, commands);
    double wanted = harness_number(harness, norm);
    snprintf(text, sizeof text, "explain %s", name);
    const char *answer = harness_do(harness, text);
    double found = shown(answer, "  norm"), new = shown(answer, "  new");
    ck_assert_double_le(fabs(found - wanted), 1e-12 * wanted);
    harness_do(harness, "update");
    ck_assert(harness_number(harness, name) == new);
    harness_free(harness);
}

START_TEST(the_norm_is_the_one_that_clips)
{
    check_norm("init; set digits 17; set clip 0.01; freeze w1; forward; backward", "w2[0,0]",
               "sqrt(sum(db1**2) + sum(dw2**2) + sum(db2**2))");
    check_norm("init; set digits 17; set clip 0.01; freeze w2 b2; forward; backward", "b1[0,1]",
               "sqrt(sum(dw1**2) + sum(db1**2))");
    check_norm(
        "data inline x=[[1e100, 2e100], [1, 2]] y=[[0], [1]]; init 2 1:linear; set digits 17; "
        "set clip 1; forward; backward",
        "w1[0,0]", "1e200 * sqrt(sum((dw1/1e200)**2) + sum((db1/1e200)**2))");
    check_norm("init 2 1:linear; set y [[0], [0], [0], [0]]; set digits 17; set w1 [[1e-170], "
               "[2e-170]]; set clip 1; forward; backward",
               "w1[0,0]", "1e-170 * sqrt(sum((dw1/1e-170)**2) + sum((db1/1e-170)**2))");
}
END_TEST

START_TEST(constant_targets_have_no_r2)
{
    struct harness *harness = harness_create();
    harness_run(harness, "data inline x=[[1],[2],[3],[4],[5],[6],[7]] "
                         "y=[[0.1],[0.1],[0.1],[0.1],[0.1],[0.1],[0.1]]; init 1 2 1:linear");
    const char *text = harness_run(harness, "show metrics");
    ck_assert_ptr_nonnull(strstr(text, "r²"));
    ck_assert_ptr_null(strstr(text, "e+"));
    harness_free(harness);
}
END_TEST

START_TEST(a_schedule_is_its_formula_also_past_its_period)
{
    char text[80];
    for (size_t i = 0; i < SCHEDULE_COUNT; i++) {
        struct harness *harness = harness_create();
        snprintf(text, sizeof text, "init; set period 7; set schedule %s", schedules[i].name);
        harness_do(harness, text);
        for (size_t epoch = 0; epoch < 20; epoch++) {
            double lr = session_step_config(harness->shell->session).hyper.lr;
            double part = (double)epoch / 7;
            double wanted = i == 0   ? 0.2
                            : i == 1 ? 0.2 * pow(0.5, floor(part))
                            : i == 2 ? 0.1 * (1 + cos(acos(-1) * fmin(part, 1)))
                                     : 0.2 / (1 + part);
            ck_assert_double_le(fabs(lr - wanted), 1e-12);
            harness_do(harness, "step");
        }
        harness_free(harness);
    }
}
END_TEST

START_TEST(a_rate_of_0_is_said)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; set schedule cosine; set period 30");
    ck_assert_ptr_null(strstr(harness_do(harness, "train 30"), "learning rate is 0"));
    ck_assert_ptr_nonnull(
        strstr(harness_do(harness, "train 10"), "learning rate is 0 from epoch 31 on"));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "set period 20"), "lr = 0"));
    ck_assert_ptr_null(strstr(harness_do(harness, "set period 80; train 5"), "learning rate is 0"));
    harness_free(harness);
}
END_TEST

// The lines of training in [text], each unlike the one before it.
static size_t count_lines(const char *text)
{
    size_t count = 0;
    char last[40] = "";
    for (const char *at = text; (at = strstr(at, "loss ")); count++) {
        char loss[40];
        at += strlen("loss ");
        snprintf(loss, sizeof loss, "%.*s", (int)strcspn(at, " \n"), at);
        ck_assert_str_ne(loss, last);
        ck_assert_uint_ge(strlen(loss), strlen(last)); // no digits are lost again
        snprintf(last, sizeof last, "%s", loss);
    }
    return count;
}

START_TEST(training_prints_about_ten_lines_that_differ)
{
    static const size_t epochs[] = {7, 30, 99, 250, 1000, 3000, 9999, 20000};
    for (size_t i = 0; i < sizeof epochs / sizeof *epochs; i++) {
        char text[80];
        struct harness *harness = harness_create();
        snprintf(text, sizeof text, "train %zu", epochs[i]);
        harness_do(harness, "init");
        size_t count = count_lines(harness_do(harness, text));
        ck_assert_uint_ge(count, 6);
        ck_assert_uint_le(count, 15);
        snprintf(text, sizeof text, "set every %zu; reset; train %zu", epochs[i], epochs[i]);
        ck_assert_uint_eq(count_lines(harness_do(harness, text)), 1);
        harness_free(harness);
    }
}
END_TEST

// Reads "-(Y·log(A) + (1 - Y)·log(1 - A)) = VALUE" or the form with z, and computes what it says.
static double computed_bce(const char *line, double *value)
{
    double y, a, z;
    const char *at = strstr(line, "sample 3: ") + strlen("sample 3: ");
    *value = strtod(strstr(at, " = ") + 3, NULL);
    if (sscanf(at, "-(%lf·log(%lf)", &y, &a) == 2)
        return -(y * log(a) + (1 - y) * log(1 - a));
    ck_assert_int_eq(sscanf(at, "max(%lf, 0)", &z), 1);
    y = strtod(strstr(at, "·") + strlen("·"), NULL);
    return fmax(z, 0) - z * y + log1p(exp(-fabs(z)));
}

START_TEST(the_line_of_a_loss_gives_its_value)
{
    static const int digits[] = {6, 9, 17};
    for (size_t i = 0; i < sizeof digits / sizeof *digits; i++)
        for (double z = -40; z <= 40; z += 0.37) {
            char text[200];
            double value;
            struct harness *harness = harness_create();
            snprintf(text, sizeof text,
                     "init 2 1; set loss bce; set digits %d; set w1 [[%.17g], [0]]; forward 3",
                     digits[i], z);
            double computed = computed_bce(harness_do(harness, text), &value);
            // The value itself is shown with six decimals at least.
            double bound = digits[i] == 17 ? 1e-10 * value : 2e-4 * value + 5e-7;
            ck_assert_double_le(fabs(computed - value), bound);
            harness_free(harness);
        }
}
END_TEST

START_TEST(losses_of_two_kinds_are_not_joined)
{
    struct harness *harness = harness_create();
    harness->cols = 80, harness->rows = 24;
    harness_do(harness, "init; train 50");
    ck_assert_ptr_null(strstr(harness_do(harness, "plot loss"), "then"));
    const char *text = harness_do(harness, "set loss bce; train 50; plot loss");
    ck_assert_ptr_nonnull(strstr(text, "mse, then bce"));
    ck_assert_ptr_nonnull(strstr(text, "epoch 51: bce from here on"));
    harness_free(harness);
}
END_TEST

START_TEST(each_number_is_explained_as_itself)
{
    static const char *const rows[][2] = {{"test_loss", "loss over the test samples"},
                                          {"test_accuracy", "share of test samples"},
                                          {"accuracy", "share of training samples"},
                                          {"epoch", "epochs done"},
                                          {"steps", "updates done"}};
    struct harness *harness = harness_create();
    harness_do(harness, "init; data split 0.5");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[80];
        snprintf(text, sizeof text, "explain %s", rows[i][0]);
        ck_assert_ptr_nonnull(strstr(harness_do(harness, text), rows[i][1]));
    }
    harness_free(harness);
}
END_TEST

START_TEST(help_names_the_bound_of_a_divisor)
{
    struct harness *harness = harness_create();
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "help bce"), "max(a·(1 - a), 1e-12)"));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "help ce"), "max(a, 1e-12)"));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "help accuracy"), "0.5 or more"));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "help adamw"), "biases"));
    harness_free(harness);
}
END_TEST

Suite *truth_suite(void)
{
    Suite *suite = suite_create("truth");
    TCase *tests = tcase_create("truth");
    tcase_add_test(tests, the_norm_is_the_one_that_clips);
    tcase_add_test(tests, constant_targets_have_no_r2);
    tcase_add_test(tests, a_schedule_is_its_formula_also_past_its_period);
    tcase_add_test(tests, a_rate_of_0_is_said);
    tcase_add_test(tests, training_prints_about_ten_lines_that_differ);
    tcase_add_test(tests, the_line_of_a_loss_gives_its_value);
    tcase_add_test(tests, losses_of_two_kinds_are_not_joined);
    tcase_add_test(tests, each_number_is_explained_as_itself);
    tcase_add_test(tests, help_names_the_bound_of_a_divisor);
    suite_add_tcase(suite, tests);
    return suite;
}
