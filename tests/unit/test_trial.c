// SPDX-License-Identifier: GPL-3.0-or-later
// A trial tells what would come of typing it: each one here is typed as well, in a shell of its own,
// and must end at the same loss, to the bit. Nothing of what is asked about may change.
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "data/dataset.h"
#include "harness.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "session/outcome.h"
#include "study/fix.h"
#include "study/trial.h"
#include "study/whatif.h"
#include "suites.h"

static bool same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

// The loss over all the data after the commands in a fresh shell.
static double loss_after(const char *commands, const char *then)
{
    struct error error = ERROR_NONE;
    struct harness *harness = harness_create();
    struct matrix a;
    double loss;
    harness_do(harness, commands);
    harness_do(harness, then);
    ck_assert(session_outcome(harness->shell->session, &a, &loss, &error));
    harness_free(harness);
    return loss;
}

static const char moons[] = "data moons n=60; init 2 8:tanh 1 scheme=normal; set optimizer adam; "
                            "set lr 0.02; set l2 0.001; train 130";
static const char frozen[] =
    "data circle n=40; init 2 6 1 scheme=he_normal; set batch 15; set shuffle "
    "on; set clip 0.1; set schedule step; set period 40; freeze w1; train 110";
static const char midway[] =
    "data moons n=50; init 2 3:relu 1 seed=4; set batch 20; set shuffle on; "
    "set optimizer momentum; train 60; step 2";

static const struct typed_trial {
    const char *commands; // before the trial
    struct fix fix;
    const char *typed; // what is typed instead of it; NULL: what fix_text says
} typed[] = {
    {moons, {.lr = 0}, ""},
    {moons, {.lr = 0.2}, "set lr 0.2"},
    {moons, {.is_undecayed = true}, "set l2 0"},
    {moons, {.l2 = 0.25, .is_fresh = true}, "set l2 0.25; reset"},
    {moons, {.seeds = 8}, "init 2 8:tanh 1:sigmoid scheme=normal seed=9"},
    {moons, {.optimizer = &optimizers[OPTIMIZER_sgd], .lr = 0.5}, NULL},
    {moons, {.scaling = NORMALIZE_STANDARD, .is_fresh = true}, "data normalize standard; reset"},
    {moons, {.loss = &losses[LOSS_bce]}, "set loss bce"},
    {moons, {.times = 2, .hidden = &activations[ACTIVATION_relu]}, NULL},
    {moons, {.added = 3, .output = &activations[ACTIVATION_linear]}, NULL},
    {frozen, {.lr = 0}, ""},
    {frozen, {.is_unclipped = true}, "set clip none"},
    {frozen, {.is_unfrozen = true, .is_unscheduled = true}, "unfreeze w1; set schedule constant"},
    {frozen, {.is_fresh = true}, "reset"},
    {frozen, {.leaky = 1}, "init 2 6:leaky_relu 1:sigmoid scheme=he_normal seed=1"},
    {midway, {.lr = 0}, ""},
    {midway, {.lr = 0.05}, "set lr 0.05"},
    {midway, {.optimizer = &optimizers[OPTIMIZER_adam], .lr = 0.01}, NULL},
    {midway, {.is_fresh = true, .lr = 2}, "set lr 2; reset"},
};
enum { TYPED = sizeof typed / sizeof *typed };

START_TEST(a_trial_ends_where_typing_it_ends)
{
    const struct typed_trial *row = &typed[_i];
    struct harness *harness = harness_create();
    struct trials *trials = malloc(sizeof *trials);
    struct buf line = BUF_EMPTY;
    harness_do(harness, row->commands);
    struct buf before = harness_bytes(harness->shell->session);
    struct study_case from = study_case_of(harness->shell->session);
    trials_open(trials, &from, false);
    struct trial trial = *trials_run(trials, &row->fix);
    ck_assert_uint_eq(trials->count, 1);
    ck_assert_ptr_eq(trials_run(trials, &row->fix), &trials->list[0]); // remembered
    ck_assert(trial.is_done);
    ck_assert_uint_eq(trial.epochs, from.epoch);
    if (row->typed)
        buf_puts(&line, row->typed);
    else
        fix_text(&line, &row->fix, &from);
    buf_printf(&line, "%strain %zu", line.length ? "; " : "", trial.epochs);
    double loss = loss_after(row->commands, buf_text(&line));
    ck_assert_msg(same_bits(trial.end, loss), "%s: %.17g, typed %.17g", buf_text(&line), trial.end,
                  loss);
    struct buf after = harness_bytes(harness->shell->session);
    ck_assert_uint_eq(before.length, after.length);
    ck_assert(memcmp(before.data, after.data, before.length) == 0);
    buf_free(&before);
    buf_free(&after);
    buf_free(&line);
    free(trials);
    harness_free(harness);
}
END_TEST

