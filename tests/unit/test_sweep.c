// SPDX-License-Identifier: GPL-3.0-or-later
// A sweep is what `init seed=N` and `train` do by hand, seed after seed, whatever the number of
// threads; the figures for the notebook's network are known from NumPy.
#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "network/kernel.h"
#include "session/outcome.h"
#include "session/session.h"
#include "study/sweep.h"

#include "harness.h"
#include "suites.h"

// A sweep under test: its condition is parsed from a text and freed by run_sweep.
static struct sweep_report run_sweep(struct session *session, struct sweep sweep, const char *until)
{
    struct error error = ERROR_NONE;
    struct sweep_report report;
    struct expr *expr = NULL;
    size_t end;
    if (until)
        ck_assert_ptr_nonnull(expr = expr_parse(until, strlen(until), 0, &end, &error));
    sweep.until = expr;
    sweep.names = session->variables.list;
    sweep.name_count = session->variables.count;
    sweep.memory = session->memory;
    struct study_case from = study_case_of(session);
    ck_assert_msg(sweep_run(&from, &sweep, &report, &error), "%s", error.what);
    expr_free(expr);
    return report;
}

static bool same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

// Fails unless the outcomes of [part] are the first ones of [whole].
static void ck_begins_like(const struct sweep_report *part, const struct sweep_report *whole)
{
    ck_assert_uint_le(part->count, whole->count);
    for (size_t i = 0; i < part->count; i++) {
        const struct sweep_outcome *a = &part->outcomes[i], *b = &whole->outcomes[i];
        ck_assert_msg(a->is_done && b->is_done && a->end == b->end && a->epoch == b->epoch &&
                          same_bits(a->loss, b->loss),
                      "outcome %zu differs", i);
    }
}

START_TEST(the_known_figures)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init");
    struct sweep sweep = {.count = 1000, .epochs = 10000, .cores = 2};
    struct sweep_report report = run_sweep(harness->shell->session, sweep, "loss < 0.01");
    ck_assert_uint_eq(report.count, 1000);
    ck_assert_uint_eq(report.ends[SWEEP_REACHED], 617);
    ck_assert_uint_eq(report.ends[FINDING_LINEAR], 362);
    ck_assert_uint_eq(report.ends[FINDING_DEAD], 1);
    ck_assert_uint_eq(report.ends[FINDING_DEAD] + report.ends[SWEEP_UNNAMED], 21);
    ck_assert_uint_eq(report.ends[FINDING_DIVERGES], 0);
    static const size_t failing[] = {0, 3, 5};
    for (size_t i = 0; i < 3; i++)
        ck_assert_uint_eq(report.outcomes[failing[i]].end, FINDING_LINEAR);
    sweep_clear(&report);
    harness_free(harness);
}
END_TEST

// Whole classes of failures, each with one cause.
static const struct {
    const char *setup;
    enum finding_kind kind;
} failures[] = {
    {"init 2 2:step 1", FINDING_STEP},
    {"init; set y y * 5", FINDING_RANGE},
    {"init; set l2 20", FINDING_OVERSHOOT},
    {"init 2 4:tanh 1 scheme=normal; set x x * 1000 + 1000; set lr 1e-9", FINDING_SCALES},
    {"init 2 2:linear 1:linear; set lr 3", FINDING_DIVERGES},
    {"init 2 2:linear 1:linear; set x x * 1000; set lr 3", FINDING_SCALES},
    {"init 2 4:tanh 1 scheme=normal; set lr 1e-7", FINDING_LR_SMALL},
    {"init 2 3:tanh 1 scheme=zeros", FINDING_TWINS},
    {"init scheme=zeros", FINDING_TWINS},
    {"init 2 4:tanh 1 scheme=normal; set x x * 60 + 39; set lr 0.01", FINDING_SATURATED},
    {"init 2 1:tanh 1 scheme=normal; freeze b1; set lr 1e6; set y [[1], [0], [0], [0]]; set x x * "
     "0",
     FINDING_SURE_AND_WRONG},
    {"init 2 2:linear 1", FINDING_NO_BEND},
};
enum { FAILURES = sizeof failures / sizeof *failures };

