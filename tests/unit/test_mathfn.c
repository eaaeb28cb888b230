// SPDX-License-Identifier: GPL-3.0-or-later
//
// Holds mathfn.h and mathfn_more.h to true values (from tests/reference/mathfn_reference.py), to
// the special values of the C standard, and to the laws that a student could try: symmetry, growth,
// exact powers, the sigmoid as its formula. tests/accuracy measures millions of points; this is
// the quick form of it.
#include <check.h>
#include <math.h>
#include <stdint.h>

#include "network/mathfn.h"
#include "network/mathfn_more.h"

#include "suites.h"

enum name { EXP, EXPM1, LOG, LOG1P, TANH, ERF, SIN, COS, POW, SIGMOID };

// Calls a function of one or two arguments by its name.
static double call(enum name name, double x, double y)
{
    switch (name) {
    case EXP:
        return math_exp(x);
    case EXPM1:
        return math_expm1(x);
    case LOG:
        return math_log(x);
    case LOG1P:
        return math_log1p(x);
    case TANH:
        return math_tanh(x);
    case ERF:
        return math_erf(x);
    case SIN:
        return math_sin(x);
    case COS:
        return math_cos(x);
    case POW:
        return math_pow(x, y);
    case SIGMOID:
        return math_sigmoid(x);
    }
    return MATH_NAN;
}

static const char *const names[] = {
    "exp", "expm1", "log", "log1p", "tanh", "erf", "sin", "cos", "pow", "sigmoid",
};

// The error allowed, in units of the last place.
static const double bounds[] = {0.8, 0.8, 0.8, 0.8, 0.8, 0.9, 0.8, 0.8, 0.55, 2.5};

struct reference {
    enum name name;
    double x, y;
    double value, rest; // the true value is their sum
};

static const struct reference references[] = {
#include "../reference/mathfn_reference.inc"
};

#define COUNT(table) ((int)(sizeof(table) / sizeof *(table)))

static void ck_near(enum name name, double x, double y, double value, double rest)
{
    double got = call(name, x, y);
    double size = fabs(value);
    int tiny = size < 0x1p-1022;
    double ulp = tiny ? 0x1p-1074 : math_from_bits(math_bits(size) + 1) - size;
    double error = fabs((got - value) / ulp - rest / ulp);

    ck_assert_msg(error <= (tiny ? 1 : bounds[name]), "%s(%a, %a) is %a, not %a: %g ulp",
                  names[name], x, y, got, value, error);
}

START_TEST(true_values)
{
    const struct reference *r = &references[_i];

    ck_near(r->name, r->x, r->y, r->value, r->rest);
}
END_TEST

#define INF          MATH_INFINITY
#define NOT_A_NUMBER MATH_NAN
#define MAX          0x1.fffffffffffffp1023
#define MIN          0x1p-1074

