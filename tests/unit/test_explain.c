// SPDX-License-Identifier: GPL-3.0-or-later
// explain: what it prints is read back and computed anew. At digits 17 the factors, chained by fma
// in index order, must give the value to the bit; the step of every optimizer must be the one that
// update then takes; the tree must hold each part once.
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "network/activation.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "session/quantity.h"
#include "shell/complete.h"

#include "harness.h"
#include "suites.h"

// What `explain WHAT` prints; stands until the next run.
static const char *explain(struct harness *harness, const char *what)
{
    char command[200];
    snprintf(command, sizeof command, "explain %s", what);
    return harness_do(harness, command);
}

static bool same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || a == b;
}

// The number that the last " = " of a line stands before.
static double value_of(const char *line)
{
    const char *end = strchr(line, '\n'), *sign = NULL;
    for (const char *at = line; (at = strstr(at, "= ")) && at < end; at += 2)
        sign = at;
    ck_assert_ptr_nonnull(sign);
    return strtod(sign + 2, NULL);
}

// The line of numbers below a formula, which a remark may stand between.
static const char *numbers_of(const char *text)
{
    const char *line = strchr(text, '\n') + 1;
    return strncmp(line + strspn(line, " "), "= ", 2) == 0 ? line : strchr(line, '\n') + 1;
}

// The line whose first word is [word].
static const char *line_of(const char *text, const char *word)
{
    for (const char *at = text; at && *at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL) {
        const char *begin = at + strspn(at, " ");
        size_t length = strlen(word);
        if (strncmp(begin, word, length) == 0 && begin[length] == ' ')
            return at;
    }
    ck_abort_msg("no line '%s' in\n%s", word, text);
    return NULL;
}

// Chains the terms "a·b + c·d + ..." behind the first line's end by fma. In a z the last one is the
// bias, which comes first. Sets [value] to the number behind the terms.
static double chain(const char *text, bool has_bias, double *value)
{
    double left[64], right[64];
    size_t count = 0;
    char *end;
    const char *at = strchr(text, '\n');
    at = strstr(at, "= ") + 2;
    for (;; at += strspn(at, " \n+")) {
        ck_assert_uint_lt(count, 64);
        left[count] = strtod(at, &end);
        right[count] = 1;
        if (strncmp(end, "·", 2) == 0)
            right[count] = strtod(end + 2, &end);
        count++;
        at = end;
        const char *next = at + strspn(at, " \n");
        if (*next != '+')
            break;
    }
    *value = strtod(strstr(at, "= ") + 2, NULL);
    double sum = has_bias ? left[--count] : 0;
    for (size_t k = 0; k < count; k++)
        sum = fma(left[k], right[k], sum);
    return sum;
}

static void check_chain(struct harness *harness, const char *what, bool has_bias)
{
    double value, number = harness_number(harness, what);
    const char *text = explain(harness, what);
    ck_assert_msg(same_bits(chain(text, has_bias, &value), number), "%s: %.17g\n%s", what, number,
                  text);
    ck_assert(same_bits(value, number));
}

// Runs [check] for every element of a matrix.
static void each_element(struct harness *harness, const char *name,
                         void check(struct harness *, const char *, bool), bool flag)
{
    char what[80];
    snprintf(what, sizeof what, "shape(%s)[0]", name);
    size_t rows = (size_t)harness_number(harness, what);
    snprintf(what, sizeof what, "shape(%s)[1]", name);
    size_t cols = (size_t)harness_number(harness, what);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < cols; j++) {
            snprintf(what, sizeof what, "%s[%zu,%zu]", name, i, j);
            check(harness, what, flag);
        }
}

