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

// The line that stands between quotes in front of "makes a network for them".
static void recommends(struct harness *harness, const char *data, const char *line)
{
    char wanted[200];
    snprintf(wanted, sizeof wanted, "  '%s' makes a network for them\n", line);
    const char *answer = harness_do(harness, data);
    ck_assert_msg(strstr(answer, wanted) != NULL, "%s", answer);
}

// Each line can be typed, whatever the loss was before, and makes the network that suits the data.
START_TEST(recommended_lines)
{
    static const struct harness_script tables[] = {
        {"scales.csv", "age,income,y\n20,52000,1.5\n30,61000,2.5\n40,43000,0.5\n50,90000,1\n"},
        {"prices.csv", "a,b,price\n0.5,1,310000\n0.1,0,523000\n0.7,1,120500\n"},
        {NULL, NULL}};
    static const struct {
        const char *data, *line, *network;
    } cases[] = {
        {"data scales.csv", "data normalize standard; init",
         "numbers want linear outputs and loss mse"},
        {"data prices.csv", "data normalize standard; init",
         "numbers want linear outputs and loss mse"},
        {"data moons", "init", "two classes want sigmoid outputs and loss bce"},
        {"data blobs", "data normalize standard; init",
         "3 classes want softmax outputs and loss ce"},
        {"set loss bce; data moons", "init", "sigmoid outputs go with loss bce, which you set"},
        {"set loss ce; data moons", "init loss=auto", "sigmoid outputs and loss bce"},
        {"set loss ce; data sine", "init loss=auto", "linear outputs and loss mse"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct harness *harness = harness_create();
        harness->tables = tables;
        recommends(harness, cases[i].data, cases[i].line);
        const char *answer = harness_do(harness, cases[i].line);
        ck_assert_msg(strstr(answer, cases[i].network) != NULL, "%s", answer);
        harness_free(harness);
    }
}
END_TEST

// What `init` alone chose is named where it outlives the network it was for, and goes with the next choice.
START_TEST(what_init_chose_is_not_kept_in_silence)
{
    static char text[2000];
    const struct harness_script tables[] = {{"many.csv", text}, {NULL, NULL}};
    size_t used = 0;
    for (int j = 0; j < 24; j++)
        used += (size_t)snprintf(text + used, sizeof text - used, "c%d,", j);
    used += (size_t)snprintf(text + used, sizeof text - used, "y\n");
    for (int n = 0; n < 12; n++) {
        for (int j = 0; j < 24; j++)
            used +=
                (size_t)snprintf(text + used, sizeof text - used, "0.%d,", (n * 7 + j * j) % 10);
        used += (size_t)snprintf(text + used, sizeof text - used, "0.%d\n", n % 10);
    }
    struct harness *harness = harness_create();
    harness->tables = tables;
    const char *answer = harness_do(harness, "data moons n=10; init; init 2 3 1:sigmoid");
    ck_assert_msg(strstr(answer,
                         "loss bce stays, as 'init' chose it before; 'set loss mse' sets the "
                         "usual one\n") != NULL,
                  "%s", answer);
    ck_assert_ptr_null(strstr(harness_do(harness, "init seed=3"), "stays"));
    ck_assert_ptr_null(strstr(harness_do(harness, "set loss bce; init 2 3 1:sigmoid"), "stays"));
    answer = harness_do(harness, "init loss=auto; data many.csv; init");
    ck_assert_msg(strstr(answer, "loss mse; many inputs want lr 0.1\n") != NULL, "%s", answer);
    answer = harness_do(harness, "init 24 1");
    ck_assert_msg(strstr(answer, "lr 0.1 stays, as 'init' chose it before; 'set lr 0.2' sets the "
                                 "usual one\n") != NULL,
                  "%s", answer);
    answer = harness_do(harness, "data moons n=10; init");
    ck_assert_msg(strstr(answer, "; lr is 0.2 again\n") != NULL, "%s", answer);
    harness_do(harness, "expect lr == 0.2; data many.csv; init; set lr 0.1; data moons; init");
    harness_do(harness, "expect lr == 0.1");
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
    ck_assert_ptr_nonnull(strstr(answer, "'data normalize standard; init' makes"));
    answer = harness_fail(harness, "init 2 1; train");
    ck_assert_ptr_nonnull(strstr(answer, "; price goes up to 3"));
    ck_assert_ptr_nonnull(strstr(answer, ": 'data normalize standard; reset' brings all columns"));
    answer = harness_do(harness, "data normalize standard; init; train; show metrics");
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
    tcase_add_test(tests, what_init_chose_is_not_kept_in_silence);
    tcase_add_test(tests, scales_are_named_and_learnt);
    tcase_add_test(tests, truth_tables_count_in_binary);
    tcase_add_test(tests, noise_is_drawn_from_the_seed);
    tcase_add_test(tests, too_many_inputs_are_refused);
    tcase_add_test(tests, a_size_beyond_memory_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
