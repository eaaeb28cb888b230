// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers to text and back. The C library under LC_NUMERIC=C is the judge of what a literal means;
// the looks are those of NumPy and of docs.
#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "network/rng.h"

#include "suites.h"

static const char *one(double value, int digits)
{
    static struct number_string string;
    string = number_string(value, digits);
    return string.text;
}

START_TEST(one_number_looks_as_a_student_would_write_it)
{
    static const struct {
        double value;
        int digits;
        const char *text;
    } cases[] = {
        {0, 6, "0"},
        {-0.0, 6, "0"},
        {1, 6, "1"},
        {-3, 6, "-3"},
        {1e6, 6, "1000000"},
        {0.5, 6, "0.5"},
        {0.25063472329353714, 6, "0.250635"},
        {-0.00016, 6, "-0.00016"},
        {417.022004702574, 6, "417.022"},
        {123456.789, 6, "123456.8"},
        {1.0 / 3, 3, "0.333"},
        {0.000114374817344887, 6, "0.000114"},
        {1e-5, 6, "1e-05"},
        {1.5e300, 6, "1.5e+300"},
        {HUGE_VAL, 6, "inf"},
        {-HUGE_VAL, 6, "-inf"},
        {0.1, 17, "0.1"},
        {0.1 + 0.2, 17, "0.30000000000000004"},
        {0.25063472329353714, 17, "0.25063472329353714"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(one(cases[i].value, cases[i].digits), cases[i].text);
    ck_assert_str_eq(one((double)NAN, 6), "nan");
    ck_assert_str_eq(one(-(double)NAN, 17), "nan");
}
END_TEST

static void ck_row(const double *values, size_t count, int digits, const char *expected)
{
    struct number_format format = number_format_for(values, count, digits);
    char row[400] = "", text[NUMBER_SIZE];
    for (size_t i = 0; i < count; i++) {
        size_t length = number_write(text, values[i], format);
        ck_assert_uint_eq(length, strlen(text));
        strcat(row, text);
        strcat(row, i + 1 < count ? " " : "");
    }
    ck_assert_str_eq(row, expected);
}

START_TEST(a_matrix_has_one_format)
{
    ck_row((double[]){0, 1, 1, 0}, 4, 6, "0 1 1 0");
    ck_row((double[]){0.5, 1, 0.25}, 3, 6, "0.50 1.00 0.25");
    ck_row((double[]){0.417022, 0.720324, 0.000114375, 0.302333}, 4, 6,
           "0.417022 0.720324 0.000114 0.302333");
    ck_row((double[]){1e-9, 1}, 2, 6, "1e-09 1e+00");
    ck_row((double[]){(double)NAN, HUGE_VAL, 2}, 3, 6, "nan inf 2");
    ck_row((double[]){0.1, -3}, 2, 17, "0.1 -3");
}
END_TEST

// Any double, written exactly, reads back to the same bits.
START_TEST(seventeen_digits_read_back)
{
    struct rng rng;
    rng_seed(&rng, 11);
    for (int i = 0; i < 200000; i++) {
        uint64_t bits = (uint64_t)rng_bits(&rng) << 32 | rng_bits(&rng);
        char text[NUMBER_SIZE];
        double value, back = 0;
        memcpy(&value, &bits, sizeof value);
        if (i % 4 == 1)
            value = (double)(int64_t)(bits % 2000001) / 1000.0;
        if (i % 4 == 2)
            value = rng_normal(&rng);
        if (isnan(value))
            continue;
        size_t length = number_text(text, value, NUMBER_DIGITS_EXACT);
        ck_assert_quick(length < NUMBER_SIZE);
        ck_assert_quick(number_parse(text, length, &back));
        if (memcmp(&back, &value, sizeof back) != 0 && !(value == 0 && back == 0))
            ck_abort_msg("%a is written %s", value, text);
    }
}
END_TEST

// With d digits the text is within half a unit of the d-th digit... of a number on its own.
START_TEST(fewer_digits_are_near)
{
    struct rng rng;
    rng_seed(&rng, 12);
    for (int i = 0; i < 100000; i++) {
        int digits = 1 + i % 16;
        double value = rng_normal(&rng) * pow(10, i % 21 - 10), back = 0;
        const char *text = one(value, digits);
        ck_assert_quick(number_parse(text, strlen(text), &back));
        double largest = pow(10, -digits) * fmax(fabs(value), fabs(value) < 1 ? 1 : 0) * 5.001;
        if (!(fabs(back - value) <= largest))
            ck_abort_msg("%.17g with %d digits is %s", value, digits, text);
    }
}
END_TEST

START_TEST(literals_are_read_whole)
{
    static const char *const good[] = {"0",
                                       "1",
                                       "-1",
                                       "+1",
                                       "1.5",
                                       ".5",
                                       "5.",
                                       "1e3",
                                       "1E-3",
                                       "1e+3",
                                       "1e-400",
                                       "0.1",
                                       "inf",
                                       "-inf",
                                       "9007199254740993",
                                       "123456789012345.6",
                                       "0.30000000000000004",
                                       "179769313486231570000000000000000000000e270",
                                       "4.9406564584124654e-324",
                                       "00012"};
    static const char *const bad[] = {"",      " ",      "-",    "+",        ".",     "e3", "1e",
                                      "1e+",   "1,5",    "0x10", "1 ",       " 1",    "1f", "--1",
                                      "1e400", "-1e400", "nan1", "infinity", "1.2.3", "1_0"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        double value = 77, expected = strtod(good[i], NULL);
        ck_assert_msg(number_parse(good[i], strlen(good[i]), &value), "%s", good[i]);
        ck_assert_msg(memcmp(&value, &expected, sizeof value) == 0, "%s", good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double value = 77;
        ck_assert_msg(!number_parse(bad[i], strlen(bad[i]), &value), "%s", bad[i]);
        ck_assert_msg(value == 77, "%s", bad[i]);
    }
}
END_TEST

// The short way of reading must round as the long one does.
START_TEST(short_literals_round_rightly)
{
    struct rng rng;
    char text[64];
    rng_seed(&rng, 13);
    for (int i = 0; i < 200000; i++) {
        uint64_t digits = rng_interval(&rng, UINT64_C(9999999999999999));
        int decimals = (int)(rng_interval(&rng, 15));
        uint64_t scale = 1;
        for (int k = 0; k < decimals; k++)
            scale *= 10;
        snprintf(text, sizeof text, "%llu.%0*llu", (unsigned long long)(digits / scale), decimals,
                 (unsigned long long)(digits % scale));
        double value = 0, expected = strtod(text, NULL);
        ck_assert_quick(number_parse(text, strlen(text), &value));
        if (memcmp(&value, &expected, sizeof value) != 0)
            ck_abort_msg("%s", text);
    }
}
END_TEST

START_TEST(a_long_literal_is_a_number_too)
{
    char text[2000];
    double value = 0;
    memset(text, '0', sizeof text);
    text[1] = '.';
    text[sizeof text - 1] = '1';
    ck_assert(number_parse(text, sizeof text, &value));
    ck_assert(value == 0);
    memset(text, '1', sizeof text);
    ck_assert(!number_parse(text, sizeof text, &value));
}
END_TEST

START_TEST(scan_takes_the_literal_alone)
{
    static const struct {
        const char *text;
        size_t length;
    } cases[] = {{"1.5+2", 3}, {"1e5x", 3}, {"1e", 1},   {"1e+", 1}, {".T", 0},  {"w1", 0},
                 {"-1", 0},    {"2.T", 2},  {"1.e3", 4}, {"", 0},    {"1..2", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_uint_eq(number_scan(cases[i].text, strlen(cases[i].text)), cases[i].length);
}
END_TEST

START_TEST(counts_are_digits_up_to_a_bound)
{
    size_t value = 77;
    ck_assert(number_parse_count("0", 1, 0, &value) && value == 0);
    ck_assert(number_parse_count("0012", 4, 12, &value) && value == 12);
    char most[32];
    snprintf(most, sizeof most, "%zu", SIZE_MAX);
    ck_assert(number_parse_count(most, strlen(most), SIZE_MAX, &value));
    ck_assert(value == SIZE_MAX);
    value = 77;
    static const char *const bad[] = {"",
                                      "-1",
                                      "+1",
                                      "1.0",
                                      "1e3",
                                      "a",
                                      "1 ",
                                      "13",
                                      "100",
                                      "18446744073709551616",
                                      "99999999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!number_parse_count(bad[i], strlen(bad[i]), 12, &value) && value == 77, "%s",
                      bad[i]);
    ck_assert(!number_parse_count("18446744073709551616", 20, SIZE_MAX, &value));
    ck_assert(!number_parse_count("5", 1, 4, &value));
}
END_TEST

START_TEST(whole_numbers_among_others_stay_whole)
{
    char text[NUMBER_SIZE];
    struct number_format fixed = {NUMBER_FIXED, 4}, exact = {NUMBER_EXACT, 17};
    number_write_among(text, 0, fixed);
    ck_assert_str_eq(text, "0");
    number_write_among(text, -2, fixed);
    ck_assert_str_eq(text, "-2");
    number_write_among(text, 0.5, fixed);
    ck_assert_str_eq(text, "0.5000");
    number_write_among(text, 0.1, exact);
    ck_assert_str_eq(text, "0.1");
}
END_TEST

// What the C library would write: the shortest of 15, 16 and 17 digits that reads back.
static void by_library(char text[NUMBER_SIZE], double value)
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, NUMBER_SIZE, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
}

// A number of some kind: any bits, a share, a decimal, a neighbour of a power of two, a whole one.
static double some_number(struct rng *rng, size_t kind)
{
    uint64_t bits = (uint64_t)rng_bits(rng) << 32 | rng_bits(rng);
    double number = 2 * rng_uniform(rng) - 1;
    if (kind == 0)
        memcpy(&number, &bits, sizeof number);
    if (kind == 2)
        number = (double)(bits % 2000000) / 1000;
    if (kind == 3) {
        bits = (1023 - 40 + bits % 100) * (UINT64_C(1) << 52) + (bits >> 60) - 8;
        memcpy(&number, &bits, sizeof number);
    }
    if (kind == 4)
        number = (double)(bits >> bits % 60);
    return number;
}

START_TEST(exact_digits_are_those_of_the_c_library)
{
    char text[NUMBER_SIZE], wanted[NUMBER_SIZE];
    struct rng rng;
    rng_seed(&rng, 1);
    for (size_t i = 0; i < 200000; i++) {
        double value = some_number(&rng, i % 5), read;
        if (!isfinite(value))
            continue;
        size_t length = number_write(text, value, (struct number_format){NUMBER_EXACT, 0});
        by_library(wanted, value);
        ck_assert_str_eq(text, wanted);
        ck_assert_uint_eq(length, strlen(text));
        ck_assert(number_parse(text, length, &read) && memcmp(&read, &value, sizeof read) == 0);
    }
}
END_TEST

// Literals as programs write them, read as strtod reads them: up to 20 digits, a point anywhere, small
// and large exponents.
START_TEST(literals_are_read_as_strtod_reads_them)
{
    uint64_t state = 12345;
    for (int round = 0; round < 200000; round++) {
        char text[64];
        size_t used = 0;
        state = state * UINT64_C(6364136223846793005) + 1442695040888963407U;
        size_t digits = 1 + (size_t)(state >> 40) % 20, point = (size_t)(state >> 50) % 22;
        uint64_t bits = state;
        for (size_t i = 0; i < digits; i++) {
            bits = bits * UINT64_C(6364136223846793005) + 1442695040888963407U;
            if (i == point)
                text[used++] = '.';
            text[used++] = (char)('0' + (bits >> 60) % 10);
        }
        if (round % 3 == 0)
            used += (size_t)snprintf(text + used, sizeof text - used, "e%+d",
                                     (int)((bits >> 33) % 60) - 30);
        text[used] = '\0';
        double value = 0;
        ck_assert_msg(number_parse(text, used, &value), "%s", text);
        ck_assert_msg(value == strtod(text, NULL), "%s is %.17g", text, value);
    }
}
END_TEST

Suite *number_suite(void)
{
    Suite *suite = suite_create("number");
    TCase *tests = tcase_create("number");
    tcase_add_test(tests, one_number_looks_as_a_student_would_write_it);
    tcase_add_test(tests, exact_digits_are_those_of_the_c_library);
    tcase_add_test(tests, a_matrix_has_one_format);
    tcase_add_test(tests, seventeen_digits_read_back);
    tcase_add_test(tests, fewer_digits_are_near);
    tcase_add_test(tests, literals_are_read_whole);
    tcase_add_test(tests, short_literals_round_rightly);
    tcase_add_test(tests, a_long_literal_is_a_number_too);
    tcase_add_test(tests, scan_takes_the_literal_alone);
    tcase_add_test(tests, counts_are_digits_up_to_a_bound);
    tcase_add_test(tests, whole_numbers_among_others_stay_whole);
    tcase_add_test(tests, literals_are_read_as_strtod_reads_them);
    suite_add_tcase(suite, tests);
    return suite;
}