START_TEST(the_terms_of_each_sum_chain_to_its_value)
{
    static const char *const sums[] = {"da1", "da2", "dw1", "dw2", "dw3", "db1", "db2", "db3"};
    struct harness *harness = harness_create();
    harness_do(
        harness,
        "data parity noise=0.3 seed=5; init 3 5:tanh 4:gelu 1 scheme=normal seed=3; set digits 17;"
        "set detail brief; forward; backward");
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        each_element(harness, sums[i], check_chain, false);
    each_element(harness, "z1", check_chain, true);
    each_element(harness, "z2", check_chain, true);
    each_element(harness, "z3", check_chain, true);
    harness_free(harness);
}
END_TEST

// The rows of a table by sample: number, left, right, part, share.
START_TEST(the_table_chains_to_the_value_too)
{
    struct harness *harness = harness_create();
    harness_do(harness,
               "data parity noise=0.3 seed=5; init 3 5:tanh 1 scheme=normal seed=3; set digits 17;"
               "set detail brief; forward; backward");
    double value = harness_number(harness, "dw2[3,0]"), sum = 0, shares = 0;
    const char *row = strchr(line_of(explain(harness, "dw2[3,0]"), "sample"), '\n') + 1;
    for (size_t n = 0; n < 8; n++, row = strchr(row, '\n') + 1) {
        char *end;
        ck_assert_uint_eq(strtoul(row, &end, 10), n);
        double left = strtod(end, &end), right = strtod(end, &end), part = strtod(end, &end);
        ck_assert(same_bits(part, left * right));
        sum = fma(left, right, sum);
        shares += strtod(end, NULL);
    }
    ck_assert(same_bits(sum, value));
    ck_assert_double_eq_tol(shares, 100, 0.5);
    harness_free(harness);
}
END_TEST

// The numbers of a formula, typed as an expression, give the value to the bit.
static void check_template(struct harness *harness, const char *what, bool ignored)
{
    char typed[400] = "";
    double number = harness_number(harness, what);
    const char *text = explain(harness, what);
    const char *at = strstr(strchr(text, '\n'), "= ") + 2, *end = strrchr(at, '=');
    (void)ignored;
    for (size_t used = 0; at < end; at++) {
        if (strncmp(at, "·", 2) == 0) {
            typed[used++] = '*';
            at++;
        } else if (strncmp(at, "²", 2) == 0) {
            used += (size_t)snprintf(typed + used, sizeof typed - used, "**2");
            at++;
        } else {
            typed[used++] = *at;
        }
    }
    ck_assert(same_bits(value_of(numbers_of(text)), number));
    ck_assert_msg(same_bits(harness_number(harness, typed), number), "%s: %s", what, typed);
}

START_TEST(the_numbers_of_a_formula_give_its_value)
{
    struct harness *harness = harness_create();
    harness_do(harness,
               "data parity noise=0.3 seed=5; init 3 3:tanh 3:leaky_relu 1 scheme=normal seed=3; "
               "set digits 17;"
               "set detail brief; forward; backward");
    each_element(harness, "dz1", check_template, false);
    each_element(harness, "dz2", check_template, false);
    each_element(harness, "da3", check_template, false);
    each_element(harness, "dz3", check_template, false);
    each_element(harness, "a3", check_template, false);
    harness_do(harness, "set loss bce; set detail brief; forward; backward");
    each_element(harness, "dz3", check_template, false);
    harness_free(harness);
}
END_TEST

// The value shown for one element is the value.
static void check_value(struct harness *harness, const char *what, bool ignored)
{
    double number = harness_number(harness, what);
    const char *line = explain(harness, what);
    (void)ignored;
    // A line of numbers that ends in the value, or the value on a line of its own.
    for (line = strchr(line, '\n') + 1; *line; line = strchr(line, '\n') + 1)
        if (strncmp(line + strspn(line, " "), "= ", 2) == 0 && same_bits(value_of(line), number))
            return;
    ck_abort_msg("%s = %.17g is not in\n%s", what, number, explain(harness, what));
}

