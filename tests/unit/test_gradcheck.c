// SPDX-License-Identifier: GPL-3.0-or-later
// The gradient check itself: it is content with every activation under every loss, finds each
// mistake that is planted, takes no corner for one, and leaves the network as it was.
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "network/gradcheck.h"
#include "network/kernel.h"
#include "network/loss.h"
#include "network/rng.h"
#include "network/scheme.h"

#include "bench.h"
#include "harness.h"
#include "suites.h"

enum { SAMPLES = 5, LAYERS = 3, COUNT = 3 * 4 + 4 + 4 * 4 + 4 + 4 * 2 + 2 };

static const size_t units[] = {3, 4, 4, 2};

// A drawn network whose hidden layers, and output where the loss lets it, have the activation.
static struct bench *begin(const struct kernel *kernel, const char *activation,
                           const struct loss *loss, uint32_t seed)
{
    bool is_row = strcmp(activation, "softmax") == 0;
    const char *output = loss->partner ? loss->partner->name : activation;
    struct architecture plan = bench_plan(units, LAYERS, is_row ? "tanh" : activation, output);
    struct step_config config = bench_config(loss->name, "sgd");
    struct bench *bench = bench_create(kernel, &plan, &config, SAMPLES);
    struct rng rng;
    config.loss = loss;
    bench->config = config;
    rng_seed(&rng, seed);
    bench_draw(bench, &rng, 0.7);
    return bench;
}

// Runs the check and adds the reports up.
static struct gradcheck_report total(struct bench *bench, struct gradcheck_report *reports)
{
    struct gradcheck_report all = {0};
    struct error error = ERROR_NONE;
    bool well = gradcheck_run(bench->network, &bench->config, bench->x, bench->y, SIZE_MAX, NULL,
                              reports, &error);
    ck_assert_msg(well, "%s", error.what);
    for (size_t p = 0; p < 2 * bench->network->layer_count; p++) {
        all.count += reports[p].count;
        all.wrong += reports[p].wrong;
        all.corners += reports[p].corners;
        all.between += reports[p].between;
        all.worst = fmax(all.worst, reports[p].worst);
    }
    return all;
}

START_TEST(every_gradient_passes)
{
    const struct activation *activation = &activations[_i / LOSS_COUNT];
    const struct loss *loss = &losses[_i % LOSS_COUNT];
    for (uint32_t seed = 1; seed <= 20; seed++) {
        struct gradcheck_report reports[2 * LAYERS];
        struct bench *bench = begin(kernel_best(), activation->name, loss, seed);
        struct bench *before = bench_copy(bench, kernel_best());
        struct gradcheck_report all = total(bench, reports);
        ck_assert_msg(all.wrong == 0 && all.worst < GRADCHECK_TOLERANCE,
                      "%s under %s, seed %u: %zu wrong, worst %g", activation->name, loss->name,
                      (unsigned)seed, all.wrong, all.worst);
        ck_assert_uint_eq(all.count, COUNT);
        bench_ck_same(bench, before, "after a check");
        bench_free(bench);
        bench_free(before);
    }
}
END_TEST

// ---- planted mistakes ------------------------------------------------------------------------

static struct kernel wrong_kernel;
static const struct kernel *right_kernel;
static enum activation_id wrong_id;

// A backward loop whose slope is one part in a thousand too steep.
static void too_steep(size_t rows, size_t cols, const double *da, const double *z, const double *a,
                      double *dz)
{
    right_kernel->backward[wrong_id](rows, cols, da, z, a, dz);
    for (size_t i = 0; i < rows * cols; i++)
        dz[i] *= 1.001;
}

START_TEST(finds_a_wrong_slope)
{
    struct gradcheck_report reports[2 * LAYERS];
    const struct activation *activation = &activations[_i];
    if (activation->shape == SHAPE_STEP) // 0 in a thousand is 0
        return;
    right_kernel = kernel_best();
    wrong_kernel = *right_kernel;
    wrong_id = activation->id;
    wrong_kernel.backward[wrong_id] = too_steep;
    struct bench *bench = begin(&wrong_kernel, activation->name, &losses[LOSS_mse], 3);
    struct gradcheck_report all = total(bench, reports);
    ck_assert_msg(all.wrong > COUNT / 4 && all.worst > 5e-4, "%s: %zu wrong, worst %g",
                  activation->name, all.wrong, all.worst);
    bench_free(bench);
}
END_TEST

// One slope as da[n,j] would have it were a factor forgotten; the others right.
static const struct loss *right_loss;

static void one_wrong(struct matrix a, struct matrix y, struct matrix d)
{
    (right_loss->fused ? right_loss->fused : right_loss->gradient)(a, y, d);
    d.data[1] *= 2;
}

