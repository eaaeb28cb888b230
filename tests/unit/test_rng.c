// SPDX-License-Identifier: GPL-3.0-or-later
//
// Holds rng.h to NumPy, bit for bit: the first numbers of some seeds one by one, and a million of
// each kind through a weighted sum of their bits. The table comes from NumPy itself, by
// tests/reference/rng_reference.py.
#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "network/rng.h"

#include "suites.h"

#define LONG_RUN 1000000

struct reference {
    uint32_t seed;
    double normal[3];   // leaves the fourth waiting
    double uniform[3];  // drawn with the fourth waiting
    double normal_kept; // the fourth
    size_t order[10];
    uint64_t normals, uniforms, orders; // weighted sums, a million of each
    uint64_t interval;                  // 0 to 10^12
};

static const struct reference references[] = {
#include "../reference/rng_reference.inc"
};

#define REFERENCES ((int)(sizeof references / sizeof *references))

static uint64_t bits_of(double x)
{
    uint64_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static void ck_same_bits(double got, double expected)
{
    ck_assert_msg(bits_of(got) == bits_of(expected), "%a is not %a", got, expected);
}

// The sum over i of bits(draw(rng)) * (2 i + 1), modulo 2^64.
static uint64_t sum_of_draws(struct rng *rng, double (*draw)(struct rng *))
{
    uint64_t sum = 0;

    for (uint64_t i = 0; i < LONG_RUN; i++)
        sum += bits_of(draw(rng)) * (2 * i + 1);
    return sum;
}

static uint64_t sum_of_order(struct rng *rng)
{
    size_t *order = malloc(LONG_RUN * sizeof *order);
    uint64_t sum = 0;

    ck_assert_ptr_nonnull(order);
    rng_permutation(rng, LONG_RUN, order);
    for (uint64_t i = 0; i < LONG_RUN; i++)
        sum += (uint64_t)order[i] * (2 * i + 1);
    free(order);
    return sum;
}

START_TEST(follows_numpy)
{
    const struct reference *expected = &references[_i];
    struct rng rng;
    size_t order[10];

    rng_seed(&rng, expected->seed);
    for (int i = 0; i < 3; i++)
        ck_same_bits(rng_normal(&rng), expected->normal[i]);
    for (int i = 0; i < 3; i++)
        ck_same_bits(rng_uniform(&rng), expected->uniform[i]);
    ck_same_bits(rng_normal(&rng), expected->normal_kept);
    rng_permutation(&rng, 10, order);
    for (int i = 0; i < 10; i++)
        ck_assert_uint_eq(order[i], expected->order[i]);
    ck_assert(sum_of_draws(&rng, rng_normal) == expected->normals);
    ck_assert(sum_of_draws(&rng, rng_uniform) == expected->uniforms);
    ck_assert(sum_of_order(&rng) == expected->orders);
    ck_assert(rng_interval(&rng, UINT64_C(1000000000000)) == expected->interval);
}
END_TEST

// The reference figure of the authors of the generator: word 10000 after seed 5489.
START_TEST(follows_its_authors)
{
    struct rng rng;
    uint32_t word = 0;

    rng_seed(&rng, 5489);
    for (int i = 0; i < 10000; i++)
        word = rng_bits(&rng);
    ck_assert_uint_eq(word, UINT32_C(4123659995));
}
END_TEST

START_TEST(a_copy_continues_alike)
{
    struct rng rng, copy;

    rng_seed(&rng, 3);
    rng_normal(&rng);
    copy = rng;
    for (int i = 0; i < 2000; i++)
        ck_same_bits(rng_normal(&copy), rng_normal(&rng));
}
END_TEST

START_TEST(seeding_forgets_the_waiting_normal)
{
    struct rng rng, fresh;

    rng_seed(&fresh, 8);
    rng_seed(&rng, 7);
    rng_normal(&rng);
    rng_seed(&rng, 8);
    ck_same_bits(rng_normal(&rng), rng_normal(&fresh));
}
END_TEST

START_TEST(interval_keeps_its_bounds)
{
    static const uint64_t maxima[] = {1, 2, 6, 7, 8, UINT32_MAX, UINT64_C(0x100000000), UINT64_MAX};
    struct rng rng, before;

    rng_seed(&rng, 1);
    for (size_t i = 0; i < sizeof maxima / sizeof *maxima; i++) {
        for (int draw = 0; draw < 1000; draw++)
            ck_assert(rng_interval(&rng, maxima[i]) <= maxima[i]);
    }
    before = rng;
    ck_assert_uint_eq(rng_interval(&rng, 0), 0);
    ck_assert_uint_eq(rng_bits(&rng), rng_bits(&before)); // 0 to 0 draws nothing
}
END_TEST

START_TEST(permutation_has_each_number_once)
{
    struct rng rng;
    size_t order[100];
    int seen[100] = {0};

    rng_seed(&rng, 2);
    rng_permutation(&rng, 0, order);
    rng_permutation(&rng, 1, order);
    ck_assert_uint_eq(order[0], 0);
    rng_permutation(&rng, 100, order);
    for (int i = 0; i < 100; i++) {
        ck_assert_uint_lt(order[i], 100);
        ck_assert_int_eq(seen[order[i]]++, 0);
    }
}
END_TEST

// Skipping leaves the generator where as many draws do, across the ends of its blocks.
START_TEST(skipping_is_drawing)
{
    static const uint64_t counts[] = {0, 1, 3, 620, 624, 625, 1248, 5000};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct rng drawn, skipped;
        memset(&drawn, 0, sizeof drawn);
        rng_seed(&drawn, 7);
        rng_normal(&drawn);
        skipped = drawn;
        uint64_t before = rng_draws(&drawn);
        for (uint64_t k = 0; k < counts[i]; k++)
            rng_bits(&drawn);
        rng_skip(&skipped, counts[i]);
        ck_assert(memcmp(&drawn, &skipped, sizeof drawn) == 0);
        ck_assert_uint_eq(rng_draws(&drawn), before + counts[i]);
    }
}
END_TEST

Suite *rng_suite(void)
{
    Suite *suite = suite_create("rng");
    TCase *tests = tcase_create("rng");

    tcase_add_loop_test(tests, follows_numpy, 0, REFERENCES);
    tcase_add_test(tests, follows_its_authors);
    tcase_add_test(tests, skipping_is_drawing);
    tcase_add_test(tests, a_copy_continues_alike);
    tcase_add_test(tests, seeding_forgets_the_waiting_normal);
    tcase_add_test(tests, interval_keeps_its_bounds);
    tcase_add_test(tests, permutation_has_each_number_once);
    suite_add_tcase(suite, tests);
    return suite;
}
