// SPDX-License-Identifier: GPL-3.0-or-later
// However a run ends, the session is that of a run of exactly that length, bit for bit.
#define _XOPEN_SOURCE 700 // setitimer
#include <check.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "network/kernel.h"
#include "session/train.h"

#include "harness.h"
#include "suites.h"

// Fails unless both sessions look the same to the last digit.
static void ck_same_state(struct harness *a, struct harness *b)
{
    struct buf left = harness_state(a), right = harness_state(b);
    ck_assert_str_eq(buf_text(&left), buf_text(&right));
    buf_free(&left);
    buf_free(&right);
}

static const char *const nets[] = {"init", "init 2 3:tanh 4:relu 1 scheme=normal seed=2",
                                   "data parity; init 3 9:tanh 1 scheme=normal seed=5"};

// The parameters and counts alone: a run that ends in a look at a condition has a forward pass
// more behind it than one that counts.
static void ck_same_walk(struct harness *a, struct harness *b)
{
    const struct session *left = a->shell->session, *right = b->shell->session;
    size_t bytes = left->network->parameter_count * sizeof(double);
    ck_assert_uint_eq(left->epoch, right->epoch);
    ck_assert_uint_eq(left->steps, right->steps);
    ck_assert(memcmp(left->network->parameters, right->network->parameters, bytes) == 0);
}

START_TEST(interrupted_is_as_long_as_it_says)
{
    static const size_t lengths[] = {1, 2, 7, 64, 100, 333};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct harness *cut = harness_create(), *whole = harness_create();
        char command[100], line[40];
        harness_do(cut, nets[_i]);
        harness_do(whole, nets[_i]);
        snprintf(line, sizeof line, "epoch %6zu/", lengths[i]);
        snprintf(command, sizeof command, "train 100000 every=%zu", lengths[i]);
        cut->stop_at = line;
        harness_run(cut, command);
        ck_assert_msg(cut->stop, "'%s' never came: %s", line, buf_text(&cut->out));
        ck_assert_ptr_nonnull(strstr(buf_text(&cut->out), "interrupted after epoch "));
        cut->stop = 0;
        cut->stop_at = NULL;
        snprintf(command, sizeof command, "train %zu", lengths[i]);
        harness_do(whole, command);
        ck_same_state(cut, whole);
        harness_do(cut, "train 50");
        harness_do(whole, "train 50");
        ck_same_state(cut, whole);
        harness_free(cut);
        harness_free(whole);
    }
}
END_TEST

// A stop flag that is up before the run begins lets no more through than a moment makes.
START_TEST(a_flag_that_is_up_stops_at_once)
{
    struct harness *harness = harness_create();
    harness_do(harness, nets[_i]);
    harness->stop = 1;
    harness_type(harness, "train 1000000000000 every=1000000000000\n");
    harness->stop = 0;
    ck_assert_uint_le(harness->shell->session->epoch, 100000);
    ck_assert_uint_eq(harness->shell->session->epoch, harness->shell->session->steps);
    harness_free(harness);
}
END_TEST

static struct harness *harness_to_stop;

static void stop_harness(int signal)
{
    (void)signal;
    harness_to_stop->stop = 1;
}

// The loss it ends with is that of its last epoch, which stands before that epoch's update.
START_TEST(an_interrupted_run_tells_the_loss_of_its_last_epoch)
{
    struct harness *cut = harness_create(), *whole = harness_create();
    char command[100], loss[40], line[80];
    size_t epoch;
    harness_do(cut, nets[_i]);
    harness_do(whole, nets[_i]);
    harness_do(cut, "set digits 17; set lr 1e-4");
    harness_do(whole, "set digits 17; set lr 1e-4");
    harness_to_stop = cut;
    signal(SIGALRM, stop_harness);
    setitimer(ITIMER_REAL, &(struct itimerval){.it_value = {0, 50000}}, NULL); // far into the run
    harness_type(cut, "train 4000000000 every=4000000000\n");
    cut->stop = 0;
    const char *told = strstr(buf_text(&cut->out), "interrupted after epoch ");
    ck_assert_ptr_nonnull(told);
    ck_assert_int_eq(sscanf(told, "interrupted after epoch %zu (loss %39[^)])", &epoch, loss), 2);
    ck_assert_uint_eq(epoch, cut->shell->session->epoch);
    snprintf(command, sizeof command, "train %zu every=%zu", epoch, epoch);
    harness_do(whole, command);
    snprintf(line, sizeof line, "loss %s\n", loss);
    ck_assert_msg(strstr(buf_text(&whole->out), line), "%s is not in %s", line,
                  buf_text(&whole->out));
    harness_free(cut);
    harness_free(whole);
}
END_TEST