// Six samples of two inputs and three classes.
static void use_classes(struct harness *harness)
{
    struct error error = ERROR_NONE;
    struct dataset *data = dataset_create(6, 2, 3, &error);
    ck_assert_ptr_nonnull(data);
    for (size_t n = 0; n < 6; n++) {
        data->x.data[2 * n] = 0.37 * (double)n - 0.9;
        data->x.data[2 * n + 1] = 0.8 - 0.11 * (double)(n * n);
        data->y.data[3 * n + n % 3] = 1;
    }
    session_use_data(harness->shell->session, data);
}

START_TEST(every_activation_and_loss_is_explained)
{
    static const char *const names[] = {"z1",  "a1",  "z2",  "a2",  "da2", "dz2",
                                        "da1", "dz1", "dw1", "db1", "dw2", "db2"};
    for (size_t i = 0; i < ACTIVATION_COUNT; i++)
        for (size_t l = 0; l < LOSS_COUNT; l++) {
            struct harness *harness = harness_create();
            char command[300];
            const struct activation *last = losses[l].partner ? losses[l].partner : &activations[i];
            bool hides = !activations[i].is_row_wise;
            snprintf(command, sizeof command,
                     "init 2 3:%s 3:%s scheme=normal seed=2; set loss %s;"
                     "set digits 17; set detail brief; forward; backward",
                     hides ? activations[i].name : "sin", last->name, losses[l].name);
            use_classes(harness);
            harness_do(harness, command);
            for (size_t k = 0; k < sizeof names / sizeof *names; k++)
                each_element(harness, names[k], check_value, false);
            double loss = harness_number(harness, "loss");
            ck_assert(
                same_bits(value_of(strstr(explain(harness, "loss"), "\n     = ") + 1), loss) ||
                strstr(explain(harness, "loss"), number_string(loss, 17).text));
            harness_free(harness);
        }
}
END_TEST

// A wide sum shows its largest terms, largest first, and what is left adds up to the rest.
START_TEST(a_wide_sum_shows_its_largest_terms)
{
    struct harness *harness = harness_create();
    harness_do(harness, "data parity n=5; init 5 40:tanh 1 scheme=normal seed=3; set digits 17;"
                        "set detail brief; forward");
    double value = harness_number(harness, "z2[3,0]"), before = HUGE_VAL, total = 0;
    const char *text = explain(harness, "z2[3,0]");
    ck_assert_double_eq(value_of(numbers_of(text)), value);
    const char *row = strchr(line_of(text, "input"), '\n') + 1;
    for (size_t k = 0; k < 12; k++, row = strchr(row, '\n') + 1) {
        char *end;
        strtoul(row, &end, 10);
        strtod(end, &end);
        strtod(end, &end);
        double part = strtod(end, NULL);
        ck_assert_double_le(fabs(part), before);
        before = fabs(part);
        total += part;
    }
    ck_assert_msg(strncmp(row + strspn(row, " "), "28 more", 7) == 0, "%s", text);
    const char *rest = "and 28 more that add up to";
    total += strtod(strstr(row, rest) + strlen(rest), NULL);
    ck_assert_double_eq_tol(total, value, 1e-14);
    ck_assert_ptr_nonnull(strstr(text, "of 40 terms"));
    ck_assert_ptr_null(strstr(text, "·0."));
    harness_free(harness);
}
END_TEST

// The new value is the one the update then makes; the state is kept from one update to the next.
static void check_update(const char *settings, const char *what)
{
    struct harness *harness = harness_create();
    harness_do(harness,
               "data parity noise=0.3 seed=5; init 3 3:tanh 1 scheme=normal seed=3; set digits 17;"
               "set detail brief");
    harness_do(harness, settings);
    for (size_t i = 0; i < 4; i++) {
        harness_do(harness, "forward; backward");
        const char *text = explain(harness, what);
        double next = value_of(line_of(text, "new"));
        double old = value_of(line_of(text, what[0] == 'w' ? "w" : "b"));
        ck_assert_msg(same_bits(old, harness_number(harness, what)), "%s %s", settings, what);
        harness_do(harness, "update");
        ck_assert_msg(same_bits(next, harness_number(harness, what)), "%s %s", settings, what);
    }
    harness_free(harness);
}

