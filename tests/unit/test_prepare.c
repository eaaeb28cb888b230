// SPDX-License-Identifier: GPL-3.0-or-later
// Splitting, normalising, ordering, metrics and the drawn sets, against figures that NumPy computed
// (tests/reference/data_reference.py).
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "data/builtin.h"
#include "data/inline.h"
#include "data/prepare.h"
#include "session/metrics.h"

#include "../reference/data_reference.inc"
#include "harness.h"
#include "suites.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void ck_near(const double *got, const double *wanted, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(fabs(got[i] - wanted[i]) <= 1e-14 * (1 + fabs(wanted[i])),
                      "%zu: %.17g, not %.17g", i, got[i], wanted[i]);
}

static struct dataset *draw(const char *name, struct builtin_options options)
{
    struct error error = ERROR_NONE;
    struct dataset *set = builtin_make(builtin_find(name, strlen(name)), &options, &error);
    ck_assert_msg(set != NULL, "%s", error.what);
    return set;
}

START_TEST(drawn_sets_are_numpys)
{
    struct dataset *set = draw("moons", (struct builtin_options){.n = 9, .seed = 3});
    ck_near(set->x.data, reference_moons, COUNT(reference_moons));
    for (size_t n = 0; n < 9; n++)
        ck_assert(set->y.data[n] == (double)(n % 2));
    dataset_free(set);
    set = draw("spiral", (struct builtin_options){.n = 10, .arms = 3, .seed = 5});
    ck_near(set->x.data, reference_spiral, COUNT(reference_spiral));
    ck_assert_uint_eq(set->y.cols, 3);
    dataset_free(set);
    set = draw("blobs", (struct builtin_options){.n = 6, .seed = 7});
    ck_near(set->x.data, reference_blobs, COUNT(reference_blobs));
    dataset_free(set);
    set = draw("sine", (struct builtin_options){.n = 5, .seed = 2});
    ck_near(set->y.data, reference_sine, COUNT(reference_sine));
    ck_assert_int_eq(set->targets, TARGETS_NUMBERS);
    dataset_free(set);
    set = draw("plane", (struct builtin_options){.n = 4, .seed = 4});
    for (size_t n = 0; n < 4; n++) {
        ck_near(set->x.data + 2 * n, reference_plane + 3 * n, 2);
        ck_near(set->y.data + n, reference_plane + 3 * n + 2, 1);
    }
    dataset_free(set);
}
END_TEST

// The means and standard deviations that are printed with Fisher's table in every textbook.
START_TEST(iris_is_fishers)
{
    static const double means[3][4] = {
        {5.006, 3.428, 1.462, 0.246}, {5.936, 2.77, 4.26, 1.326}, {6.588, 2.974, 5.552, 2.026}};
    static const double spreads[3][4] = {{0.3525, 0.3791, 0.1737, 0.1054},
                                         {0.5162, 0.3138, 0.4699, 0.1978},
                                         {0.6359, 0.3225, 0.5519, 0.2747}};
    struct dataset *set = draw("iris", (struct builtin_options){0});
    ck_assert_uint_eq(set->x.rows, 150);
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < 4; i++) {
            double mean = 0, squares = 0;
            for (size_t n = 50 * k; n < 50 * (k + 1); n++) {
                mean += matrix_at(set->x, n, i) / 50;
                ck_assert(matrix_at(set->y, n, k) == 1);
            }
            for (size_t n = 50 * k; n < 50 * (k + 1); n++)
                squares += pow(matrix_at(set->x, n, i) - mean, 2) / 49;
            ck_assert_double_eq_tol(mean, means[k][i], 1e-12);
            ck_assert_double_eq_tol(sqrt(squares), spreads[k][i], 5e-5);
        }
    dataset_free(set);
}
END_TEST

