// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "network/loss.h"
#include "network/rng.h"

static const struct activation *activation_named(const char *name)
{
    const struct activation *activation = activation_find(name, strlen(name));
    ck_assert_msg(activation != NULL, "no activation %s", name);
    return activation;
}

struct architecture engine_plan(const size_t *units, size_t count, const char *hidden,
                                const char *output)
{
    struct architecture plan = {.inputs = units[0], .layer_count = count};
    for (size_t k = 0; k < count; k++)
        plan.layers[k] =
            (struct layer_plan){units[k + 1], activation_named(k + 1 == count ? output : hidden)};
    return plan;
}

struct step_config engine_config(const char *loss, const char *optimizer)
{
    struct step_config config = {.loss = loss_find(loss, strlen(loss)),
                                 .optimizer = optimizer_find(optimizer, strlen(optimizer)),
                                 .hyper = {.lr = 0.05,
                                           .momentum = 0.9,
                                           .rho = 0.99,
                                           .beta1 = 0.9,
                                           .beta2 = 0.999,
                                           .epsilon = 1e-8,
                                           .weight_decay = 0.01},
                                 .regularization = {.clip = HUGE_VAL}};
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

struct engine *engine_create(const struct kernel *kernel, const struct architecture *plan,
                             const struct step_config *config, size_t samples)
{
    struct engine *engine = calloc(1, sizeof *engine);
    struct error error = ERROR_NONE;
    ck_assert_ptr_nonnull(engine);
    engine->network = network_create(plan, kernel, &error);
    ck_assert_msg(engine->network != NULL, "%s", error.what);
    ck_assert(network_reserve_states(engine->network, config->optimizer->states, &error));
    network_clear_states(engine->network);
    engine->pass = pass_create(engine->network, samples, false, &error);
    ck_assert_msg(engine->pass != NULL, "%s", error.what);
    engine->config = *config;
    engine->x = zeros(samples, engine->network->inputs);
    engine->y = zeros(samples, engine->network->outputs);
    pass_load(engine->pass, engine->x, engine->y);
    return engine;
}

void engine_free(struct engine *engine)
{
    free(engine->x.data);
    free(engine->y.data);
    pass_free(engine->pass);
    network_free(engine->network);
    free(engine);
}

void engine_draw(struct engine *engine, struct rng *rng, double spread)
{
    struct matrix x = engine->x, y = engine->y;
    for (size_t i = 0; i < engine->network->parameter_count; i++)
        engine->network->parameters[i] = spread * rng_normal(rng);
    for (size_t i = 0; i < matrix_count(x); i++)
        x.data[i] = rng_normal(rng);
    for (size_t n = 0; n < y.rows; n++) {
        double sum = 0;
        for (size_t j = 0; j < y.cols; j++)
            sum += y.data[n * y.cols + j] = rng_uniform(rng);
        for (size_t j = 0; j < y.cols && engine->config.loss->is_distribution; j++)
            y.data[n * y.cols + j] /= sum;
    }
}

struct engine *engine_copy(const struct engine *engine, const struct kernel *kernel)
{
    struct architecture plan;
    const struct network *from = engine->network;
    network_architecture(from, &plan);
    struct engine *copy = engine_create(kernel, &plan, &engine->config, engine->x.rows);
    memcpy(copy->network->parameters, from->parameters, from->parameter_count * sizeof(double));
    memcpy(copy->x.data, engine->x.data, matrix_count(engine->x) * sizeof(double));
    memcpy(copy->y.data, engine->y.data, matrix_count(engine->y) * sizeof(double));
    for (size_t p = 0; p < 2 * from->layer_count; p++)
        network_freeze(copy->network, p, network_parameter(from, p).is_frozen);
    return copy;
}

static void run(struct engine *engine, size_t first, size_t end)
{
    size_t layers = engine->network->layer_count;
    for (size_t s = first; s < end; s++)
        pass_run(engine->pass, engine->network, &engine->config, stage_at(layers, s));
}

void engine_forward(struct engine *engine)
{
    run(engine, 0, stage_first_backward(engine->network->layer_count));
}

void engine_backward(struct engine *engine)
{
    run(engine, 0, stage_update(engine->network->layer_count));
}

void engine_stages(struct engine *engine)
{
    run(engine, 0, stage_count(engine->network->layer_count));
}

void engine_learn(struct engine *engine)
{
    engine_forward(engine);
    pass_learn(engine->pass, engine->network, &engine->config, true);
}

void engine_descend(struct engine *engine)
{
    engine_forward(engine);
    pass_learn(engine->pass, engine->network, &engine->config, false);
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

void engine_ck_same_parameters(const struct engine *a, const struct engine *b, const char *what)
{
    const struct network *left = a->network, *right = b->network;
    ck_same_bits(left->parameters, right->parameters, left->parameter_count, what, "parameter");
}

void engine_ck_same(const struct engine *a, const struct engine *b, const char *what)
{
    const struct network *left = a->network, *right = b->network;
    engine_ck_same_parameters(a, b, what);
    ck_same_bits(left->gradients, right->gradients, left->parameter_count, what, "gradient");
    for (size_t s = 0; s < a->config.optimizer->states; s++)
        ck_same_bits(left->states[s], right->states[s], left->parameter_count, what, "state");
    ck_same_bits(left->powers, right->powers, network_power_count(left), what, "power");
}

void engine_ck_near(const char *what, const double *got, const double *expected, size_t count,
                    double bound, double least)
{
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(fabs(got[i] - expected[i]) <= bound * fmax(fabs(expected[i]), least),
                      "%s, element %zu: %.17g, not %.17g", what, i, got[i], expected[i]);
}
