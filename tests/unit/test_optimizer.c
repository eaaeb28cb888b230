// SPDX-License-Identifier: GPL-3.0-or-later
// Each optimizer against 25 updates by the formulas of PyTorch's documentation (through the shell)
// and by torch.optim itself (on every kernel), with and without l1, l2 and clipping, and under every
// schedule. What has no values in scalar_reference.py and engine_reference.py is only seen to run,
// and to begin afresh.
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "network/kernel.h"
#include "network/optimizer.h"
#include "network/schedule.h"

#include "bench.h"
#include "harness.h"
#include "suites.h"

#define WANT_OPTIMIZERS
#define lr scalar_lr
#include "../reference/scalar_reference.inc"
#undef lr
#include "../reference/engine_reference.inc"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

START_TEST(follows_its_definition)
{
    const struct reference *reference = NULL;
    const char *name = optimizers[_i].name;
    struct harness *harness = harness_create();
    struct buf command = BUF_EMPTY;
    for (size_t i = 0; i < sizeof references / sizeof *references; i++)
        if (strcmp(references[i].name, name) == 0)
            reference = &references[i];
    buf_printf(&command, "init 2 3:tanh 1 scheme=normal seed=3\nset optimizer %s; set lr %g\n",
               name, scalar_lr);
    buf_printf(&command, "train %d\n", STEPS);
    harness_do(harness, buf_text(&command));
    const struct network *network = harness->shell->session->network;
    ck_assert_uint_eq(network->parameter_count, PARAMETERS);
    for (size_t i = 0; reference && i < PARAMETERS; i++)
        ck_assert_msg(fabs(network->parameters[i] - reference->parameters[i]) <= 1e-9,
                      "%s, parameter %zu: %.17g, not %.17g", name, i, network->parameters[i],
                      reference->parameters[i]);
    // And from a fresh start again: nothing of the first run is left in the optimizer.
    struct buf first = harness_state(harness);
    harness_do(harness, buf_text(&command));
    struct buf second = harness_state(harness);
    ck_assert_str_eq(buf_text(&first), buf_text(&second));
    harness_do(harness, "reset; train 25");
    buf_free(&second);
    second = harness_state(harness);
    ck_assert_str_eq(buf_text(&first), buf_text(&second));
    buf_free(&first);
    buf_free(&second);
    buf_free(&command);
    harness_free(harness);
}
END_TEST

START_TEST(has_its_words)
{
    const struct optimizer *optimizer = &optimizers[_i];
    ck_assert(*optimizer->formula && *optimizer->meaning);
}
END_TEST

// The network of the references, at its start, on [kernel].
static struct bench *begin(const struct kernel *kernel, const char *optimizer)
{
    static const size_t units[] = {INPUTS, HIDDEN, OUTPUTS};
    struct architecture plan = bench_plan(units, 2, "tanh", "sigmoid");
    struct step_config config = bench_config("mse", optimizer);
    config.hyper.lr = lr;
    struct bench *bench = bench_create(kernel, &plan, &config, SAMPLES);
    ck_assert_uint_eq(bench->network->parameter_count, COUNT);
    memcpy(bench->network->parameters, start, sizeof start);
    memcpy(bench->x.data, x_data, sizeof x_data);
    memcpy(bench->y.data, y_data, sizeof y_data);
    return bench;
}

START_TEST(follows_torch)
{
    const struct walk_reference *reference = &walk_references[_i];
    char what[100];
    snprintf(what, sizeof what, "%s, l1 %g, l2 %g, clip %g", reference->optimizer, reference->l1,
             reference->l2, reference->clip);
    for (size_t k = 0; k < kernel_count; k++) {
        if (!kernel_is_usable(kernels[k]))
            continue;
        struct bench *bench = begin(kernels[k], reference->optimizer);
        bench->config.regularization =
            (struct regularization){reference->l1, reference->l2, reference->clip};
        bench_stages(bench);
        bench_ck_near(what, bench->network->parameters, reference->one, COUNT, 1e-10, 1e-2);
        for (size_t i = 1; i < UPDATES; i++)
            bench_learn(bench);
        bench_ck_near(what, bench->network->parameters, reference->many, COUNT, 1e-8, 1e-2);
        bench_free(bench);
    }
}
END_TEST

// A parameter that is frozen for a while goes on where it stood, by its own count of updates.
START_TEST(thaws_as_torch_does)
{
    const struct frozen_reference *reference = &frozen_references[_i];
    for (int way = 0; way < 2; way++) {
        struct bench *bench = begin(kernel_best(), reference->optimizer);
        for (size_t i = 0; i < UPDATES; i++) {
            network_freeze(bench->network, 0, i >= FROZEN_FROM && i < FROZEN_TO);
            (way ? bench_learn : bench_stages)(bench);
            if (i == FROZEN_TO)
                bench_ck_near(reference->optimizer, bench->network->parameters, reference->thawed,
                              COUNT, 1e-10, 1e-2);
        }
        bench_ck_near(reference->optimizer, bench->network->parameters, reference->many, COUNT,
                      1e-8, 1e-2);
        bench_free(bench);
    }
}
END_TEST

