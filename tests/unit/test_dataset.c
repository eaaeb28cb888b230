// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in data sets, every row of the table; the truth tables by what their names mean.
#include <check.h>
#include <math.h>
#include <string.h>

#include "data/builtin.h"
#include "network/rng.h"

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

Suite *dataset_suite(void)
{
    Suite *suite = suite_create("dataset");
    TCase *tests = tcase_create("dataset");
    tcase_add_loop_test(tests, a_row_makes_a_set, 0, BUILTIN_COUNT);
    tcase_add_test(tests, truth_tables_count_in_binary);
    tcase_add_test(tests, noise_is_drawn_from_the_seed);
    tcase_add_test(tests, too_many_inputs_are_refused);
    tcase_add_test(tests, a_size_beyond_memory_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