START_TEST(parts_make_the_whole)
{
    struct harness *parts = harness_create(), *whole = harness_create();
    harness_do(parts, nets[_i]);
    harness_do(whole, nets[_i]);
    harness_do(whole, "train 200");
    harness_do(parts, "step; train 9; step 5; forward; backward; update");
    for (int i = 0; i < (_i == 0 ? 12 : _i == 1 ? 17 : 12); i++)
        harness_do(parts, "next");
    char rest[40];
    if (parts->shell->session->done)
        harness_do(parts, "backward; update");
    snprintf(rest, sizeof rest, "train %zu every=3", 200 - parts->shell->session->epoch);
    harness_do(parts, rest);
    ck_same_walk(parts, whole);
    ck_same_state(parts, whole);
    harness_free(parts);
    harness_free(whole);
}
END_TEST

START_TEST(until_stops_after_the_update_that_made_it_true)
{
    struct harness *harness = harness_create(), *other = harness_create();
    harness_do(harness, "init; train until loss < 0.1");
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->out), "loss < 0.1 is true"));
    size_t epoch = harness->shell->session->epoch;
    ck_assert(harness_number(harness, "loss") < 0.1);
    char command[60];
    snprintf(command, sizeof command, "init; train %zu", epoch - 1);
    harness_do(other, command);
    ck_assert(harness_number(other, "loss") >= 0.1);
    harness_do(other, "train 1");
    ck_same_walk(harness, other);
    harness_free(harness);
    harness_free(other);
}
END_TEST

START_TEST(until_may_ask_anything)
{
    static const struct {
        const char *command, *then;
    } cases[] = {
        {"train until epoch >= 17", "expect epoch == 17"},
        {"train until steps == 5", "expect steps == 5"},
        {"train until accuracy == 1", "expect accuracy == 1"},
        {"train until abs(dw2[0,0]) < 0.003", "forward; backward; expect abs(dw2[0,0]) < 0.003"},
        {"train until a2[1,0] > 0.6 max=9000", "forward; expect a2[1,0] > 0.6"},
        {"train until w1[0,0] > 0.45", "expect w1[0,0] > 0.45"},
        {"train until loss < 0.001 max=30", "expect epoch == 30"},
        {"train until 1 == 1", "expect epoch == 0"},
        {"let goal = 12; train until epoch == goal", "expect epoch == 12"},
        {"train until loss < 0.2 and epoch > 3 max=40", "expect epoch == 40"},
        {"train until 1 == 2 max=0", "expect epoch == 0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct harness *harness = harness_create();
        harness_do(harness, "init");
        harness_do(harness, cases[i].command);
        harness_do(harness, cases[i].then);
        harness_free(harness);
    }
}
END_TEST

// The loss printed for epoch E is that of the forward pass of epoch E, before its update.
START_TEST(the_loss_printed_is_that_before_the_update)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; train 41");
    double loss = harness_number(harness, "loss");
    char line[60];
    harness_do(harness, "set digits 12; train 1");
    snprintf(line, sizeof line, "epoch 42/42  loss %.10f\n", loss);
    ck_assert_str_eq(buf_text(&harness->out), line);
    harness_free(harness);
}
END_TEST

START_TEST(lines_come_where_they_are_due)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init");
    static const struct {
        const char *command;
        int lines;
    } cases[] = {{"train 10 every=2", 5}, {"train 10 every=3", 4}, {"train 1", 1},  {"train 79", 8},
                 {"train", 10},           {"set every 50", 0},     {"train 200", 4}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int lines = 0;
        for (const char *c = harness_do(harness, cases[i].command); *c; c++)
            lines += *c == '\n';
        ck_assert_msg(lines == cases[i].lines, "%s: %s", cases[i].command, buf_text(&harness->out));
    }
    harness_free(harness);
}
END_TEST

