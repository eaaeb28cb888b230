// SPDX-License-Identifier: GPL-3.0-or-later
// Epochs and steps of mini-batches, and the walks they make, against NumPy's shuffles and PyTorch's
// gradients (tests/reference/engine_reference.py).
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "harness.h"
#include "suites.h"

#define WANT_BATCHES
#include "../reference/engine_reference.inc"

enum { REFERENCES = sizeof batch_references / sizeof *batch_references };

static void begin(struct harness *harness, const struct batch_reference *reference)
{
    char command[200];
    snprintf(command, sizeof command,
             "data parity n=3; init 3 4:tanh 1:sigmoid; set lr 0.5; set loss %s; set shuffle %s; "
             "set digits 17",
             reference->loss, reference->shuffle ? "on" : "off");
    harness_do(harness, command);
}

static void set_batch(struct harness *harness, size_t size)
{
    char command[40];
    snprintf(command, sizeof command, "set batch %zu", size);
    harness_do(harness, command);
}

// The loss of each epoch is the mean, or for sse the sum, over its batches as they were learnt.
START_TEST(follows_torch)
{
    const struct batch_reference *reference = &batch_references[_i];
    struct harness *harness = harness_create();
    size_t steps = 0;
    begin(harness, reference);
    for (size_t e = 0; e < EPOCHS; e++) {
        size_t size = reference->sizes[e];
        double loss = (double)NAN;
        if (e == 0 || size != reference->sizes[e - 1])
            set_batch(harness, size);
        const char *line = strstr(harness_do(harness, "train 1"), "loss ");
        ck_assert_ptr_nonnull(line);
        ck_assert_int_eq(sscanf(line, "loss %lf", &loss), 1);
        ck_assert_msg(fabs(loss - reference->losses[e]) <= 1e-12 * reference->losses[e],
                      "epoch %zu: %.17g, not %.17g", e + 1, loss, reference->losses[e]);
        steps += (ROWS + size - 1) / size;
        ck_assert_uint_eq(harness->shell->session->epoch, e + 1);
        ck_assert_uint_eq(harness->shell->session->steps, steps);
    }
    const double *parameters = harness->shell->session->network->parameters;
    ck_assert_uint_eq(harness->shell->session->network->parameter_count, PARAMETERS);
    for (size_t i = 0; i < PARAMETERS; i++)
        ck_assert_msg(fabs(parameters[i] - reference->last[i]) <= 1e-11, "%zu: %.17g, not %.17g", i,
                      parameters[i], reference->last[i]);
    harness_free(harness);
}
END_TEST

// Batch by batch, x and y are the rows of NumPy's order, and the last batch is what is left.
START_TEST(batches_are_numpys_rows)
{
    const struct batch_reference *reference = &batch_references[_i];
    struct harness *harness = harness_create();
    begin(harness, reference);
    for (size_t e = 0; e < EPOCHS; e++) {
        size_t size = reference->sizes[e];
        if (e == 0 || size != reference->sizes[e - 1])
            set_batch(harness, size);
        for (size_t at = 0; at < ROWS; at += size) {
            size_t rows = ROWS - at < size ? ROWS - at : size;
            harness_do(harness, "forward");
            const struct session *session = harness->shell->session;
            const struct matrix x = session->pass->x, y = session->pass->y;
            ck_assert_uint_eq(session->epoch, e);
            ck_assert_uint_eq(x.rows, rows);
            ck_assert_uint_eq(y.rows, rows);
            for (size_t n = 0; n < rows; n++) {
                size_t row = reference->orders[e][at + n];
                ck_assert_msg(memcmp(x.data + n * x.cols, session->data->x.data + row * x.cols,
                                     x.cols * sizeof(double)) == 0 &&
                                  y.data[n] == session->data->y.data[row],
                              "epoch %zu, sample %zu", e, at + n);
            }
            harness_do(harness, "step");
        }
    }
    for (size_t i = 0; i < PARAMETERS; i++)
        ck_assert(fabs(harness->shell->session->network->parameters[i] - reference->last[i]) <=
                  1e-11);
    harness_free(harness);
}
END_TEST

