// SPDX-License-Identifier: GPL-3.0-or-later
// Which words are the session's names, which are a student's to take, and what is listed.
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "expr/expr.h"
#include "session/quantity.h"
#include "session/setting.h"

#include "harness.h"
#include "suites.h"

START_TEST(names_are_read_and_written)
{
    static const char *const names[] = {"x",    "y",   "w1",    "b1",    "z1",      "a1",
                                        "dw1",  "db1", "dz1",   "da1",   "w99",     "a12",
                                        "loss", "lr",  "epoch", "steps", "accuracy"};
    static const char *const others[] = {"",  "w",   "dw",    "W1",  "w1x", "w-1", "xx",
                                         "d", "ww1", "loss1", "los", "x1",  "w 1", "1w"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct quantity quantity;
        char name[QUANTITY_NAME_SIZE];
        ck_assert_msg(quantity_parse(names[i], strlen(names[i]), &quantity), "%s", names[i]);
        quantity_name(quantity, name);
        ck_assert_str_eq(name, names[i]);
        ck_assert(quantity_is_reserved(names[i], strlen(names[i])));
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct quantity quantity;
        ck_assert_msg(!quantity_parse(others[i], strlen(others[i]), &quantity), "%s", others[i]);
    }
}
END_TEST

START_TEST(a0_is_x)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; expect a0 == x");
    harness_free(harness);
}
END_TEST

START_TEST(what_has_a_meaning_is_reserved)
{
    static const char *const words[] = {"and", "or", "not", "inf", "nan", "until"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        ck_assert(quantity_is_reserved(words[i], strlen(words[i])));
    for (size_t i = 0; expr_function(i); i++)
        ck_assert(quantity_is_reserved(expr_function(i), strlen(expr_function(i))));
    for (size_t i = 0; i < SETTING_COUNT; i++)
        ck_assert(quantity_is_reserved(settings_table[i].name, strlen(settings_table[i].name)));
    ck_assert(!quantity_is_reserved("mine", 4));
    ck_assert(!quantity_is_reserved("w", 1));
}
END_TEST

START_TEST(the_list_holds_every_name_once)
{
    struct harness *harness = harness_create();
    char name[64], all[2000] = " ";
    harness_do(harness, "init 2 3 2 1; let mine = 1; let yours = [1, 2]");
    for (size_t i = 0; quantity_list(harness->shell->session, i, name, sizeof name); i++) {
        char word[80];
        snprintf(word, sizeof word, " %s ", name);
        ck_assert_msg(!strstr(all, word), "%s twice", name);
        strcat(all, name);
        strcat(all, " ");
    }
    static const char *const wanted[] = {" w1 ",   " w3 ",    " db2 ", " da3 ",     " loss ",
                                         " mine ", " yours ", " x ",   " accuracy "};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        ck_assert_msg(strstr(all, wanted[i]) != NULL, "%s", wanted[i]);
    ck_assert_ptr_null(strstr(all, " w4 "));
    harness_free(harness);
}
END_TEST

Suite *quantity_suite(void)
{
    Suite *suite = suite_create("quantity");
    TCase *tests = tcase_create("quantity");
    tcase_add_test(tests, names_are_read_and_written);
    tcase_add_test(tests, a0_is_x);
    tcase_add_test(tests, what_has_a_meaning_is_reserved);
    tcase_add_test(tests, the_list_holds_every_name_once);
    suite_add_tcase(suite, tests);
    return suite;
}
