// SPDX-License-Identifier: GPL-3.0-or-later
// Every kernel this machine can run against product_naive, bit for bit: an element is
// one chain of fused multiply-adds in index order, its start first. Around each result lies a fence
// of a known pattern, so that a store one lane too far is seen.
#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "network/activation.h"
#include "network/kernel.h"
#include "network/rng.h"

#include "suites.h"

enum { MOST = 40, GAP = 3, BLOCK = (MOST + GAP) * (MOST + GAP) };

static void fill(struct rng *rng, double *values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        values[i] = rng_normal(rng) * (i % 7 == 0 ? 1e8 : 1) * (i % 11 == 0 ? 0 : 1);
}

static void ck_same(const double *got, const double *expected, const struct product *p,
                    const char *name, bool transposed)
{
    ck_assert_msg(memcmp(got, expected, BLOCK * sizeof(double)) == 0,
                  "%s: %zu×%zu of %zu, a %s, start %s, row %zu", name, p->rows, p->cols, p->inner,
                  transposed ? "transposed" : "straight", p->start ? "given" : "none",
                  p->start_row);
}

// One size with each kind of start and both ways through a.
static void try_size(const struct kernel *kernel, struct rng *rng, size_t rows, size_t cols,
                     size_t inner)
{
    static double a[BLOCK], b[BLOCK], start[BLOCK], got[BLOCK], expected[BLOCK];
    fill(rng, a, BLOCK);
    fill(rng, b, BLOCK);
    fill(rng, start, BLOCK);
    for (int kind = 0; kind < 8; kind++) {
        bool transposed = kind & 1;
        size_t gap = kind & 4 ? GAP : 0;
        struct product p = {.rows = rows, .cols = cols, .inner = inner, .a = a, .b = b};
        p.a_row = transposed ? 1 : inner + gap;
        p.a_col = transposed ? rows + gap : 1;
        p.b_row = cols + gap;
        p.c_row = cols + gap;
        for (int from = 0; from < 4; from++) { // none, one row for all, its own rows, in place
            p.start = from ? start : NULL;
            p.start_row = from == 2 ? cols + gap : 0;
            memset(got, 0x55, sizeof got);
            if (from == 3) {
                memcpy(got, start, sizeof got);
                p.start = got;
                p.start_row = p.c_row;
            }
            memcpy(expected, got, sizeof got);
            p.c = got;
            kernel->product(&p);
            p.start = from == 3 ? expected : p.start;
            p.c = expected;
            product_naive(&p);
            ck_same(got, expected, &p, kernel->name, transposed);
        }
    }
}

START_TEST(products_are_chains)
{
    static const size_t sizes[] = {1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 23, 24, 25, 31, 33, 40};
    enum { COUNT = sizeof sizes / sizeof *sizes };
    const struct kernel *kernel = kernels[_i];
    struct rng rng;
    rng_seed(&rng, 21);
    if (!kernel_is_usable(kernel))
        return;
    for (size_t i = 0; i < COUNT; i++)
        for (size_t j = 0; j < COUNT; j++)
            try_size(kernel, &rng, sizes[i], sizes[j], sizes[(5 * i + 3 * j) % COUNT]);
    for (int i = 0; i < 300; i++) {
        size_t random[3];
        for (size_t k = 0; k < 3; k++)
            random[k] = (size_t)rng_interval(&rng, k < 2 ? MOST - 1 : MOST);
        try_size(kernel, &rng, 1 + random[0], 1 + random[1], random[2]);
    }
}
END_TEST