// A live line comes at a terminal only, and is taken away at the end; it changes nothing else.
START_TEST(the_live_line_is_an_aside)
{
    struct harness *live = harness_create(), *plain = harness_create();
    live->has_terminal = true;
    live->tick = 0.3;
    harness_do(live, "init; train 5000 every=5000");
    ck_assert_ptr_nonnull(strstr(buf_text(&live->status), "/5000"));
    size_t length = live->status.length;
    ck_assert_uint_ge(length, 2);
    ck_assert_str_eq(buf_text(&live->status) + length - 2, "\n\n");
    harness_do(plain, "init; train 5000 every=5000");
    ck_assert_uint_eq(plain->status.length, 0);
    ck_assert_str_eq(buf_text(&plain->out), buf_text(&live->out));
    ck_same_state(live, plain);
    harness_free(live);
    harness_free(plain);
}
END_TEST

// The loss in the live line is of the epoch beside it, also in the loop for tiny networks.
START_TEST(the_live_line_moves_on)
{
    struct harness *harness = harness_create();
    double loss = (double)NAN, last = HUGE_VAL;
    int falls = 0;
    harness->has_terminal = true;
    harness->tick = 0.3;
    harness_do(harness, "init; train 200000 every=200000");
    for (const char *line = buf_text(&harness->status); (line = strstr(line, "loss ")); line++) {
        char *end; // sscanf would look for the end of the whole text each time
        loss = strtod(line + strlen("loss "), &end);
        ck_assert_ptr_ne(end, line + strlen("loss "));
        falls += loss < last;
        last = loss;
    }
    ck_assert_int_ge(falls, 10);
    harness_free(harness);
}
END_TEST

START_TEST(a_reader_that_leaves_ends_the_run)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init");
    harness->is_closed = true;
    harness_run(harness, "train 100000000 every=10; print 1");
    ck_assert(harness->shell->unwritable);
    ck_assert_uint_eq(harness->shell->session->epoch, 10);
    harness_free(harness);
}
END_TEST

START_TEST(a_diverging_run_says_so)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init 2 2:linear 1:linear; set lr 100");
    const char *note = harness_fail(harness, "train 1000");
    ck_assert_ptr_nonnull(strstr(note, "training stopped before the update of epoch"));
    ck_assert_ptr_nonnull(strstr(note, "set lr 0.1; reset"));
    harness_free(harness);
}
END_TEST

START_TEST(an_end_says_which_loss_it_tells)
{
    struct harness *harness = harness_create();
    harness_do(harness, "data circle; init 2 2 1; set loss mse; set batch 32");
    ck_assert_ptr_nonnull(
        strstr(harness_do(harness, "train until loss < 0.24"), "is true (loss 0."));
    ck_assert_ptr_nonnull(
        strstr(harness_do(harness, "train until loss < 0 max=2"), "is still false (loss 0."));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "break loss < 0.2; train 1000"), "(loss 0."));
    harness_do(harness, "unbreak; data split 0.8; set batch full");
    ck_assert_ptr_nonnull(
        strstr(harness_do(harness, "train until loss < 0 max=2"), "is still false (loss 0."));
    static const struct {
        const char *command, *says;
    } ends[] = {
        {"set batch 32; train until 0 - epoch rises max=3 every=1", "still falls (loss 0."},
        {"train until test_loss rises max=3 every=100", "was looked at never, too rarely"},
        {"train until test_loss rises max=3 every=3", "was looked at once, too rarely"},
        {"set lr 1e-9; train until epoch rises max=3 every=1", "by max=3: epoch was lowest, "}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        ck_assert_msg(strstr(harness_do(harness, ends[i].command), ends[i].says) != NULL, "%s",
                      buf_text(&harness->out));
    harness_free(harness);
}
END_TEST