START_TEST(every_row_has_a_walk)
{
    for (size_t i = 0; i < OPTIMIZER_COUNT; i++) {
        size_t plain = 0, pressed = 0, frozen = 0;
        for (size_t r = 0; r < LENGTH(walk_references); r++) {
            bool same = strcmp(walk_references[r].optimizer, optimizers[i].name) == 0;
            plain += same && isinf(walk_references[r].clip);
            pressed += same && !isinf(walk_references[r].clip);
        }
        for (size_t r = 0; r < LENGTH(frozen_references); r++)
            frozen += strcmp(frozen_references[r].optimizer, optimizers[i].name) == 0;
        ck_assert_msg(plain > 0 && pressed > 0 && frozen > 0, "optimizer %s", optimizers[i].name);
    }
    ck_assert_uint_eq(LENGTH(schedule_references), SCHEDULE_COUNT - 1); // all but constant
}
END_TEST

static const struct schedule *schedule_named(const char *name)
{
    for (size_t i = 0; i < SCHEDULE_COUNT; i++)
        if (strcmp(schedules[i].name, name) == 0)
            return &schedules[i];
    ck_abort_msg("no schedule %s", name);
    return NULL;
}

START_TEST(schedules_follow_torch)
{
    const struct schedule_reference *reference = &schedule_references[_i];
    const struct schedule *schedule = schedule_named(reference->name);
    struct bench *bench = begin(kernel_best(), "sgd");
    for (size_t e = 0; e < SCHEDULED; e++) {
        double factor = schedule->factor((double)e, reference->period, reference->decay);
        bench_ck_near(reference->name, &factor, &reference->factors[e], 1, 1e-13, 1);
        bench->config.hyper.lr = lr * factor;
        bench_stages(bench);
    }
    bench_ck_near(reference->name, bench->network->parameters, reference->last, COUNT, 1e-12, 1e-2);
    bench_free(bench);
}
END_TEST

// Through the shell, epoch by epoch, and at full speed: the same walk.
START_TEST(schedules_reach_the_update)
{
    const struct schedule_reference *reference = &schedule_references[_i];
    struct harness *harness = harness_create(), *fast = harness_create();
    char command[200];
    snprintf(command, sizeof command,
             "init 2 3:tanh 1; set schedule %s; set period %g; set decay %g", reference->name,
             reference->period, reference->decay);
    harness_do(harness, command);
    harness_do(fast, command);
    for (size_t e = 0; e < SCHEDULED; e++) {
        double rate = session_step_config(harness->shell->session).hyper.lr;
        ck_assert_msg(fabs(rate - 0.2 * reference->factors[e]) <= 1e-13, "epoch %zu: lr %.17g", e,
                      rate);
        snprintf(command, sizeof command,
                 "forward; backward; let w = w1; let d = dw1; update; expect w1 == w - %.17g * d",
                 rate);
        harness_do(harness, command);
    }
    snprintf(command, sizeof command, "train %d; forward; let w = 0; let d = 0", SCHEDULED);
    harness_do(harness, "forward; let w = 0; let d = 0");
    harness_do(fast, command);
    struct buf slow_state = harness_state(harness), fast_state = harness_state(fast);
    ck_assert_str_eq(buf_text(&fast_state), buf_text(&slow_state));
    buf_free(&fast_state);
    buf_free(&slow_state);
    harness_free(fast);
    harness_free(harness);
}
END_TEST

// The name lr is the rate of the update that comes, and where it is 0 nothing
// moves.
START_TEST(lr_is_the_schedules)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; set schedule cosine; set period 5; train 3; forward; backward");
    ck_assert_double_eq(harness_number(harness, "lr"),
                        session_step_config(harness->shell->session).hyper.lr);
    harness_do(harness, "let w = w1; let d = dw1; let r = lr; update; expect w1 == w - r * d");
    harness_do(harness, "train 5; expect lr == 0; let w = w1; let b = b2; train 7; step; "
                        "expect w1 == w; "
                        "expect b2 == b");
    harness_free(harness);
}
END_TEST

// Behind its last epoch cosine stays at 0, step and inverse go on falling.
START_TEST(schedules_end_low)
{
    for (size_t i = 0; i < SCHEDULE_COUNT; i++) {
        double last = 1;
        bool is_constant = strcmp(schedules[i].name, "constant") == 0;
        for (size_t e = 0; e < 200; e++) {
            double now = schedules[i].factor((double)e, 10, 0.5);
            ck_assert_msg(now <= last && now >= 0, "%s, epoch %zu: %g", schedules[i].name, e, now);
            last = now;
        }
        ck_assert(schedules[i].factor(0, 10, 0.5) == 1);
        ck_assert(is_constant ? last == 1 : last < 0.1);
        ck_assert(strcmp(schedules[i].name, "cosine") != 0 || last == 0);
    }
}
END_TEST

Suite *optimizer_suite(void)
{
    Suite *suite = suite_create("optimizer");
    TCase *tests = tcase_create("optimizer");
    tcase_add_loop_test(tests, follows_its_definition, 0, OPTIMIZER_COUNT);
    tcase_add_loop_test(tests, has_its_words, 0, OPTIMIZER_COUNT);
    tcase_add_loop_test(tests, follows_torch, 0, (int)LENGTH(walk_references));
    tcase_add_loop_test(tests, thaws_as_torch_does, 0, (int)LENGTH(frozen_references));
    tcase_add_test(tests, every_row_has_a_walk);
    tcase_add_loop_test(tests, schedules_follow_torch, 0, (int)LENGTH(schedule_references));
    tcase_add_loop_test(tests, schedules_reach_the_update, 0, (int)LENGTH(schedule_references));
    tcase_add_test(tests, lr_is_the_schedules);
    tcase_add_test(tests, schedules_end_low);
    suite_add_tcase(suite, tests);
    return suite;
}
