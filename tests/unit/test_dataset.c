// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in data sets, every row of the table; the truth tables by what their names mean.
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/builtin.h"
#include "data/recommendation.h"
#include "network/rng.h"

#include "harness.h"
#include "suites.h"

static struct dataset *make(const struct builtin *builtin, struct builtin_options options)
{
    struct error error = ERROR_NONE;
    struct dataset *data = builtin_make(builtin, &options, &error);
    ck_assert_msg(data != NULL, "%s: %s", builtin->name, error.what);
    return data;
}

START_TEST(a_row_makes_a_set)
{
    const struct builtin *builtin = &builtins[_i];
    struct dataset *data = make(builtin, (struct builtin_options){.seed = 1});
    ck_assert_str_eq(data->name, builtin->name);
    ck_assert_uint_eq(data->x.rows, data->y.rows);
    ck_assert_uint_gt(data->x.rows, 0);
    ck_assert(!data->is_edited);
    ck_assert(*builtin->meaning);
    ck_assert_ptr_eq(builtin_find(builtin->name, strlen(builtin->name)), builtin);
    ck_assert_ptr_null(builtin_find(builtin->name, strlen(builtin->name) - 1));
    for (size_t i = 0; i < matrix_count(data->x); i++)
        ck_assert(isfinite(data->x.data[i]));
    dataset_free(data);
}
END_TEST

static double truth(const char *name, size_t n, size_t inputs)
{
    size_t ones = 0;
    for (size_t i = 0; i < inputs; i++)
        ones += n >> i & 1;
    if (strcmp(name, "and") == 0)
        return ones == inputs;
    if (strcmp(name, "or") == 0)
        return ones != 0;
    if (strcmp(name, "nand") == 0)
        return ones != inputs;
    if (strcmp(name, "xnor") == 0)
        return ones % 2 == 0;
    return ones % 2 == 1; // xor, parity
}

START_TEST(truth_tables_count_in_binary)
{
    static const char *const names[] = {"xor", "and", "or", "nand", "xnor", "parity"};
    for (size_t t = 0; t < sizeof names / sizeof *names; t++)
        for (size_t inputs = 1; inputs <= 6; inputs++) {
            const struct builtin *builtin = builtin_find(names[t], strlen(names[t]));
            struct dataset *data = make(builtin, (struct builtin_options){.n = inputs});
            ck_assert_uint_eq(data->x.rows, (size_t)1 << inputs);
            ck_assert_uint_eq(data->x.cols, inputs);
            ck_assert_uint_eq(data->y.cols, 1);
            for (size_t n = 0; n < data->x.rows; n++) {
                for (size_t i = 0; i < inputs; i++)
                    ck_assert(matrix_at(data->x, n, i) == (double)(n >> (inputs - 1 - i) & 1));
                ck_assert_msg(data->y.data[n] == truth(names[t], n, inputs), "%s of %zu", names[t],
                              n);
            }
            dataset_free(data);
        }
}
END_TEST

// Noise is NumPy's randn of that seed, row by row, times the standard deviation.
START_TEST(noise_is_drawn_from_the_seed)
{
    struct builtin_options options = {.n = 3, .noise = 0.25, .seed = 9};
    struct dataset *data = make(builtin_find("parity", 6), options);
    struct rng rng;
    rng_seed(&rng, 9);
    for (size_t n = 0; n < 8; n++)
        for (size_t i = 0; i < 3; i++)
            ck_assert(matrix_at(data->x, n, i) ==
                      (double)(n >> (2 - i) & 1) + 0.25 * rng_normal(&rng));
    ck_assert_ptr_nonnull(strstr(data->name, "noise=0.25"));
    ck_assert_ptr_nonnull(strstr(data->name, "seed=9"));
    dataset_free(data);
}
END_TEST

START_TEST(too_many_inputs_are_refused)
{
    struct error error = ERROR_NONE;
    struct builtin_options options = {.n = BUILTIN_INPUTS_MOST + 1};
    ck_assert_ptr_null(builtin_make(builtin_find("xor", 3), &options, &error));
    ck_assert(*error.what);
    dataset_free(make(builtin_find("xor", 3), (struct builtin_options){.n = BUILTIN_INPUTS_MOST}));
    dataset_free(NULL);
}
END_TEST

START_TEST(a_size_beyond_memory_is_refused)
{
    struct error error = ERROR_NONE;
    ck_assert_ptr_null(dataset_create((size_t)-1 / 2, 3, 1, &error));
    ck_assert_str_eq(error.what, "out of memory");
}
END_TEST