// Counts that scikit-learn's copy of the set has: the samples of each class, all ink, and all ink
// weighted by the number of its point and by that of its sample.
START_TEST(digits_are_those_of_the_repository)
{
    static const double counts[10] = {178, 182, 177, 183, 181, 182, 181, 179, 174, 180};
    struct dataset *set = draw("digits", (struct builtin_options){0});
    double classes[10] = {0}, ink = 0, by_point = 0, by_sample = 0;
    for (size_t n = 0; n < set->x.rows; n++) {
        for (size_t k = 0; k < 10; k++)
            classes[k] += matrix_at(set->y, n, k);
        for (size_t i = 0; i < 64; i++) {
            double points = 16 * matrix_at(set->x, n, i);
            ink += points;
            by_point += (double)(i + 1) * points;
            by_sample += (double)(n + 1) * points;
        }
    }
    for (size_t k = 0; k < 10; k++)
        ck_assert(classes[k] == counts[k]);
    ck_assert(ink == 561718);
    ck_assert(by_point == 18222371);
    ck_assert(by_sample == 503904265);
    dataset_free(set);
}
END_TEST

// Ten samples numbered 0 to 9, of which the last five are of class 1.
static struct dataset *numbered(void)
{
    struct error error;
    struct dataset *set = dataset_create(10, 1, 1, &error);
    for (size_t n = 0; n < 10; n++) {
        set->x.data[n] = (double)n;
        set->y.data[n] = n >= 5;
    }
    return set;
}

START_TEST(a_split_is_numpys_permutation)
{
    struct error error;
    struct dataset *set = numbered(), *parted = prepare_split(set, 0.7, 3, false, &error);
    ck_assert_uint_eq(parted->x.rows, 7);
    ck_assert_uint_eq(parted->test_x.rows, 3);
    ck_near(parted->x.data, reference_split, 10); // the test part lies behind
    for (size_t n = 0; n < 10; n++)
        ck_assert(parted->y.data[n] == (parted->x.data[n] >= 5));
    ck_assert_str_eq(parted->recipe, "data split 0.7 seed=3\n");
    struct dataset *shuffled = prepare_shuffle(set, 3, &error);
    ck_near(shuffled->x.data, reference_split, 10);
    struct dataset *taken = prepare_take(parted, 2, &error);
    ck_near(taken->x.data, reference_split, 2);
    ck_near(taken->test_x.data, reference_split + 7, 3);
    dataset_free(taken);
    dataset_free(shuffled);
    dataset_free(parted);
    dataset_free(set);
}
END_TEST

START_TEST(a_stratified_split_keeps_shares)
{
    struct error error;
    struct dataset *set = draw("iris", (struct builtin_options){0});
    for (uint32_t seed = 0; seed < 20; seed++) {
        struct dataset *parted = prepare_split(set, 0.8, seed, true, &error);
        double sums[3] = {0};
        for (size_t n = 0; n < parted->x.rows; n++)
            for (size_t k = 0; k < 3; k++)
                sums[k] += matrix_at(parted->y, n, k);
        for (size_t k = 0; k < 3; k++)
            ck_assert(sums[k] == 40);
        // Every sample is in one of the parts: sums over all inputs agree.
        double whole = 0, both = 0;
        for (size_t i = 0; i < 600; i++) {
            whole += round(10 * set->x.data[i]);
            both += round(10 * parted->x.data[i]);
        }
        ck_assert(whole == both);
        dataset_free(parted);
    }
    dataset_free(set);
}
END_TEST

