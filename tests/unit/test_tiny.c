// SPDX-License-Identifier: GPL-3.0-or-later
// The short cuts against the long way: what the loop for tiny networks and pass_learn leave behind
// is, bit for bit and on every kernel, what a pass leaves stage by stage on the plainest one.
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "network/kernel.h"
#include "network/loss.h"
#include "network/rng.h"
#include "network/tiny.h"

#include "bench.h"
#include "suites.h"

static size_t from_to(struct rng *rng, size_t least, size_t most)
{
    return least + (size_t)rng_interval(rng, most - least);
}

// A random network of the kind network/tiny.h is for.
static struct bench *random_tiny(struct rng *rng, const struct loss *loss)
{
    struct architecture plan = {.inputs = from_to(rng, 1, TINY_INPUTS)};
    struct step_config config = bench_config(loss->name, "sgd");
    size_t left = TINY_UNITS;
    plan.layer_count = from_to(rng, 1, TINY_LAYERS);
    for (size_t k = 0; k < plan.layer_count; k++) {
        size_t rest = plan.layer_count - 1 - k;
        enum activation_id id = (enum activation_id)rng_interval(rng, ACTIVATION_COUNT - 1);
        while (activations[id].is_slow || activations[id].is_row_wise)
            id = (enum activation_id)rng_interval(rng, ACTIVATION_COUNT - 1);
        size_t most = left - rest;
        plan.layers[k].units = from_to(rng, 1, rng_uniform(rng) < 0.7 && most > 5 ? 5 : most);
        plan.layers[k].activation = &activations[id];
        left -= plan.layers[k].units;
    }
    if (loss->partner)
        plan.layers[plan.layer_count - 1].activation = loss->partner;
    config.hyper.lr = 0.001 * pow(10, 3 * rng_uniform(rng));
    struct bench *bench = bench_create(kernels[0], &plan, &config, from_to(rng, 1, TINY_LANES));
    bench_draw(bench, rng, rng_uniform(rng) < 0.8 ? 1 : 30);
    return bench;
}

enum { NETWORKS = 400 };

START_TEST(tiny_is_a_pass)
{
    const enum loss_id ids[] = {LOSS_mse, LOSS_sse, LOSS_bce};
    struct rng rng;
    size_t whole = 0;
    rng_seed(&rng, 70 + (uint32_t)_i);
    for (size_t n = 0; n < NETWORKS; n++) {
        struct bench *bench = random_tiny(&rng, &losses[ids[_i]]);
        size_t epochs = from_to(&rng, 1, 40);
        for (size_t k = 0; k < kernel_count; k++) {
            struct tiny tiny;
            char what[100];
            if (!kernel_is_usable(kernels[k]))
                continue;
            struct bench *fast = bench_copy(bench, kernels[k]);
            struct bench *slow = bench_copy(bench, kernels[0]);
            ck_assert(tiny_prepare(&tiny, fast->network, fast->pass, &fast->config));
            size_t did = kernels[k]->tiny(&tiny, epochs);
            ck_assert_uint_le(did, epochs);
            for (size_t i = 0; i < did; i++)
                bench_stages(slow);
            snprintf(what, sizeof what, "network %zu, %zu layers, %zu samples, %zu epochs on %s", n,
                     bench->network->layer_count, bench->x.rows, did, kernels[k]->name);
            bench_ck_same_parameters(fast, slow, what);
            // It may stop early only before an epoch whose predictions are out of all bounds.
            if (did < epochs) {
                const struct pass_layer *last = &slow->pass->layers[slow->pass->layer_count - 1];
                bool is_large = false;
                bench_forward(slow);
                for (size_t i = 0; i < matrix_count(last->z); i++)
                    is_large |= !(fabs(last->z.data[i]) < 1e149 && fabs(last->a.data[i]) < 1e149);
                ck_assert_msg(is_large, "%s: stopped without need", what);
            } else {
                whole++;
            }
            bench_free(fast);
            bench_free(slow);
        }
        bench_free(bench);
    }
    ck_assert_uint_gt(whole, NETWORKS / 2);
}
END_TEST

// In one go or in many, also for the network that has a loop to itself.
START_TEST(tiny_goes_on_where_it_stopped)
{
    static const size_t units[] = {2, 2, 1};
    struct architecture plan = bench_plan(units, 2, "relu", "sigmoid");
    struct step_config config = bench_config("mse", "sgd");
    struct rng rng;
    config.hyper.lr = 0.2;
    rng_seed(&rng, 5);
    for (size_t n = 0; n < 50; n++) {
        struct bench *bench = bench_create(kernels[0], &plan, &config, 4);
        bench_draw(bench, &rng, 1);
        struct bench *slow = bench_copy(bench, kernels[0]);
        for (size_t i = 0; i < 300; i++)
            bench_stages(slow);
        for (size_t k = 0; k < kernel_count; k++) {
            struct tiny tiny;
            if (!kernel_is_usable(kernels[k]))
                continue;
            struct bench *fast = bench_copy(bench, kernels[k]);
            ck_assert(tiny_prepare(&tiny, fast->network, fast->pass, &fast->config));
            for (size_t done = 0, part = 1; done < 300; done += part, part = part % 9 + 1) {
                part = part < 300 - done ? part : 300 - done;
                ck_assert_uint_eq(kernels[k]->tiny(&tiny, part), part);
            }
            bench_ck_same_parameters(fast, slow, kernels[k]->name);
            bench_free(fast);
        }
        bench_free(slow);
        bench_free(bench);
    }
}
END_TEST

