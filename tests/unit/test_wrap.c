// SPDX-License-Identifier: GPL-3.0-or-later
// Lines that are too long for a screen go on below; lines that fit stay to the byte. Tables and matrices
// leave out their middle.
#include <check.h>
#include <string.h>

#include "base/utf8.h"
#include "view/matrix_view.h"
#include "view/table.h"
#include "view/wrap.h"

#include "harness.h"
#include "suites.h"

static void check_wrap(const char *text, size_t columns, const char *wanted)
{
    struct buf out = BUF_EMPTY;
    wrap_text(&out, text, strlen(text), columns);
    ck_assert_str_eq(buf_text(&out), wanted);
    buf_free(&out);
}

START_TEST(lines_go_on_below)
{
    static const struct {
        size_t columns;
        const char *text, *wanted;
    } rows[] = {
        {20, "fits as it is\n", "fits as it is\n"},
        {10, "one two three\n", "one two\nthree\n"},
        {10, "  one two three", "  one two\n  three"},
        // A paragraph flows on; a new sentence, a deeper line or a table does not.
        {14, "one two three\nfour five\n", "one two three\nfour five\n"},
        {12, "one two three\nfour five\n", "one two\nthree four\nfive\n"},
        {12, "one two three.\nfour five\n", "one two\nthree.\nfour five\n"},
        {12, "one two three\n  four\n", "one two\nthree\n  four\n"},
        {12, "one two three\na  b\n", "one two\nthree\na  b\n"},
        // What stands in a second column stays there; a comment stays one.
        {16, "ab  one two three four\n", "ab  one two\n    three four\n"},
        {18, "ab  # one two three four\n", "ab  # one two\n    # three four\n"},
        // A formula is broken before a sign, and = stands below =.
        {20, "z = 1·2 + 3·4 + 5·6 = 44\n", "z = 1·2 + 3·4 + 5·6\n  = 44\n"},
        {16, "z = 1·2 + 3·4 + 5·6 = 44\n", "z = 1·2 + 3·4\n    + 5·6 = 44\n"},
        // Words beside it come nearer, or go below.
        {20, "z = 1 + 2          words\n", "z = 1 + 2      words\n"},
        {16, "z = 1 + 2          words\n", "z = 1 + 2\n    words\n"},
        // A word without an end stays whole.
        {4, "abcdefgh ij\n", "abcdefgh\nij\n"},
        {4, "\n\nab\n", "\n\nab\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_wrap(rows[i].text, rows[i].columns, rows[i].wanted);
}
END_TEST

// The label of a list, and what comes after a bracket, begin a line of their own; a sentence is broken where
// it is full and not before a sign.
START_TEST(a_sentence_is_not_a_formula)
{
    static const char text[] = "why: straight pieces make one straight map; xor needs a bend\n"
                               "try: reset\n"
                               "that is what one gets by leaving out the mean (no-mean)\n"
                               "'skip' shows the solution\n"
                               "relu(x0 + x1) counts the ones, relu(x0 + x1 - 1) only two\n";
    struct buf out = BUF_EMPTY;
    wrap_text(&out, text, strlen(text), 50);
    ck_assert_str_eq(buf_text(&out), "why: straight pieces make one straight map; xor\n"
                                     "needs a bend\n"
                                     "try: reset\n"
                                     "that is what one gets by leaving out the mean\n"
                                     "(no-mean)\n"
                                     "'skip' shows the solution\n"
                                     "relu(x0 + x1) counts the ones, relu(x0 + x1 - 1)\n"
                                     "only two\n");
    buf_free(&out);
}
END_TEST

START_TEST(colour_takes_no_room)
{
    check_wrap("\033[1mone two\033[0m\n", 7, "\033[1mone two\033[0m\n");
    check_wrap("\033[1mone two\033[0m three\n", 8, "\033[1mone two\033[0m\nthree\n");
}
END_TEST

// A table of [count] columns on a screen.
static struct buf table_text(size_t count, size_t columns)
{
    struct table table = TABLE_EMPTY;
    struct buf out = BUF_EMPTY;
    for (size_t row = 0; row < 2; row++) {
        for (size_t i = 0; i < count; i++)
            table_format(&table, "c%zu", i);
        table_row(&table);
    }
    table_print(&table, &out, (struct style){.columns = columns}, " ", "r");
    return out;
}

START_TEST(a_table_leaves_out_its_middle)
{
    struct buf whole = table_text(5, 0), fits = table_text(5, 19), narrow = table_text(5, 18);
    ck_assert_str_eq(buf_text(&whole), " c0  c1  c2  c3  c4\n c0  c1  c2  c3  c4\n");
    ck_assert_str_eq(buf_text(&whole), buf_text(&fits));
    ck_assert_str_eq(buf_text(&narrow),
                     " c0  c1  …  c3  c4\n c0  c1  …  c3  c4\n … stands for 1 column that "
                     "the screen has no room for\n");
    buf_free(&whole);
    buf_free(&fits);
    buf_free(&narrow);
    for (size_t columns = 12; columns < 90; columns++) {
        struct buf text = table_text(20, columns);
        ck_assert_uint_le(strcspn(buf_text(&text), "\n"), columns + 2); // the sign has three bytes
        buf_free(&text);
    }
}
END_TEST

START_TEST(a_matrix_leaves_out_its_middle)
{
    double data[] = {1, 2, 3, 4, 5, 6, 7, 8};
    struct matrix m = {1, 8, data};
    struct buf out = BUF_EMPTY;
    matrix_view_rows(&out, (struct style){.digits = 6, .limit = 12, .columns = 18}, m, "  ");
    ck_assert_str_eq(buf_text(&out), "  1  2  …  7  8\n  … stands for 4 columns\n");
    buf_clear(&out);
    matrix_view_rows(&out, (struct style){.digits = 6, .limit = 12}, m, "  ");
    ck_assert_str_eq(buf_text(&out), "  1  2  3  4  5  6  7  8\n");
    buf_free(&out);
}
END_TEST

START_TEST(only_a_screen_breaks_lines)
{
    struct harness *harness = harness_create();
    const char *command = "init; forward; backward 2";
    size_t whole = strlen(harness_do(harness, command));
    harness->cols = 40, harness->rows = 24;
    const char *text = harness_do(harness, command);
    ck_assert_uint_ne(strlen(text), whole);
    for (; *text; text += strcspn(text, "\n") + 1)
        ck_assert_uint_le(utf8_columns(text, strcspn(text, "\n")), 40);
    harness_free(harness);
}
END_TEST

// Of a long matrix nothing is shown where Ctrl-C came; a short one is shown all the same.
START_TEST(a_long_matrix_hears_ctrl_c)
{
    static double numbers[200 * 100];
    volatile sig_atomic_t stop = SIGINT;
    struct style style = {.digits = 6, .limit = SIZE_MAX, .stop = &stop};
    struct value value = value_borrow((struct matrix){200, 100, numbers});
    struct value row = value_borrow((struct matrix){1, 200 * 100, numbers});
    struct buf out = BUF_EMPTY;
    buf_puts(&out, "x\n");
    matrix_view_rows(&out, style, value.all, "  ");
    matrix_view_value(&out, style, &value);
    matrix_view_value(&out, style, &row);
    matrix_view_vector(&out, style, row.all);
    ck_assert_str_eq(buf_text(&out), "x\ninterrupted\ninterruptedinterruptedinterrupted");
    buf_clear(&out);
    style.limit = 2;
    matrix_view_rows(&out, style, value.all, "  ");
    ck_assert_ptr_nonnull(strstr(buf_text(&out), "  0  0  0  …  0  0  0\n"));
    ck_assert_ptr_null(strstr(buf_text(&out), "interrupted"));
    buf_free(&out);
}
END_TEST

Suite *wrap_suite(void)
{
    Suite *suite = suite_create("wrap");
    TCase *tests = tcase_create("wrap");
    tcase_add_test(tests, lines_go_on_below);
    tcase_add_test(tests, a_sentence_is_not_a_formula);
    tcase_add_test(tests, colour_takes_no_room);
    tcase_add_test(tests, a_table_leaves_out_its_middle);
    tcase_add_test(tests, a_matrix_leaves_out_its_middle);
    tcase_add_test(tests, only_a_screen_breaks_lines);
    tcase_add_test(tests, a_long_matrix_hears_ctrl_c);
    suite_add_tcase(suite, tests);
    return suite;
}
