// SPDX-License-Identifier: GPL-3.0-or-later
// Predictions in chunks are those of one full pass, bit for bit, whatever the size of a chunk; and so is
// their loss. A stop flag that is set ends them.
#include <check.h>
#include <string.h>

#include "network/evaluate.h"
#include "network/kernel.h"
#include "network/rng.h"

#include "bench.h"
#include "suites.h"

enum { SAMPLES = 23, OUTPUTS = 3, COUNT = SAMPLES * OUTPUTS };

static struct bench *begin(void)
{
    static const size_t units[] = {4, 6, OUTPUTS};
    struct architecture plan = bench_plan(units, 2, "tanh", "softmax");
    struct step_config config = bench_config("ce", "sgd");
    struct bench *bench = bench_create(kernel_best(), &plan, &config, SAMPLES);
    struct rng rng;
    rng_seed(&rng, 7);
    bench_draw(bench, &rng, 1);
    bench_forward(bench);
    return bench;
}

static bool evaluate(struct bench *bench, size_t chunk, double *block,
                     const volatile sig_atomic_t *stop, double *loss)
{
    struct error error = ERROR_NONE;
    struct pass *pass = pass_create(bench->network, chunk, true, &error);
    struct matrix z = {SAMPLES, OUTPUTS, block}, a = {SAMPLES, OUTPUTS, block + COUNT};
    ck_assert_ptr_nonnull(pass);
    bool well = evaluate_loss(pass, bench->network, bench->config.loss, bench->x, bench->y, z, a,
                              stop, loss);
    pass_free(pass);
    return well;
}

START_TEST(chunks_change_no_bit)
{
    static const size_t chunks[] = {1, 2, 7, 22, 23, 100};
    struct bench *bench = begin();
    const struct pass_layer *last = &bench->pass->layers[1];
    double block[2 * COUNT], loss;
    ck_assert(evaluate(bench, chunks[_i], block, NULL, &loss));
    ck_assert(memcmp(block, last->z.data, COUNT * sizeof *block) == 0);
    ck_assert(memcmp(block + COUNT, last->a.data, COUNT * sizeof *block) == 0);
    ck_assert(memcmp(&loss, &bench->pass->loss, sizeof loss) == 0);
    bench_free(bench);
}
END_TEST

START_TEST(the_stop_flag_ends_it)
{
    volatile sig_atomic_t stop = 0;
    struct bench *bench = begin();
    double block[2 * COUNT], loss = -1;
    ck_assert(evaluate(bench, 5, block, &stop, &loss));
    ck_assert_double_gt(loss, 0);
    stop = 1;
    loss = -1;
    ck_assert(!evaluate(bench, 5, block, &stop, &loss));
    ck_assert_double_eq(loss, -1);
    bench_free(bench);
}
END_TEST

Suite *evaluate_suite(void)
{
    Suite *suite = suite_create("evaluate");
    TCase *tests = tcase_create("evaluate");
    tcase_add_loop_test(tests, chunks_change_no_bit, 0, 6);
    tcase_add_test(tests, the_stop_flag_ends_it);
    suite_add_tcase(suite, tests);
    return suite;
}