START_TEST(failures_are_counted_by_what_is_seen_of_them)
{
    struct harness *harness = harness_create();
    harness_do(harness, failures[_i].setup);
    struct sweep sweep = {.count = 5, .epochs = 100, .cores = 2};
    struct sweep_report report = run_sweep(harness->shell->session, sweep, "loss < 0.0001");
    ck_assert_uint_eq(report.ends[failures[_i].kind], 5);
    sweep_clear(&report);
    harness_free(harness);
}
END_TEST

static const struct {
    const char *setup, *until;
    size_t count, epochs;
} cases[] = {
    {"init", "loss < 0.1", 60, 2000},
    {"init", NULL, 40, 1000},
    {"init 2 3:tanh 1 scheme=normal; set optimizer adam; set batch 2; set shuffle on",
     "accuracy == 1 and epoch > 9", 20, 60},
    {"data parity n=3; init 3 9:tanh 1; set batch 3; set loss bce", "loss < 0.6", 20, 200},
    {"init 2 2:linear 1:linear; set lr 30", "loss < 0.1", 12, 2000},
    {"init 2 3:relu 1; freeze w1 b2; let goal = 0.2", "goal > loss", 30, 900},
};
enum { CASES = sizeof cases / sizeof *cases };

START_TEST(no_answer_depends_on_the_threads)
{
    struct harness *harness = harness_create();
    struct sweep sweep = {.count = cases[_i].count, .epochs = cases[_i].epochs, .seed = 7};
    harness_do(harness, cases[_i].setup);
    struct sweep_report one = run_sweep(harness->shell->session, sweep, cases[_i].until);
    ck_assert_uint_eq(one.count, sweep.count);
    for (sweep.cores = 1; sweep.cores <= 3; sweep.cores++) {
        struct sweep_report many = run_sweep(harness->shell->session, sweep, cases[_i].until);
        ck_assert_uint_eq(many.count, one.count);
        ck_begins_like(&many, &one);
        ck_assert(memcmp(many.ends, one.ends, sizeof one.ends) == 0);
        ck_assert(many.least == one.least && many.most == one.most && many.median == one.median);
        sweep_clear(&many);
    }
    sweep_clear(&one);
    harness_free(harness);
}
END_TEST

// Every session of the sweep can be had by hand.
START_TEST(a_seed_is_what_init_and_train_make_of_it)
{
    struct harness *harness = harness_create();
    struct sweep sweep = {.count = 20, .epochs = 100, .cores = 2};
    harness_do(harness, "data parity; init; set batch 3; set shuffle on; set optimizer momentum");
    struct sweep_report report = run_sweep(harness->shell->session, sweep, "loss < 0.2");
    for (size_t seed = 0; seed < report.count; seed++) {
        char command[100];
        struct matrix a;
        double loss;
        struct error error = ERROR_NONE;
        snprintf(command, sizeof command, "init seed=%zu; train until loss < 0.2 max=100", seed);
        harness_do(harness, command);
        ck_assert(session_outcome(harness->shell->session, &a, &loss, &error));
        ck_assert_uint_eq(harness->shell->session->epoch, report.outcomes[seed].epoch);
        ck_assert(same_bits(loss, report.outcomes[seed].loss));
    }
    ck_assert_uint_gt(report.ends[SWEEP_REACHED], 0);
    ck_assert_uint_lt(report.ends[SWEEP_REACHED], report.count);
    sweep_clear(&report);
    harness_free(harness);
}
END_TEST

// ---- the goal inside the loop for tiny networks --------------------------------------------------