// The limits themselves are tiny, one beyond them is not.
START_TEST(tiny_knows_its_limits)
{
    static const struct {
        size_t samples, count, units[TINY_LAYERS + 2];
        const char *hidden, *output, *loss, *optimizer;
        double l1, l2, clip;
        bool is_tiny;
    } cases[] = {
        {8, 1, {8, 24}, "relu", "tanh", "mse", "sgd", 0, 0, HUGE_VAL, true},
        {8, 4, {8, 6, 6, 6, 6}, "relu", "sigmoid", "bce", "sgd", 0, 0, HUGE_VAL, true},
        {1, 1, {1, 1}, "relu", "linear", "sse", "sgd", 0, 0, HUGE_VAL, true},
        {9, 1, {8, 24}, "relu", "tanh", "mse", "sgd", 0, 0, HUGE_VAL, false},
        {8, 1, {9, 24}, "relu", "tanh", "mse", "sgd", 0, 0, HUGE_VAL, false},
        {8, 1, {8, 25}, "relu", "tanh", "mse", "sgd", 0, 0, HUGE_VAL, false},
        {8, 2, {8, 24, 1}, "relu", "tanh", "mse", "sgd", 0, 0, HUGE_VAL, false},
        {8, 5, {2, 2, 2, 2, 2, 2}, "relu", "tanh", "mse", "sgd", 0, 0, HUGE_VAL, false},
        {4, 2, {2, 2, 1}, "sin", "tanh", "mse", "sgd", 0, 0, HUGE_VAL, false},
        {4, 2, {2, 2, 2}, "relu", "softmax", "mse", "sgd", 0, 0, HUGE_VAL, false},
        {4, 2, {2, 2, 2}, "relu", "softmax", "ce", "sgd", 0, 0, HUGE_VAL, false},
        {4, 2, {2, 2, 1}, "relu", "tanh", "mse", "momentum", 0, 0, HUGE_VAL, false},
        {4, 2, {2, 2, 1}, "relu", "tanh", "mse", "adamw", 0, 0, HUGE_VAL, false},
        {4, 2, {2, 2, 1}, "relu", "tanh", "mse", "sgd", 0.1, 0, HUGE_VAL, false},
        {4, 2, {2, 2, 1}, "relu", "tanh", "mse", "sgd", 0, 0.1, HUGE_VAL, false},
        {4, 2, {2, 2, 1}, "relu", "tanh", "mse", "sgd", 0, 0, 1, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct architecture plan =
            bench_plan(cases[i].units, cases[i].count, cases[i].hidden, cases[i].output);
        struct step_config config = bench_config(cases[i].loss, cases[i].optimizer);
        struct tiny tiny;
        config.regularization = (struct regularization){cases[i].l1, cases[i].l2, cases[i].clip};
        struct bench *bench = bench_create(kernels[0], &plan, &config, cases[i].samples);
        ck_assert_msg(tiny_prepare(&tiny, bench->network, bench->pass, &config) == cases[i].is_tiny,
                      "case %zu", i);
        for (size_t p = 0; p < 2 * plan.layer_count; p++) {
            network_freeze(bench->network, p, true);
            ck_assert(!tiny_prepare(&tiny, bench->network, bench->pass, &config));
            network_freeze(bench->network, p, false);
        }
        bench_free(bench);
    }
}
END_TEST

// A number that grows beyond all bounds ends the loop before it is lost.
START_TEST(tiny_stops_before_infinity)
{
    static const size_t units[] = {1, 1, 1};
    struct architecture plan = bench_plan(units, 2, "linear", "linear");
    struct step_config config = bench_config("sse", "sgd");
    config.hyper.lr = 3;
    for (size_t k = 0; k < kernel_count; k++) {
        struct tiny tiny;
        if (!kernel_is_usable(kernels[k]))
            continue;
        struct bench *bench = bench_create(kernels[k], &plan, &config, 1);
        bench->x.data[0] = 1;
        bench->network->layers[0].w.data[0] = bench->network->layers[1].w.data[0] = 3;
        ck_assert(tiny_prepare(&tiny, bench->network, bench->pass, &config));
        ck_assert_uint_lt(kernels[k]->tiny(&tiny, 1000), 1000);
        for (size_t i = 0; i < bench->network->parameter_count; i++)
            ck_assert(isfinite(bench->network->parameters[i]));
        bench_forward(bench);
        ck_assert(!(fabs(bench->pass->layers[1].z.data[0]) < 1e150));
        bench_free(bench);
    }
}
END_TEST

// ---- pass_learn ------------------------------------------------------------------------------

static const struct {
    size_t samples, count, units[5];
    const char *hidden, *output, *loss;
} shapes[] = {
    {4, 2, {2, 2, 1}, "leaky_relu", "sigmoid", "mse"},
    {7, 3, {70, 9, 130, 3}, "tanh", "softmax", "ce"}, // more rows than a strip
    {11, 2, {5, 300, 2}, "gelu", "sigmoid", "bce"},   // more numbers than a chunk
    {3, 4, {4, 5, 6, 7, 2}, "elu", "linear", "sse"},
    {9, 2, {3, 8, 4}, "sin", "softmax", "mse"},
};
enum { SHAPES = sizeof shapes / sizeof *shapes };

static const struct regularization regularizations[] = {
    {0, 0, HUGE_VAL},       {0.01, 0, HUGE_VAL},   {0, 0.02, HUGE_VAL},
    {0.01, 0.02, HUGE_VAL}, {0.001, 0.002, 0.001}, {0, 0, 1e9}};
enum { REGULARIZATIONS = sizeof regularizations / sizeof *regularizations, UPDATES = 6 };

// Freezes what the bits of [mask] say, matrix by matrix.
static void freeze(struct bench *bench, unsigned mask)
{
    for (size_t p = 0; p < 2 * bench->network->layer_count; p++)
        network_freeze(bench->network, p, mask >> p & 1);
}

START_TEST(learn_is_its_stages)
{
    const struct optimizer *optimizer = &optimizers[_i / SHAPES];
    size_t s = (size_t)(_i % SHAPES);
    struct architecture plan =
        bench_plan(shapes[s].units, shapes[s].count, shapes[s].hidden, shapes[s].output);
    static const unsigned masks[] = {0, 1, 2, 4, 13, 0xff};
    struct rng rng;
    rng_seed(&rng, 3);
    // The smallest shape in every way, the others with every regularization and every mask.
    for (size_t c = 0; c < REGULARIZATIONS * sizeof masks / sizeof *masks; c += s == 0 ? 1 : 5) {
        struct step_config config = bench_config(shapes[s].loss, optimizer->name);
        char what[100];
        config.regularization = regularizations[c % REGULARIZATIONS];
        struct bench *slow = bench_create(kernels[0], &plan, &config, shapes[s].samples);
        bench_draw(slow, &rng, 0.5);
        freeze(slow, masks[c / REGULARIZATIONS]);
        struct bench *start = bench_copy(slow, kernels[0]);
        for (size_t i = 0; i < UPDATES; i++)
            bench_stages(slow);
        for (size_t p = 0; p < 2 * plan.layer_count; p++) {
            struct parameter now = network_parameter(slow->network, p);
            struct parameter then = network_parameter(start->network, p);
            bool moved = memcmp(now.value.data, then.value.data,
                                matrix_count(now.value) * sizeof(double)) != 0;
            ck_assert(moved == !now.is_frozen);
        }
        for (size_t k = 0; k < kernel_count; k++) {
            if (!kernel_is_usable(kernels[k]))
                continue;
            struct bench *learn = bench_copy(start, kernels[k]);
            struct bench *stages = bench_copy(start, kernels[k]);
            struct bench *descend = bench_copy(start, kernels[k]);
            for (size_t i = 0; i < UPDATES; i++) {
                bench_learn(learn);
                bench_stages(stages);
                bench_descend(descend);
            }
            snprintf(what, sizeof what, "%s, regularization %zu, frozen %#x, on %s",
                     optimizer->name, c % REGULARIZATIONS, masks[c / REGULARIZATIONS],
                     kernels[k]->name);
            bench_ck_same(learn, slow, what);
            bench_ck_same(stages, slow, what);
            bench_ck_same_parameters(descend, slow, what);
            bench_free(learn);
            bench_free(stages);
            bench_free(descend);
        }
        bench_free(start);
        bench_free(slow);
    }
}
END_TEST

Suite *tiny_suite(void)
{
    Suite *suite = suite_create("tiny");
    TCase *tests = tcase_create("tiny");
    tcase_add_loop_test(tests, tiny_is_a_pass, 0, 3);
    tcase_add_test(tests, tiny_goes_on_where_it_stopped);
    tcase_add_test(tests, tiny_knows_its_limits);
    tcase_add_test(tests, tiny_stops_before_infinity);
    tcase_add_loop_test(tests, learn_is_its_stages, 0, OPTIMIZER_COUNT * SHAPES);
    suite_add_tcase(suite, tests);
    return suite;
}
