// SPDX-License-Identifier: GPL-3.0-or-later
// A trial tells what would come of typing it: each one here is typed as well, in a shell of its own,
// and must end at the same loss, to the bit. Nothing of what is asked about may change.
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "data/dataset.h"
#include "harness.h"
#include "session/outcome.h"
#include "study/fix_trial.h"
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
                            "set lr 0.02; set l2 0.001; train 30";
static const char frozen[] = "data circle n=40; init 2 6 1 scheme=he_normal; set batch 15; "
                             "set clip 0.1; freeze w1; train 5";

static const struct typed_trial {
    const char *commands; // before the trial
    struct trial_change change;
    const char *then; // what is typed instead of it
} typed[] = {
    {moons, {.lr_factor = 1}, "train 60"},
    {moons, {.lr_factor = 10}, "set lr 0.2; train 60"},
    {moons, {.lr_factor = 1, .lr = 0.5}, "set lr 0.5; train 60"},
    {moons, {.lr_factor = 1, .is_undecayed = true}, "set l2 0; train 60"},
    {moons, {.lr_factor = 1, .l2 = 0.25}, "set l2 0.25; train 60"},
    {moons,
     {.lr_factor = 1, .is_fresh = true, .seed = 9},
     "init 2 8:tanh 1 scheme=normal seed=9; train 60"},
    {frozen, {.lr_factor = 1}, "train 20"},
    {frozen, {.lr_factor = 1, .is_unclipped = true}, "set clip none; train 20"},
    {frozen, {.lr_factor = 1, .is_unfrozen = true}, "unfreeze w1; train 20"},
    {frozen, {.lr_factor = 1, .is_fresh = true, .seed = 1}, "reset; train 20"},
};
enum { TYPED = sizeof typed / sizeof *typed, UPDATES = 60 };

START_TEST(a_trial_ends_where_typing_it_ends)
{
    const struct typed_trial *row = &typed[_i];
    struct error error = ERROR_NONE;
    struct harness *harness = harness_create();
    struct trials trials;
    harness_do(harness, row->commands);
    struct buf before = harness_bytes(harness->shell->session);
    struct study_case from = study_case_of(harness->shell->session);
    ck_assert(trial_open(&trials, &from, from.data->x, from.data->y, &error));
    trials.updates = UPDATES;
    struct trial trial = trial_run(&trials, row->change);
    struct trial again = trial_run(&trials, row->change);
    trial_close(&trials);
    ck_assert_uint_eq(trial.updates, UPDATES);
    ck_assert(same_bits(trial.start, again.start) && same_bits(trial.end, again.end));
    double loss = loss_after(row->commands, row->then);
    ck_assert_msg(same_bits(trial.end, loss), "%s: %.17g, typed %.17g", row->then, trial.end, loss);
    struct buf after = harness_bytes(harness->shell->session);
    ck_assert_uint_eq(before.length, after.length);
    ck_assert(memcmp(before.data, after.data, before.length) == 0);
    buf_free(&before);
    buf_free(&after);
    harness_free(harness);
}
END_TEST

static const struct typed_fix {
    struct fix_trial fix;
    const char *then;
} fixes[] = {
    {{.is_suited = true}, "init 2 3 1:linear scheme=he_normal seed=4"},
    {{.is_wider = true, .lr_factor = 0.5}, "set lr 0.005; init 2 6 1:linear scheme=normal seed=4"},
    {{.is_scaled = true}, "data normalize standard; init 2 3 1:linear scheme=normal seed=4"},
    {{.leaky = 1}, "init 2 3:leaky_relu 1:linear scheme=normal seed=4"},
};
enum { FIXES = sizeof fixes / sizeof *fixes };

START_TEST(a_fix_ends_where_typing_it_ends)
{
    const char *commands = "data moons n=30; init 2 3 1:linear scheme=normal seed=4; set lr 0.01";
    struct harness *harness = harness_create();
    char then[200];
    harness_do(harness, commands);
    struct study_case from = study_case_of(harness->shell->session);
    // A share of the baseline that any copy is below, so that whatever comes out is given.
    struct fix_trial fix = fix_trial_best(&from, &fixes[_i].fix, 1, from.data->x.rows, 1e9, true);
    ck_assert(fix.helps);
    snprintf(then, sizeof then, "%s; train %zu", fixes[_i].then, fix.trial.updates);
    ck_assert(same_bits(fix.trial.end, loss_after(commands, then)));
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
    struct error error = ERROR_NONE;
    struct harness *harness = harness_create();
    struct trials trials;
    harness_do(harness, moons);
    struct study_case from = study_case_of(harness->shell->session);
    ck_assert(trial_open(&trials, &from, from.data->x, from.data->y, &error));
    harness->stop = 1;
    ck_assert_uint_eq(trial_run(&trials, TRIAL_CHANGE_NONE).updates, 0);
    trial_close(&trials);
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
    tcase_add_loop_test(tests, a_fix_ends_where_typing_it_ends, 0, FIXES);
    tcase_add_test(tests, whatif_says_what_a_step_gives);
    tcase_add_test(tests, the_stop_flag_ends_a_trial);
    tcase_add_test(tests, a_baseline_is_the_best_constant);
    suite_add_tcase(suite, tests);
    return suite;
}