START_TEST(normalising_is_fitted_on_the_training_part)
{
    struct error error;
    struct dataset *set = dataset_create(8, 1, 1, &error);
    memcpy(set->x.data, reference_column, sizeof reference_column);
    memcpy(set->y.data, reference_column, sizeof reference_column);
    dataset_find_targets(set);
    ck_assert_int_eq(set->targets, TARGETS_NUMBERS);
    dataset_divide(set, 6);
    struct dataset *standard = prepare_normalize(set, NORMALIZE_STANDARD, &error);
    ck_near(standard->x.data, reference_standard, 8);
    ck_near(standard->y.data, reference_standard, 8);
    for (size_t n = 0; n < 8; n++)
        ck_assert(dataset_original(standard, 0, standard->x.data[n]) == reference_column[n]);
    struct dataset *minmax = prepare_normalize(standard, NORMALIZE_MINMAX, &error);
    ck_near(minmax->x.data, reference_minmax, 8);
    struct dataset *back = prepare_normalize(minmax, NORMALIZE_NONE, &error);
    ck_near(back->x.data, reference_column, 8);
    ck_assert_str_eq(back->recipe,
                     "data normalize standard\ndata normalize minmax\ndata normalize none\n");
    dataset_free(back);
    dataset_free(minmax);
    dataset_free(standard);
    dataset_free(set);
}
END_TEST

START_TEST(a_recipe_makes_the_very_set)
{
    static const char *const commands[] = {
        "data spiral arms=3 n=20 seed=4",
        "data split 0.7 seed=9 stratify",
        "data normalize standard",
        "data shuffle seed=2",
        "data take 5",
        "data split 0.5",
        "data grid x0 * x1 + 1 n=5",
        "let c = 0.5; data grid x0 * x1 + c n=5",
        "let c = 0.25", // what was drawn by it stays
        "data inline x=[[1, 2], [3, 4], [5, 7]] y=[0.1, 1, 2] test=1",
        "data split 0.4",
        "data normalize minmax"};
    struct harness *first = harness_create(), *second = harness_create();
    for (size_t i = 0; i < COUNT(commands); i++) {
        harness_do(first, commands[i]);
        const struct dataset *a = first->shell->session->data;
        struct buf recipe = BUF_EMPTY;
        inline_recipe(a, &recipe);
        harness_do(second, buf_text(&recipe));
        buf_free(&recipe);
        const struct dataset *b = second->shell->session->data;
        struct matrix x = dataset_all_x(a), y = dataset_all_y(a);
        ck_assert_uint_eq(a->x.rows, b->x.rows);
        ck_assert_uint_eq(a->test_x.rows, b->test_x.rows);
        ck_assert_mem_eq(x.data, b->x.data, matrix_count(x) * sizeof(double));
        ck_assert_mem_eq(y.data, b->y.data, matrix_count(y) * sizeof(double));
        ck_assert_str_eq(a->recipe ? a->recipe : "", b->recipe ? b->recipe : "");
        ck_assert_int_eq((int)a->targets, (int)b->targets);
    }
    harness_free(first);
    harness_free(second);
}
END_TEST

static void ck_metric(const char *title, const struct class_counts *counts, double expected)
{
    const struct class_metric *metric = class_metrics;
    while (strcmp(metric->title, title) != 0)
        metric++;
    ck_near(&(double){metric->value(counts)}, &expected, 1);
}

START_TEST(metrics_are_by_definition)
{
    struct error error;
    struct dataset *set = dataset_create(10, 1, 3, &error);
    struct matrix a = {10, 3, calloc(30, sizeof(double))};
    for (size_t n = 0; n < 10; n++) {
        set->y.data[3 * n + (size_t)reference_actual[n]] = 1;
        a.data[3 * n + (size_t)reference_guess[n]] = 0.6;
    }
    struct metrics *metrics = metrics_create(set, a, set->y, &error);
    ck_assert_uint_eq(metrics->class_count, 3);
    ck_assert_uint_eq(metrics->right, 7);
    for (size_t k = 0; k < 3; k++) {
        ck_metric("precision", &metrics->classes[k], reference_precision[k]);
        ck_metric("recall", &metrics->classes[k], reference_recall[k]);
        ck_metric("f1", &metrics->classes[k], reference_f1[k]);
    }
    for (size_t i = 0; i < 9; i++)
        ck_assert_uint_eq(metrics->confusion[i], (size_t)reference_confusion[i]);
    metrics_free(metrics);
    // A class that is never predicted has no precision, and NaN is wrong for every class.
    for (size_t i = 0; i < 30; i++)
        a.data[i] = (double)NAN;
    metrics = metrics_create(set, a, set->y, &error);
    ck_assert(isnan(class_metrics[0].value(&metrics->classes[0])) && metrics->right == 0);
    metrics_free(metrics);
    free(a.data);
    dataset_free(set);
    set = dataset_create(4, 1, 1, &error);
    memcpy(set->y.data, reference_y, sizeof reference_y);
    dataset_find_targets(set);
    double guesses[4];
    memcpy(guesses, reference_a, sizeof guesses);
    metrics = metrics_create(set, (struct matrix){4, 1, guesses}, set->y, &error);
    for (size_t i = 0; i < 3; i++) // rmse, mean absolute error, r²
        ck_near(&(double){number_metrics[i].value(&metrics->numbers[0])}, reference_numbers + i, 1);
    metrics_free(metrics);
    dataset_free(set);
}
END_TEST

