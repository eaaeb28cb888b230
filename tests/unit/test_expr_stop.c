// SPDX-License-Identifier: GPL-3.0-or-later
// A signal in the middle of an expression: each loop over many elements hears it and the expression fails;
// without a signal, and where it came before, the value is whole.
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expr/expr.h"

#include "suites.h"

// [a], and [b] in one row, have more elements than lie between two looks at the flag. Whoever looks [a] up raises the flag, so
// that only the loops that follow can hear it.
enum { ROWS = 100, COLS = 200 };
_Static_assert(ROWS *COLS > 2 * STOP_EVERY, "a is too small");

// [c] @ [d] has more rows than are multiplied between two looks.
enum { TALL = 97, WIDE = 3300 };
_Static_assert((double)TALL *WIDE *WIDE > 1e9, "c @ d is too little work");

static double elements[ROWS * COLS], *many;
static volatile sig_atomic_t flag;
static bool raises;

static bool lookup(void *context, const char *name, size_t length, struct value *value,
                   struct error *error)
{
    (void)context, (void)error;
    ck_assert(length == 1);
    flag = raises ? SIGINT : flag;
    *value = value_borrow(*name == 'a'   ? (struct matrix){ROWS, COLS, elements}
                          : *name == 'b' ? (struct matrix){1, ROWS * COLS, elements}
                          : *name == 'c' ? (struct matrix){TALL, WIDE, many}
                                         : (struct matrix){WIDE, WIDE, many});
    return true;
}

static const struct scope scope = {.lookup = lookup, .limit = 1000000, .stop = &flag};

static const char *const long_ones[] = {
    "exp(a)",
    "round(a)",
    "sigmoid(a)",
    "softmax(a)",
    "a + 1",
    "a ** 1.7",
    "a ** 0.5",
    "a == a",
    "-a",
    "a.T",
    "a[::-1, ::-1]",
    "sum(a)",
    "sum(a, axis=0)",
    "sum(a * a)",
    "mean(a, axis=1)",
    "std(a)",
    "any(a)",
    "all(a)",
    "max(a)",
    "argmin(a, axis=0)",
    "maximum(a, 0)",
    "clip(a, 0, 1)",
    "where(a, a, 0)",
    "cumsum(a)",
    "sort(a)",
    "sort(b)",
    "a[0,0] + sum(ones((100, 200)))",
    "a[0,0] + max(arange(20000))",
};
enum { LONG = sizeof long_ones / sizeof *long_ones };

static bool evaluate(const char *text, struct error *error)
{
    size_t end;
    struct value value = value_number(0);
    struct expr *expr = expr_parse(text, strlen(text), 0, &end, error);
    ck_assert_msg(expr && end == strlen(text), "%s: %s", text, error->what);
    bool done = expr_evaluate(expr, &scope, &value, error);
    value_clear(&value);
    expr_free(expr);
    return done;
}

START_TEST(each_loop_hears_a_signal)
{
    struct error error = ERROR_NONE;
    flag = 0;
    raises = true;
    ck_assert_msg(!evaluate(long_ones[_i], &error), "%s was not stopped", long_ones[_i]);
    ck_assert_str_eq(error.what, "interrupted");
}
END_TEST

// A call of that function over many elements, as its usage says; false for those that do no such work.
static bool put_call(char *text, size_t size, size_t function)
{
    const char *name = expr_function(function), *usage = expr_function_meaning(function);
    size_t arguments = strstr(usage, "(a, b)")         ? 2
                       : strstr(usage, "(condition, ") ? 3
                       : strstr(usage, "(a, least, ")  ? 3
                                                       : 1;
    if (strcmp(name, "shape") == 0 || strcmp(name, "dot") == 0) // a product is looked at below
        return false;
    if (strstr(usage, "((rows, cols))"))
        snprintf(text, size, "a[0,0] + sum(%s((100, 200)))", name);
    else if (strstr(usage, "(rows, cols)"))
        snprintf(text, size, "a[0,0] + sum(%s(150, 150))", name);
    else if (strstr(usage, "(start, stop, step)"))
        snprintf(text, size, "a[0,0] + sum(%s(20000))", name);
    else
        snprintf(text, size, "%s(%s)", name,
                 arguments == 1   ? "a"
                 : arguments == 2 ? "a, a"
                                  : "a, 0, 1");
    return true;
}