// Values that are exact, signs of zero included. NaN stands for any NaN.
static const struct {
    enum name name;
    double x, y, value;
} specials[] = {
    {EXP, 0.0, 0, 1},
    {EXP, -0.0, 0, 1},
    {EXP, INF, 0, INF},
    {EXP, -INF, 0, 0},
    {EXP, 710, 0, INF},
    {EXP, MAX, 0, INF},
    {EXP, -746, 0, 0},
    {EXP, -MAX, 0, 0},
    {EXP, MIN, 0, 1},
    {EXP, NOT_A_NUMBER, 0, NOT_A_NUMBER},
    {EXPM1, 0.0, 0, 0.0},
    {EXPM1, -0.0, 0, -0.0},
    {EXPM1, INF, 0, INF},
    {EXPM1, -INF, 0, -1},
    {EXPM1, MAX, 0, INF},
    {EXPM1, -MAX, 0, -1},
    {EXPM1, MIN, 0, MIN},
    {EXPM1, -MIN, 0, -MIN},
    {EXPM1, NOT_A_NUMBER, 0, NOT_A_NUMBER},
    {LOG, 1, 0, 0.0},
    {LOG, 0.0, 0, -INF},
    {LOG, -0.0, 0, -INF},
    {LOG, -1, 0, NOT_A_NUMBER},
    {LOG, -INF, 0, NOT_A_NUMBER},
    {LOG, INF, 0, INF},
    {LOG, NOT_A_NUMBER, 0, NOT_A_NUMBER},
    {LOG1P, 0.0, 0, 0.0},
    {LOG1P, -0.0, 0, -0.0},
    {LOG1P, -1, 0, -INF},
    {LOG1P, -2, 0, NOT_A_NUMBER},
    {LOG1P, -INF, 0, NOT_A_NUMBER},
    {LOG1P, INF, 0, INF},
    {LOG1P, MIN, 0, MIN},
    {LOG1P, -MIN, 0, -MIN},
    {LOG1P, NOT_A_NUMBER, 0, NOT_A_NUMBER},
    {TANH, 0.0, 0, 0.0},
    {TANH, -0.0, 0, -0.0},
    {TANH, INF, 0, 1},
    {TANH, -INF, 0, -1},
    {TANH, 19.1, 0, 1},
    {TANH, -MAX, 0, -1},
    {TANH, MIN, 0, MIN},
    {TANH, NOT_A_NUMBER, 0, NOT_A_NUMBER},
    {ERF, 0.0, 0, 0.0},
    {ERF, -0.0, 0, -0.0},
    {ERF, INF, 0, 1},
    {ERF, -INF, 0, -1},
    {ERF, 6, 0, 1},
    {ERF, MAX, 0, 1},
    {ERF, MIN, 0, MIN},
    {ERF, NOT_A_NUMBER, 0, NOT_A_NUMBER},
    {SIGMOID, 0.0, 0, 0.5},
    {SIGMOID, -0.0, 0, 0.5},
    {SIGMOID, INF, 0, 1},
    {SIGMOID, -INF, 0, 0},
    {SIGMOID, 40, 0, 1},
    {SIGMOID, NOT_A_NUMBER, 0, NOT_A_NUMBER},
    {SIN, 0.0, 0, 0.0},
    {SIN, -0.0, 0, -0.0},
    {SIN, MIN, 0, MIN},
    {SIN, INF, 0, NOT_A_NUMBER},
    {SIN, -INF, 0, NOT_A_NUMBER},
    {SIN, NOT_A_NUMBER, 0, NOT_A_NUMBER},
    {COS, 0.0, 0, 1},
    {COS, -0.0, 0, 1},
    {COS, MIN, 0, 1},
    {COS, INF, 0, NOT_A_NUMBER},
    {COS, -INF, 0, NOT_A_NUMBER},
    {COS, NOT_A_NUMBER, 0, NOT_A_NUMBER},
    {POW, NOT_A_NUMBER, 0.0, 1},
    {POW, NOT_A_NUMBER, -0.0, 1},
    {POW, 1, NOT_A_NUMBER, 1},
    {POW, 1, INF, 1},
    {POW, -1, INF, 1},
    {POW, -1, -INF, 1},
    {POW, NOT_A_NUMBER, 1, NOT_A_NUMBER},
    {POW, 2, NOT_A_NUMBER, NOT_A_NUMBER},
    {POW, 0.0, 3, 0.0},
    {POW, -0.0, 3, -0.0},
    {POW, -0.0, 2, 0.0},
    {POW, -0.0, 0.5, 0.0},
    {POW, 0.0, -3, INF},
    {POW, -0.0, -3, -INF},
    {POW, -0.0, -2, INF},
    {POW, 0.0, -INF, INF},
    {POW, 0.0, INF, 0.0},
    {POW, 2, INF, INF},
    {POW, 0.5, INF, 0.0},
    {POW, -2, -INF, 0.0},
    {POW, -0.5, -INF, INF},
    {POW, INF, 2, INF},
    {POW, INF, -2, 0.0},
    {POW, -INF, 3, -INF},
    {POW, -INF, 2, INF},
    {POW, -INF, -3, -0.0},
    {POW, -INF, -2, 0.0},
    {POW, -INF, 0.5, INF},
    {POW, -8, 1.0 / 3, NOT_A_NUMBER},
    {POW, -1, 0.5, NOT_A_NUMBER},
    {POW, -1, 3, -1},
    {POW, -1, 4, 1},
    {POW, -1, 0x1.fffffffffffffp52, -1},
    {POW, -1, 0x1p53, 1},
    {POW, 10, 309, INF},
    {POW, -10, 309, -INF},
    {POW, 10, -330, 0.0},
    {POW, -10, -331, -0.0},
    {POW, MAX, MAX, INF},
    {POW, MAX, -MAX, 0.0},
    {POW, 2, -1074, MIN},
    {POW, 2, 1023, 0x1p1023},
    {POW, 2, 0.5, 0x1.6a09e667f3bcdp0},
};