START_TEST(finds_a_wrong_loss)
{
    struct gradcheck_report reports[2 * LAYERS];
    right_loss = &losses[_i];
    struct loss wrong = *right_loss;
    if (wrong.fused)
        wrong.fused = one_wrong;
    else
        wrong.gradient = one_wrong;
    struct bench *bench = begin(kernel_best(), "tanh", &wrong, 3);
    total(bench, reports);
    // Output 1 of sample 0 was spoilt: of b3 and w3 only the parts of unit 1 are wrong.
    ck_assert_uint_eq(reports[5].wrong, 1);
    ck_assert_uint_eq(reports[5].worst_index, 1);
    ck_assert_uint_eq(reports[4].wrong, 4);
    ck_assert_uint_eq(reports[4].worst_index % 2, 1);
    ck_assert(reports[0].wrong > 0);
    bench_free(bench);
}
END_TEST

// A product that forgets one summand of one element, wherever it has that shape.
static void forgetful_product(const struct product *p)
{
    right_kernel->product(p);
    if (p->rows == 4 && p->cols == 2) // dw3
        p->c[p->c_row + 1] -= p->a[p->a_row] * p->b[1];
}

START_TEST(finds_the_one_wrong_element)
{
    struct gradcheck_report reports[2 * LAYERS];
    right_kernel = kernel_best();
    wrong_kernel = *right_kernel;
    wrong_kernel.product = forgetful_product;
    struct bench *bench = begin(&wrong_kernel, "sigmoid", &losses[LOSS_sse], 5);
    struct gradcheck_report all = total(bench, reports);
    ck_assert_uint_eq(all.wrong, 1);
    ck_assert_uint_eq(reports[4].wrong, 1);
    ck_assert_uint_eq(reports[4].worst_index, 3);
    bench_free(bench);
}
END_TEST

// A slope that is no number is wrong, however it is compared.
static void no_number(size_t rows, size_t cols, const double *da, const double *z, const double *a,
                      double *dz)
{
    too_steep(rows, cols, da, z, a, dz);
    dz[0] = (double)NAN;
}

START_TEST(finds_what_is_no_number)
{
    struct gradcheck_report reports[2 * LAYERS];
    right_kernel = kernel_best();
    wrong_kernel = *right_kernel;
    wrong_id = ACTIVATION_tanh;
    wrong_kernel.backward[wrong_id] = no_number;
    struct bench *bench = begin(&wrong_kernel, "tanh", &losses[LOSS_mse], 3);
    ck_assert_uint_gt(total(bench, reports).wrong, 0);
    ck_assert(isnan(reports[5].worst)); // which no later number hides
    bench_free(bench);
}
END_TEST

// ---- the rest --------------------------------------------------------------------------------

START_TEST(looks_only_where_it_is_told)
{
    struct gradcheck_report reports[2 * LAYERS];
    struct error error = ERROR_NONE;
    volatile sig_atomic_t stop = 0;
    struct bench *bench = begin(kernel_best(), "tanh", &losses[LOSS_mse], 1);
    for (size_t which = 0; which < 2 * LAYERS; which++) {
        ck_assert(gradcheck_run(bench->network, &bench->config, bench->x, bench->y, which, &stop,
                                reports, &error));
        for (size_t p = 0; p < 2 * LAYERS; p++) {
            size_t all = matrix_count(network_parameter(bench->network, p).value);
            ck_assert_uint_eq(reports[p].count, p == which ? all : 0);
        }
    }
    stop = 1;
    ck_assert(gradcheck_run(bench->network, &bench->config, bench->x, bench->y, SIZE_MAX, &stop,
                            reports, &error));
    for (size_t p = 0; p < 2 * LAYERS; p++)
        ck_assert_uint_eq(reports[p].count, 0);
    bench_free(bench);
}
END_TEST

// The notebook's first screen: sample 0 is [0 0] and the biases are 0, so both hidden z are 0 there.
// A bias moved to the right wakes its unit for that sample, moved to the left it does not.
START_TEST(the_first_screen_lies_on_relus_corner)
{
    static const size_t sizes[] = {2, 2, 1};
    static const double x[] = {0, 0, 0, 1, 1, 0, 1, 1}, y[] = {0, 1, 1, 0};
    struct gradcheck_report reports[4];
    struct architecture plan = bench_plan(sizes, 2, "relu", "sigmoid");
    struct step_config config = bench_config("mse", "sgd");
    struct bench *bench = bench_create(kernel_best(), &plan, &config, 4);
    struct rng rng;
    memcpy(bench->x.data, x, sizeof x);
    memcpy(bench->y.data, y, sizeof y);
    network_draw(bench->network, &schemes[0], 1, &rng, NULL);
    struct gradcheck_report all = total(bench, reports);
    ck_assert_uint_eq(all.wrong, 0);
    ck_assert_uint_eq(all.between, 0);
    ck_assert_uint_eq(all.count, 9);
    ck_assert_uint_eq(reports[1].corners, 2); // b1
    ck_assert_uint_eq(all.corners, 2);
    struct gradcheck_corner corner = reports[1].corner;
    ck_assert_uint_eq(corner.index, 0);
    ck_assert_uint_eq(corner.layer, 1);
    ck_assert_uint_eq(corner.row, 0);
    ck_assert_uint_eq(corner.col, 0);
    // The left slope is the notebook's db1; the right one has sample 0's part as well, which is
    // da1[0,0], the slope it would have were the unit on.
    bench_backward(bench);
    double part = bench->pass->layers[0].da.data[0];
    ck_assert_double_eq(corner.gradient, bench->network->layers[0].db.data[0]);
    ck_assert(fabs(corner.gradient - -0.00776978340203895) < 1e-15);
    ck_assert_msg(fabs(corner.left - corner.gradient) < 1e-4 * fabs(corner.gradient),
                  "left %.12g, gradient %.12g", corner.left, corner.gradient);
    ck_assert_msg(fabs(corner.right - (corner.gradient + part)) < 1e-4 * fabs(part),
                  "right %.12g, gradient %.12g and %.12g", corner.right, corner.gradient, part);
    ck_assert(fabs(corner.left - corner.right) > 0.5 * fabs(part));
    bench_free(bench);
}
END_TEST