START_TEST(the_next_value_is_what_update_makes)
{
    static const char *const regularizations[] = {
        "set lr 0.1", "set l2 0.01; set l1 0.02", "set clip 0.05",
        "set clip 0.01; set l2 0.3; set schedule cosine; set period 3"};
    for (size_t i = 0; i < OPTIMIZER_COUNT; i++)
        for (size_t k = 0; k < sizeof regularizations / sizeof *regularizations; k++) {
            char settings[200];
            snprintf(settings, sizeof settings, "set optimizer %s; %s", optimizers[i].name,
                     regularizations[k]);
            check_update(settings, "w1[1,2]");
            check_update(settings, "b2[0,0]");
        }
}
END_TEST

START_TEST(a_frozen_weight_stays)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; freeze w1");
    ck_assert_ptr_nonnull(strstr(explain(harness, "w1[0,1]"), "frozen"));
    ck_assert_ptr_nonnull(strstr(explain(harness, "w1[0,1] depth=9"), "w1[0,1] = 0.720324"));
    harness_free(harness);
}
END_TEST

// How often a line begins the explanation of [name].
static size_t times(const char *text, const char *name)
{
    size_t count = 0;
    for (const char *at = text; at && *at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL) {
        const char *begin = at + strspn(at, " ");
        count += strncmp(begin, name, strlen(name)) == 0 && begin[strlen(name)] == ' ' &&
                 begin[strlen(name) + 1] == '=';
    }
    return count;
}

START_TEST(the_tree_holds_each_part_once_down_to_the_inputs)
{
    static const char *const kinds[] = {"z1",  "a1",  "z2",  "a2",  "z3",  "a3",
                                        "da3", "dz3", "da2", "dz2", "dz1", "da1"};
    struct harness *harness = harness_create();
    harness_do(harness,
               "init 2 3:tanh 2:tanh 1 scheme=normal seed=4; set detail brief; forward; backward;"
               "let small = 0");
    const char *text = explain(harness, "w1[1,0] depth=100");
    ck_assert_uint_eq(times(text, "dw1[1,0]"), 1);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char name[40];
        snprintf(name, sizeof name, "%s[1,0]", kinds[i]);
        ck_assert_msg(times(text, name) == 1, "%s\n%s", name, text);
    }
    ck_assert_uint_eq(times(text, "da1[0,0]"), 0); // its x[0,1] is 0: no share
    ck_assert_uint_eq(times(text, "x[1,0]"), 0);
    harness_free(harness);
}
END_TEST

START_TEST(depth_opens_as_many_links)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; set detail brief; forward; backward");
    ck_assert_uint_eq(times(explain(harness, "dw2[1,0]"), "dz2[1,0]"), 0);
    ck_assert_uint_eq(times(explain(harness, "dw2[1,0] depth=2"), "dz2[1,0]"), 1);
    ck_assert_uint_eq(times(explain(harness, "dw2[1,0] depth=2"), "da2[1,0]"), 0);
    ck_assert_uint_eq(times(explain(harness, "dw2[1,0] depth=3"), "da2[1,0]"), 1);
    ck_assert_ptr_nonnull(strstr(explain(harness, "dw2[1,0] depth=3"), "\n    da2[1,0] = "));
    harness_free(harness);
}
END_TEST

