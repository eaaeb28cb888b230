// SPDX-License-Identifier: GPL-3.0-or-later
// Activations, losses, gradients and schemes against PyTorch's autograd and NumPy's generator
// (tests/reference/engine_reference.py). A scheme without a reference fails; an activation or a loss
// without one is held by the gradient tests alone.
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "network/activation.h"
#include "network/kernel.h"
#include "network/loss.h"
#include "network/rng.h"
#include "network/scheme.h"

#include "bench.h"
#include "suites.h"

#define WANT_ACTIVATIONS
#define WANT_LOSSES
#define WANT_SCHEMES
#include "../reference/engine_reference.inc"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

// A slope made of a, as 1 - a², loses digits where it is near 0; so does gelu, whose left tail is 1
// less a number near 1. That is a rounding of numbers near 1: the last argument makes it so.
START_TEST(activations_follow_torch)
{
    const struct activation_reference *reference = &activation_references[_i];
    const struct activation *activation = activation_find(reference->name, strlen(reference->name));
    ck_assert_msg(activation != NULL, "no activation %s", reference->name);
    for (size_t k = 0; k < kernel_count; k++) {
        enum { POINTS = LENGTH(points) };
        double a[POINTS], da[POINTS], dz[POINTS];
        if (!kernel_is_usable(kernels[k]))
            continue;
        for (size_t i = 0; i < POINTS; i++)
            da[i] = 1;
        kernels[k]->activate[activation->id](1, POINTS, points, a);
        kernels[k]->backward[activation->id](1, POINTS, da, points, a, dz);
        bench_ck_near(reference->name, a, reference->value, POINTS, 4e-15,
                      activation->id == ACTIVATION_gelu ? 1 : 1e-2);
        bench_ck_near(reference->name, dz, reference->slope, POINTS, 4e-15, 1e-1);
    }
}
END_TEST

START_TEST(softmax_follows_torch)
{
    for (size_t k = 0; k < kernel_count; k++) {
        double a[ROWS * COLS], dz[ROWS * COLS];
        if (!kernel_is_usable(kernels[k]))
            continue;
        kernels[k]->activate[ACTIVATION_softmax](ROWS, COLS, softmax_z, a);
        kernels[k]->backward[ACTIVATION_softmax](ROWS, COLS, softmax_da, softmax_z, a, dz);
        bench_ck_near("softmax", a, softmax_a, ROWS * COLS, 1e-14, 1e-100);
        bench_ck_near("softmax'", dz, softmax_dz, ROWS * COLS, 1e-14, 0.1);
    }
}
END_TEST

START_TEST(gradients_follow_autograd)
{
    static const size_t units[] = {INPUTS, HIDDEN, OUTPUTS};
    const struct loss_reference *reference = &loss_references[_i];
    struct architecture plan = bench_plan(units, 2, reference->hidden, reference->output);
    struct step_config config = bench_config(reference->loss, "sgd");
    char what[100];
    double largest = 0;
    snprintf(what, sizeof what, "%s, %s, %s", reference->hidden, reference->output,
             reference->loss);
    for (size_t i = 0; i < COUNT; i++)
        largest = fmax(largest, fabs(reference->gradients[i]));
    for (size_t k = 0; k < kernel_count; k++) {
        if (!kernel_is_usable(kernels[k]))
            continue;
        struct bench *bench = bench_create(kernels[k], &plan, &config, SAMPLES);
        ck_assert_uint_eq(bench->network->parameter_count, COUNT);
        memcpy(bench->network->parameters, start, sizeof start);
        memcpy(bench->x.data, x_data, sizeof x_data);
        memcpy(bench->y.data, config.loss->is_distribution ? shares_data : y_data, sizeof y_data);
        bench_backward(bench);
        bench_ck_near(what, &bench->pass->loss, &reference->value, 1, 1e-12, 0);
        bench_ck_near(what, bench->network->gradients, reference->gradients, COUNT, 1e-10,
                      1e-4 * largest);
        bench_free(bench);
    }
}
END_TEST

START_TEST(every_scheme_has_a_reference)
{
    for (size_t i = 0; i < SCHEME_COUNT; i++) {
        size_t found = 0;
        for (size_t r = 0; r < LENGTH(scheme_references); r++)
            found += strcmp(scheme_references[r].name, schemes[i].name) == 0;
        ck_assert_msg(found > 0, "scheme %s", schemes[i].name);
    }
}
END_TEST

// Bit for bit, and the generator stands where NumPy's stands.
START_TEST(schemes_draw_numpys_numbers)
{
    const struct scheme_reference *reference = &scheme_references[_i];
    const struct scheme *scheme = scheme_find(reference->name, strlen(reference->name));
    struct architecture plan = bench_plan(scheme_sizes, LENGTH(scheme_sizes) - 1, "tanh", "tanh");
    struct step_config config = bench_config("mse", "sgd");
    struct bench *bench = bench_create(kernel_best(), &plan, &config, 1);
    struct rng rng;
    size_t at = 0;
    ck_assert_msg(scheme != NULL, "no scheme %s", reference->name);
    network_draw(bench->network, scheme, reference->seed, &rng, NULL);
    for (size_t p = 0; p < 2 * plan.layer_count; p++) {
        struct parameter parameter = network_parameter(bench->network, p);
        for (size_t i = 0; i < matrix_count(parameter.value); i++) {
            double expected = parameter.kind == 'b' ? 0 : reference->weights[at++];
            ck_assert_msg(memcmp(&parameter.value.data[i], &expected, sizeof expected) == 0,
                          "%s seed %u, %c%zu element %zu: %a, not %a", reference->name,
                          (unsigned)reference->seed, parameter.kind, parameter.layer, i,
                          parameter.value.data[i], expected);
        }
    }
    ck_assert_uint_eq(at, WEIGHTS);
    ck_assert_double_eq(rng_uniform(&rng), reference->next);
    bench_free(bench);
}
END_TEST

