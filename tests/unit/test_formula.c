// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas with names, with numbers, and their values, for a network whose numbers are worked out by
// hand: xor through two relu units (z1 of sample 1 is 0·1 + 1·2 + 0.5), and softmax of 1, 2, 2. The
// templates and sums they are written by, on their own.
#include <check.h>
#include <math.h>
#include <string.h>

#include "view/arithmetic.h"
#include "view/formula.h"
#include "view/formula_parts.h"
#include "view/formula_sum.h"

#include "harness.h"
#include "suites.h"

static const char network_by_hand[] =
    "set loss mse; init 2 2:relu 1:linear; set w1 [[1, -1], [2, 0.5]]; set b1 [[0.5, 0]]; "
    "set w2 [[1], [-2]]; set b2 [[-1]]; forward; backward";

static struct pass_view view_of(const struct harness *harness)
{
    const struct session *session = harness->shell->session;
    return pass_view_of(session, style_of(&session->settings, false));
}

// Compares what was written with what is expected, and forgets it.
static void check_text(struct buf *text, const char *expected)
{
    ck_assert(!text->failed);
    ck_assert_str_eq(buf_text(text), expected);
    buf_free(text);
}

static void check_element(const struct pass_view *view, struct element element, const char *name,
                          const char *names, const char *numbers, double value)
{
    struct buf text = BUF_EMPTY;
    char own[ELEMENT_NAME_SIZE];
    element_name(element, own);
    ck_assert_str_eq(own, name);
    formula_names(&text, view, element);
    check_text(&text, names);
    formula_numbers(&text, view, element);
    check_text(&text, numbers);
    ck_assert_double_eq(element_value(view, element), value);
}

START_TEST(each_value_has_names_numbers_and_itself)
{
    struct harness *harness = harness_create();
    harness_do(harness, network_by_hand);
    struct pass_view view = view_of(harness);
    check_element(&view, (struct element){QUANTITY_Z, 1, 1, 0}, "z1[1,0]",
                  "Σi x[1,i] · w1[i,0] + b1[0,0]", "0·1 + 1·2 + 0.5 = 2.5", 2.5);
    check_element(&view, (struct element){QUANTITY_A, 1, 1, 0}, "a1[1,0]", "max(0, z1[1,0])",
                  "max(0, 2.5) = 2.5", 2.5);
    check_element(&view, (struct element){QUANTITY_Z, 2, 1, 0}, "z2[1,0]",
                  "Σi a1[1,i] · w2[i,0] + b2[0,0]", "2.5·1 + 0.5·-2 + -1 = 0.5", 0.5);
    check_element(&view, (struct element){QUANTITY_DA, 2, 1, 0}, "da2[1,0]",
                  "2·(a2[1,0] - y[1,0]) / 4", "2·(0.5 - 1) / 4 = -0.25", -0.25);
    check_element(&view, (struct element){QUANTITY_DZ, 2, 1, 0}, "dz2[1,0]", "da2[1,0] · 1",
                  "-0.25 · 1 = -0.25", -0.25);
    check_element(&view, (struct element){QUANTITY_DA, 1, 1, 1}, "da1[1,1]",
                  "Σj dz2[1,j] · w2[1,j]", "-0.25·-2 = 0.5", 0.5);
    check_element(&view, (struct element){QUANTITY_DZ, 1, 1, 1}, "dz1[1,1]",
                  "da1[1,1] · (1 where z1[1,1] > 0, else 0)", "0.5 · 1 = 0.5", 0.5);
    check_element(&view, (struct element){QUANTITY_DW, 1, 1, 0}, "dw1[1,0]", "Σn x[n,1] · dz1[n,0]",
                  "0·-0.25 + 1·-0.25 + 0·-0.25 + 1·1.25 = 1", 1);
    check_element(&view, (struct element){QUANTITY_DB, 2, 0, 0}, "db2[0,0]", "Σn dz2[n,0]",
                  "-0.25 + -0.25 + -0.25 + 1.25 = 0.5", 0.5);
    check_element(&view, (struct element){QUANTITY_LOSS, 0, 0, 0}, "loss", "mean of (a2 - y)²",
                  "(0.25 + 0.25 + 0.25 + 6.25) / 4 = 1.75", 1.75);
    harness_free(harness);
}
END_TEST