// A network for pictures of 28 by 28 points, as a whole and down to its inputs.
START_TEST(a_large_network_is_explained)
{
    struct error error = ERROR_NONE;
    struct harness *harness = harness_create();
    struct dataset *data = dataset_create(64, 784, 10, &error);
    ck_assert_ptr_nonnull(data);
    for (size_t i = 0; i < 64 * 784; i++)
        data->x.data[i] = i % 3 ? (double)(i * 7919 % 101) / 101 : 0;
    for (size_t n = 0; n < 64; n++)
        data->y.data[10 * n + n % 10] = 1;
    session_use_data(harness->shell->session, data);
    harness_do(harness,
               "set loss ce; init 784 128 10 scheme=he_normal; set digits 17; set detail brief;"
               "forward; backward");
    check_value(harness, "z1[5,7]", false);
    check_value(harness, "dw1[400,7]", false);
    check_value(harness, "a2[63,9]", false);
    check_value(harness, "da1[63,9]", false);
    ck_assert_ptr_nonnull(strstr(explain(harness, "loss depth=4"), "\n      a1["));
    ck_assert_ptr_nonnull(strstr(explain(harness, "dw1[400,7] depth=3"), "\n    da1["));
    ck_assert_ptr_nonnull(strstr(explain(harness, "w1[400,7]"), "sgd"));
    harness_free(harness);
}
END_TEST

START_TEST(names_are_completed)
{
    struct harness *harness = harness_create();
    struct completion completion;
    harness_do(harness, "init");
    complete(harness->shell, "why dw", 6, &completion);
    ck_assert_uint_eq(completion.count, 2);
    ck_assert_str_eq(completion.words[0], "dw1");
    completion_clear(&completion);
    complete(harness->shell, "explain z1[0,0] de", 18, &completion);
    ck_assert_uint_eq(completion.count, 1);
    ck_assert_str_eq(completion.words[0], "depth=");
    completion_clear(&completion);
    harness_free(harness);
}
END_TEST

// A tree has an end that can be read, and says where it ends.
START_TEST(a_large_tree_ends_and_says_so)
{
    struct harness *harness = harness_create();
    harness_do(harness,
               "data blobs features=30 classes=4 n=80; init 30 40 4:softmax; forward; backward");
    ck_assert_ptr_nonnull(strstr(explain(harness, "dw1[0,0] depth=9"), "300 elements nearest"));
    ck_assert_ptr_null(strstr(explain(harness, "dw1[0,0] depth=2"), "elements nearest"));
    harness_free(harness);
    harness = harness_create();
    harness_do(harness, "init; forward; backward");
    ck_assert_ptr_null(strstr(explain(harness, "dw1[0,0] depth=20"), "elements nearest"));
    harness_free(harness);
}
END_TEST

// Where a bound stands for a divisor, or a loss is computed from z, the formula says so.
START_TEST(a_saturated_output_is_explained_as_it_is_computed)
{
    struct harness *harness = harness_create();
    harness_do(harness,
               "data blobs features=2 classes=2 n=4; init 2 3 1; set loss bce; set w2[0,0] 800; "
               "forward; backward");
    const char *text = explain(harness, "da2[2,0]");
    ck_assert_ptr_nonnull(strstr(text, "= (1 - 0) / max(1·(1 - 1), 1e-12) / 4 = 250000000000\n"));
    ck_assert_ptr_nonnull(strstr(explain(harness, "loss"), "max(352.807, 0) - 352.807·0 + log1p("));
    harness_free(harness);
    harness = harness_create();
    harness_do(harness,
               "data blobs features=2 classes=3 n=6; init 2 3 3:softmax; set loss ce; "
               "set w1 1; set w2 [[0, 90, 1800], [0, 0, 0], [0, 0, 0]]; set x[0,:] [1, 0]; "
               "set x[1,:] [1, 0]; set y[0,:] [0, 1, 0]; set y[1,:] [1, 0, 0]; "
               "set x[2,:] [0, 0.01]; forward; backward");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "forward 1"), "1·(1800 - 0) + "));
    ck_assert_ptr_nonnull(strstr(explain(harness, "loss"), "1·(1800 - 90)"));
    text = explain(harness, "da2[1,0]");
    ck_assert_ptr_nonnull(strstr(text, "= -1 / max(0, 1e-12) / 6 = "));
    ck_assert_ptr_nonnull(strstr(text, "at least 1e-12"));
    harness_free(harness);
}
END_TEST