START_TEST(updates_may_be_counted)
{
    static const struct {
        const char *parts, *whole;
    } walks[] = {{"train updates=3; train updates=4; train updates=13", "train 4"},
                 {"train updates=5; train updates=1; train 1", "step 5; step 5"},
                 {"forward; train updates=1; train updates=6", "train updates=7"},
                 {"train updates=4000", "train 800"}};
    for (size_t i = 0; i < sizeof walks / sizeof *walks; i++) {
        struct harness *parts = harness_create(), *whole = harness_create();
        const char *begin = "data moons; init 2 4:tanh 1 seed=2; set batch 40; set detail brief";
        harness_do(parts, begin);
        harness_do(whole, begin);
        harness_do(parts, walks[i].parts);
        harness_do(whole, walks[i].whole);
        ck_same_walk(parts, whole);
        harness_free(parts);
        harness_free(whole);
    }
}
END_TEST

// The kernel of the network, which counts its products and wants the pass to be given up at one of them.
static struct {
    struct kernel kernel;
    const struct kernel *own;
    size_t products, give_up_at;
    volatile sig_atomic_t flag;
} counted;

static void count_product(const struct product *p)
{
    counted.flag = counted.flag || ++counted.products == counted.give_up_at;
    counted.own->product(p);
}

static bool say_nothing(void *context, size_t epoch, double loss)
{
    (void)context, (void)epoch, (void)loss;
    return true;
}

// Trains an update that is to be given up at that product; 0: not at all. What ended it.
static enum training_end train_one(struct session *session, size_t give_up_at)
{
    struct training training = {.epochs = 1, .every = 1, .report = say_nothing};
    struct error error;
    double loss;
    counted.products = 0;
    counted.give_up_at = give_up_at;
    counted.flag = 0;
    session->give_up = &counted.flag;
    ck_assert(session_prepare(session, &error));
    enum training_end end = session_train(session, &training, &loss, &error);
    session->give_up = NULL;
    return end;
}

START_TEST(an_update_that_is_given_up_leaves_no_trace)
{
    struct harness *cut = harness_create(), *whole = harness_create();
    const char *begin =
        "data digits; init 64 500:relu 300:relu 10:softmax; set loss ce; forward; next";
    harness_do(cut, begin);
    harness_do(whole, begin);
    struct session *session = cut->shell->session;
    size_t done = session->done, given_up = 0;
    counted.own = session->network->kernel;
    counted.kernel = *counted.own;
    counted.kernel.product = count_product;
    session->network->kernel = &counted.kernel;
    harness_do(whole, "train updates=1");
    for (size_t at = 1; at < 40; at += at / 3 + 1) {
        if (train_one(session, at) != TRAINING_PAUSED)
            break; // there are fewer products
        given_up++;
        ck_assert_uint_eq(session->done, done);
        ck_assert_uint_eq(session->steps, 0);
    }
    if (session->steps == 0)
        ck_assert_int_eq(train_one(session, 0), TRAINING_DONE);
    ck_assert_uint_ge(given_up, 5);
    session->network->kernel = counted.own;
    session_settle(session, 0, done);
    ck_same_walk(cut, whole);
    ck_same_state(cut, whole);
    harness_free(cut);
    harness_free(whole);
}
END_TEST

enum { NETS = sizeof nets / sizeof *nets };

Suite *train_suite(void)
{
    Suite *suite = suite_create("train");
    TCase *tests = tcase_create("train");
    tcase_add_loop_test(tests, interrupted_is_as_long_as_it_says, 0, NETS);
    tcase_add_loop_test(tests, a_flag_that_is_up_stops_at_once, 0, NETS);
    tcase_add_loop_test(tests, an_interrupted_run_tells_the_loss_of_its_last_epoch, 0, NETS);
    tcase_add_loop_test(tests, parts_make_the_whole, 0, NETS);
    tcase_add_test(tests, until_stops_after_the_update_that_made_it_true);
    tcase_add_test(tests, until_may_ask_anything);
    tcase_add_test(tests, the_loss_printed_is_that_before_the_update);
    tcase_add_test(tests, lines_come_where_they_are_due);
    tcase_add_test(tests, the_live_line_is_an_aside);
    tcase_add_test(tests, the_live_line_moves_on);
    tcase_add_test(tests, a_reader_that_leaves_ends_the_run);
    tcase_add_test(tests, a_diverging_run_says_so);
    tcase_add_test(tests, an_end_says_which_loss_it_tells);
    tcase_add_test(tests, updates_may_be_counted);
    tcase_add_test(tests, an_update_that_is_given_up_leaves_no_trace);
    suite_add_tcase(suite, tests);
    return suite;
}