// A column that is the same in every row has no scale: 0.1 seven times has a deviation of 1.4e-17 where it is
// computed.
START_TEST(constant_columns_are_left_as_they_are)
{
    struct error error = ERROR_NONE;
    struct dataset *set = dataset_create(7, 3, 1, &error);
    for (size_t n = 0; n < 7; n++) {
        set->x.data[3 * n] = 0.1;
        set->x.data[3 * n + 1] = 2014;
        set->x.data[3 * n + 2] = (double)n;
        set->y.data[n] = 0.1;
    }
    dataset_find_targets(set);
    for (int method = NORMALIZE_STANDARD; method <= NORMALIZE_MINMAX; method++) {
        struct dataset *to = prepare_normalize(set, (enum normalization)method, &error);
        ck_assert_msg(to != NULL, "%s", error.what);
        for (size_t n = 0; n < 7; n++)
            ck_assert(to->x.data[3 * n] == 0.1 && to->x.data[3 * n + 1] == 2014 &&
                      to->y.data[n] == 0.1);
        for (size_t i = 0; i < 2; i++)
            ck_assert(to->columns[i].scale == 1 && to->columns[i].shift == 0);
        dataset_free(to);
    }
    // A target that no network would learn as it is becomes 0, and is told as it was.
    for (size_t n = 0; n < 7; n++)
        set->y.data[n] = 250000;
    struct dataset *large = prepare_normalize(set, NORMALIZE_STANDARD, &error);
    ck_assert(large && large->y.data[6] == 0 && dataset_original(large, 3, 0) == 250000);
    dataset_free(large);
    for (size_t n = 0; n < 7; n++)
        set->y.data[n] = 0.1;
    // Nor have its targets an r².
    double a[7] = {0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    struct metrics *metrics = metrics_create(set, (struct matrix){7, 1, a}, set->y, &error);
    for (const struct number_metric *metric = number_metrics; metric->title; metric++)
        if (strcmp(metric->title, "r²") == 0)
            ck_assert(isnan(metric->value(&metrics->numbers[0])));
    metrics_free(metrics);
    dataset_free(set);
}
END_TEST

Suite *prepare_suite(void)
{
    Suite *suite = suite_create("prepare");
    TCase *tests = tcase_create("prepare");
    tcase_add_test(tests, constant_columns_are_left_as_they_are);
    tcase_add_test(tests, drawn_sets_are_numpys);
    tcase_add_test(tests, iris_is_fishers);
    tcase_add_test(tests, digits_are_those_of_the_repository);
    tcase_add_test(tests, a_split_is_numpys_permutation);
    tcase_add_test(tests, a_stratified_split_keeps_shares);
    tcase_add_test(tests, normalising_is_fitted_on_the_training_part);
    tcase_add_test(tests, a_recipe_makes_the_very_set);
    tcase_add_test(tests, metrics_are_by_definition);
    suite_add_tcase(suite, tests);
    return suite;
}