// Predictions as wrong as can be: the loss is what it would be with numbers of any range, and every
// gradient is a number.
START_TEST(saturation_gives_numbers)
{
    static const double sizes[] = {800, 1e5};
    static const size_t units[] = {1, 1, 3};
    bool is_ce = _i == 1;
    struct architecture plan = bench_plan(units, 2, "linear", is_ce ? "softmax" : "sigmoid");
    struct step_config config = bench_config(is_ce ? "ce" : "bce", "sgd");
    for (size_t s = 0; s < LENGTH(sizes); s++) {
        struct bench *bench = bench_create(kernel_best(), &plan, &config, 2);
        double z = sizes[s];
        // z2 = [z, -z, 0] for the first sample and [-z, z, 0] for the second.
        bench->x.data[0] = 1, bench->x.data[1] = -1;
        bench->network->layers[0].w.data[0] = 1;
        bench->network->layers[1].w.data[0] = z;
        bench->network->layers[1].w.data[1] = -z;
        bench->y.data[1] = bench->y.data[3] = 1; // each sample of the class it is surest against
        bench_backward(bench);
        // bce: the sure ones cost z each, the two of 0 log(2) each, over six. ce: 2z each.
        double loss = is_ce ? 2 * z : (4 * z + 2 * log(2)) / 6;
        bench_ck_near(config.loss->name, &bench->pass->loss, &loss, 1, 1e-12, 0);
        struct matrix da = bench->pass->layers[1].da;
        for (size_t i = 0; i < matrix_count(da); i++)
            ck_assert_msg(isfinite(da.data[i]), "%s: da %g", config.loss->name, da.data[i]);
        double dw[3] = {is_ce ? 1 : 2.0 / 6, is_ce ? -1 : -2.0 / 6, 0};
        bench_ck_near(config.loss->name, bench->network->layers[1].dw.data, dw, 3, 1e-12, 1e-3);
        for (size_t i = 0; i < bench->network->parameter_count; i++)
            ck_assert(isfinite(bench->network->gradients[i]));
        // And one step from there is a step to numbers.
        bench_stages(bench);
        for (size_t i = 0; i < bench->network->parameter_count; i++)
            ck_assert(isfinite(bench->network->parameters[i]));
        bench_free(bench);
    }
}
END_TEST

// Each kernel adds a loss up in the same order, whatever the number of elements; and where a pass
// calls itself tame the loss is a number.
START_TEST(losses_are_the_same_bits)
{
    const struct loss *loss = &losses[_i];
    struct rng rng;
    rng_seed(&rng, 9);
    for (size_t n = 0; n < 300; n++) {
        size_t units[] = {1, 1 + (size_t)rng_interval(&rng, n % 10 == 0 ? 150 : 12)};
        struct architecture plan =
            bench_plan(units, 1, "tanh", loss->partner ? loss->partner->name : "linear");
        struct step_config config = bench_config(loss->name, "sgd");
        size_t samples = 1 + (size_t)rng_interval(&rng, 40);
        struct bench *bench = bench_create(kernels[0], &plan, &config, samples);
        bench_draw(bench, &rng, n % 3 ? 2 : pow(10, (double)n));
        bench_forward(bench);
        double value = bench->pass->loss;
        const struct pass_layer *last = &bench->pass->layers[0];
        ck_assert_msg(isfinite(value) || !pass_is_tame(bench->pass, bench->network), "%s: %g",
                      loss->name, value);
        double plain = loss->value(last->z, last->a, bench->y);
        ck_assert_msg(memcmp(&plain, &value, sizeof value) == 0 || isnan(value), "%s: %a and %a",
                      loss->name, plain, value);
        for (size_t k = 0; k < kernel_count; k++) {
            if (!kernel_is_usable(kernels[k]))
                continue;
            double other = kernels[k]->loss[loss->id](last->z, last->a, bench->y);
            ck_assert_msg(memcmp(&other, &value, sizeof value) == 0 || isnan(value),
                          "%s on %s: %a, not %a", loss->name, kernels[k]->name, other, value);
        }
        bench_free(bench);
    }
}
END_TEST

Suite *reference_suite(void)
{
    Suite *suite = suite_create("reference");
    TCase *tests = tcase_create("reference");
    tcase_add_loop_test(tests, activations_follow_torch, 0, (int)LENGTH(activation_references));
    tcase_add_test(tests, softmax_follows_torch);
    tcase_add_loop_test(tests, gradients_follow_autograd, 0, (int)LENGTH(loss_references));
    tcase_add_test(tests, every_scheme_has_a_reference);
    tcase_add_loop_test(tests, schemes_draw_numpys_numbers, 0, (int)LENGTH(scheme_references));
    tcase_add_loop_test(tests, saturation_gives_numbers, 0, 2);
    tcase_add_loop_test(tests, losses_are_the_same_bits, 0, LOSS_COUNT);
    suite_add_tcase(suite, tests);
    return suite;
}