static void ck_same_walk(struct harness *a, struct harness *b, const char *what)
{
    const struct session *left = a->shell->session, *right = b->shell->session;
    ck_assert_msg(left->epoch == right->epoch && left->steps == right->steps,
                  "%s: epoch %zu and %zu, steps %zu and %zu", what, left->epoch, right->epoch,
                  left->steps, right->steps);
    ck_assert_msg(memcmp(left->network->parameters, right->network->parameters,
                         left->network->parameter_count * sizeof(double)) == 0,
                  "%s: parameters differ", what);
}

// However the way to an epoch is cut up, and whatever is looked at on the way, it ends in the same
// bits.
START_TEST(all_ways_lead_there)
{
    static const char *const ways[] = {
        "train 6 every=1",
        "step 18",
        "step; step 4; train 4; step",
        "step 2; train 1; train 1; step 4; train 2; step",
        "forward; backward; update; train 5; step; step; step; forward; train 0",
        "predict; print loss; train 3; predict; show all; train 3; predict",
        "train until epoch == 6",
        "break steps == 7; train 6; unbreak; train until epoch == 6",
        "next; next; next; train 5; step 3; predict 0 1 1",
        "check; train 2; check; step; check; step 2; check b1; train 3; check",
    };
    static const char *const settings[] = {"set shuffle on", "set shuffle off",
                                           "set shuffle on; set optimizer adam; set clip 0.1",
                                           "set shuffle on; set schedule inverse; set period 2"};
    struct harness *whole = harness_create();
    harness_do(whole, "data parity n=3; init 3 4:tanh 1; set lr 0.5; set batch 3");
    harness_do(whole, settings[_i]);
    harness_do(whole, "train 6");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct harness *harness = harness_create();
        harness_do(harness, "data parity n=3; init 3 4:tanh 1; set lr 0.5; set batch 3");
        harness_do(harness, settings[_i]);
        harness_run(harness, ways[i]);
        size_t left = 18 - harness->shell->session->steps;
        char rest[40];
        snprintf(rest, sizeof rest, "step %zu", left);
        if (left > 0)
            harness_do(harness, rest);
        ck_same_walk(harness, whole, ways[i]);
        harness_free(harness);
    }
    harness_free(whole);
}
END_TEST

// A batch of all the samples, or of more, is the whole set in its own order.
START_TEST(large_batches_are_full_ones)
{
    static const char *const sizes[] = {"set batch 4", "set batch 5", "set batch 1000000"};
    struct harness *whole = harness_create();
    harness_do(whole, "init; train 50");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct harness *harness = harness_create();
        harness_do(harness, "init");
        harness_do(harness, sizes[i]);
        harness_do(harness, "train 50; expect steps == 50");
        ck_same_walk(harness, whole, sizes[i]);
        harness_free(harness);
    }
    harness_free(whole);
}
END_TEST

// One sample at a time is the update of that sample alone.
START_TEST(a_batch_of_one)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; set batch 1");
    for (size_t n = 0; n < 9; n++) {
        char expect[200];
        snprintf(expect, sizeof expect,
                 "forward; expect x == [[%zu, %zu]]; expect shape(a1) == "
                 "[1, 2]; let w = w1; backward; let d = dw1; update; expect w1 == w - lr * d",
                 n % 4 / 2, n % 2);
        harness_do(harness, expect);
    }
    harness_do(harness, "expect epoch == 2; expect steps == 9");
    harness_free(harness);
}
END_TEST