START_TEST(a_matrix_has_its_formula)
{
    static const struct {
        struct quantity quantity;
        const char *formula;
    } matrices[] = {{{QUANTITY_Z, 1}, "x @ w1 + b1"},
                    {{QUANTITY_A, 1}, "relu(z1)"},
                    {{QUANTITY_Z, 2}, "a1 @ w2 + b2"},
                    {{QUANTITY_LOSS, 0}, "mean of (a2 - y)²"},
                    {{QUANTITY_DA, 2}, "2·(a2 - y) / 4"},
                    {{QUANTITY_DA, 1}, "dz2 @ w2.T"},
                    {{QUANTITY_DZ, 1}, "da1 · (1 where z1 > 0, else 0)"},
                    {{QUANTITY_DW, 1}, "x.T @ dz1"},
                    {{QUANTITY_DW, 2}, "a1.T @ dz2"},
                    {{QUANTITY_DB, 2}, "sum of dz2"}};
    struct harness *harness = harness_create();
    harness_do(harness, network_by_hand);
    struct pass_view view = view_of(harness);
    for (size_t i = 0; i < sizeof matrices / sizeof *matrices; i++) {
        struct buf text = BUF_EMPTY;
        formula_matrix(&text, &view, matrices[i].quantity);
        check_text(&text, matrices[i].formula);
    }
    harness_free(harness);
}
END_TEST

// Its sum stands inside another formula: written out in place, or under the name s.
START_TEST(softmax_holds_a_sum)
{
    struct harness *harness = harness_create();
    harness_do(harness, "data iris; set loss mse; init 4 3:softmax; set w1 0; "
                        "set b1 [[1, 2, 2]]; forward; backward");
    struct pass_view view = view_of(harness);
    struct element a = {QUANTITY_A, 1, 0, 0}, dz = {QUANTITY_DZ, 1, 0, 0};
    struct sum sum;
    struct buf text = BUF_EMPTY;
    ck_assert(formula_holds_sum(&view, a) && formula_holds_sum(&view, dz));
    formula_names(&text, &view, a);
    check_text(&text, "exp(z1[0,0] - m) / s");
    formula_numbers(&text, &view, a);
    check_text(&text, "exp(1) / (exp(1) + exp(2) + exp(2)) = 0.155362");
    ck_assert(formula_sum(&view, a, &sum));
    sum_names(&text, &sum);
    check_text(&text, "Σk exp(z1[0,k] - m)");
    formula_numbers_around(&text, &view, a, &sum);
    check_text(&text, "exp(1 - 2) / 2.367879 = 0.155362"); // exp(-1) + 1 + 1
    sum_clear(&sum);
    formula_names(&text, &view, dz);
    check_text(&text, "a1[0,0]·(da1[0,0] - s)");
    formula_matrix(&text, &view, (struct quantity){QUANTITY_DZ, 1});
    check_text(&text, "a1·(da1 - Σ da1·a1)");
    harness_free(harness);
}
END_TEST

START_TEST(a_template_takes_names_and_numbers)
{
    const struct style style = {.digits = 6, .limit = 10};
    struct placeholders list = {0};
    struct buf text = BUF_EMPTY;
    placeholders_add(&list, "a", 1, "a%d", 2);
    placeholders_add(&list, "b", -2, "b");
    template_names(&text, "{a}·(1 - {b}) {unknown} {", &list);
    check_text(&text, "a2·(1 - b) {unknown} {");
    template_numbers(&text, "{a}·({b} - {b})", &list, style);
    check_text(&text, "1·(-2 - (-2))");
    placeholders_add(&list, "a", 3, "new");
    template_numbers(&text, "-{b} + {a}", &list, style);
    check_text(&text, "-(-2) + 3");
    template_names(&text, "{a}", &list);
    check_text(&text, "new");
}
END_TEST

START_TEST(printed_arithmetic_is_computed)
{
    static const struct {
        const char *text;
        double value;
    } sums[] = {{"1 - 2 - -3", 2},
                {"-3² + 2·-4 / 16", -9.5},
                {"-(-0.5)²", -0.25},
                {"-0.25 · 0.5·(1 - 0.5)", -0.0625},
                {"(0.25 + 0.75) / 4", 0.25},
                {"max(0, -2) + max(0.5, 3)", 3},
                {"(1 where 2 > 0, else 0.01)", 1},
                {"(0.5 where 0 > 0, else exp(0) - 3)", -2},
                {"max(-2, 0) - -2·1 + log1p(exp(-|-2|)) - log1p(exp(-2))", 2},
                {"√(4)·√9 / 2π·2π", 6},
                {"log(exp(0.5)) + tanh(0) + erf(0) + sin(0) + cos(0)", 1.5},
                {"1e-3·1E3 + .5", 1.5}};
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
        double value = 0;
        ck_assert_msg(arithmetic_value(sums[i].text, &value), "%s", sums[i].text);
        ck_assert_msg(fabs(value - sums[i].value) < 1e-15, "%s is %.17g", sums[i].text, value);
    }
    static const char *const others[] = {"",
                                         "1 +",
                                         "(1",
                                         "1)",
                                         "x",
                                         "1·2 + … 3 more … + 4",
                                         "sum over 4 outputs",
                                         "(1 where 2, else 3)"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        double value = 7;
        ck_assert_msg(!arithmetic_value(others[i], &value) && value == 7, "%s", others[i]);
    }
}
END_TEST