// What is said of how softplus and elu are computed, typed, is the number to the bit.
START_TEST(how_an_activation_is_computed_can_be_typed)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init 2 1:softplus 1:elu 1; set b1[0,0] -40; set w2 -1; forward");
    ck_assert_ptr_nonnull(strstr(explain(harness, "a1[0,0]"),
                                 "computed as relu(z1[0,0]) + log1p(exp(-abs(z1[0,0])))"));
    ck_assert_ptr_nonnull(
        strstr(explain(harness, "a2[0,0]"), "computed as expm1(z2[0,0]) below 0"));
    harness_do(harness, "expect relu(z1) + log1p(exp(-abs(z1))) == a1; expect expm1(z2) == a2");
    harness_do(harness, "expect a1 > 0; expect a2 < 0");
    harness_free(harness);
}
END_TEST

START_TEST(gelu_s_slope_has_its_formula)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init 2 1:gelu 1; set w1 [[1], [-2]]; forward; backward");
    ck_assert_ptr_nonnull(
        strstr(explain(harness, "dz1[1,0]"), "((1 + erf(-2/√2))/2 + -2·exp(-(-2)²/2)/√(2π)) = "));
    harness_free(harness);
}
END_TEST

// The square of a gradient is written as it is computed: a factor after the other.
START_TEST(the_running_mean_of_squares_reads_back)
{
    struct harness *harness = harness_create();
    harness_do(harness, "set digits 17; set optimizer adam; init; step 3; forward; backward");
    const char *text = line_of(explain(harness, "w1[0,1]"), "s");
    text = strchr(text, '\n') + 1;
    double old, power, g, again;
    const char *numbers = strstr(text, "0.999·");
    ck_assert_int_eq(sscanf(numbers, "0.999·%lf + (1 - %lf)·%lf·%lf", &old, &power, &g, &again), 4);
    ck_assert(same_bits(0.999 * old + (1 - power) * g * again, value_of(text)));
    harness_free(harness);
}
END_TEST

START_TEST(looking_changes_nothing)
{
    struct harness *harness = harness_create();
    harness_do(harness, "set optimizer adam; init; step 2; set clip 0.1; forward; backward");
    struct buf before = harness_state(harness);
    explain(harness, "w1[0,1] depth=20");
    explain(harness, "loss depth=20");
    struct buf after = harness_state(harness);
    ck_assert_str_eq(buf_text(&before), buf_text(&after));
    buf_free(&before);
    buf_free(&after);
    harness_free(harness);
}
END_TEST

Suite *explain_suite(void)
{
    Suite *suite = suite_create("explain");
    TCase *tests = tcase_create("explain");
    tcase_add_test(tests, the_terms_of_each_sum_chain_to_its_value);
    tcase_add_test(tests, the_table_chains_to_the_value_too);
    tcase_add_test(tests, the_numbers_of_a_formula_give_its_value);
    tcase_add_test(tests, every_activation_and_loss_is_explained);
    tcase_add_test(tests, a_wide_sum_shows_its_largest_terms);
    tcase_add_test(tests, the_next_value_is_what_update_makes);
    tcase_add_test(tests, a_frozen_weight_stays);
    tcase_add_test(tests, the_tree_holds_each_part_once_down_to_the_inputs);
    tcase_add_test(tests, depth_opens_as_many_links);
    tcase_add_test(tests, a_large_network_is_explained);
    tcase_add_test(tests, names_are_completed);
    tcase_add_test(tests, a_large_tree_ends_and_says_so);
    tcase_add_test(tests, a_saturated_output_is_explained_as_it_is_computed);
    tcase_add_test(tests, how_an_activation_is_computed_can_be_typed);
    tcase_add_test(tests, gelu_s_slope_has_its_formula);
    tcase_add_test(tests, the_running_mean_of_squares_reads_back);
    tcase_add_test(tests, looking_changes_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