// Products of more than one block in every direction, and steps of gradient descent.
START_TEST(large_products_are_chains)
{
    static const struct {
        size_t rows, cols, inner, gap;
        double lr;
    } shapes[] = {
        {65, 49, 401, 0, 0},  {130, 50, 900, 1, 0},  {17, 1100, 150, 0, 0},
        {64, 200, 800, 7, 0}, {33, 1023, 129, 0, 0}, {150, 1000, 256, 3, 0.1},
        {9, 30, 256, 0, 0.2}, {16, 700, 65, 0, -1},
    };
    enum { SHAPES = sizeof shapes / sizeof *shapes, ROOM = 1 << 18 };
    const struct kernel *kernel = kernels[_i / SHAPES];
    struct rng rng;
    rng_seed(&rng, 24);
    if (!kernel_is_usable(kernel))
        return;
    double *block = malloc(4 * ROOM * sizeof *block);
    ck_assert_ptr_nonnull(block);
    fill(&rng, block, 4 * ROOM);
    double *got = block + 2 * ROOM, *expected = block + 3 * ROOM;
    for (int transposed = 0; transposed < 2; transposed++) {
        size_t i = (size_t)_i % SHAPES;
        struct product p = {.rows = shapes[i].rows, .cols = shapes[i].cols};
        p.inner = shapes[i].inner;
        p.lr = shapes[i].lr;
        p.a = block;
        p.a_row = transposed ? 1 : p.inner + shapes[i].gap;
        p.a_col = transposed ? p.rows + shapes[i].gap : 1;
        p.b = block + ROOM;
        p.b_row = p.cols + shapes[i].gap;
        p.c = got;
        p.c_row = p.b_row;
        p.start = p.lr == 0 ? block + ROOM / 2 : NULL;
        ck_assert_uint_le(p.b_row * (p.inner > p.rows ? p.inner : p.rows), ROOM);
        memcpy(expected, got, ROOM * sizeof *got);
        kernel->product(&p);
        p.c = expected;
        product_naive(&p);
        ck_assert_msg(memcmp(got, expected, ROOM * sizeof *got) == 0, "%s: %zu×%zu of %zu",
                      kernel->name, p.rows, p.cols, p.inner);
    }
    free(block);
}
END_TEST

// [from], rows × cols, in panels.
static void to_panels(const struct kernel *kernel, size_t rows, size_t cols, const double *from,
                      double *to)
{
    for (size_t j = 0; j < cols; j += kernel->panel_cols)
        for (size_t i = 0; i < rows; i++)
            for (size_t k = j; k < cols && k < j + kernel->panel_cols; k++)
                *to++ = from[i * cols + k];
}

// The same products where one of the three matrices lies in panels, and as it stands. Of an a in panels
// the product takes the last rows.
START_TEST(products_in_panels_are_chains)
{
    static const struct {
        size_t rows, cols, inner;
    } shapes[] = {{64, 200, 300}, {1, 24, 1},  {7, 23, 121}, {33, 49, 250},
                  {300, 17, 64},  {9, 1, 360}, {100, 73, 5}};
    enum { SHAPES = sizeof shapes / sizeof *shapes, ROOM = 1 << 17 };
    const struct kernel *kernel = kernels[_i / SHAPES];
    size_t rows = shapes[_i % SHAPES].rows, cols = shapes[_i % SHAPES].cols;
    size_t inner = shapes[_i % SHAPES].inner, first = 5;
    struct rng rng;
    rng_seed(&rng, 25);
    if (!kernel_is_usable(kernel))
        return;
    double *block = malloc(5 * ROOM * sizeof *block);
    ck_assert_ptr_nonnull(block);
    fill(&rng, block, 5 * ROOM);
    double *a = block, *b = block + ROOM, *panels = block + 2 * ROOM, *got = block + 3 * ROOM;
    double *expected = block + 4 * ROOM;
    struct product plain = {.rows = rows, .cols = cols, .inner = inner, .a = a, .b = b};
    plain.a_row = inner, plain.a_col = 1, plain.b_row = plain.c_row = cols;
    memcpy(expected, got, ROOM * sizeof *got);

    struct product p = plain; // a
    to_panels(kernel, rows + first, inner, a, panels);
    plain.a = a + first * inner;
    p.a = panels, p.a_packed = rows + first, p.a_first = first, p.c = got;
    plain.c = expected;
    kernel->product(&p);
    product_naive(&plain);
    ck_assert(memcmp(got, expected, ROOM * sizeof *got) == 0);

    p = plain; // b, from a start
    to_panels(kernel, inner, cols, b, panels);
    p.start = plain.start = a;
    p.b = panels, p.b_packed = inner, p.c = got;
    kernel->product(&p);
    product_naive(&plain);
    ck_assert(memcmp(got, expected, ROOM * sizeof *got) == 0);

    p = plain; // c, which takes a step; a stands transposed
    p.start = plain.start = NULL;
    p.lr = plain.lr = 0.1;
    p.a_row = plain.a_row = 1, p.a_col = plain.a_col = rows;
    to_panels(kernel, rows, cols, expected, panels);
    memcpy(got, panels, ROOM * sizeof *got);
    p.c = got, p.c_packed = rows;
    kernel->product(&p);
    product_naive(&plain);
    to_panels(kernel, rows, cols, expected, panels);
    ck_assert(memcmp(got, panels, ROOM * sizeof *got) == 0);
    free(block);
}
END_TEST

