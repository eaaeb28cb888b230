// SPDX-License-Identifier: GPL-3.0-or-later
// The expression language: a table of results, whose figures come from NumPy; a table of mistakes
// with the sentence and the place of each; the sum rule, bit for bit against naive chains; and
// inputs that are deep, long or too large.
#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "expr/expr.h"

#include "suites.h"

// ---- the names of all tests ---------------------------------------------------------------------

static double x[] = {0, 0, 0, 1, 1, 0, 1, 1}, w1[] = {.1, .2, .3, .4}, b1[] = {.5, -.5};
static double c[] = {1, 2, 3}, m[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

static const struct {
    const char *name;
    struct matrix all;
} matrices[] = {
    {"x", {4, 2, x}}, {"w1", {2, 2, w1}}, {"b1", {1, 2, b1}}, {"c", {3, 1, c}}, {"m", {3, 4, m}},
};

static bool lookup(void *context, const char *name, size_t length, struct value *value,
                   struct error *error)
{
    size_t *lookups = context;
    ++*lookups;
    for (size_t i = 0; i < sizeof matrices / sizeof *matrices; i++)
        if (strlen(matrices[i].name) == length && memcmp(matrices[i].name, name, length) == 0) {
            *value = value_borrow(matrices[i].all);
            return true;
        }
    if (length == 2 && memcmp(name, "lr", 2) == 0)
        *value = value_number(0.2);
    else if (length == 4 && memcmp(name, "loss", 4) == 0)
        *value = value_number(0.25);
    else
        return error_set(error, "nothing is called '%s'", error_quote(name, length).text);
    return true;
}

static size_t lookups;
static const struct scope scope = {.lookup = lookup, .context = &lookups, .limit = 1000000};

// Parses all of [text]; the test fails where that cannot be done.
static struct expr *parsed(const char *text)
{
    struct error error = ERROR_NONE;
    size_t end = 0;
    struct expr *expr = expr_parse(text, strlen(text), 0, &end, &error);
    ck_assert_msg(expr != NULL, "%s: %s", text, error.what);
    ck_assert_msg(end == strlen(text), "%s ends at %zu", text, end);
    return expr;
}

static struct value evaluated(const char *text)
{
    struct error error = ERROR_NONE;
    struct value value;
    struct expr *expr = parsed(text);
    bool done = expr_evaluate(expr, &scope, &value, &error);
    ck_assert_msg(done, "%s: %s", text, error.what);
    expr_free(expr);
    return value;
}

// Parses and evaluates a text that must fail in one or the other.
static struct error failed(const char *text, size_t length)
{
    struct error error = ERROR_NONE;
    struct value value = value_number(77);
    size_t end = 99;
    struct expr *expr = expr_parse(text, length, 0, &end, &error);
    if (expr)
        ck_assert_msg(!expr_evaluate(expr, &scope, &value, &error), "%s has a value", text);
    else
        ck_assert_uint_eq(end, 99);
    ck_assert(!value.is_matrix && value.number == 77);
    expr_free(expr);
    return error;
}

// ---- results ------------------------------------------------------------------------------------

// By NumPy 1.24, with every number a float64.
static const struct {
    const char *text;
    unsigned dims;
    size_t rows, cols;
    double values[12];
} results[] = {
    {"1 + 2 * 3", 0, 1, 1, {7}},
    {"-2 ** 2", 0, 1, 1, {-4}},
    {"2 ** -1", 0, 1, 1, {0.5}},
    {"2 ** 3 ** 2", 0, 1, 1, {512}},
    {"-2 ** -2", 0, 1, 1, {-0.25}},
    {"10 - 4 - 3", 0, 1, 1, {3}},
    {"100 / 10 / 5", 0, 1, 1, {2}},
    {"2 * 3 ** 2", 0, 1, 1, {18}},
    {"-loss + 1", 0, 1, 1, {0.75}},
    {"- - 3", 0, 1, 1, {3}},
    {"(1 + 2) * 3", 0, 1, 1, {9}},
    {"7 / 2 * 2", 0, 1, 1, {7}},
    {".5 + 1. + 1e-1", 0, 1, 1, {1.6}},
    {"1 < 2", 0, 1, 1, {1}},
    {"2 <= 1", 0, 1, 1, {0}},
    {"3 > 3", 0, 1, 1, {0}},
    {"3 >= 3", 0, 1, 1, {1}},
    {"lr == 0.2", 0, 1, 1, {1}},
    {"lr != 0.2", 0, 1, 1, {0}},
    {"nan == nan", 0, 1, 1, {0}},
    {"inf > 1e308", 0, 1, 1, {1}},
    {"0 < loss < 1", 0, 1, 1, {1}},
    {"3 > 2 > 1 != 0", 0, 1, 1, {1}},
    {"1 < 3 > 2", 0, 1, 1, {1}},
    {"not 1 < 2", 0, 1, 1, {0}},
    {"not 0 == 1", 0, 1, 1, {1}},
    {"2 ** 0.5", 0, 1, 1, {1.4142135623730951}},
    {"2 ** 0.3", 0, 1, 1, {1.2311444133449163}},
    {"9 ** 0.5", 0, 1, 1, {3}},
    {"4 ** -0.5", 0, 1, 1, {0.5}},
    {"m + c", 2, 3, 4, {1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14}},
    {"m * [1, 2, 3, 4]", 2, 3, 4, {0, 2, 6, 12, 4, 10, 18, 28, 8, 18, 30, 44}},
    {"c - [1, 2]", 2, 3, 2, {0, -1, 1, 0, 2, 1}},
    {"c / c.T", 2, 3, 3, {1, 0.5, 0.3333333333333333, 2, 1, 0.6666666666666666, 3, 1.5, 1}},
    {"2 - m", 2, 3, 4, {2, 1, 0, -1, -2, -3, -4, -5, -6, -7, -8, -9}},
    {"w1 ** 2", 2, 2, 2, {0.010000000000000002, 0.04000000000000001, 0.09, 0.16000000000000003}},
    {"x @ w1", 2, 4, 2, {0, 0, 0.3, 0.4, 0.1, 0.2, 0.4, 0.6000000000000001}},
    {"x @ w1 + b1",
     2,
     4,
     2,
     {0.5, -0.5, 0.8, -0.09999999999999998, 0.6, -0.3, 0.9, 0.10000000000000009}},
    {"b1 + x @ w1",
     2,
     4,
     2,
     {0.5, -0.5, 0.8, -0.09999999999999998, 0.6, -0.3, 0.9, 0.10000000000000009}},
    {"x.T @ x", 2, 2, 2, {2, 1, 1, 2}},
    {"w1.T", 2, 2, 2, {0.1, 0.3, 0.2, 0.4}},
    {"m.T", 2, 4, 3, {0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11}},
    {"c.T", 2, 1, 3, {1, 2, 3}},
    {"[1, 2].T", 1, 1, 2, {1, 2}},
    {"[[1, 2], [3, 4]] @ [[5], [6]]", 2, 2, 1, {17, 39}},
    {"[loss, lr * 2, w1[1,0]]", 1, 1, 3, {0.25, 0.4, 0.3}},
    {"m[1,2]", 0, 1, 1, {6}},
    {"m[-1,-2]", 0, 1, 1, {10}},
    {"m[:,1]", 1, 1, 3, {1, 5, 9}},
    {"m[0,:]", 1, 1, 4, {0, 1, 2, 3}},
    {"m[1:,:2]", 2, 2, 2, {4, 5, 8, 9}},
    {"m[:2,1:3]", 2, 2, 2, {1, 2, 5, 6}},
    {"m[::2,::-1]", 2, 2, 4, {3, 2, 1, 0, 11, 10, 9, 8}},
    {"m[-2:,-3:-1]", 2, 2, 2, {5, 6, 9, 10}},
    {"m[::-2,3]", 1, 1, 2, {11, 3}},
    {"m[5:0:-1,0]", 1, 1, 2, {8, 4}},
    {"m[-100:100,100::-3]", 2, 3, 2, {3, 0, 7, 4, 11, 8}},
    {"m.T[3,1]", 0, 1, 1, {7}},
    {"m @ m.T[:,0:1]", 2, 3, 1, {14, 38, 62}},
    {"exp(w1)",
     2,
     2,
     2,
     {1.1051709180756477, 1.2214027581601699, 1.3498588075760032, 1.4918246976412703}},
    {"log(w1)",
     2,
     2,
     2,
     {-2.3025850929940455, -1.6094379124341003, -1.203972804325936, -0.916290731874155}},
    {"sqrt(m[1:2,:])", 2, 1, 4, {2, 2.23606797749979, 2.449489742783178, 2.6457513110645907}},
    {"abs(b1)", 2, 1, 2, {0.5, 0.5}},
    {"tanh(b1)", 2, 1, 2, {0.46211715726000974, -0.46211715726000974}},
    {"sigmoid(b1)", 2, 1, 2, {0.6224593312018546, 0.37754066879814546}},
    {"sigmoid(0)", 0, 1, 1, {0.5}},
    {"sin([[0, 0.5]])", 2, 1, 2, {0, 0.47942553860420295}},
    {"relu(b1)", 2, 1, 2, {0.5, 0}},
    {"relu(-3)", 0, 1, 1, {0}},
    {"softmax([[1, 2, 3], [1000, 1000, -1000]])",
     2,
     2,
     3,
     {0.09003057317038043, 0.24472847105479767, 0.6652409557748218, 0.5, 0.5, 0}},
    {"sum(m)", 0, 1, 1, {66}},
    {"sum(m, axis=0)", 1, 1, 4, {12, 15, 18, 21}},
    {"sum(m, axis=1)", 1, 1, 3, {6, 22, 38}},
    {"sum(7)", 0, 1, 1, {7}},
    {"mean(m)", 0, 1, 1, {5.5}},
    {"mean(m, axis=0)", 1, 1, 4, {4, 5, 6, 7}},
    {"mean(m, axis=1)", 1, 1, 3, {1.5, 5.5, 9.5}},
    {"min(m)", 0, 1, 1, {0}},
    {"min(b1 * -1, axis=1)", 1, 1, 1, {-0.5}},
    {"min(m - c, axis=0)", 1, 1, 4, {-1, 0, 1, 2}},
    {"max(m)", 0, 1, 1, {11}},
    {"max(m, axis=0)", 1, 1, 4, {8, 9, 10, 11}},
    {"max(m, axis=1)", 1, 1, 3, {3, 7, 11}},
    {"max([1, nan, 3])", 0, 1, 1, {(double)NAN}},
    {"argmax(m)", 0, 1, 1, {11}},
    {"argmax([3, 1, 3])", 0, 1, 1, {0}},
    {"argmax([[1, 9, 2], [7, 7, 1]], axis=1)", 1, 1, 2, {1, 0}},
    {"argmax([[1, 9, 2], [7, 7, 10]], axis=0)", 1, 1, 3, {1, 0, 1}},
    {"argmax([1, nan, 3])", 0, 1, 1, {1}},
    {"round(2.5)", 0, 1, 1, {2}},
    {"round(-0.5)", 0, 1, 1, {-0}},
    {"round([0.125, 2.675, -1.005], 2)", 1, 1, 3, {0.12, 2.68, -1}},
    {"round(1234.5678, decimals=-2)", 0, 1, 1, {1200}},
    {"zeros(3)", 1, 1, 3, {0, 0, 0}},
    {"ones(1)", 1, 1, 1, {1}},
    {"shape(m)", 1, 1, 2, {3, 4}},
    {"shape(loss)", 1, 1, 0, {0}},
    {"sum((x - 1) ** 2)", 0, 1, 1, {4}},
    {"mean((x - 1) ** 2)", 0, 1, 1, {0.5}},
    {"sum(m * c, axis=0)", 1, 1, 4, {32, 38, 44, 50}},
    {"mean(m * c, axis=1)", 1, 1, 3, {1.5, 11, 28.5}},
    {"mean((sigmoid(x @ w1 + b1) - x) ** 2)", 0, 1, 1, {0.23718926183327754}},
    {"zeros((2, 3))", 2, 2, 3, {0, 0, 0, 0, 0, 0}},
    {"ones((2, 1))", 2, 2, 1, {1, 1}},
    {"zeros((2,))", 1, 1, 2, {0, 0}},
    {"zeros([2, 2])", 2, 2, 2, {0, 0, 0, 0}},
    {"zeros(0)", 1, 1, 0, {0}},
    {"zeros((0, 2))", 2, 0, 2, {0}},
    {"eye(2)", 2, 2, 2, {1, 0, 0, 1}},
    {"eye(2, 3)", 2, 2, 3, {1, 0, 0, 0, 1, 0}},
    {"eye(3, 2)", 2, 3, 2, {1, 0, 0, 1, 0, 0}},
    {"arange(4)", 1, 1, 4, {0, 1, 2, 3}},
    {"arange(1, 4)", 1, 1, 3, {1, 2, 3}},
    {"arange(2, 0, -0.5)", 1, 1, 4, {2, 1.5, 1, 0.5}},
    {"arange(3, 0)", 1, 1, 0, {0}},
    {"shape(shape(m))", 1, 1, 1, {2}},
    {"shape(m)[0]", 0, 1, 1, {3}},
    {"shape(m[0])", 1, 1, 1, {4}},
    {"(1, 2, 3)", 1, 1, 3, {1, 2, 3}},
    {"(1,)", 1, 1, 1, {1}},
    {"(1, 2) + 1", 1, 1, 2, {2, 3}},
    {"w1[0][1]", 0, 1, 1, {0.2}},
    {"m[1]", 1, 1, 4, {4, 5, 6, 7}},
    {"m[1][-1]", 0, 1, 1, {7}},
    {"m[:,1][0]", 0, 1, 1, {1}},
    {"m[1:3,0]", 1, 1, 2, {4, 8}},
    {"m[0:0]", 2, 0, 4, {0}},
    {"m[:,4:]", 2, 3, 0, {0}},
    {"m[2:1,0]", 1, 1, 0, {0}},
    {"m[0][::-1]", 1, 1, 4, {3, 2, 1, 0}},
    {"m[0][1:3]", 1, 1, 2, {1, 2}},
    {"m[0][-1]", 0, 1, 1, {3}},
    {"m[0][5:]", 1, 1, 0, {0}},
    {"c[:,0] @ c[:,0]", 0, 1, 1, {14}},
    {"m @ [1, 0, 0, 1]", 1, 1, 3, {3, 11, 19}},
    {"[1, 0, 1] @ m", 1, 1, 4, {8, 10, 12, 14}},
    {"c.T @ c", 2, 1, 1, {14}},
    {"[1, 2] @ [3, 4]", 0, 1, 1, {11}},
    {"m @ m[0] + c[:,0]", 1, 1, 3, {15, 40, 65}},
    {"c[:,0] + m @ m[0]", 1, 1, 3, {15, 40, 65}},
    {"[1, 2] @ [3, 4] + 1", 0, 1, 1, {12}},
    {"x[3] @ w1 + b1", 2, 1, 2, {0.9, 0.10000000000000009}},
    {"zeros((2, 0)) @ zeros((0, 2))", 2, 2, 2, {0, 0, 0, 0}},
    {"m[0].T", 1, 1, 4, {0, 1, 2, 3}},
    {"c + c[:,0]", 2, 3, 3, {2, 3, 4, 3, 4, 5, 4, 5, 6}},
    {"c[:,0] - c", 2, 3, 3, {0, 1, 2, -1, 0, 1, -2, -1, 0}},
    {"m - mean(m, axis=0)", 2, 3, 4, {-4, -4, -4, -4, 0, 0, 0, 0, 4, 4, 4, 4}},
    {"m - mean(m, axis=1, keepdims=True)",
     2,
     3,
     4,
     {-1.5, -0.5, 0.5, 1.5, -1.5, -0.5, 0.5, 1.5, -1.5, -0.5, 0.5, 1.5}},
    {"w1 / sum(w1, axis=1)",
     2,
     2,
     2,
     {0.3333333333333333, 0.28571428571428575, 0.9999999999999998, 0.5714285714285715}},
    {"w1 / sum(w1, axis=1, keepdims=True)",
     2,
     2,
     2,
     {0.3333333333333333, 0.6666666666666666, 0.4285714285714286, 0.5714285714285715}},
    {"m.T - mean(m, axis=1)",
     2,
     4,
     3,
     {-1.5, -1.5, -1.5, -0.5, -0.5, -0.5, 0.5, 0.5, 0.5, 1.5, 1.5, 1.5}},
    {"sum(m, axis=-1)", 1, 1, 3, {6, 22, 38}},
    {"sum(m, axis=-2, keepdims=True)", 2, 1, 4, {12, 15, 18, 21}},
    {"sum(m, keepdims=True)", 2, 1, 1, {66}},
    {"sum(m[0], axis=0)", 0, 1, 1, {6}},
    {"sum(m[0], axis=-1, keepdims=True)", 1, 1, 1, {6}},
    {"sum([1, 2])", 0, 1, 1, {3}},
    {"sum(zeros(0))", 0, 1, 1, {0}},
    {"sum(m[0:0], axis=0)", 1, 1, 4, {0, 0, 0, 0}},
    {"mean(m[0:0], axis=1)", 1, 1, 0, {0}},
    {"std(m)", 0, 1, 1, {3.452052529534663}},
    {"std(m, axis=0)",
     1,
     1,
     4,
     {3.265986323710904, 3.265986323710904, 3.265986323710904, 3.265986323710904}},
    {"std([1, 2, 4], keepdims=True)", 1, 1, 1, {1.247219128924647}},
    {"any(m > 10)", 0, 1, 1, {1}},
    {"any(m > 10, axis=1)", 1, 1, 3, {0, 0, 1}},
    {"all(m >= 0)", 0, 1, 1, {1}},
    {"all(m > 0, axis=0)", 1, 1, 4, {0, 1, 1, 1}},
    {"all(zeros(0))", 0, 1, 1, {1}},
    {"any(zeros(0))", 0, 1, 1, {0}},
    {"any(nan)", 0, 1, 1, {1}},
    {"argmin(m - c)", 0, 1, 1, {0}},
    {"argmin([3, 1, 1])", 0, 1, 1, {1}},
    {"argmin([1, nan])", 0, 1, 1, {1}},
    {"argmax(m, axis=1) == [3, 3, 0]", 1, 1, 3, {1, 1, 0}},
    {"argmax(m, keepdims=True)", 2, 1, 1, {11}},
    {"argmax(m, axis=0, keepdims=True)", 2, 1, 4, {2, 2, 2, 2}},
    {"maximum(b1, 0)", 2, 1, 2, {0.5, 0}},
    {"minimum(c, [1, 2])", 2, 3, 2, {1, 1, 1, 2, 1, 2}},
    {"max(0, b1)", 2, 1, 2, {0.5, 0}},
    {"max(1, 2)", 0, 1, 1, {2}},
    {"min(b1, 0.25)", 2, 1, 2, {0.25, -0.5}},
    {"max(nan, 1)", 0, 1, 1, {(double)NAN}},
    {"maximum(1, nan)", 0, 1, 1, {(double)NAN}},
    {"max(c, c.T)", 2, 3, 3, {1, 2, 3, 2, 2, 3, 3, 3, 3}},
    {"clip(m, 2, 5)", 2, 3, 4, {2, 2, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5}},
    {"clip(2, [1, 3], 4)", 1, 1, 2, {2, 3}},
    {"where(m > 5, m, -1)", 2, 3, 4, {-1, -1, -1, -1, -1, -1, 6, 7, 8, 9, 10, 11}},
    {"where(1 < 2, 3, 4)", 0, 1, 1, {3}},
    {"where([1, 0], c, 0)", 2, 3, 2, {1, 0, 2, 0, 3, 0}},
    {"where(nan, 1, 2)", 0, 1, 1, {1}},
    {"dot(c.T, c)", 2, 1, 1, {14}},
    {"dot([1, 2], [3, 4])", 0, 1, 1, {11}},
    {"sort([3, 1, 2])", 1, 1, 3, {1, 2, 3}},
    {"sort([[3, 1], [2, 9]])", 2, 2, 2, {1, 3, 2, 9}},
    {"sort([[3, 1], [2, 0]], axis=0)", 2, 2, 2, {2, 0, 3, 1}},
    {"sort([2, nan, 1])", 1, 1, 3, {1, 2, (double)NAN}},
    {"cumsum(w1 * 10)", 1, 1, 4, {1, 3, 6, 10}},
    {"cumsum(m, axis=0)", 2, 3, 4, {0, 1, 2, 3, 4, 6, 8, 10, 12, 15, 18, 21}},
    {"cumsum(m, axis=1)", 2, 3, 4, {0, 1, 3, 6, 4, 9, 15, 22, 8, 17, 27, 38}},
    {"cumsum(3)", 1, 1, 1, {3}},
    {"cumsum([1 < 2, 1 < 3])", 1, 1, 2, {1, 2}},
    {"7 // 2", 0, 1, 1, {3}},
    {"-7 // 2", 0, 1, 1, {-4}},
    {"7 // -2", 0, 1, 1, {-4}},
    {"7 % 3", 0, 1, 1, {1}},
    {"-7 % 3", 0, 1, 1, {2}},
    {"7 % -3", 0, 1, 1, {-2}},
    {"-6 % 3", 0, 1, 1, {0}},
    {"1 // 0", 0, 1, 1, {(double)INFINITY}},
    {"-1 // 0", 0, 1, 1, {-(double)INFINITY}},
    {"0 // 0", 0, 1, 1, {(double)NAN}},
    {"1 % 0", 0, 1, 1, {(double)NAN}},
    {"-1 % inf", 0, 1, 1, {(double)INFINITY}},
    {"inf // 1", 0, 1, 1, {(double)NAN}},
    {"5 // inf", 0, 1, 1, {0}},
    {"-5 // inf", 0, 1, 1, {-1}},
    {"0.3 // 0.1", 0, 1, 1, {2}},
    {"1 // 0.1", 0, 1, 1, {9}},
    {"m % 3", 2, 3, 4, {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2}},
    {"c // [1, 2]", 2, 3, 2, {1, 0, 2, 1, 3, 1}},
    {"2 * 7 // 3", 0, 1, 1, {4}},
    {"7 // 2 * 2", 0, 1, 1, {6}},
    {"-7 // 2 ** 2", 0, 1, 1, {-2}},
    {"1 / 0", 0, 1, 1, {(double)INFINITY}},
    {"-1 / 0", 0, 1, 1, {-(double)INFINITY}},
    {"0 / 0", 0, 1, 1, {(double)NAN}},
    {"(-8) ** (1 / 3)", 0, 1, 1, {(double)NAN}},
    {"0 ** 0", 0, 1, 1, {1}},
    {"nan ** 0", 0, 1, 1, {1}},
    {"1 ** nan", 0, 1, 1, {1}},
    {"inf ** -1", 0, 1, 1, {0}},
    {"(-inf) ** 0.5", 0, 1, 1, {(double)INFINITY}},
    {"[-inf, 4] ** 0.5", 1, 1, 2, {(double)NAN, 2}},
    {"2 ** [1, 2, 3]", 1, 1, 3, {2, 4, 8}},
    {"[4, 9] ** 0.5", 1, 1, 2, {2, 3}},
    {"True", 0, 1, 1, {1}},
    {"False + True", 0, 1, 1, {1}},
    {"True and not False", 0, 1, 1, {1}},
    {"1 < 2 and 2 < 3", 0, 1, 1, {1}},
    {"1 < 2 or 1 > 2", 0, 1, 1, {1}},
    {"0 or 0", 0, 1, 1, {0}},
    {"not 0", 0, 1, 1, {1}},
    {"(m > 3) == (m > 4)", 2, 3, 4, {1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1}},
    {"(x > 0) + (x > 0)", 2, 4, 2, {0, 0, 0, 2, 2, 0, 2, 2}},
    {"sum(m > 3)", 0, 1, 1, {8}},
    {"pi", 0, 1, 1, {3.141592653589793}},
    {"cos(0)", 0, 1, 1, {1}},
    {"cos([0, pi])", 1, 1, 2, {1, -1}},
    {"floor(-1.5)", 0, 1, 1, {-2}},
    {"floor([1.5, 2])", 1, 1, 2, {1, 2}},
    {"round(1e300, 20)", 0, 1, 1, {(double)INFINITY}},
    {"round(-1234.5, -2)", 0, 1, 1, {-1200}},
    {"leaky_relu([-1, 2])", 1, 1, 2, {-0.01, 2}},
    {"elu([-1, 2])", 1, 1, 2, {-0.6321205588285577, 2}},
    {"gelu([-1, 0, 2])", 1, 1, 3, {-0.15865525393145707, 0, 1.9544997361036416}},
    {"softplus([-1, 0, 800])", 1, 1, 3, {0.31326168751822286, 0.6931471805599453, 800}},
    {"softmax([1, 1])", 1, 1, 2, {0.5, 0.5}},
    {"softmax(5)", 0, 1, 1, {1}},
    {"softmax(zeros(0))", 1, 1, 0, {0}},
    {"relu(m[0:0])", 2, 0, 4, {0}},
    {"m[shape(m)[0] - 1, argmax(m[0])]", 0, 1, 1, {11}},
    {"m[7 // 4]", 1, 1, 4, {4, 5, 6, 7}},
    {"m[2 ** 1]", 1, 1, 4, {8, 9, 10, 11}},
    {"m[-1 + 0]", 1, 1, 4, {8, 9, 10, 11}},
};

START_TEST(gives_numpys_result)
{
    struct value value = evaluated(results[_i].text);
    struct matrix all = value_view(&value);
    ck_assert_uint_eq(shape_of(&value).dims, results[_i].dims);
    ck_assert_uint_eq(all.rows, results[_i].rows);
    ck_assert_uint_eq(all.cols, results[_i].cols);
    for (size_t i = 0; i < matrix_count(all); i++) {
        double got = all.data[i], right = results[_i].values[i];
        bool same = got == right || (isnan(got) && isnan(right)) ||
                    fabs(got - right) <= 4.5e-16 * fmax(1, fabs(right));
        ck_assert_msg(same, "%s: element %zu is %.17g, not %.17g", results[_i].text, i, got, right);
    }
    value_clear(&value);
}
END_TEST

// ---- mistakes -----------------------------------------------------------------------------------

static const struct {
    const char *text;
    size_t at, length;
    const char *what, *hint;
} mistakes[] = {
    {"", 0, 0, "an expression is missing here", ""},
    {"1 +", 2, 1, "a value is missing after '+'", ""},
    {"1 + * 2", 4, 1, "a value is missing before '*'", ""},
    {"()", 1, 1, "a value is missing before ')'", ""},
    {"(1 + )", 5, 1, "a value is missing before ')'", ""},
    {"1 + == 2", 4, 2, "a value is missing before '=='", ""},
    {"not", 0, 3, "a value is missing after 'not'", ""},
    {"(1 + 2", 0, 1, "this '(' is never closed", ""},
    {"(1 + 2]", 6, 1, "expected ')' here, not ']'", ""},
    {"(1; 2)", 0, 1, "this '(' is never closed", ""},
    {"[1, 2", 0, 1, "this '[' is never closed", ""},
    {"[[1, 2], [3, 4]", 0, 1, "this '[' is never closed", ""},
    {"[[1, 2],", 7, 1, "a value is missing after ','", ""},
    {"m[0", 1, 1, "this '[' is never closed", ""},
    {"sum(m", 3, 1, "this '(' is never closed", ""},
    {"(1 2)", 3, 1, "a sign or a comma is missing before '2'", ""},
    {"(x w1)", 3, 2, "a sign or a comma is missing before 'w1'", ""},
    {"[1 2]", 3, 1, "a sign or a comma is missing before '2'", ""},
    {"[x (1)]", 1, 1, "unknown function 'x'",
     "the functions are exp log expm1 log1p sqrt abs sin tanh sigmoid softplus gelu elu leaky_relu "
     "relu cos softmax maximum minimum sum mean std min max any all argmax argmin round floor sort "
     "cumsum dot where clip zeros ones eye arange shape"},
    {"[1; 2]", 2, 1, "each row has its own brackets: [[1, 2], [3, 4]]", ""},
    {"(a = b)", 3, 1, "'=' does not compare; write ==", ""},
    {"sum(m = 1)", 4, 1, "sum has no argument called 'm': sum(a, axis=, keepdims=)",
     "to compare two values write =="},
    {"1.2.3", 0, 5, "'1.2.3' is not a number", ""},
    {"1_000", 0, 5, "'1_000' is not a number", ""},
    {"2x", 0, 2, "'2x' is not a number; to multiply write 2 * x", ""},
    {"2w1 + 1", 0, 3, "'2w1' is not a number; to multiply write 2 * w1", ""},
    {"2(3)", 0, 2, "to multiply write 2 * (", ""},
    {"1e999", 0, 5, "'1e999' is too large: numbers go up to about 1.8e308", ""},
    {"1 & 2", 2, 1, "'&' has no meaning here; write and", ""},
    {"1 && 2", 2, 2, "'&&' has no meaning here; write and", ""},
    {"1 | 2", 2, 1, "'|' has no meaning here; write or", ""},
    {"2 ^ 3", 2, 1, "'^' has no meaning here; use ** for powers", ""},
    {"!x", 0, 1, "'!' has no meaning here; write not", ""},
    {"~x", 0, 1, "'~' has no meaning here; write not", ""},
    {"1 <> 2", 2, 2, "'<>' has no meaning here; write !=", ""},
    {"1 => 2", 2, 2, "'=>' has no meaning here; write >=", ""},
    {"2 × 3", 2, 2,
     "'×' has no meaning here; write * element by element, or @ for the matrix product", ""},
    {"2 · 3", 2, 2,
     "'·' has no meaning here; write * element by element, or @ for the matrix product", ""},
    {"5 − 2", 2, 3, "'−' has no meaning here; write -, the plain minus sign", ""},
    {"x ≤ 1", 2, 3, "'≤' has no meaning here; write <=", ""},
    {"x²", 1, 2, "'²' has no meaning here; write ** 2", ""},
    {"\"text\"", 0, 1, "'\"' has no meaning here; text in quotes is not a value", ""},
    {"x'", 1, 1, "''' has no meaning here; the transpose is .T, and text in quotes is not a value",
     ""},
    {"1 \001 2", 2, 1, "'\\x01' has no meaning here", ""},
    {"1 + \377", 4, 1, "'\\xff' has no meaning here", ""},
    {"1 + é", 4, 2, "'é' has no meaning here", ""},
    {"é", 0, 2, "'é' has no meaning here", ""},
    {"$", 0, 1, "'$' has no meaning here", ""},
    {"[]", 0, 2, "a matrix needs at least one number", ""},
    {"[[]]", 1, 2, "a row needs at least one number", ""},
    {"[[1, 2], [3]]", 9, 3, "the rows are of unequal length: row 1 has 1, but row 0 has 2", ""},
    {"[[1, 2], 3]", 9, 1, "another row in [ ] is missing here", ""},
    {"[1, [2]]", 4, 1, "an element of a row is a number; rows are written [[1, 2], [3, 4]]", ""},
    {"[[[1]]]", 2, 1, "an element of a row is a number; rows are written [[1, 2], [3, 4]]", ""},
    {"[x, 1]", 1, 1, "an element of a matrix is a number; this is a 4×2 matrix", ""},
    {"[[1, b1]]", 5, 2, "an element of a matrix is a number; this is a 1×2 matrix", ""},
    {"w1[]", 2, 2, "an index is missing: [0, 1] is an element, [0] a row", ""},
    {"m[0, ]", 1, 5, "an index is missing: [0, 1] is an element, [0] a row", ""},
    {"m[0,1,2]", 6, 1, "a matrix has two indices, row and column", ""},
    {"m[:,:,:]", 6, 1, "a matrix has two indices, row and column", ""},
    {"m[0.5]", 2, 3, "an index is a whole number; this is 0.5", ""},
    {"m[nan]", 2, 3, "an index is a whole number; this is nan", ""},
    {"m[x]", 2, 1, "an index is a whole number; this is a 4×2 matrix",
     "[1:3] is a slice, and where(condition, a, b) chooses by a condition"},
    {"m[1:x]", 2, 3, "an index is a whole number; this is a 4×2 matrix",
     "[1:3] is a slice, and where(condition, a, b) chooses by a condition"},
    {"m[4]", 2, 1, "row 4 is out of range: m has rows 0 to 2", ""},
    {"m[-4,0]", 2, 2, "row -4 is out of range: m has rows 0 to 2", ""},
    {"m[0,4]", 4, 1, "column 4 is out of range: m has columns 0 to 3", ""},
    {"(m @ m.T)[7,0]", 10, 1, "row 7 is out of range: the value has rows 0 to 2", ""},
    {"b1[1]", 3, 1, "row 1 is out of range: b1 has only row 0",
     "rows come first: [0, j] is column j of a single row"},
    {"b1[0][3]", 6, 1, "index 3 is out of range: the value has indices 0 to 1", ""},
    {"m[::0]", 2, 3, "the step of a slice cannot be 0", ""},
    {"loss[0]", 0, 7, "a number has no elements to index", ""},
    {"x.sum()", 1, 4, "only .T, the transpose, can follow a value",
     "write sum(a, axis=, keepdims=)"},
    {"x.shape", 1, 6, "only .T, the transpose, can follow a value", "write shape(a)"},
    {"x.", 1, 1, "only .T, the transpose, can follow a value", ""},
    {"np.exp(x)", 0, 3, "functions are written without 'np.', as in exp(z1)", ""},
    {"2 * not 1", 4, 3, "'not' binds more loosely than the sign before it; put it in parentheses",
     ""},
    {"exp", 0, 3, "exp is a function: write exp(a)", ""},
    {"sum + 1", 0, 3, "sum is a function: write sum(a, axis=, keepdims=)", ""},
    {"exp()", 0, 5, "exp takes 1 argument, not 0: exp(a)", ""},
    {"exp(1, 2)", 0, 9, "exp takes 1 argument, not 2: exp(a)", ""},
    {"sum()", 0, 5, "sum takes 1 argument, not 0: sum(a, axis=, keepdims=)", ""},
    {"zeros()", 0, 7, "zeros takes 1 argument, not 0: zeros((rows, cols))", ""},
    {"zeros(1, 2, 3)", 0, 14, "zeros takes 1 argument, not 3: zeros((rows, cols))",
     "write zeros((2, 3))"},
    {"sigmod(x)", 0, 6, "unknown function 'sigmod'; did you mean 'sigmoid'?", ""},
    {"sofmtax(x)", 0, 7, "unknown function 'sofmtax'; did you mean 'softmax'?", ""},
    {"tan(x)", 0, 3, "unknown function 'tan'; did you mean 'tanh'?", ""},
    {"foo(x)", 0, 3, "unknown function 'foo'",
     "the functions are exp log expm1 log1p sqrt abs sin tanh sigmoid softplus gelu elu leaky_relu "
     "relu cos softmax maximum minimum sum mean std min max any all argmax argmin round floor sort "
     "cumsum dot where clip zeros ones eye arange shape"},
    {"exp(x=1)", 4, 1, "exp has no argument called 'x': exp(a)", "to compare two values write =="},
    {"sum(axis=0, x)", 12, 1,
     "an argument with a name, as axis=, comes last: sum(a, axis=, keepdims=)", ""},
    {"sum(x, axis=2)", 0, 14, "axis is 0, down the columns, or 1, along the rows; this is 2", ""},
    {"sum(x, axis=x)", 0, 14, "axis is a whole number; this is a 4×2 matrix", ""},
    {"sum(x, axis=nan)", 0, 16, "axis is a whole number; this is nan", ""},
    {"round(x, 0.5)", 0, 13, "decimals is a whole number; this is 0.5", ""},
    {"round(x, decimals=23)", 0, 21, "decimals is a whole number from -22 to 22", ""},
    {"zeros(2.5)", 0, 10, "a size is a whole number; this is 2.5", ""},
    {"zeros(x)", 0, 8, "a shape is one size or two, as in (2, 3); this is a 4×2 matrix", ""},
    {"zeros(2, x)", 0, 11, "zeros takes 1 argument, not 2: zeros((rows, cols))",
     "write zeros((2, 3))"},
    {"ones((1001, 1000))", 0, 18, "a 1001×1000 matrix has 1001000 elements; the limit is 1000000",
     ""},
#if SIZE_MAX > UINT32_MAX
    {"zeros((1000000000, 1000000000000))", 0, 34,
     "a 1000000000×1000000000000 matrix has 1e+21 elements; the limit is 1000000", ""},
#endif
#if SIZE_MAX > UINT32_MAX
    {"zeros((1000000000000000, 1000000000000000))", 0, 43,
     "a 1000000000000000×1000000000000000 matrix has 1e+30 elements; the limit is 1000000", ""},
#endif
    {"nothing + 1", 0, 7, "nothing is called 'nothing'", ""},
    {"1 + dz1[0,0]", 4, 3, "nothing is called 'dz1'", ""},
    {"m @ m", 0, 5, "cannot multiply 3×4 by 3×4: the inner sizes, 4 and 3, differ",
     "the transpose of the right side, .T, would fit"},
    {"x @ m", 0, 5, "cannot multiply 4×2 by 3×4: the inner sizes, 2 and 3, differ", ""},
    {"m @ c", 0, 5, "cannot multiply 3×4 by 3×1: the inner sizes, 4 and 3, differ",
     "the transpose of the left side, .T, would fit"},
    {"x @ 2", 0, 5, "@ multiplies two matrices, but the right side is a number",
     "to multiply by a number, write *"},
    {"2 @ x", 0, 5, "@ multiplies two matrices, but the left side is a number",
     "to multiply by a number, write *"},
    {"m @ c + 1", 0, 5, "cannot multiply 3×4 by 3×1: the inner sizes, 4 and 3, differ",
     "the transpose of the left side, .T, would fit"},
    {"1 + m @ c", 4, 5, "cannot multiply 3×4 by 3×1: the inner sizes, 4 and 3, differ",
     "the transpose of the left side, .T, would fit"},
    {"x @ w1 + c", 0, 10, "cannot add 4×2 and 3×1: the rows, 4 and 3, differ and neither is 1", ""},
    {"c + x @ w1", 0, 10, "cannot add 4×2 and 3×1: the rows, 4 and 3, differ and neither is 1", ""},
    {"m + x", 0, 5, "cannot add 3×4 and 4×2: the rows, 3 and 4, differ and neither is 1", ""},
    {"m - c.T", 0, 7, "cannot subtract 1×3 from 3×4: the columns, 3 and 4, differ and neither is 1",
     ""},
    {"m * x", 0, 5,
     "cannot multiply 3×4 by 4×2 element by element: the rows, 3 and 4, differ and neither is 1",
     "the matrix product is written @"},
    {"m / x", 0, 5,
     "cannot divide 3×4 by 4×2 element by element: the rows, 3 and 4, differ and neither is 1", ""},
    {"m ** x", 0, 6,
     "cannot raise 3×4 to the power of 4×2: the rows, 3 and 4, differ and neither is 1", ""},
    {"m < x", 0, 5, "cannot compare 3×4 with 4×2: the rows, 3 and 4, differ and neither is 1", ""},
    {"m and x", 0, 7,
     "'and' works on single truth values, and this is a 3×4 matrix; write all(…) or any(…)", ""},
    {"m == 0 or x", 0, 11,
     "'or' works on single truth values, and this is a 3×4 matrix; write all(…) or any(…)", ""},
    {"[1, 2] < 5 < [1, 2, 3]", 0, 10,
     "a chain of comparisons takes single numbers, and this is a 1-d array of length 2",
     "write each comparison by itself, as in all(0 < a) and all(a < 1)"},
    {"x * m", 0, 5,
     "cannot multiply 4×2 by 3×4 element by element: the rows, 4 and 3, differ and neither is 1",
     ""},
    {"sum(m * x)", 4, 5,
     "cannot multiply 3×4 by 4×2 element by element: the rows, 3 and 4, differ and neither is 1",
     "the matrix product is written @"},
    {"mean(m * x, axis=0)", 5, 5,
     "cannot multiply 3×4 by 4×2 element by element: the rows, 3 and 4, differ and neither is 1",
     "the matrix product is written @"},
    {"0 < m < x", 0, 5, "a chain of comparisons takes single numbers, and this is a 3×4 matrix",
     "write each comparison by itself, as in all(0 < a) and all(a < 1)"},
    {"zeros(2, 3)", 0, 11, "zeros takes 1 argument, not 2: zeros((rows, cols))",
     "write zeros((2, 3))"},
    {"zeros((1, 2, 3))", 0, 16, "a shape has one size or two, as in (2, 3); this one has 3", ""},
    {"zeros(2.0)", 0, 10, "a size is a whole number; this one is a fraction that comes to 2",
     "write 2"},
    {"zeros(-1)", 0, 9, "a size is a whole number, 0 or more; this is -1", ""},
    {"ones(10000000)", 0, 14, "a 1-d array of length 10000000 is too long; the limit is 1000000",
     ""},
    {"sum(m, 1)", 0, 9, "sum takes 1 argument, not 2: sum(a, axis=, keepdims=)",
     "an axis is written with its name: sum(a, axis=0)"},
    {"sum(1, 1)", 0, 9, "sum takes 1 argument, not 2: sum(a, axis=, keepdims=)",
     "an axis is written with its name: sum(a, axis=0)"},
    {"sum(x, axis=0, axis=1)", 15, 4, "'axis=' is given twice", ""},
    {"sum(x, axis=0.0)", 0, 16, "axis is a whole number; this one is a fraction that comes to 0",
     "write 0"},
    {"sum(m[0], axis=1)", 0, 17, "the axis of a 1-d array is 0; this is 1", ""},
    {"sum(3, axis=0)", 0, 14, "a number has no axis", ""},
    {"sum(x, keepdims=2)", 0, 18, "keepdims is True or False", ""},
    {"max(m, 0)", 0, 9, "NumPy takes the second argument of max for an axis",
     "write maximum(m, 0) for the larger one of two, or max(m, axis=0)"},
    {"min(m * (1 + 1), -1)", 0, 20, "NumPy takes the second argument of min for an axis",
     "write minimum(m * (1 + 1), -1) for the smaller one of two, or min(m * (1 + 1), axis=-1)"},
    {"max(1, m, axis=0)", 0, 17, "max takes two values, or one and an axis, not both", ""},
    {"max(1, 2, 3)", 0, 12, "max takes 1 or 2 arguments, not 3: max(a, axis=, keepdims=)",
     "an axis is written with its name: max(a, axis=0)"},
    {"arange(1, 2, 3, 4)", 0, 18, "arange takes 1 to 3 arguments, not 4: arange(start, stop, step)",
     ""},
    {"arange(1, 2, 0)", 0, 15, "the step of arange cannot be 0", ""},
    {"arange(inf)", 0, 11, "arange has no end: its bounds are 0 and inf, its step 1", ""},
    {"arange(m)", 0, 9, "the bounds of arange are numbers; this is a 3×4 matrix", ""},
    {"sort(3)", 0, 7, "a number has nothing to sort", ""},
    {"argmax(m[0:0])", 0, 14, "argmax of nothing: the array is empty", ""},
    {"clip(m, nan, 1)", 0, 15, "a bound of clip cannot be nan", ""},
    {"dot(2, m)", 0, 9, "@ multiplies two matrices, but the left side is a number",
     "to multiply by a number, write *"},
    {"m[0][1,0]", 7, 1, "the value is a 1-d array and has one index", ""},
    {"m[0.0]", 2, 3, "an index is a whole number; this one is a fraction that comes to 0",
     "write 0 without a point, or // in the place of /"},
    {"m[4 / 2]", 2, 5, "an index is a whole number; this one is a fraction that comes to 2",
     "write 2 without a point, or // in the place of /"},
    {"m[w1[0,0] * 10]", 2, 12, "an index is a whole number; this one is a fraction that comes to 1",
     "write 1 without a point, or // in the place of /"},
    {"m[1 < 2]", 2, 5, "an index is a whole number; this is a truth value",
     "where(condition, a, b) chooses by a condition"},
    {"m[m > 1]", 2, 5, "an index is a whole number; this is a 3×4 matrix",
     "[1:3] is a slice, and where(condition, a, b) chooses by a condition"},
    {"m[[0, 1]]", 2, 6, "an index is a whole number; this is a 1-d array of length 2",
     "[1:3] is a slice, and where(condition, a, b) chooses by a condition"},
    {"m[0:0][0]", 7, 1, "the value is empty: it has no row", ""},
    {"m[0] + [1, 2]", 0, 13,
     "cannot add (4,) and (2,): the lengths, 4 and 2, differ and neither is 1", ""},
    {"m - mean(m, axis=1)", 0, 19,
     "cannot subtract (3,) from 3×4: the columns, 3 and 4, differ and neither is 1",
     "a column would fit: x[:,0:1] cuts one out, and keepdims=True keeps one in sum(a, axis=1, "
     "keepdims=True)"},
    {"m @ [1, 2]", 0, 10, "cannot multiply 3×4 by (2,): the inner sizes, 4 and 2, differ", ""},
    {"maximum(m, x)", 0, 13,
     "cannot combine 3×4 with 4×2 element by element: the rows, 3 and 4, differ and neither is 1",
     ""},
    {"2 and 3", 0, 7, "'and' works on truth values, 1 or 0; this is 2",
     "a comparison, such as a != 0, is one"},
    {"not 2", 0, 5, "'not' works on truth values, 1 or 0; this is 2",
     "a comparison, such as a != 0, is one"},
    {"not (m == m)", 0, 12,
     "'not' works on single truth values, and this is a 3×4 matrix; write all(…) or any(…)", ""},
    {"(1, 2", 0, 1, "this '(' is never closed", ""},
    {"(1, 2]", 5, 1, "expected ')' here, not ']'", ""},
    {"True(1)", 0, 4, "unknown function 'True'",
     "the functions are exp log expm1 log1p sqrt abs sin tanh sigmoid softplus gelu elu leaky_relu "
     "relu cos softmax maximum minimum sum mean std min max any all argmax argmin round floor sort "
     "cumsum dot where clip zeros ones eye arange shape"},
};

START_TEST(says_what_is_wrong_and_where)
{
    const char *text = mistakes[_i].text;
    struct error error = failed(text, strlen(text));
    ck_assert_str_eq(error.what, mistakes[_i].what);
    ck_assert_str_eq(error.hint, mistakes[_i].hint);
    ck_assert_msg(error.placed, "%s", text);
    ck_assert_msg(error.at == mistakes[_i].at && error.length == mistakes[_i].length,
                  "%s: at %zu, %zu bytes", text, error.at, error.length);
}
END_TEST

START_TEST(an_error_is_placed_in_the_whole_text)
{
    const char *text = "print loss + nothing, m[9]";
    struct error error = ERROR_NONE;
    struct value value;
    size_t end = 0;
    struct expr *expr = expr_parse(text, strlen(text), 5, &end, &error);
    ck_assert_uint_eq(end, 20);
    ck_assert(!expr_evaluate(expr, &scope, &value, &error));
    ck_assert_uint_eq(error.at, 13);
    expr_free(expr);
}
END_TEST

// Every prefix of every text parses or is refused, in the bounds of the text.
START_TEST(any_prefix_is_safe)
{
    const char *text = mistakes[_i].text;
    for (size_t length = 0; length < strlen(text); length++) {
        struct error error = ERROR_NONE;
        size_t end = 0;
        char *copy = malloc(length + 1); // exactly as long, so that sanitizers see a step too far
        memcpy(copy, text, length);
        struct expr *expr = expr_parse(copy, length, 0, &end, &error);
        ck_assert(expr ? end <= length : error.placed && error.at + error.length <= length);
        expr_free(expr);
        free(copy);
    }
}
END_TEST

// ---- where an expression ends -------------------------------------------------------------------

static const struct {
    const char *text;
    size_t end;
} ends[] = {
    {"loss < 0.01 max=5000", 11},
    {"a, b", 1},
    {"loss \"text\"", 4},
    {"loss = 3", 4},
    {"0.1 lr 1", 3},
    {"1)", 1},
    {"m[0] ]", 4},
    {"loss # x + 1", 4},
    {"loss ; step", 4},
    {"m 'text'", 1},
    {"-1 0.5", 2},
    {"w1\n+ 1  ", 6},
    {"(1 # one\n + 2)", 14},
    {"1 + \\\n 2", 8},
    {"m : 3", 1},
    {"w1 not 1", 2},
};

START_TEST(ends_where_the_grammar_does)
{
    struct error error = ERROR_NONE;
    size_t end = 0, at = 9, length = 0;
    const char *text = ends[_i].text;
    struct expr *expr = expr_parse(text, strlen(text), 0, &end, &error);
    ck_assert_msg(expr != NULL, "%s: %s", text, error.what);
    ck_assert_uint_eq(end, ends[_i].end);
    expr_span(expr, &at, &length);
    ck_assert(at == 0 && length == end);
    expr_free(expr);
}
END_TEST

// ---- shapes and sums ----------------------------------------------------------------------------

// Every pair of a number, 1-d arrays and matrices, with every sign, element by element.
START_TEST(broadcasts_every_pair_of_shapes)
{
    static const char *const operands[] = {"0.5", "[3]", "[1, 2, 4]", "[[1], [0], [2], [3]]",
                                           "m.T", "w1",  "[[3]]",     "[[1, 2]]"};
    static const char *const signs[] = {"+",  "-", "*",  "/",  "//", "%", "<",
                                        "<=", ">", ">=", "==", "!=", "**"};
    const char *left = operands[_i / 8], *right = operands[_i % 8];
    struct value a = evaluated(left), b = evaluated(right);
    struct matrix p = value_view(&a), q = value_view(&b);
    unsigned dims = shape_of(&a).dims > shape_of(&b).dims ? shape_of(&a).dims : shape_of(&b).dims;
    bool fits = (p.rows == q.rows || p.rows == 1 || q.rows == 1) &&
                (p.cols == q.cols || p.cols == 1 || q.cols == 1);
    for (size_t s = 0; s < sizeof signs / sizeof *signs; s++) {
        char text[200];
        snprintf(text, sizeof text, "%s %s %s", left, signs[s], right);
        if (!fits) {
            ck_assert(strstr(failed(text, strlen(text)).what, "differ and neither is 1"));
            continue;
        }
        struct value all = evaluated(text);
        struct matrix r = value_view(&all);
        ck_assert_uint_eq(r.rows, p.rows > q.rows ? p.rows : q.rows);
        ck_assert_uint_eq(r.cols, p.cols > q.cols ? p.cols : q.cols);
        ck_assert_uint_eq(shape_of(&all).dims, dims);
        for (size_t i = 0; i < r.rows; i++)
            for (size_t j = 0; j < r.cols; j++) {
                char one[200];
                snprintf(one, sizeof one, "%.17g %s %.17g", matrix_at(p, i % p.rows, j % p.cols),
                         signs[s], matrix_at(q, i % q.rows, j % q.cols));
                struct value number = evaluated(one);
                ck_assert_msg(number.number == matrix_at(r, i, j) || isnan(number.number), "%s",
                              one);
            }
        value_clear(&all);
    }
    value_clear(&a);
    value_clear(&b);
}
END_TEST

// What the scope is told about a 1-d array and a column.
START_TEST(a_square_of_two_lines_is_noted)
{
    static const struct {
        const char *text;
        size_t squared;
    } texts[] = {{"x[:,0] == x[:,0:1]", 4},
                 {"c - c[:,0]", 3},
                 {"where(c > 0, c[:,0], 1)", 3},
                 {"sum(c * c[:,0])", 3},
                 {"c + c", 0},
                 {"c[:,0] + c[:,0]", 0},
                 {"c[0] + c[0:1]", 0},
                 {"c @ c.T + c[:,0]", 0},
                 {"max(c, c[:,0])", 3}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t squared = 0;
        struct scope told = scope;
        struct error error = ERROR_NONE;
        struct value value;
        struct expr *expr = parsed(texts[i].text);
        told.squared = &squared;
        ck_assert(expr_evaluate(expr, &told, &value, &error));
        ck_assert_msg(squared == texts[i].squared, "%s: %zu", texts[i].text, squared);
        value_clear(&value);
        expr_free(expr);
    }
}
END_TEST

enum { ROWS = 5, INNER = 7, COLS = 3 };

// Numbers whose sums round, so that any other order or rounding shows.
static double rough(size_t i)
{
    return sin((double)i * 12.9898 + 1) * (i % 3 ? 1 : 1e5);
}

static double p[ROWS * INNER], q[INNER * COLS], r[COLS], s[ROWS], t[ROWS * COLS], u[ROWS * INNER];

static bool rough_lookup(void *context, const char *name, size_t length, struct value *value,
                         struct error *error)
{
    const struct matrix all[] = {{ROWS, INNER, p}, {INNER, COLS, q}, {1, COLS, r},
                                 {ROWS, 1, s},     {ROWS, COLS, t},  {ROWS, INNER, u}};
    (void)context, (void)error;
    ck_assert(length == 1 && *name >= 'p' && *name <= 'u');
    *value = value_borrow(all[*name - 'p']);
    return true;
}

static struct value rough_value(const char *text)
{
    const struct scope rough_scope = {.lookup = rough_lookup, .limit = 1000};
    double *const blocks[] = {p, q, r, s, t, u};
    const size_t counts[] = {ROWS * INNER, INNER * COLS, COLS, ROWS, ROWS * COLS, ROWS * INNER};
    struct error error = ERROR_NONE;
    struct value value;
    for (size_t i = 0; i < 6; i++)
        for (size_t j = 0; j < counts[i]; j++)
            blocks[i][j] = rough(100 * i + j);
    struct expr *expr = parsed(text);
    ck_assert_msg(expr_evaluate(expr, &rough_scope, &value, &error), "%s", error.what);
    expr_free(expr);
    return value;
}

// What may stand beside a product, and where its element (i, j) is.
static const struct {
    const char *text;
    double *start;
    size_t row, col;
    double number;
} chains[] = {
    {"p @ q + t", t, COLS, 1, 0},     {"t + p @ q", t, COLS, 1, 0},       {"p @ q + r", r, 0, 1, 0},
    {"r + p @ q", r, 0, 1, 0},        {"(p @ q) + (s)", s, 1, 0, 0},      {"s + p @ q", s, 1, 0, 0},
    {"p @ q + 0.7", NULL, 0, 0, 0.7}, {"0.7 + (p @ q)", NULL, 0, 0, 0.7}, {"p @ q", NULL, 0, 0, 0},
};

START_TEST(a_product_and_its_start_are_one_chain)
{
    struct value z = rough_value(chains[_i].text);
    for (size_t i = 0; i < ROWS; i++)
        for (size_t j = 0; j < COLS; j++) {
            const double *start = chains[_i].start;
            double acc = start ? start[i * chains[_i].row + j * chains[_i].col] : chains[_i].number;
            for (size_t k = 0; k < INNER; k++)
                acc = fma(p[i * INNER + k], q[k * COLS + j], acc);
            ck_assert(matrix_at(z.all, i, j) == acc);
        }
    value_clear(&z);
}
END_TEST

// p @ q + t - 0 breaks no chain, 0 + (p @ q + t) begins none, and of two products the right one
// goes on.
START_TEST(a_chain_is_only_what_is_written_as_one)
{
    struct value z = rough_value("t + p @ q"), two = rough_value("u @ q + p @ q");
    struct value base = rough_value("u @ q"), minus = rough_value("p @ q - t");
    struct value product = rough_value("p @ q"), column = rough_value("p[:1,:] @ q + s");
    for (size_t i = 0; i < ROWS; i++)
        for (size_t j = 0; j < COLS; j++) {
            double acc = matrix_at(base.all, i, j);
            for (size_t k = 0; k < INNER; k++)
                acc = fma(p[i * INNER + k], q[k * COLS + j], acc);
            ck_assert(matrix_at(two.all, i, j) == acc);
            ck_assert(matrix_at(minus.all, i, j) == matrix_at(product.all, i, j) - t[i * COLS + j]);
            ck_assert(matrix_at(column.all, i, j) == matrix_at(product.all, 0, j) + s[i]);
        }
    struct value *const all[] = {&z, &two, &base, &minus, &product, &column};
    for (size_t i = 0; i < 6; i++)
        value_clear(all[i]);
}
END_TEST

// The sums along no axis, axis 0 and axis 1 of [text], which stands for Σ a·b over ROWS × INNER.
static void check_sums(const char *text, bool is_fused, size_t b_row, size_t b_col, const double *b)
{
    for (int axis = -1; axis <= 1; axis++) {
        char sum[80], mean[80];
        const char *const options[] = {"", ", axis=0", ", axis=1"};
        snprintf(sum, sizeof sum, "sum(%s%s)", text, options[axis + 1]);
        snprintf(mean, sizeof mean, "mean(%s%s)", text, options[axis + 1]);
        struct value sums = rough_value(sum), means = rough_value(mean);
        double right[ROWS > INNER ? ROWS : INNER] = {0};
        for (size_t i = 0; i < ROWS; i++)
            for (size_t j = 0; j < INNER; j++) {
                double *acc = &right[axis == 0 ? j : axis == 1 ? i : 0];
                double factor = b ? b[i * b_row + j * b_col] : 1, a = p[i * INNER + j];
                *acc = is_fused ? fma(a, factor, *acc) : *acc + a * factor;
            }
        size_t count = axis == 0 ? INNER : axis == 1 ? ROWS : 1;
        ck_assert_uint_eq(matrix_count(value_view(&sums)), count);
        for (size_t i = 0; i < count; i++) {
            ck_assert_msg(value_view(&sums).data[i] == right[i], "%s", sum);
            ck_assert(value_view(&means).data[i] == right[i] / (double)(ROWS * INNER / count));
        }
        value_clear(&sums);
        value_clear(&means);
    }
}

START_TEST(sums_are_chains)
{
    check_sums("p", false, 0, 0, NULL);
    check_sums("p * u", true, INNER, 1, u);
    check_sums("(p * u)", true, INNER, 1, u);
    check_sums("p * s", true, 1, 0, s);
    check_sums("p ** 2", true, INNER, 1, p);
    check_sums("p * p", true, INNER, 1, p);
    check_sums("p * u + 0", false, INNER, 1, u); // no product: the sum of rounded ones
    check_sums("p ** (1 + 1)", false, INNER, 1, p);
}
END_TEST

// ---- conditions, sides, places ------------------------------------------------------------------

static const struct {
    const char *text;
    int holds; // -1: no condition
} conditions[] = {
    {"loss < 1", 1},
    {"loss > 1", 0},
    {"m >= 0", 1},
    {"m > 0", 0},
    {"1", 1},
    {"0", 0},
    {"0.25", -1},
    {"m", -1},
    {"nan", -1},
    {"nan < 1", 0},
    {"not nan < 1", 1},
    {"x", 0},
    {"2", -1},
    {"[1, 1]", 1},
    {"all(0 <= m) and all(m < 12)", 1},
    {"any(0 < m) or all(m == 0)", 1},
    {"loss < 1 and True", 1},
};

START_TEST(a_condition_is_one_truth)
{
    struct error error = ERROR_NONE;
    struct expr *expr = parsed(conditions[_i].text);
    bool holds = false;
    bool done = expr_condition(expr, &scope, &holds, &error);
    ck_assert_int_eq(done ? holds : -1, conditions[_i].holds);
    if (!done)
        ck_assert_str_eq(error.what,
                         strcmp(conditions[_i].text, "m") == 0
                             ? "a condition is true or false, 1 or 0; this matrix has an element 2"
                         : strcmp(conditions[_i].text, "2") == 0
                             ? "a condition is true or false, 1 or 0; this is 2"
                         : strcmp(conditions[_i].text, "nan") == 0
                             ? "a condition is true or false, 1 or 0; this is nan"
                             : "a condition is true or false, 1 or 0; this is 0.25");
    expr_free(expr);
}
END_TEST

START_TEST(a_comparison_has_two_sides)
{
    const char *text = "  m[0,1] + 1 <= (sum(m * c, axis=0)[1])";
    const struct expr *left, *right;
    const char *sign;
    struct error error = ERROR_NONE;
    struct value value;
    size_t at, length;
    struct expr *expr = parsed(text);
    ck_assert(expr_sides(expr, &left, &sign, &right));
    ck_assert_str_eq(sign, "<=");
    expr_span(left, &at, &length);
    ck_assert(at == 2 && length == 10);
    expr_span(right, &at, &length);
    ck_assert(at == 16 && at + length == strlen(text));
    ck_assert(expr_evaluate(left, &scope, &value, &error) && value.number == 2);
    ck_assert(expr_evaluate(right, &scope, &value, &error) && value.number == 38);
    ck_assert(!expr_sides(left, &left, &sign, &right));
    expr_free(expr);
}
END_TEST

START_TEST(only_a_single_comparison_has_sides)
{
    static const char *const texts[] = {"0 < loss < 1", "loss", "not loss < 1", "1 < 2 and 2 < 3",
                                        "(1 < 2) + 0"};
    const struct expr *left, *right;
    const char *sign;
    struct expr *expr = parsed(texts[_i]);
    ck_assert(!expr_sides(expr, &left, &sign, &right));
    expr_free(expr);
}
END_TEST

START_TEST(a_chain_asks_for_each_name_once)
{
    lookups = 0;
    struct value value = evaluated("0 < m[0,0] * 1 < loss < 3");
    ck_assert_uint_eq(lookups, 2);
    value_clear(&value);
}
END_TEST

static const struct {
    const char *text, *name;
    struct region region; // in 3 × 4; rows 0: no place, or not there
} places[] = {
    {"w1", "w1", {0, 3, 0, 4, 2, false}},
    {"w1[0,1]", "w1", {0, 1, 1, 1, 0, true}},
    {"w1[-1,-1]", "w1", {2, 1, 3, 1, 0, true}},
    {"w1[1]", "w1", {1, 1, 0, 4, 1, false}},
    {"w1[:,2]", "w1", {0, 3, 2, 1, 1, false}},
    {"w1[1:,:2]", "w1", {1, 2, 0, 2, 2, false}},
    {"w1[3-2, shape(m)[0]-2]", "w1", {1, 1, 1, 1, 0, true}},
    {"w1[3,0]", "w1", {0}},
    {"w1[0:0]", "w1", {0}},
    {"w1[::2]", "w1", {0}},
    {"w1[nothing]", "w1", {0}},
    {"(w1)", NULL, {0}},
    {"+w1", NULL, {0}},
    {"w1[0][1]", NULL, {0}},
    {"w1.T", NULL, {0}},
    {"1", NULL, {0}},
    {"w1 + 1", NULL, {0}},
    {"w1.T[0,1]", NULL, {0}},
};

START_TEST(a_place_is_a_name_and_a_region)
{
    struct error error = ERROR_NONE;
    struct place place;
    struct region region = {9, 9, 9, 9, 9, false}, right = places[_i].region;
    struct expr *expr = parsed(places[_i].text);
    ck_assert_int_eq(expr_place(expr, &place), places[_i].name != NULL);
    if (places[_i].name) {
        ck_assert_uint_eq(place.name_length, strlen(places[_i].name));
        ck_assert(memcmp(place.name, places[_i].name, place.name_length) == 0);
        ck_assert_int_eq(expr_region(&place, &scope, (struct shape){3, 4, 2}, &region, &error),
                         right.rows > 0);
        if (right.rows == 0)
            ck_assert(error.placed && region.row == 9);
        else
            ck_assert(region.row == right.row && region.rows == right.rows &&
                      region.col == right.col && region.cols == right.cols &&
                      region.dims == right.dims && region.is_element == right.is_element);
    }
    expr_free(expr);
}
END_TEST

START_TEST(a_place_ends_before_a_value)
{
    static const struct {
        const char *text;
        size_t end;
    } texts[] = {{"w1 [[1, 2]]", 2}, {"w1[0, 1] -1", 8}, {"lr -0.1", 2}, {"lr (1)", 2}, {"a=1", 1}};
    struct error error = ERROR_NONE;
    struct place place;
    size_t end = 0;
    const char *text = texts[_i].text;
    struct expr *expr = expr_parse_place(text, strlen(text), 0, &end, &error);
    ck_assert(expr && expr_place(expr, &place));
    ck_assert_uint_eq(end, texts[_i].end);
    expr_free(expr);
    ck_assert(!expr_parse_place("3 + 1", 5, 0, &end, &error));
}
END_TEST

// ---- deep, long, large --------------------------------------------------------------------------

static const struct {
    const char *opening, *inner, *closing;
} nests[] = {
    {"(", "1", ")"},    {"-", "1", ""},      {"not ", "1", ""},    {"2 ** ", "1", ""},
    {"abs(", "1", ")"}, {"m[0,", "1", "]"},  {"[", "1", "]"},      {"1 - (", "1", ")"},
    {"+", "1", ""},     {"2 ** -", "1", ""}, {"sum(m*", "1", ")"},
};

// 90 levels are a value or an ordinary error; 100000 an error that says so, and no crash.
START_TEST(nesting_has_an_end)
{
    for (size_t depth = 90; depth <= 100000; depth += 99910) {
        struct buf text = BUF_EMPTY;
        struct error error = ERROR_NONE;
        size_t end;
        for (size_t i = 0; i < depth; i++)
            buf_puts(&text, nests[_i].opening);
        buf_puts(&text, nests[_i].inner);
        for (size_t i = 0; i < depth; i++)
            buf_puts(&text, nests[_i].closing);
        struct expr *expr = expr_parse(text.data, text.length, 0, &end, &error);
        bool is_bracket = nests[_i].opening[0] == '[';
        ck_assert_int_eq(expr != NULL, depth < 200 && !is_bracket);
        if (!expr && !is_bracket)
            ck_assert_str_eq(error.what, "this is nested too deeply: more than 200 levels");
        expr_free(expr);
        buf_free(&text);
    }
}
END_TEST

static const struct {
    const char *first, *again, *last;
    double per; // the value is this for each repetition, where it is not 0
} longs[] = {
    {"1", "+1", "", 1},   {"[1", ",1", "][0]", 0}, {"(1", ",1", ")[0]", 0},
    {"1", "<2", "", 0},   {"w1", ".T", "", 0},     {"m", "[0:3]", "", 0},
    {"w1", "+w1", "", 0}, {"1", " and 1", "", 0},  {"[[1]", ",[-1]", "]", 0},
    {"", "\n", "1", 0},
};

START_TEST(a_long_text_takes_no_stack)
{
    struct buf text = BUF_EMPTY;
    size_t count = 0, end = 0;
    struct error error = ERROR_NONE;
    struct value value;
    buf_puts(&text, longs[_i].first);
    for (; text.length < 1 << 20; count++)
        buf_puts(&text, longs[_i].again);
    buf_puts(&text, longs[_i].last);
    struct expr *expr = expr_parse(text.data, text.length, 0, &end, &error);
    ck_assert_msg(expr != NULL, "%s", error.what);
    ck_assert_uint_eq(end, text.length);
    ck_assert_msg(expr_evaluate(expr, &scope, &value, &error), "%s", error.what);
    if (longs[_i].per > 0)
        ck_assert(value.number == longs[_i].per * (double)(count + 1));
    value_clear(&value);
    expr_free(expr);
    buf_free(&text);
}
END_TEST

START_TEST(a_value_keeps_to_the_limit)
{
    const struct scope narrow = {.lookup = lookup, .context = &lookups, .limit = 11};
    static const char *const texts[] = {"m + 1",         "[1,1,1,1,1,1,1,1,1,1,1,1]",
                                        "m.T",           "c @ [[1,2,3,4]]",
                                        "c + [1,2,3,4]", "exp(m)",
                                        "m[::-1,:]",     "zeros(12)"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct error error = ERROR_NONE;
        struct value value;
        struct expr *expr = parsed(texts[i]);
        ck_assert(!expr_evaluate(expr, &narrow, &value, &error));
        ck_assert_msg(strstr(error.what, "matrix has 12 elements; the limit is 11") ||
                          strstr(error.what, "of length 12 is too long; the limit is 11"),
                      "%s", error.what);
        ck_assert(error.placed);
        expr_free(expr);
    }
}
END_TEST

START_TEST(a_name_is_borrowed_and_never_written)
{
    struct value value = evaluated("m");
    ck_assert(value.all.data == m && !value.owned);
    value_clear(&value);
    value = evaluated("-m + m * 2 - m");
    ck_assert(m[11] == 11 && value.owned && value.all.data[11] == 0);
    value_clear(&value);
}
END_TEST

START_TEST(functions_tell_what_they_do)
{
    size_t count = 0;
    for (; expr_function(count); count++) {
        size_t length = strlen(expr_function(count));
        ck_assert(strncmp(expr_function_meaning(count), expr_function(count), length) == 0);
        ck_assert(expr_function_meaning(count)[length] == '(');
    }
    ck_assert_uint_eq(count, 39);
    ck_assert(!expr_function_meaning(count));
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

Suite *expr_suite(void)
{
    Suite *suite = suite_create("expr");
    TCase *values = tcase_create("values");
    tcase_add_loop_test(values, gives_numpys_result, 0, COUNT(results));
    tcase_add_loop_test(values, broadcasts_every_pair_of_shapes, 0, 64);
    tcase_add_test(values, a_square_of_two_lines_is_noted);
    tcase_add_loop_test(values, a_product_and_its_start_are_one_chain, 0, COUNT(chains));
    tcase_add_test(values, a_chain_is_only_what_is_written_as_one);
    tcase_add_test(values, sums_are_chains);
    tcase_add_test(values, a_name_is_borrowed_and_never_written);
    tcase_add_test(values, functions_tell_what_they_do);
    suite_add_tcase(suite, values);
    TCase *words = tcase_create("words");
    tcase_add_loop_test(words, says_what_is_wrong_and_where, 0, COUNT(mistakes));
    tcase_add_loop_test(words, any_prefix_is_safe, 0, COUNT(mistakes));
    tcase_add_test(words, an_error_is_placed_in_the_whole_text);
    tcase_add_loop_test(words, ends_where_the_grammar_does, 0, COUNT(ends));
    suite_add_tcase(suite, words);
    TCase *uses = tcase_create("uses");
    tcase_add_loop_test(uses, a_condition_is_one_truth, 0, COUNT(conditions));
    tcase_add_test(uses, a_comparison_has_two_sides);
    tcase_add_loop_test(uses, only_a_single_comparison_has_sides, 0, 5);
    tcase_add_test(uses, a_chain_asks_for_each_name_once);
    tcase_add_loop_test(uses, a_place_is_a_name_and_a_region, 0, COUNT(places));
    tcase_add_loop_test(uses, a_place_ends_before_a_value, 0, 5);
    suite_add_tcase(suite, uses);
    TCase *limits = tcase_create("limits");
    tcase_add_loop_test(limits, nesting_has_an_end, 0, COUNT(nests));
    tcase_add_loop_test(limits, a_long_text_takes_no_stack, 0, COUNT(longs));
    tcase_add_test(limits, a_value_keeps_to_the_limit);
    suite_add_tcase(suite, limits);
    return suite;
}
