// SPDX-License-Identifier: GPL-3.0-or-later
// Formulas with names, with numbers, and their values, for a network whose numbers are worked out by
// hand: xor through two relu units (z1 of sample 1 is 0·1 + 1·2 + 0.5), and softmax of 1, 2, 2. The
// templates and sums they are written by, on their own.
#include <check.h>
#include <string.h>

#include "view/formula.h"

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
                  "Σi x[1,i] · w1[i,0] + b1[0,0]", "0·1 + 1·2 + 0.5", 2.5);
    check_element(&view, (struct element){QUANTITY_A, 1, 1, 0}, "a1[1,0]", "max(0, z1[1,0])",
                  "max(0, 2.5)", 2.5);
    check_element(&view, (struct element){QUANTITY_Z, 2, 1, 0}, "z2[1,0]",
                  "Σi a1[1,i] · w2[i,0] + b2[0,0]", "2.5·1 + 0.5·-2 + -1", 0.5);
    check_element(&view, (struct element){QUANTITY_DA, 2, 1, 0}, "da2[1,0]",
                  "2·(a2[1,0] - y[1,0]) / 4", "2·(0.5 - 1) / 4", -0.25);
    check_element(&view, (struct element){QUANTITY_DZ, 2, 1, 0}, "dz2[1,0]", "da2[1,0] · 1",
                  "-0.25 · 1", -0.25);
    check_element(&view, (struct element){QUANTITY_DA, 1, 1, 1}, "da1[1,1]",
                  "Σj dz2[1,j] · w2[1,j]", "-0.25·-2", 0.5);
    check_element(&view, (struct element){QUANTITY_DZ, 1, 1, 1}, "dz1[1,1]",
                  "da1[1,1] · (1 where z1[1,1] > 0, else 0)", "0.5 · 1", 0.5);
    check_element(&view, (struct element){QUANTITY_DW, 1, 1, 0}, "dw1[1,0]", "Σn x[n,1] · dz1[n,0]",
                  "0·-0.25 + 1·-0.25 + 0·-0.25 + 1·1.25", 1);
    check_element(&view, (struct element){QUANTITY_DB, 2, 0, 0}, "db2[0,0]", "Σn dz2[n,0]",
                  "-0.25 + -0.25 + -0.25 + 1.25", 0.5);
    check_element(&view, (struct element){QUANTITY_LOSS, 0, 0, 0}, "loss", "mean of (a2 - y)²",
                  "(0.25 + 0.25 + 0.25 + 6.25) / 4", 1.75);
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
    check_text(&text, "exp(1) / (exp(1) + exp(2) + exp(2))");
    ck_assert(formula_sum(&view, a, &sum));
    sum_names(&text, &sum);
    check_text(&text, "Σk exp(z1[0,k] - m)");
    formula_numbers_around(&text, &view, a, &sum);
    check_text(&text, "exp(1 - 2) / 2.367879"); // exp(-1) + 1 + 1
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
    tcase_add_test(tests, a_long_sum_is_abridged_in_the_middle);
    suite_add_tcase(suite, tests);
    return suite;
}
