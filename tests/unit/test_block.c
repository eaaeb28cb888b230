// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks of numbers: all zeros, on a line of the cache, whatever their size.
#include "base/block.h"

#include <check.h>
#include <stdint.h>
#include <stdlib.h>

#include "suites.h"

START_TEST(a_block_is_zeros_on_a_line)
{
    static const size_t counts[] = {0, 1, 7, 8, 9, 1000, (1 << 18) - 1, 1 << 18, (1 << 18) + 1};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        double *block = block_zeros(counts[i]);
        ck_assert_ptr_nonnull(block);
        ck_assert_uint_eq((uintptr_t)block % 64, 0);
        for (size_t j = 0; j < counts[i]; j++)
            ck_assert(block[j] == 0);
        free(block);
    }
}
END_TEST

START_TEST(what_is_too_large_is_refused)
{
    ck_assert_ptr_null(block_zeros(SIZE_MAX));
    ck_assert_ptr_null(block_zeros(SIZE_MAX / sizeof(double)));
    ck_assert_ptr_null(block_zeros(SIZE_MAX / sizeof(double) / 2));
}
END_TEST

Suite *block_suite(void)
{
    Suite *suite = suite_create("block");
    TCase *tests = tcase_create("block");
    tcase_add_test(tests, a_block_is_zeros_on_a_line);
    tcase_add_test(tests, what_is_too_large_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