// The difference of two numbers as arithmetic.h asks for it.
static void write_difference(struct buf *out, struct style style, const void *of)
{
    const double *numbers = of;
    buf_printf(out, "%s - %s", style_number(style, numbers[0]).text,
               style_number(style, numbers[1]).text);
}

START_TEST(rounded_numbers_come_to_the_value)
{
    static const struct {
        double numbers[2];
        int digits;
        const char *text;
    } cases[] = {{{0.75, 0.5}, 6, "0.75 - 0.5 = 0.25"},
                 {{0.00011437, 0.00015652}, 6, "0.00011437 - 0.00015652 = -4.215e-05"},
                 {{0.4170220047, 0.0002546}, 6, "0.417022 - 0.000255 = 0.416767"},
                 {{100.00049, 0.50049}, 6, "100.00049 - 0.50049 = 99.5"},
                 {{1. / 3, 0.25}, 3, "0.333 - 0.25 = 0.083"},
                 {{1. / 3, 0.25}, 17, "0.3333333333333333 - 0.25 = 0.08333333333333331"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf text = BUF_EMPTY;
        arithmetic_equation(&text, (struct style){.digits = cases[i].digits, .limit = 12},
                            cases[i].numbers[0] - cases[i].numbers[1], write_difference,
                            cases[i].numbers);
        check_text(&text, cases[i].text);
    }
}
END_TEST

// Where all a formula has is the value, it is shown once.
START_TEST(a_value_is_not_said_to_equal_itself)
{
    struct harness *harness = harness_create();
    struct buf text = BUF_EMPTY;
    harness_do(harness, network_by_hand);
    struct pass_view view = view_of(harness);
    formula_numbers(&text, &view, (struct element){QUANTITY_A, 2, 1, 0});
    check_text(&text, "0.5");
    harness_free(harness);
}
END_TEST

START_TEST(a_column_of_rounded_numbers_adds_up_or_not)
{
    const struct number_format six = {NUMBER_FIXED, 6};
    char total[NUMBER_SIZE];
    ck_assert(arithmetic_adds_up((struct shown_number){0.5, six}, (struct shown_number){0.25, six},
                                 (struct shown_number){0.75, six}, total));
    ck_assert(!arithmetic_adds_up((struct shown_number){0.0001144, six},
                                  (struct shown_number){-0.0001565, six},
                                  (struct shown_number){-0.0000421, six}, total));
    ck_assert_str_eq(total, "-0.000043");
}
END_TEST

START_TEST(a_long_sum_is_abridged_in_the_middle)
{
    static const double numbers[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    struct sum sum = {.count = 10, .left = {.data = numbers, .step = 1}, .divisor = 10};
    struct buf text = BUF_EMPTY;
    sum_numbers(&text, &sum, (struct style){.digits = 6, .limit = 10});
    check_text(&text, "(1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10) / 10");
    sum_numbers(&text, &sum, (struct style){.digits = 6, .limit = 9});
    check_text(&text, "(1 + 2 + 3 + … 4 more … + 8 + 9 + 10) / 10");
    sum.left.step = 5;
    sum.right = (struct sum_factor){.data = numbers + 1, .step = 2};
    sum.count = 2;
    sum.has_start = true;
    sum.start = -1;
    sum.divisor = 0;
    sum_numbers(&text, &sum, (struct style){.digits = 6, .limit = 9});
    check_text(&text, "1·2 + 6·4 + -1");
    ck_assert_double_eq(sum_term(&sum, 1), 24);
}
END_TEST

Suite *formula_suite(void)
{
    Suite *suite = suite_create("formula");
    TCase *tests = tcase_create("formula");
    tcase_add_test(tests, each_value_has_names_numbers_and_itself);
    tcase_add_test(tests, a_matrix_has_its_formula);
    tcase_add_test(tests, softmax_holds_a_sum);
    tcase_add_test(tests, a_template_takes_names_and_numbers);
    tcase_add_test(tests, printed_arithmetic_is_computed);
    tcase_add_test(tests, rounded_numbers_come_to_the_value);
    tcase_add_test(tests, a_value_is_not_said_to_equal_itself);
    tcase_add_test(tests, a_column_of_rounded_numbers_adds_up_or_not);
    tcase_add_test(tests, a_long_sum_is_abridged_in_the_middle);
    suite_add_tcase(suite, tests);
    return suite;
}