START_TEST(every_function_hears_a_signal)
{
    size_t count = 0;
    for (; expr_function(count); count++) {
        char text[80];
        struct error error = ERROR_NONE;
        flag = 0;
        raises = true;
        if (!put_call(text, sizeof text, count))
            continue;
        ck_assert_msg(!evaluate(text, &error), "%s was not stopped", text);
        ck_assert_msg(strcmp(error.what, "interrupted") == 0, "%s: %s", text, error.what);
    }
    ck_assert_uint_ge(count, 39);
}
END_TEST

START_TEST(without_a_signal_the_value_is_whole)
{
    struct error error = ERROR_NONE;
    flag = 0;
    raises = false;
    ck_assert_msg(evaluate(long_ones[_i], &error), "%s: %s", long_ones[_i], error.what);
}
END_TEST

START_TEST(what_begins_after_the_signal_runs_to_its_end)
{
    struct error error = ERROR_NONE;
    flag = SIGINT;
    raises = false;
    ck_assert_msg(evaluate(long_ones[_i], &error), "%s: %s", long_ones[_i], error.what);
}
END_TEST

// Some rows of a product at a time.
START_TEST(a_product_hears_a_signal_between_rows)
{
    struct error error = ERROR_NONE;
    many = calloc(WIDE * WIDE, sizeof *many);
    ck_assert_ptr_nonnull(many);
    flag = 0;
    raises = true;
    ck_assert(!evaluate("c @ d", &error));
    ck_assert_str_eq(error.what, "interrupted in a matrix product");
    free(many);
}
END_TEST

// A long line is sorted in pieces: in the order of qsort, NaNs last.
START_TEST(a_long_line_is_sorted)
{
    struct error error = ERROR_NONE;
    struct value value = value_number(0);
    size_t end, count = ROWS * COLS;
    uint64_t state = 1;
    for (size_t i = 0; i < count; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        elements[i] = i % 97 == 5 ? (double)NAN : (double)(state >> 50) - 8000;
    }
    flag = raises = 0;
    struct expr *expr = expr_parse("sort(b)", 7, 0, &end, &error);
    ck_assert(expr && expr_evaluate(expr, &scope, &value, &error));
    const double *sorted = value.all.data;
    double sum = 0, wanted = 0;
    size_t nans = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_nan = isnan(sorted[i]);
        nans += is_nan;
        ck_assert_quick(i == 0 || is_nan || sorted[i - 1] <= sorted[i]);
        sum += is_nan ? 0 : sorted[i];
        wanted += isnan(elements[i]) ? 0 : elements[i];
    }
    ck_assert_uint_eq(nans, (count + 91) / 97);
    ck_assert(sum == wanted); // whole numbers, so that the order of the sum does not matter
    value_clear(&value);
    expr_free(expr);
    memset(elements, 0, sizeof elements);
}
END_TEST

Suite *expr_stop_suite(void)
{
    Suite *suite = suite_create("expr_stop");
    TCase *tcase = tcase_create("loops");
    tcase_add_loop_test(tcase, each_loop_hears_a_signal, 0, LONG);
    tcase_add_test(tcase, every_function_hears_a_signal);
    tcase_add_loop_test(tcase, without_a_signal_the_value_is_whole, 0, LONG);
    tcase_add_loop_test(tcase, what_begins_after_the_signal_runs_to_its_end, 0, LONG);
    tcase_add_test(tcase, a_product_hears_a_signal_between_rows);
    tcase_add_test(tcase, a_long_line_is_sorted);
    suite_add_tcase(suite, tcase);
    return suite;
}
