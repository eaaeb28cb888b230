// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "network/loss.h"
#include "network/pass_learn.h"
#include "network/rng.h"

static const struct activation *activation_named(const char *name)
{
    const struct activation *activation = activation_find(name, strlen(name));
    ck_assert_msg(activation != NULL, "no activation %s", name);
    return activation;
}

struct architecture bench_plan(const size_t *units, size_t count, const char *hidden,
                               const char *output)
{
    struct architecture plan = {.inputs = units[0], .layer_count = count};
    for (size_t k = 0; k < count; k++)
        plan.layers[k] =
            (struct layer_plan){units[k + 1], activation_named(k + 1 == count ? output : hidden)};
    return plan;
}

struct step_config bench_config(const char *loss, const char *optimizer)
{
    struct step_config config = {.hyper = {.lr = 0.05,
                                           .momentum = 0.9,
                                           .rho = 0.99,
                                           .beta1 = 0.9,
                                           .beta2 = 0.999,
                                           .epsilon = 1e-8,
                                           .weight_decay = 0.01},
                                 .regularization = {.clip = HUGE_VAL}};
    for (size_t i = 0; i < LOSS_COUNT; i++)
        config.loss = strcmp(losses[i].name, loss) == 0 ? &losses[i] : config.loss;
    for (size_t i = 0; i < OPTIMIZER_COUNT; i++)
        config.optimizer =
            strcmp(optimizers[i].name, optimizer) == 0 ? &optimizers[i] : config.optimizer;
    ck_assert_msg(config.loss && config.optimizer, "no loss %s or no optimizer %s", loss,
                  optimizer);
    return config;
}

static struct matrix zeros(size_t rows, size_t cols)
{
    struct matrix m = {rows, cols, calloc(rows * cols, sizeof(double))};
    ck_assert_ptr_nonnull(m.data);
    return m;
}

struct bench *bench_create(const struct kernel *kernel, const struct architecture *plan,
                           const struct step_config *config, size_t samples)
{
    struct bench *bench = calloc(1, sizeof *bench);
    struct error error = ERROR_NONE;
    ck_assert_ptr_nonnull(bench);
    bench->network = network_create(plan, kernel, &error);
    ck_assert_msg(bench->network != NULL, "%s", error.what);
    ck_assert(network_reserve_states(bench->network, config->optimizer->states, &error));
    network_clear_states(bench->network);
    bench->pass = pass_create(bench->network, samples, false, &error);
    ck_assert_msg(bench->pass != NULL, "%s", error.what);
    bench->config = *config;
    bench->x = zeros(samples, bench->network->inputs);
    bench->y = zeros(samples, bench->network->outputs);
    pass_load(bench->pass, bench->x, bench->y);
    return bench;
}

void bench_free(struct bench *bench)
{
    free(bench->x.data);
    free(bench->y.data);
    pass_free(bench->pass);
    network_free(bench->network);
    free(bench);
}

void bench_draw(struct bench *bench, struct rng *rng, double spread)
{
    struct matrix x = bench->x, y = bench->y;
    for (size_t i = 0; i < bench->network->parameter_count; i++)
        bench->network->parameters[i] = spread * rng_normal(rng);
    for (size_t i = 0; i < matrix_count(x); i++)
        x.data[i] = rng_normal(rng);
    for (size_t n = 0; n < y.rows; n++) {
        double sum = 0;
        for (size_t j = 0; j < y.cols; j++)
            sum += y.data[n * y.cols + j] = rng_uniform(rng);
        for (size_t j = 0; j < y.cols && bench->config.loss->is_distribution; j++)
            y.data[n * y.cols + j] /= sum;
    }
}

struct bench *bench_copy(const struct bench *bench, const struct kernel *kernel)
{
    struct architecture plan;
    const struct network *from = bench->network;
    network_architecture(from, &plan);
    struct bench *copy = bench_create(kernel, &plan, &bench->config, bench->x.rows);
    memcpy(copy->network->parameters, from->parameters, from->parameter_count * sizeof(double));
    memcpy(copy->x.data, bench->x.data, matrix_count(bench->x) * sizeof(double));
    memcpy(copy->y.data, bench->y.data, matrix_count(bench->y) * sizeof(double));
    for (size_t p = 0; p < 2 * from->layer_count; p++)
        network_freeze(copy->network, p, network_parameter(from, p).is_frozen);
    return copy;
}

static void run(struct bench *bench, size_t first, size_t end)
{
    size_t layers = bench->network->layer_count;
    for (size_t s = first; s < end; s++)
        pass_run(bench->pass, bench->network, &bench->config, stage_at(layers, s));
}

void bench_forward(struct bench *bench)
{
    run(bench, 0, stage_first_backward(bench->network->layer_count));
}

void bench_backward(struct bench *bench)
{
    run(bench, 0, stage_update(bench->network->layer_count));
}

void bench_stages(struct bench *bench)
{
    run(bench, 0, stage_count(bench->network->layer_count));
}

void bench_learn(struct bench *bench)
{
    bench_forward(bench);
    pass_learn(bench->pass, bench->network, &bench->config, true);
}

void bench_descend(struct bench *bench)
{
    bench_forward(bench);
    pass_learn(bench->pass, bench->network, &bench->config, false);
}

static void ck_same_bits(const double *a, const double *b, size_t count, const char *what,
                         const char *which)
{
    if (count == 0 || memcmp(a, b, count * sizeof *a) == 0)
        return;
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(memcmp(&a[i], &b[i], sizeof a[i]) == 0, "%s: %s %zu is %a and %a", what,
                      which, i, a[i], b[i]);
}

void bench_ck_same_parameters(const struct bench *a, const struct bench *b, const char *what)
{
    const struct network *left = a->network, *right = b->network;
    ck_same_bits(left->parameters, right->parameters, left->parameter_count, what, "parameter");
}

void bench_ck_same(const struct bench *a, const struct bench *b, const char *what)
{
    const struct network *left = a->network, *right = b->network;
    bench_ck_same_parameters(a, b, what);
    ck_same_bits(left->gradients, right->gradients, left->parameter_count, what, "gradient");
    for (size_t s = 0; s < a->config.optimizer->states; s++)
        ck_same_bits(left->states[s], right->states[s], left->parameter_count, what, "state");
    ck_same_bits(left->powers, right->powers, network_power_count(left), what, "power");
}

void bench_ck_near(const char *what, const double *got, const double *expected, size_t count,
                   double bound, double least)
{
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(fabs(got[i] - expected[i]) <= bound * fmax(fabs(expected[i]), least),
                      "%s, element %zu: %.17g, not %.17g", what, i, got[i], expected[i]);
}