static const struct {
    const char *setup, *quick, *general; // the same condition, recognised and not
} goals[] = {
    {"init", "loss < 0.1", "loss < 0.1 and 1 == 1"},
    {"init", "loss <= 0.125", "1*loss <= 0.125"},
    {"init", "1/8 >= loss", "1/8 >= loss + 0"},
    {"init", "0.2 > loss", "0.2 > loss and epoch >= 0"},
    {"init; set loss sse; set lr 0.1; let goal = 0.3", "loss < goal", "loss - goal < 0"},
    {"init; set loss bce", "loss < 0.5", "not loss >= 0.5"},
    {"data parity n=3; init 3 5:tanh 3:elu 1", "loss < 0.24", "loss + 0 < 0.24"},
    {"init 2 4:softplus 1:tanh", "loss < nan", "loss < nan and 1 == 1"},
    {"init", "loss <= inf", "loss <= inf and 1 == 1"},
    {"init 2 2:linear 1:linear; set lr 30", "loss < 0.1", "loss < 0.1 and 1 == 1"},
};
enum { GOALS = sizeof goals / sizeof *goals, GOAL_SEEDS = 50 };

static void put_kernel(struct harness *harness, const struct kernel *kernel)
{
    harness->shell->session->kernel = kernel;
}

// The same stop, the same parameters, on every kernel.
START_TEST(a_goal_in_the_loop_stops_where_a_pass_would)
{
    for (size_t k = 0; k < kernel_count; k++) {
        struct harness *quick = harness_create(), *general = harness_create();
        if (!kernel_is_usable(kernels[k])) {
            harness_free(quick);
            harness_free(general);
            continue;
        }
        put_kernel(quick, kernels[k]);
        put_kernel(general, kernels[0]);
        harness_do(quick, goals[_i].setup);
        harness_do(general, goals[_i].setup);
        for (size_t seed = 0; seed < GOAL_SEEDS; seed++) {
            struct session *a = quick->shell->session, *b = general->shell->session;
            char command[100];
            a->seed = b->seed = (uint32_t)seed;
            session_reset(a);
            session_reset(b);
            snprintf(command, sizeof command, "train until %s max=700", goals[_i].quick);
            harness_run(quick, command);
            snprintf(command, sizeof command, "train until %s max=700", goals[_i].general);
            harness_run(general, command);
            ck_assert_uint_eq(a->epoch, b->epoch);
            ck_assert_uint_eq(a->steps, b->steps);
            ck_assert(memcmp(a->network->parameters, b->network->parameters,
                             a->network->parameter_count * sizeof(double)) == 0);
            ck_assert(a->done != b->done || same_bits(a->pass->loss, b->pass->loss));
        }
        harness_free(quick);
        harness_free(general);
    }
}
END_TEST

// ---- the session ---------------------------------------------------------------------------------

// In the middle of a pass over a shuffled batch, with all that a session can hold.
START_TEST(the_session_is_left_alone)
{
    struct harness *harness = harness_create();
    struct session *session = harness->shell->session, before;
    harness_do(harness,
               "init 2 3:tanh 1; set batch 3; set shuffle on; set optimizer adam; train 7; "
               "let mine = [[1, 2]]; freeze w2; next; next; next");
    size_t bytes = session->network->parameter_count * sizeof(double);
    double *parameters = malloc(bytes), *states = malloc(bytes);
    ck_assert(parameters && states);
    memcpy(&before, session, sizeof before);
    memcpy(parameters, session->network->parameters, bytes);
    memcpy(states, session->network->states[0], bytes);
    struct sweep sweep = {.count = 9, .epochs = 40, .cores = 3};
    struct sweep_report report = run_sweep(session, sweep, "mean(dw1) > 9 or mine[0,0] == 2");
    ck_assert(memcmp(&before, session, sizeof before) == 0);
    ck_assert(memcmp(parameters, session->network->parameters, bytes) == 0);
    ck_assert(memcmp(states, session->network->states[0], bytes) == 0);
    sweep_clear(&report);
    free(parameters);
    free(states);
    struct buf was = harness_state(harness);
    harness_do(harness, "sweep 3 epochs=20");
    struct buf is = harness_state(harness);
    ck_assert_str_eq(buf_text(&was), buf_text(&is));
    buf_free(&was);
    buf_free(&is);
    harness_free(harness);
}
END_TEST