// Midway through an epoch another size begins the epoch anew: it counts no epoch, and loses none.
START_TEST(another_size_begins_the_epoch_anew)
{
    struct harness *harness = harness_create();
    harness_do(harness, "data parity n=3; init 3 4:tanh 1; set batch 3; step 4; expect epoch == 1");
    harness_do(harness,
               "set batch 5; forward; expect shape(x) == [5, 3]; expect x[0,:] == [0, 0, 0]; "
               "expect x[4,:] == [1, 0, 0]; expect epoch == 1");
    harness_do(harness,
               "step; forward; expect shape(x) == [3, 3]; expect x[0,:] == [1, 0, 1]; step; "
               "expect epoch == 2; expect steps == 6");
    harness_do(harness,
               "set batch full; forward; expect shape(x) == [8, 3]; step; expect epoch == 3");
    harness_free(harness);
}
END_TEST

// With steps too small to matter every epoch costs the same, however it was
// gone through, and mse beside sse is what mse itself would be.
START_TEST(an_epoch_costs_what_it_costs)
{
    static const char *const ways[] = {
        "train 1",
        "step; train 1",
        "step 2; train 1",
        "forward; backward; update; train 1",
    };
    static const char *const sizes[] = {"set batch 3", "set batch 3; set shuffle on",
                                        "set batch full", "set shuffle on"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways * 4; i++) {
        struct harness *harness = harness_create();
        double losses[3], mse = (double)NAN;
        harness_do(harness, "data parity n=3; init 3 4:tanh 1; set lr 1e-12; set digits 12");
        harness_do(harness, sizes[i % 4]);
        for (size_t n = 0; n < 3; n++) {
            if (n == 2)
                harness_do(harness, "set loss sse");
            harness_run(harness, ways[i / 4]);
            const char *line = strstr(buf_text(&harness->out), "epoch ");
            while (line && strstr(line + 1, "epoch "))
                line = strstr(line + 1, "epoch ");
            line = line ? strstr(line, "loss ") : NULL;
            ck_assert_msg(line && sscanf(line, "loss %lf", &losses[n]) == 1, "%s: %s", ways[i / 4],
                          buf_text(&harness->out));
            if (n == 2)
                ck_assert_int_eq(sscanf(line, "loss %*f  mse %lf", &mse), 1);
        }
        ck_assert_msg(fabs(losses[0] - losses[1]) < 1e-9, "%s: %g and %g", ways[i / 4], losses[0],
                      losses[1]);
        ck_assert_msg(fabs(losses[0] - mse) < 1e-9 && fabs(losses[0] - losses[2] / 4) < 1e-9,
                      "%s: %g, sse %g, mse %g", ways[i / 4], losses[0], losses[2], mse);
        harness_free(harness);
    }
}
END_TEST

// reset shuffles as it did the first time.
START_TEST(reset_shuffles_again)
{
    struct harness *harness = harness_create(), *other = harness_create();
    static const char begin_both[] = "data parity n=3; init 3 4:tanh 1 scheme=normal seed=7; "
                                     "set batch 3; set shuffle on; set lr 0.5";
    harness_do(harness, begin_both);
    harness_do(other, begin_both);
    harness_do(harness, "train 5; step; forward; reset; train 5");
    harness_do(other, "train 5");
    ck_same_walk(harness, other, "reset");
    harness_free(harness);
    harness_free(other);
}
END_TEST

Suite *batch_suite(void)
{
    Suite *suite = suite_create("batch");
    TCase *tests = tcase_create("batch");
    tcase_add_loop_test(tests, follows_torch, 0, REFERENCES);
    tcase_add_loop_test(tests, batches_are_numpys_rows, 0, REFERENCES);
    tcase_add_loop_test(tests, all_ways_lead_there, 0, 4);
    tcase_add_test(tests, large_batches_are_full_ones);
    tcase_add_test(tests, a_batch_of_one);
    tcase_add_test(tests, another_size_begins_the_epoch_anew);
    tcase_add_test(tests, an_epoch_costs_what_it_costs);
    tcase_add_test(tests, reset_shuffles_again);
    suite_add_tcase(suite, tests);
    return suite;
}