START_TEST(transposing_changes_rows_and_columns)
{
    enum { MOST_ROWS = 19, MOST_COLS = 150, ROW = 160 };
    const struct kernel *kernel = kernels[_i];
    static double from[MOST_ROWS * ROW], to[MOST_COLS * ROW];
    if (!kernel_is_usable(kernel))
        return;
    for (size_t i = 0; i < MOST_ROWS * ROW; i++)
        from[i] = (double)i;
    for (size_t rows = 1; rows <= MOST_ROWS; rows++)
        for (size_t cols = 1; cols <= MOST_COLS; cols += cols < 20 ? 1 : 13) {
            memset(to, 0, sizeof to);
            kernel->transpose(to, ROW, from, ROW, rows, cols);
            for (size_t j = 0; j < MOST_COLS; j++)
                for (size_t i = 0; i < ROW; i++)
                    ck_assert_quick(to[j * ROW + i] ==
                                    (i < rows && j < cols ? from[i * ROW + j] : 0));
        }
}
END_TEST

// NaN and infinities go through a product as they go through the plain loop.
START_TEST(products_keep_what_is_no_number)
{
    const struct kernel *kernel = kernels[_i];
    static const double odd[] = {0.0, -0.0, HUGE_VAL, -HUGE_VAL, 5e-324, 1.7e308, 1, -1};
    enum { COUNT = sizeof odd / sizeof *odd };
    double a[COUNT], b[COUNT * COUNT], got[COUNT], expected[COUNT];
    if (!kernel_is_usable(kernel))
        return;
    for (size_t i = 0; i < COUNT; i++) {
        for (size_t k = 0; k < COUNT; k++) {
            a[k] = odd[(i + k) % COUNT];
            for (size_t j = 0; j < COUNT; j++)
                b[k * COUNT + j] = odd[(3 * k + j) % COUNT];
        }
        for (size_t inner = 1; inner <= COUNT; inner++) {
            struct product p = {.rows = 1, .cols = COUNT, .inner = inner, .a = a, .a_col = 1};
            p.b = b, p.b_row = COUNT, p.c = got;
            kernel->product(&p);
            p.c = expected;
            product_naive(&p);
            for (size_t j = 0; j < COUNT; j++)
                ck_assert_quick((isnan(got[j]) && isnan(expected[j])) ||
                                memcmp(&got[j], &expected[j], sizeof(double)) == 0);
        }
    }
}
END_TEST

static const double special[] = {
    0.0, -0.0, (double)NAN, HUGE_VAL, -HUGE_VAL, 5e-324, -5e-324, 2.3e-308, -1e-310, 1e-20, -1e-20,
    709.7, 710.5, -745.1, -746, 1.7e308, -1.7e308, 0x1p-54, -0x1p-54, 0.5, -0.5, 1, -1, 36.7, -36.8,
    19.0615, 22.5,
    // where sin changes its ways: pi/4, multiples of it, 2^-27 and 2^20, and the double nearest to a multiple of pi/2
    0x1.921fb54442d18p-1, -0x1.921fb54442d19p-1, 0x1.2d97c7f3321d2p+1, 0x1.921fb54442d18p+1,
    0x1p-27, -0x1.fffffffffffffp-28, 0x1p20, -0x1.fffffffffffffp19, 0x1.6ac5b262ca1ffp+849};

enum { SPECIALS = sizeof special / sizeof *special, VALUES = 4000 };

static void ck_all_same(const double *got, const double *expected, size_t count, const char *name,
                        const double *z)
{
    for (size_t i = 0; i < count; i++)
        if (!(isnan(got[i]) && isnan(expected[i])) &&
            memcmp(&got[i], &expected[i], sizeof(double)) != 0)
            ck_abort_msg("%s of %a: %a, not %a", name, z[i], got[i], expected[i]);
}