// What is frozen stays as it was drawn: with everything frozen no loss moves.
START_TEST(what_is_frozen_stays_so)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; freeze w1 b1 w2 b2");
    struct sweep sweep = {.count = 3, .epochs = 50, .cores = 1};
    struct sweep_report report = run_sweep(harness->shell->session, sweep, NULL);
    harness_do(harness, "init seed=1");
    ck_assert(same_bits(report.outcomes[1].loss, harness_number(harness, "loss")));
    sweep_clear(&report);
    harness_do(harness, "init; freeze w1 b2");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "sweep 2 epochs=1 until 1 == 2"),
                                 "to watch one: init seed=0; freeze w1 b2\n"));
    harness_free(harness);
}
END_TEST

// ---- interrupts, memory, words -------------------------------------------------------------------

struct puller {
    struct harness *harness;
    size_t at; // pulls the stop flag when so many networks are done
    size_t told;
};

static void pull(void *context, size_t done, size_t reached)
{
    struct puller *puller = context;
    puller->told++;
    ck_assert_uint_le(reached, done);
    if (done >= puller->at)
        puller->harness->stop = 1;
}

static double no_time(void *context)
{
    (void)context;
    return 0;
}

START_TEST(an_interrupt_keeps_what_is_done)
{
    struct harness *harness = harness_create();
    harness_do(harness, cases[_i].setup);
    struct sweep sweep = {.count = cases[_i].count, .epochs = cases[_i].epochs};
    struct sweep_report whole = run_sweep(harness->shell->session, sweep, cases[_i].until);
    for (sweep.cores = 1; sweep.cores <= 3; sweep.cores++) {
        struct puller puller = {harness, 5, 0};
        struct sweep cut = sweep;
        cut.count = 1000000;
        cut.progress = pull;
        cut.seconds = no_time;
        cut.context = &puller;
        struct sweep_report part = run_sweep(harness->shell->session, cut, cases[_i].until);
        harness->stop = 0;
        ck_assert_uint_gt(puller.told, 0);
        ck_assert_uint_lt(part.count, cut.count);
        part.count = part.count < whole.count ? part.count : whole.count;
        ck_begins_like(&part, &whole);
        sweep_clear(&part);
    }
    sweep_clear(&whole);
    harness_free(harness);
}
END_TEST

START_TEST(the_shell_tells_of_an_interrupt)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init");
    harness->stop = 1;
    harness_type(harness, "sweep 10\n");
    ck_assert_str_eq(buf_text(&harness->out), "interrupted: 0 of 10 networks are done\n");
    ck_assert(harness->shell->interrupted);
    harness_free(harness);
}
END_TEST

START_TEST(the_live_line_comes_and_goes)
{
    struct harness *harness = harness_create();
    harness->has_terminal = true;
    harness->tick = 0.3;
    harness_do(harness, "init; sweep 20 epochs=10");
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->status), " of 20 networks done, "));
    size_t length = harness->status.length;
    ck_assert_uint_ge(length, 2);
    ck_assert_str_eq(buf_text(&harness->status) + length - 2, "\n\n");
    harness_free(harness);
}
END_TEST