START_TEST(special_values)
{
    enum name name = specials[_i].name;
    double x = specials[_i].x, y = specials[_i].y, value = specials[_i].value;
    double got = call(name, x, y);
    int same = value == value ? math_bits(got) == math_bits(value) : got != got;

    ck_assert_msg(same, "%s(%a, %a) is %a, not %a", names[name], x, y, got, value);
}
END_TEST

static void ck_same_bits(double a, double b)
{
    ck_assert_msg(math_bits(a) == math_bits(b), "%a and %a differ", a, b);
}

START_TEST(symmetry)
{
    for (double x = 0x1p-30; x < 0x1p30; x *= 1.001) {
        ck_same_bits(math_tanh(-x), -math_tanh(x));
        ck_same_bits(math_erf(-x), -math_erf(x));
        ck_same_bits(math_sin(-x), -math_sin(x));
        ck_same_bits(math_cos(-x), math_cos(x));
    }
}
END_TEST

// Steps far wider than the rounding, so that each step must be seen.
START_TEST(growth)
{
    static const struct {
        enum name name;
        double from, to;
    } ranges[] = {
        {EXP, -700, 700}, {EXPM1, -30, 700}, {LOG, 0x1p-1022, 1000}, {LOG1P, -0.9999, 1000},
        {TANH, -8, 8},    {ERF, -5, 5},      {SIGMOID, -20, 20},
    };

    for (int i = 0; i < COUNT(ranges); i++) {
        const int steps = 100000;
        double width = (ranges[i].to - ranges[i].from) / steps;
        double before = call(ranges[i].name, ranges[i].from, 0);

        for (int step = 1; step <= steps; step++) {
            double x = ranges[i].from + step * width;
            double now = call(ranges[i].name, x, 0);

            ck_assert_msg(now > before, "%s falls before %a", names[ranges[i].name], x);
            before = now;
        }
    }
}
END_TEST

START_TEST(sigmoid_is_its_formula)
{
    for (double z = -720; z < 720; z += 0.37)
        ck_same_bits(math_sigmoid(z), 1 / (1 + math_exp(-z)));
}
END_TEST

START_TEST(whole_powers_are_exact)
{
    for (int base = 2; base <= 30; base++) {
        double product = 1;

        for (int exponent = 0; product < 0x1p53; exponent++) {
            ck_same_bits(math_pow(base, exponent), product);
            ck_same_bits(math_pow(-base, exponent), exponent % 2 ? -product : product);
            product *= base;
        }
    }
}
END_TEST

START_TEST(half_power_is_the_root)
{
    for (int x = 2; x <= 100; x++)
        ck_same_bits(math_pow(x, 0.5), sqrt((double)x));
}
END_TEST

#define POINTS 1003

// A plain loop, which the compiler may run on vectors, gives the bits of single calls.
START_TEST(loop_gives_the_same_bits)
{
    static double x[POINTS], e[POINTS], t[POINTS], l[POINTS], f[POINTS];

    for (int i = 0; i < POINTS; i++)
        x[i] = (i - POINTS / 2) * 0.0123;
    for (int i = 0; i < POINTS; i++) {
        e[i] = math_exp(x[i]);
        t[i] = math_tanh(x[i]);
        l[i] = math_log1p(e[i]);
        f[i] = math_erf(x[i]);
    }
    for (int i = 0; i < POINTS; i++) {
        volatile double single = x[i];

        ck_same_bits(e[i], call(EXP, single, 0));
        ck_same_bits(t[i], call(TANH, single, 0));
        ck_same_bits(l[i], call(LOG1P, e[i], 0));
        ck_same_bits(f[i], call(ERF, single, 0));
    }
}
END_TEST

Suite *mathfn_suite(void)
{
    Suite *suite = suite_create("mathfn");
    TCase *tests = tcase_create("mathfn");

    tcase_add_loop_test(tests, true_values, 0, COUNT(references));
    tcase_add_loop_test(tests, special_values, 0, COUNT(specials));
    tcase_add_test(tests, symmetry);
    tcase_add_test(tests, growth);
    tcase_add_test(tests, sigmoid_is_its_formula);
    tcase_add_test(tests, whole_powers_are_exact);
    tcase_add_test(tests, half_power_is_the_root);
    tcase_add_test(tests, loop_gives_the_same_bits);
    suite_add_tcase(suite, tests);
    return suite;
}