// What the targets are, by their values.
START_TEST(kinds_of_targets)
{
    static const struct {
        size_t rows, cols;
        double y[8];
        enum targets kind;
        double low, high;
    } cases[] = {
        {4, 1, {0, 1, 1, 0}, TARGETS_TWO, 0, 1},
        {2, 1, {1, 1}, TARGETS_TWO, 0, 1},
        {4, 1, {-1, 1, 1, -1}, TARGETS_TWO, -1, 1},
        {4, 1, {0.1, 0.9, 0.9, 0.1}, TARGETS_TWO, 0.1, 0.9},
        {4, 1, {1, 2, 2, 1}, TARGETS_NUMBERS, 0, 0},
        {4, 1, {0, 1, 2, 1}, TARGETS_NUMBERS, 0, 0},
        {2, 1, {0.1, 0.1}, TARGETS_NUMBERS, 0, 0},
        {2, 2, {0, 1, 1, 0}, TARGETS_CLASSES, 0, 1},
        {1, 2, {0.01, 0.99}, TARGETS_CLASSES, 0.01, 0.99},
        {1, 3, {0, 0, 1}, TARGETS_CLASSES, 0, 1},
        {2, 2, {0, 1, 1, 1}, TARGETS_LABELS, 0, 1},
        {4, 2, {-1, -1, -1, 1, 1, -1, 1, 1}, TARGETS_LABELS, -1, 1},
        {2, 2, {0, 1, 1, 0.5}, TARGETS_NUMBERS, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = ERROR_NONE;
        struct dataset *set = dataset_create(cases[i].rows, 1, cases[i].cols, &error);
        memcpy(set->y.data, cases[i].y, cases[i].rows * cases[i].cols * sizeof(double));
        dataset_find_targets(set);
        ck_assert_msg(set->targets == cases[i].kind, "case %zu is %d", i, (int)set->targets);
        if (set->targets != TARGETS_NUMBERS)
            ck_assert(set->low == cases[i].low && set->high == cases[i].high);
        dataset_free(set);
    }
}
END_TEST

static void recommends(struct harness *harness, const char *data, const char *line)
{
    struct recommendation found;
    struct buf text = BUF_EMPTY;
    harness_do(harness, data);
    recommendation_make(harness->shell->session->data, &found);
    recommendation_line(&found, harness->shell->session->settings.loss, &text);
    ck_assert_str_eq(buf_text(&text), line);
    buf_free(&text);
}

// Each line can be typed, whatever the loss was before.
START_TEST(recommended_lines)
{
    static const struct harness_script tables[] = {
        {"scales.csv", "age,income,y\n20,52000,1.5\n30,61000,2.5\n40,43000,0.5\n50,90000,1\n"},
        {"prices.csv", "a,b,price\n0.5,1,310000\n0.1,0,523000\n0.7,1,120500\n"},
        {NULL, NULL}};
    struct harness *harness = harness_create();
    harness->tables = tables;
    recommends(harness, "data scales.csv",
               "data normalize standard; init 2 16:relu 16:relu 1:linear scheme=xavier_normal");
    recommends(harness, "data prices.csv",
               "data normalize standard; init 2 16:relu 16:relu 1:linear scheme=xavier_normal");
    recommends(harness, "data moons",
               "init 2 16:relu 16:relu 1:sigmoid scheme=xavier_normal; set loss bce");
    recommends(harness, "data blobs; data normalize standard",
               "init 2 16:relu 16:relu 3:softmax scheme=xavier_normal; set loss ce");
    recommends(harness, "data inline x=[[0,1],[1,0],[1,1],[0,0]] y=[[1,1],[0,1],[0,0],[1,0]]",
               "init 2 16:relu 16:relu 2:sigmoid scheme=xavier_normal; set loss bce");
    recommends(harness, "data inline x=[[0],[1]] y=[-1,1]",
               "init 1 16:relu 16:relu 1:linear scheme=xavier_normal");
    recommends(harness, "set loss ce; data moons",
               "set loss mse; init 2 16:relu 16:relu 1:sigmoid scheme=xavier_normal; set loss bce");
    harness_do(harness,
               "set loss mse; init 2 16:relu 16:relu 1:sigmoid scheme=xavier_normal; set loss bce");
    harness_free(harness);
}
END_TEST

// The columns that differ are named, and the line learns targets in the hundred thousands.
START_TEST(scales_are_named_and_learnt)
{
    static char text[4000];
    const struct harness_script tables[] = {{"t.csv", text}, {NULL, NULL}};
    size_t used = (size_t)snprintf(text, sizeof text, "near,income,price\n");
    for (int n = 0; n < 60; n++)
        used += (size_t)snprintf(text + used, sizeof text - used, "0.%02d,%d,%d\n", n * 7 % 60,
                                 20000 + n * 911 % 50000,
                                 100000 + 5 * (n * 911 % 50000) - 900 * (n * 7 % 60));
    struct harness *harness = harness_create();
    harness->tables = tables;
    const char *answer = harness_do(harness, "data t.csv");
    ck_assert_ptr_nonnull(strstr(answer, "income goes up to "));
    ck_assert_ptr_nonnull(strstr(answer, "and near to 0.59: too different to learn from"));
    ck_assert_ptr_nonnull(strstr(answer, "'data normalize standard; init 2 "));
    answer = harness_fail(harness, "init 2 1; train");
    ck_assert_ptr_nonnull(strstr(answer, "; price goes up to 3"));
    ck_assert_ptr_nonnull(strstr(answer, ": 'data normalize standard; reset' brings all columns"));
    answer = harness_do(harness, "data normalize standard; "
                                 "init 2 16:relu 16:relu 1:linear scheme=xavier_normal; train; "
                                 "show metrics");
    double r2 = atof(strstr(answer, "r² ") + strlen("r² "));
    ck_assert_msg(r2 > 0.99, "%g", r2);
    harness_free(harness);
}
END_TEST

Suite *dataset_suite(void)
{
    Suite *suite = suite_create("dataset");
    TCase *tests = tcase_create("dataset");
    tcase_add_loop_test(tests, a_row_makes_a_set, 0, BUILTIN_COUNT);
    tcase_add_test(tests, kinds_of_targets);
    tcase_add_test(tests, recommended_lines);
    tcase_add_test(tests, scales_are_named_and_learnt);
    tcase_add_test(tests, truth_tables_count_in_binary);
    tcase_add_test(tests, noise_is_drawn_from_the_seed);
    tcase_add_test(tests, too_many_inputs_are_refused);
    tcase_add_test(tests, a_size_beyond_memory_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