// Fewer threads where memory is short, and a plain word where there is none for a second network.
START_TEST(memory_bounds_the_threads)
{
    struct harness *harness = harness_create();
    struct session *session = harness->shell->session;
    harness_do(harness, "init 2 200 1");
    struct sweep sweep = {.count = 8, .epochs = 5, .cores = 8};
    struct sweep_report whole = run_sweep(session, sweep, NULL);
    size_t fitting = 0;
    for (session->memory = 1 << 10; session->memory < (1 << 20); session->memory *= 2) {
        harness_run(harness, "sweep 8 epochs=5");
        if (!harness->well) {
            ck_assert_ptr_nonnull(strstr(buf_text(&harness->notes), "there is no memory for that"));
            ck_assert_uint_eq(fitting, 0);
            continue;
        }
        struct sweep_report part = run_sweep(session, sweep, NULL);
        ck_begins_like(&part, &whole);
        ck_assert_uint_eq(part.count, 8);
        sweep_clear(&part);
        fitting++;
    }
    ck_assert_uint_gt(fitting, 0);
    sweep_clear(&whole);
    harness_free(harness);
}
END_TEST

START_TEST(bad_input_is_refused)
{
    static const struct {
        const char *command, *note;
    } refused[] = {
        {"sweep 3", "test:1:1: error: there is no network yet"},
        {"init; sweep 0", "test:1:13: error: sweep takes a number, 1 or more"},
        {"init; sweep 2 seed=4294967295",
         "test:1:13: error: seeds go up to 4294967295: from seed 4294967295 on there are 1"},
#if SIZE_MAX > UINT32_MAX
        {"init; sweep 1 seed=4294967296",
         "test:1:20: error: seed must be a whole number from 0 to 4294967295"},
        {"init; sweep 4294967297",
         "test:1:13: error: seeds go up to 4294967295: from seed 0 on there are 4294967296"},
#endif
        {"init; sweep 9 epochs=0", "test:1:22: error: epochs must be 1 or more"},
        {"init; sweep 9 until loss",
         "test:1:21: error: a condition is true or false, 1 or 0; this is 0."},
        {"init; sweep 9 until lost < 1", "test:1:21: error: nothing is called 'lost'"},
        {"init 3 1; sweep 9", "test:1:11: error: the data set xor has 2 inputs and 1 output"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct harness *harness = harness_create();
        const char *note = harness_fail(harness, refused[i].command);
        ck_assert_msg(strncmp(note, refused[i].note, strlen(refused[i].note)) == 0, "%s: %s",
                      refused[i].command, note);
        harness_free(harness);
    }
}
END_TEST

START_TEST(the_last_seed_of_all_is_a_seed)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init 2 1:tanh 1 scheme=he_normal");
    const char *text = harness_do(harness, "sweep 1 seed=4294967295 epochs=3");
    ck_assert_ptr_nonnull(strstr(text, "(seed 4294967295)"));
    ck_assert_ptr_nonnull(
        strstr(text, "init 2 1:tanh 1:sigmoid scheme=he_normal seed=4294967295\n"));
    harness_free(harness);
}
END_TEST

Suite *sweep_suite(void)
{
    Suite *suite = suite_create("sweep");
    TCase *tests = tcase_create("sweep");
    tcase_add_test(tests, the_known_figures);
    tcase_add_loop_test(tests, failures_are_counted_by_what_is_seen_of_them, 0, FAILURES);
    tcase_add_loop_test(tests, no_answer_depends_on_the_threads, 0, CASES);
    tcase_add_test(tests, a_seed_is_what_init_and_train_make_of_it);
    tcase_add_loop_test(tests, a_goal_in_the_loop_stops_where_a_pass_would, 0, GOALS);
    tcase_add_test(tests, the_session_is_left_alone);
    tcase_add_test(tests, what_is_frozen_stays_so);
    tcase_add_loop_test(tests, an_interrupt_keeps_what_is_done, 0, CASES);
    tcase_add_test(tests, the_shell_tells_of_an_interrupt);
    tcase_add_test(tests, the_live_line_comes_and_goes);
    tcase_add_test(tests, memory_bounds_the_threads);
    tcase_add_test(tests, bad_input_is_refused);
    tcase_add_test(tests, the_last_seed_of_all_is_a_seed);
    suite_add_tcase(suite, tests);
    return suite;
}