// The shape that was chosen is named in full, so that `init` alone cannot put its own in its place.
START_TEST(a_fix_is_written_as_it_is_typed)
{
    struct harness *harness = harness_create();
    struct buf line = BUF_EMPTY;
    harness_do(harness, "init 2 1 1; freeze w1 b2; set l1 0.1; set l2 0.2");
    struct study_case from = study_case_of(harness->shell->session);
    struct fix all = {.scaling = NORMALIZE_STANDARD,
                      .is_unfrozen = true,
                      .is_undecayed = true,
                      .lr = 0.3,
                      .seeds = 2,
                      .loss = &losses[LOSS_bce]};
    fix_text(&line, &all, &from);
    ck_assert_str_eq(buf_text(&line),
                     "data normalize standard; set lr 0.3; set l1 0; set l2 0; unfreeze w1 b2; "
                     "init 2 1:relu 1:sigmoid scheme=uniform seed=3; set loss bce");
    buf_clear(&line);
    fix_text(&line, &(struct fix){0}, &from);
    ck_assert_str_eq(buf_text(&line), "");
    ck_assert(same_bits(fix_rate(0.3 * 0.1), 0.03));
    buf_free(&line);
    harness_free(harness);
}
END_TEST

// What is asked of a large network is shorter, counted in multiply-adds.
START_TEST(a_trial_lasts_as_long_as_fits)
{
    static const struct {
        const char *commands;
        size_t epochs;
    } lasting[] = {
        {"init; train 300", 300},
        {"init; train 20", 10000}, // hardly any were done
        {"data digits; init 64 30 10; set batch 10; train 2", 2},
        {"data digits; init 64 30 10; set batch 10; train 200", 13},
        {"data digits; init 64 30 10; train 2000", 121},
    };
    for (size_t i = 0; i < sizeof lasting / sizeof *lasting; i++) {
        struct harness *harness = harness_create();
        struct trials *trials = malloc(sizeof *trials);
        harness_do(harness, lasting[i].commands);
        struct study_case from = study_case_of(harness->shell->session);
        trials_open(trials, &from, false);
        ck_assert_uint_eq(trials->epochs, lasting[i].epochs);
        free(trials);
        harness_free(harness);
    }
}
END_TEST

START_TEST(learnt_is_said_of_answers_that_are_right)
{
    double y[4] = {0, 1, 1, 0}, a[4] = {0.4, 0.6, 0.55, 0.45}, b[4] = {0.4, 0.6, 0.55, 0.55};
    struct harness *harness = harness_create();
    struct dataset *data = harness->shell->session->data;
    ck_assert(trial_is_learnt(data, (struct matrix){4, 1, a}));
    ck_assert(!trial_is_learnt(data, (struct matrix){4, 1, b}));
    // By hand: squares 0.16 + 0.16 + 0.2025 + 0.2025 of a spread of 1.
    ck_assert_double_eq_tol(trial_r2((struct matrix){4, 1, a}, (struct matrix){4, 1, y}), 0.275,
                            1e-12);
    harness_free(harness);
}
END_TEST

START_TEST(whatif_says_what_a_step_gives)
{
    struct error error = ERROR_NONE;
    struct harness *harness = harness_create();
    struct whatif whatif;
    struct whatif_outcome outcome;
    harness_do(harness, moons);
    harness_do(harness, "forward");
    struct study_case from = study_case_of(harness->shell->session);
    ck_assert(whatif_begin(&whatif, &from, &error));
    whatif.settings.lr = 0.5;
    ck_assert(whatif_run(&whatif, &outcome, &error));
    ck_assert(same_bits(outcome.loss, harness_number(harness, "loss")));
    ck_assert(same_bits(outcome.after, loss_after(moons, "set lr 0.5; train 1")));
    whatif_outcome_clear(&outcome);
    whatif_clear(&whatif);
    harness_free(harness);
}
END_TEST

START_TEST(the_stop_flag_ends_a_trial)
{
    struct harness *harness = harness_create();
    struct trials *trials = malloc(sizeof *trials);
    harness_do(harness, moons);
    struct study_case from = study_case_of(harness->shell->session);
    trials_open(trials, &from, false);
    harness->stop = 1;
    ck_assert(!trials_run(trials, &(struct fix){.lr = 1})->is_done);
    free(trials);
    harness_free(harness);
}
END_TEST

START_TEST(a_baseline_is_the_best_constant)
{
    double y[4] = {0, 1, 1, 0};
    struct matrix m = {4, 1, y};
    ck_assert_double_eq_tol(trial_baseline(&losses[LOSS_mse], m), 0.25, 1e-15);
    ck_assert_double_eq_tol(trial_baseline(&losses[LOSS_sse], m), 0.5, 1e-15);
    ck_assert_double_eq_tol(trial_baseline(&losses[LOSS_bce], m), 0.6931471805599453, 1e-15);
    struct matrix classes = {2, 2, y};
    ck_assert_double_eq_tol(trial_baseline(&losses[LOSS_ce], classes), 0.6931471805599453, 1e-15);
}
END_TEST

Suite *trial_suite(void)
{
    Suite *suite = suite_create("trial");
    TCase *tests = tcase_create("trial");
    tcase_add_loop_test(tests, a_trial_ends_where_typing_it_ends, 0, TYPED);
    tcase_add_test(tests, a_fix_is_written_as_it_is_typed);
    tcase_add_test(tests, a_trial_lasts_as_long_as_fits);
    tcase_add_test(tests, learnt_is_said_of_answers_that_are_right);
    tcase_add_test(tests, whatif_says_what_a_step_gives);
    tcase_add_test(tests, the_stop_flag_ends_a_trial);
    tcase_add_test(tests, a_baseline_is_the_best_constant);
    suite_add_tcase(suite, tests);
    return suite;
}