// The loops of activations give the bits of the functions in the table, whatever lies beside the
// value in its vector: each special value goes through every lane.
START_TEST(activations_are_their_functions)
{
    const struct kernel *kernel = kernels[_i / ACTIVATION_COUNT];
    const struct activation *activation = &activations[_i % ACTIVATION_COUNT];
    static double z[VALUES], da[VALUES], a[VALUES], dz[VALUES], expected[VALUES];
    struct rng rng;
    rng_seed(&rng, 22);
    if (!kernel_is_usable(kernel) || !activation->value)
        return;
    for (size_t i = 0; i < VALUES; i++) {
        z[i] = rng_normal(&rng) * (i % 3 ? 3 : 200);
        if (rng_interval(&rng, 4) == 0)
            z[i] = special[rng_interval(&rng, SPECIALS - 1)];
        da[i] = i % 5 ? rng_normal(&rng) : special[rng_interval(&rng, SPECIALS - 1)];
    }
    for (size_t n = 1; n <= VALUES; n = n < 70 ? n + 1 : n * 2 + 1) {
        memset(a, 0x55, sizeof a);
        memset(dz, 0x55, sizeof dz);
        kernel->activate[activation->id](1, n, z, a);
        for (size_t i = 0; i < n; i++)
            expected[i] = activation->value(z[i]);
        ck_all_same(a, expected, n, activation->name, z);
        ck_assert(n == VALUES || ((unsigned char *)&a[n])[0] == 0x55);
        kernel->backward[activation->id](1, n, da, z, expected, dz);
        for (size_t i = 0; i < n; i++)
            a[i] = activation->backward(da[i], z[i], expected[i]);
        ck_all_same(dz, a, n, activation->name, z);
    }
}
END_TEST

// An activation of whole rows has no scalar function: there the plainest kernel is the measure.
START_TEST(rows_are_the_same_on_every_kernel)
{
    const struct kernel *kernel = kernels[_i / ACTIVATION_COUNT];
    size_t id = (size_t)(_i % ACTIVATION_COUNT);
    static double z[VALUES], da[VALUES], a[VALUES], expected[VALUES];
    struct rng rng;
    rng_seed(&rng, 23);
    if (!kernel_is_usable(kernel))
        return;
    for (size_t i = 0; i < VALUES; i++) {
        z[i] = rng_normal(&rng) * (i % 3 ? 3 : 200);
        da[i] = rng_normal(&rng);
    }
    for (size_t cols = 1; cols <= MOST; cols++) {
        size_t rows = 1 + (size_t)rng_interval(&rng, VALUES / MOST - 1);
        kernel->activate[id](rows, cols, z, a);
        kernels[0]->activate[id](rows, cols, z, expected);
        ck_all_same(a, expected, rows * cols, activations[id].name, z);
        kernel->backward[id](rows, cols, da, z, expected, a);
        static double dz[VALUES];
        kernels[0]->backward[id](rows, cols, da, z, expected, dz);
        ck_all_same(a, dz, rows * cols, activations[id].name, z);
    }
}
END_TEST

START_TEST(the_best_kernel_is_usable)
{
    ck_assert(kernel_is_usable(kernel_best()));
    ck_assert(kernel_is_usable(kernels[0]));
    for (size_t i = 0; i < kernel_count; i++)
        ck_assert_ptr_eq(kernel_find(kernels[i]->name),
                         kernel_is_usable(kernels[i]) ? kernels[i] : NULL);
    ck_assert_ptr_null(kernel_find("abacus"));
}
END_TEST

Suite *kernel_suite(void)
{
    Suite *suite = suite_create("kernel");
    TCase *tests = tcase_create("kernel");
    tcase_add_loop_test(tests, products_are_chains, 0, (int)kernel_count);
    tcase_add_loop_test(tests, large_products_are_chains, 0, (int)kernel_count * 8);
    tcase_add_loop_test(tests, products_in_panels_are_chains, 0, (int)kernel_count * 7);
    tcase_add_loop_test(tests, transposing_changes_rows_and_columns, 0, (int)kernel_count);
    tcase_add_loop_test(tests, products_keep_what_is_no_number, 0, (int)kernel_count);
    tcase_add_loop_test(tests, activations_are_their_functions, 0,
                        (int)kernel_count * ACTIVATION_COUNT);
    tcase_add_loop_test(tests, rows_are_the_same_on_every_kernel, 0,
                        (int)kernel_count * ACTIVATION_COUNT);
    tcase_add_test(tests, the_best_kernel_is_usable);
    suite_add_tcase(suite, tests);
    return suite;
}
