// SPDX-License-Identifier: GPL-3.0-or-later
// One notation in each column of a table, and in the losses that are printed below each other.
#include <check.h>
#include <string.h>

#include "view/style.h"
#include "view/table.h"

#include "suites.h"

static const struct style six = {.digits = 6, .limit = 12};

// Prints a column of numbers; the caller frees the text.
static struct buf column_of(const double *values, size_t count, int digits)
{
    struct table table = TABLE_EMPTY;
    struct buf out = BUF_EMPTY;
    struct style style = six;
    style.digits = digits;
    for (size_t i = 0; i < count; i++) {
        table_number(&table, style, values[i]);
        table_row(&table);
    }
    table_print(&table, &out, style, "", "r");
    return out;
}

START_TEST(a_column_has_one_notation)
{
    static const struct {
        double values[3];
        int digits;
        const char *text;
    } columns[] = {
        {{-0.9299661, -0.01626, 1.0943671}, 6, "-0.929966\n-0.016260\n 1.094367\n"},
        {{12345.6, 0.5, 3}, 6, "12345.6\n    0.5\n      3\n"},
        {{7.125, 0.5, 0}, 6, "7.125\n0.500\n    0\n"},
        {{30000, 45000, 52000}, 6, "30000\n45000\n52000\n"},
        {{0.25, 1. / 3, 100}, 3, "0.2\n0.3\n100\n"},
        // So different that all would take an exponent: each as it is on its own.
        {{1e-5, 20000, 0.25}, 6, "1e-05\n20000\n 0.25\n"},
        {{0.1, 1. / 3, 2}, 17, "               0.1\n0.3333333333333333\n                 2\n"}};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        struct buf out = column_of(columns[i].values, 3, columns[i].digits);
        ck_assert(!out.failed);
        ck_assert_str_eq(buf_text(&out), columns[i].text);
        buf_free(&out);
    }
}
END_TEST

// Numbers wait for their own column only, and words stay what they are.
START_TEST(columns_are_written_apart)
{
    struct table table = TABLE_EMPTY;
    struct buf out = BUF_EMPTY;
    table_cell(&table, "age");
    table_cell(&table, "income");
    table_row(&table);
    table_number(&table, six, 0.5);
    table_number(&table, six, 30000);
    table_row(&table);
    table_cell(&table, "-");
    table_number(&table, six, 45000.5);
    table_row(&table);
    table_number(&table, six, 0.125);
    table_row(&table);
    table_print(&table, &out, six, "", "r");
    ck_assert_str_eq(buf_text(&out), "  age   income\n"
                                     "0.500    30000\n"
                                     "    -  45000.5\n"
                                     "0.125\n");
    buf_free(&out);
}
END_TEST

START_TEST(a_small_loss_keeps_the_notation)
{
    static const struct {
        double loss;
        const char *text;
    } losses[] = {{0.25063, "0.2506"},    {0.0001, "0.0001"},        {0.000049, "0.000049"},
                  {0.000012, "0.000012"}, {0.0000078, "0.0000078"},  {0.00000012, "1.2e-07"},
                  {0, "0.0000"},          {12345.678, "12345.6780"}, {4.2e49, "4.2e+49"}};
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++)
        ck_assert_str_eq(style_loss(six, losses[i].loss).text, losses[i].text);
}
END_TEST

Suite *table_suite(void)
{
    Suite *suite = suite_create("table");
    TCase *tests = tcase_create("table");
    tcase_add_test(tests, a_column_has_one_notation);
    tcase_add_test(tests, columns_are_written_apart);
    tcase_add_test(tests, a_small_loss_keeps_the_notation);
    suite_add_tcase(suite, tests);
    return suite;
}
