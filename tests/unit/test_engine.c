// SPDX-License-Identifier: GPL-3.0-or-later
// Updates that nobody looks at are those of the stages, bit for bit, whether the network is tiny, large
// enough for packed weights, or neither. The stop flag ends them between two updates, and an update that
// might overflow is left alone.
#include <check.h>

#include "network/engine.h"
#include "network/kernel.h"
#include "network/packed_weights.h"
#include "network/rng.h"

#include "bench.h"
#include "suites.h"

enum { UPDATES = 20 };

// Who feeds the engine, and raises the stop flag after so many updates.
struct feed {
    struct bench *bench;
    size_t done, stop_after;
    volatile sig_atomic_t stop;
};

static bool load(void *context, struct engine_step *step)
{
    const struct feed *feed = context;
    *step = (struct engine_step){feed->bench->config, true};
    return true;
}

static void learnt(void *context, size_t updates, bool has_values)
{
    struct feed *feed = context;
    (void)has_values;
    feed->done += updates;
    feed->stop = feed->stop_after > 0 && feed->done >= feed->stop_after;
}

static struct engine open_engine(struct feed *feed, bool is_constant)
{
    struct engine engine = {.network = feed->bench->network,
                            .pass = feed->bench->pass,
                            .stop = &feed->stop,
                            .load = load,
                            .learnt = learnt,
                            .context = feed};
    engine_open(&engine, is_constant ? &feed->bench->config : NULL);
    return engine;
}

static struct bench *begin(const size_t *units, const char *optimizer, size_t samples)
{
    struct architecture plan = bench_plan(units, 2, "tanh", "sigmoid");
    struct step_config config = bench_config("mse", optimizer);
    struct bench *bench = bench_create(kernel_best(), &plan, &config, samples);
    struct rng rng;
    rng_seed(&rng, 5);
    bench_draw(bench, &rng, 0.3);
    bench_forward(bench);
    return bench;
}

static const struct {
    size_t units[3], samples;
    const char *optimizer;
    bool is_constant, is_tiny, packs;
} cases[] = {
    {{2, 2, 1}, 4, "sgd", true, true, false},      {{2, 2, 1}, 4, "sgd", false, false, false},
    {{2, 2, 1}, 4, "adam", true, false, false},    {{9, 30, 2}, 20, "momentum", true, false, false},
    {{300, 120, 3}, 16, "sgd", true, false, true}, {{300, 120, 3}, 16, "adam", true, false, false},
};

START_TEST(runs_the_stages_updates)
{
    struct bench *fast = begin(cases[_i].units, cases[_i].optimizer, cases[_i].samples);
    struct bench *slow = bench_copy(fast, kernel_best());
    struct feed feed = {.bench = fast};
    struct engine engine = open_engine(&feed, cases[_i].is_constant);
    ck_assert(engine.is_tiny == cases[_i].is_tiny);
    engine_expect(&engine, UPDATES);
    ck_assert((fast->network->packed_parts > 0) == cases[_i].packs);
    ck_assert_uint_eq(engine_run(&engine, 0), 0);
    ck_assert_uint_eq(engine_run(&engine, UPDATES), UPDATES);
    ck_assert_uint_eq(feed.done, UPDATES);
    weights_unpack(fast->network);
    for (size_t i = 0; i < UPDATES; i++)
        bench_stages(slow);
    bench_ck_same_parameters(fast, slow, cases[_i].optimizer);
    bench_free(fast);
    bench_free(slow);
}
END_TEST

START_TEST(the_stop_flag_ends_it)
{
    static const size_t units[] = {9, 30, 2};
    struct bench *bench = begin(units, "sgd", 20);
    struct feed feed = {.bench = bench, .stop_after = 7};
    struct engine engine = open_engine(&feed, true);
    ck_assert_uint_eq(engine_run(&engine, UPDATES), 7);
    bench_free(bench);
}
END_TEST

START_TEST(what_might_overflow_is_left_alone)
{
    static const size_t units[] = {9, 30, 2};
    struct bench *bench = begin(units, "sgd", 20);
    struct feed feed = {.bench = bench};
    struct engine engine = open_engine(&feed, true);
    bench->network->parameters[0] = 1e300;
    ck_assert_uint_eq(engine_run(&engine, UPDATES), 0);
    ck_assert_uint_eq(feed.done, 0);
    ck_assert_double_eq(bench->network->parameters[0], 1e300);
    bench_free(bench);
}
END_TEST

Suite *engine_suite(void)
{
    Suite *suite = suite_create("engine");
    TCase *tests = tcase_create("engine");
    tcase_add_loop_test(tests, runs_the_stages_updates, 0, sizeof cases / sizeof *cases);
    tcase_add_test(tests, the_stop_flag_ends_it);
    tcase_add_test(tests, what_might_overflow_is_left_alone);
    suite_add_tcase(suite, tests);
    return suite;
}