// What the difference over one step cannot tell: inputs and targets as large as data are that nobody
// normalised. The gradients are right there, and a slope a thousandth too steep is still found.
static const struct {
    const char *activation, *loss;
    double x, y, w, b;
} large[] = {
    {"sigmoid", "bce", 8e4, 1, 4e-5, -1.6}, {"tanh", "mse", 3e4, 1, 3e-5, -0.5},
    {"sin", "mse", 150, 1, 0.4, 0},         {"gelu", "sse", 5e4, 1, 2e-5, 0.1},
    {"softplus", "mse", 2e5, 1, 1e-5, 0.3}, {"linear", "mse", 4, 4e5, 1e5, 0.5},
};

static struct bench *begin_large(const struct kernel *kernel, size_t i)
{
    static const size_t sizes[] = {1, 1};
    struct architecture plan = bench_plan(sizes, 1, large[i].activation, large[i].activation);
    struct step_config config = bench_config(large[i].loss, "sgd");
    struct bench *bench = bench_create(kernel, &plan, &config, 4);
    for (size_t n = 0; n < 4; n++) {
        bench->x.data[n] = large[i].x * (double)(n + 1) / 4;
        bench->y.data[n] = large[i].y * (double)(n + (large[i].y > 1)) / 4;
    }
    bench->network->parameters[0] = large[i].w;
    bench->network->parameters[1] = large[i].b;
    return bench;
}

START_TEST(large_numbers_are_no_slip)
{
    struct gradcheck_report reports[2];
    struct bench *bench = begin_large(kernel_best(), (size_t)_i);
    struct gradcheck_report all = total(bench, reports);
    ck_assert_msg(all.wrong == 0 && all.worst < GRADCHECK_TOLERANCE, "%s: %zu wrong, worst %g",
                  large[_i].activation, all.wrong, all.worst);
    bench_free(bench);
    right_kernel = kernel_best();
    wrong_kernel = *right_kernel;
    wrong_id = activation_find(large[_i].activation, strlen(large[_i].activation))->id;
    wrong_kernel.backward[wrong_id] = too_steep;
    bench = begin_large(&wrong_kernel, (size_t)_i);
    if (bench->config.loss->fused) // with its own slope
        bench->config.loss = &losses[LOSS_mse];
    ck_assert_uint_eq(total(bench, reports).wrong, 2);
    bench_free(bench);
}
END_TEST

// Flat but for its edge: the loss has no slope there, and the check makes none up.
START_TEST(a_step_jumps)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init 2 2:elu 1:step; check");
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->out), "z2[0,0] is at step's edge"));
    ck_assert_ptr_null(strstr(buf_text(&harness->out), "elu's corner"));
    ck_assert_ptr_null(strstr(buf_text(&harness->out), "right 1"));
    harness_free(harness);
}
END_TEST

START_TEST(the_shell_tells_of_the_corner)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; let p = w1; let q = b1; check");
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->out), "corner"));
    harness_do(harness, "expect w1 == p; expect b1 == q; expect epoch == 0");
    harness_do(harness, "train 100; check b1; check");
    harness_free(harness);
}
END_TEST

Suite *gradcheck_suite(void)
{
    Suite *suite = suite_create("gradcheck");
    TCase *tests = tcase_create("gradcheck");
    tcase_add_loop_test(tests, every_gradient_passes, 0, ACTIVATION_COUNT * LOSS_COUNT);
    tcase_add_loop_test(tests, finds_a_wrong_slope, 0, ACTIVATION_COUNT);
    tcase_add_loop_test(tests, finds_a_wrong_loss, 0, LOSS_COUNT);
    tcase_add_test(tests, finds_the_one_wrong_element);
    tcase_add_test(tests, finds_what_is_no_number);
    tcase_add_test(tests, looks_only_where_it_is_told);
    tcase_add_test(tests, the_first_screen_lies_on_relus_corner);
    tcase_add_loop_test(tests, large_numbers_are_no_slip, 0, sizeof large / sizeof *large);
    tcase_add_test(tests, a_step_jumps);
    tcase_add_test(tests, the_shell_tells_of_the_corner);
    suite_add_tcase(suite, tests);
    return suite;
}
