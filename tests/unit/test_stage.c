// SPDX-License-Identifier: GPL-3.0-or-later
// The list of stages: its order for two layers as language.md has it, and the round trip for any.
#include <check.h>
#include <string.h>

#include "network/stage.h"

#include "suites.h"

START_TEST(two_layers_go_there_and_back)
{
    static const char *const names[] = {"z1",  "a1",  "z2",  "a2",  "loss", "da2",
                                        "dz2", "dw2", "da1", "dz1", "dw1",  "update"};
    char name[STAGE_NAME_SIZE];
    ck_assert_uint_eq(stage_count(2), sizeof names / sizeof *names);
    for (size_t i = 0; i < stage_count(2); i++) {
        stage_name(stage_at(2, i), name);
        ck_assert_str_eq(name, names[i]);
    }
    ck_assert_uint_eq(stage_first_backward(2), 5);
    ck_assert_uint_eq(stage_update(2), 11);
}
END_TEST

START_TEST(index_undoes_at)
{
    for (size_t layers = 1; layers <= 100; layers++) {
        for (size_t i = 0; i < stage_count(layers); i++)
            ck_assert_uint_eq(stage_index(layers, stage_at(layers, i)), i);
        ck_assert_int_eq(stage_at(layers, stage_count(layers) - 1).kind, STAGE_UPDATE);
        ck_assert_int_eq(stage_at(layers, stage_first_backward(layers) - 1).kind, STAGE_LOSS);
        ck_assert_int_eq(stage_at(layers, stage_first_backward(layers)).kind, STAGE_DA);
        ck_assert_uint_eq(stage_update(layers), stage_count(layers) - 1);
    }
}
END_TEST

// What a stage needs comes before it.
START_TEST(each_stage_comes_after_what_it_reads)
{
    for (size_t layers = 1; layers <= 6; layers++)
        for (size_t k = 1; k <= layers; k++) {
#define AT(kind, layer) stage_index(layers, (struct stage){kind, layer})
            ck_assert_uint_lt(AT(STAGE_Z, k), AT(STAGE_A, k));
            ck_assert_uint_lt(AT(STAGE_A, k), AT(STAGE_LOSS, 0));
            ck_assert_uint_lt(AT(STAGE_LOSS, 0), AT(STAGE_DA, k));
            ck_assert_uint_lt(AT(STAGE_DA, k), AT(STAGE_DZ, k));
            ck_assert_uint_lt(AT(STAGE_DZ, k), AT(STAGE_DW, k));
            ck_assert_uint_lt(AT(STAGE_DW, k), AT(STAGE_UPDATE, 0));
            if (k < layers) {
                ck_assert_uint_lt(AT(STAGE_A, k), AT(STAGE_Z, k + 1));
                ck_assert_uint_lt(AT(STAGE_DZ, k + 1), AT(STAGE_DA, k));
            }
#undef AT
        }
}
END_TEST

Suite *stage_suite(void)
{
    Suite *suite = suite_create("stage");
    TCase *tests = tcase_create("stage");
    tcase_add_test(tests, two_layers_go_there_and_back);
    tcase_add_test(tests, index_undoes_at);
    tcase_add_test(tests, each_stage_comes_after_what_it_reads);
    suite_add_tcase(suite, tests);
    return suite;
}
