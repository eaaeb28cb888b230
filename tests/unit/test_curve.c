// SPDX-License-Identifier: GPL-3.0-or-later
// The curve of a training keeps its shape however long the training is, and the live line's small one
// follows it.
#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "network/rng.h"
#include "session/curve.h"
#include "history/timeline_memory.h"
#include "view/spark.h"

#include "harness.h"
#include "suites.h"

static struct curve new_curve(size_t parameters)
{
    struct curve curve = {0};
    struct error error = ERROR_NONE;
    static const double zeros[CURVE_PARAMETERS_MOST];
    ck_assert(curve_create(&curve, &error));
    curve_restart(&curve, 1, 0, zeros, parameters);
    return curve;
}

// Fails unless the epochs rise and no two stand further apart than a part of the whole.
static void ck_resolved(const struct curve *curve, size_t last)
{
    ck_assert_uint_le(curve->count, CURVE_POINTS);
    ck_assert_uint_eq(curve->points[curve->count - 1].epoch, last);
    for (size_t i = 1; i < curve->count; i++) {
        size_t gap = curve->points[i].epoch - curve->points[i - 1].epoch;
        ck_assert_uint_ge(gap, 1);
        ck_assert_msg(gap <= last / 64 + 1, "%zu to %zu of %zu", curve->points[i - 1].epoch,
                      curve->points[i].epoch, last);
    }
}

START_TEST(a_run_of_any_length_is_well_resolved)
{
    static const size_t lengths[] = {1, 2, 50, 1000, 12345, 1000000, 50000000};
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
        struct curve curve = new_curve(100);
        size_t epoch = 0, looks = 0;
        curve_begin(&curve, 0);
        while (epoch < lengths[k]) {
            epoch = curve_due(&curve) < lengths[k] ? curve_due(&curve) : lengths[k];
            curve_add(&curve, epoch, 1, (double)NAN, NULL);
            looks++;
        }
        ck_resolved(&curve, lengths[k]);
        ck_assert_uint_le(looks, 3000); // so that a fast run does not feel it
        curve_free(&curve);
    }
}
END_TEST

START_TEST(many_short_runs_are_like_a_long_one)
{
    struct curve curve = new_curve(2);
    for (size_t epoch = 0; epoch < 100000;) {
        size_t end = epoch + 700;
        for (curve_begin(&curve, epoch); epoch < end;) {
            double parameters[2];
            epoch = curve_due(&curve) < end ? curve_due(&curve) : end;
            parameters[0] = (double)epoch;
            parameters[1] = -1;
            curve_add(&curve, epoch, (double)epoch, (double)NAN, parameters);
        }
    }
    ck_resolved(&curve, 100100);
    for (size_t i = 1; i < curve.count; i++) {
        ck_assert(curve.points[i].loss == (double)curve.points[i].epoch);
        ck_assert(curve_parameters(&curve, i)[0] == curve.points[i].loss);
    }
    curve_free(&curve);
}
END_TEST

START_TEST(going_back_forgets_what_came_after)
{
    struct curve curve = new_curve(1);
    double parameter = 7;
    for (size_t epoch = 1; epoch <= 20; epoch++)
        curve_add(&curve, epoch, 1, 2, &parameter);
    curve_truncate(&curve, 12);
    ck_assert_uint_eq(curve.points[curve.count - 1].epoch, 12);
    ck_assert_uint_eq(curve.count, 13);
    ck_assert(curve_wants(&curve, 13));
    curve_add(&curve, 5, 3, 4, &parameter); // an epoch again
    ck_assert_uint_eq(curve.count, 6);
    ck_assert(curve.points[5].epoch == 5 && curve.points[5].loss == 3);
    curve_truncate(&curve, 0);
    ck_assert(curve.count == 1 && isnan(curve.points[0].loss));
    curve_free(&curve);
}
END_TEST

START_TEST(a_zeroed_curve_asks_for_nothing)
{
    struct curve curve = {0};
    ck_assert_uint_eq(curve_due(&curve), SIZE_MAX);
    ck_assert(!curve_wants(&curve, 1));
    curve_add(&curve, 1, 1, 1, NULL);
    ck_assert_uint_eq(curve.count, 0);
    curve_free(&curve);
}
END_TEST

START_TEST(training_records_the_losses_it_prints)
{
    struct harness *harness = harness_create();
    harness_do(harness,
               "init; train 40 every=10; step 2; train 3; next; forward; backward; update");
    const struct curve *curve = &harness->shell->session->curve;
    ck_assert_uint_eq(curve->count, 47); // the beginning and 46 epochs
    for (size_t i = 0; i < curve->count; i++)
        ck_assert_uint_eq(curve->points[i].epoch, i);
    harness_do(harness, "reset");
    ck_assert_uint_eq(curve->count, 1);
    for (size_t epoch = 1; epoch <= 46; epoch++) {
        double loss = harness_number(harness, "loss");
        harness_do(harness, "train 1");
        ck_assert(curve->points[epoch].loss == loss);
    }
    harness_do(harness, "init; set batch 3; train 5");
    ck_assert_uint_eq(curve->count, 6);
    harness_free(harness);
}
END_TEST

START_TEST(a_curve_goes_through_time_with_its_session)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; train 40 every=40; train 30 every=30; mark far");
    const struct session *session = harness->shell->session;
    ck_assert_uint_eq(session->curve.points[session->curve.count - 1].epoch, 70);
    harness_do(harness, "undo");
    ck_assert_uint_eq(curve_count(&session->curve, session->epoch), 41);
    harness_do(harness, "redo");
    ck_assert_uint_eq(curve_count(&session->curve, session->epoch), 71);
    harness_do(harness, "undo; set lr 1; train 10 every=10");
    ck_assert_uint_eq(session->curve.count, 51);
    // Another network's curve is another one, and is recorded as well.
    harness_do(harness,
               "init 2 30 1; train 5; undo 2; plot surface w1[0,0] w1[0,1]; train 5; plot loss");
    ck_assert_uint_eq(session->curve.width, 9);
    ck_assert_uint_eq(session->curve.points[session->curve.count - 1].epoch, 55);
    harness_do(harness, "reset; undo 6; redo 1; train 3; plot loss");
    ck_assert_uint_ge(session->curve.count, 4);
    harness_free(harness);
}
END_TEST

// ---- branches -------------------------------------------------------------------------------------

// The points up to the session's epoch, byte by byte; the caller frees them.
static struct buf visible_curve(const struct session *session)
{
    const struct curve *curve = &session->curve;
    struct buf bytes = BUF_EMPTY;
    size_t count = session->network ? curve_count(curve, session->epoch) : 0;
    for (size_t i = 0; i < count; i++) {
        const double *parameters = curve_parameters(curve, i);
        buf_add(&bytes, (const char *)&curve->points[i].epoch, sizeof(size_t));
        buf_add(&bytes, (const char *)&curve->points[i].loss, sizeof(double));
        if (parameters)
            buf_add(&bytes, (const char *)parameters, curve->width * sizeof(double));
    }
    return bytes;
}

static void ck_curve(const struct harness *harness, const struct buf *expected, const char *where)
{
    struct buf now = visible_curve(harness->shell->session);
    ck_assert_msg(now.length == expected->length &&
                      (now.length == 0 || memcmp(now.data, expected->data, now.length) == 0),
                  "behind '%s' the curve is another one (%zu and %zu bytes)", where, now.length,
                  expected->length);
    buf_free(&now);
}

START_TEST(each_branch_has_the_curve_that_led_there)
{
    struct harness *harness = harness_create();
    const struct session *session = harness->shell->session;
    harness_do(harness, "init; train 60 every=60; mark slow");
    struct buf slow = visible_curve(session);
    harness_do(harness, "goto 20; set lr 2; train 20 every=20; mark fast");
    struct buf fast = visible_curve(session);
    harness_do(harness, "goto slow");
    ck_curve(harness, &slow, "goto slow");
    harness_do(harness, "undo");
    ck_curve(harness, &fast, "undo");
    harness_do(harness, "undo 3");
    ck_curve(harness, &slow, "undo 3");
    harness_do(harness, "redo 4; goto fast; reset; train 5; init 2 3 1; train 7; goto fast");
    ck_curve(harness, &fast, "goto fast");
    harness_do(harness, "undo; undo 2");
    ck_assert_uint_eq(curve_count(&session->curve, session->epoch), 6);
    ck_assert(session->curve.points[5].loss != session->curve.points[4].loss);
    harness_do(harness, "undo 2");
    ck_curve(harness, &fast, "undo of reset");
    harness_do(harness, "undo 6; undo; redo 8; goto slow; mark fast; goto fast");
    ck_curve(harness, &slow, "goto fast, moved");
    buf_free(&slow);
    buf_free(&fast);
    harness_free(harness);
}
END_TEST

// A random command of few epochs, so that nothing is thinned out.
static void random_command(char *text, size_t size, struct rng *rng, const struct shell *shell)
{
    static const char *const commands[] = {"init 2 3 1 seed=%u", "reset",      "set lr 0.%u",
                                           "train %u",           "step %u",    "train 1%u",
                                           "mark a%u",           "goto a%u",   "goto a%u",
                                           "set w1[0,0] 0.%u",   "set batch 2"};
    const struct session *session = shell->session;
    const struct timeline *timeline = shell->timeline;
    uint64_t kind = rng_interval(rng, 8);
    if (kind <= 1)
        snprintf(text, size, "undo %zu",
                 (size_t)rng_interval(rng, timeline->cursor < 9 ? timeline->cursor : 9));
    else if (kind == 2)
        snprintf(text, size, "redo %zu", (size_t)rng_interval(rng, timeline->count));
    else if (kind == 3)
        snprintf(text, size, "goto %zu", (size_t)rng_interval(rng, session->epoch));
    else
        snprintf(text, size, commands[rng_interval(rng, sizeof commands / sizeof *commands - 1)],
                 (unsigned)rng_interval(rng, 4) + 1);
}

enum { ACTIONS = 300 };

START_TEST(a_random_session_meets_its_curves)
{
    struct harness *harness = harness_create();
    const struct timeline *timeline = harness->shell->timeline;
    struct buf curves[ACTIONS + 2] = {BUF_EMPTY}, marked[6] = {BUF_EMPTY};
    size_t count = 1;
    char text[100] = "init";
    struct rng rng;
    rng_seed(&rng, (uint32_t)_i);
    for (int i = 0; i < ACTIONS; i++) {
        size_t before = timeline->last_id;
        harness_run(harness, text);
        unsigned name = (unsigned)text[strlen(text) - 1] - '0';
        bool is_mark = strncmp(text, "goto a", 6) == 0;
        if (timeline->last_id == before) {
            ck_curve(harness, &curves[timeline->cursor], text);
        } else {
            while (count > timeline->cursor)
                buf_free(&curves[--count]);
            curves[count++] = visible_curve(harness->shell->session);
        }
        if (is_mark && harness->well)
            ck_curve(harness, &marked[name], text);
        if (strncmp(text, "mark", 4) == 0) {
            buf_free(&marked[name]);
            marked[name] = visible_curve(harness->shell->session);
        }
        random_command(text, sizeof text, &rng, harness->shell);
    }
    while (count > 0)
        buf_free(&curves[--count]);
    for (size_t i = 0; i < 6; i++)
        buf_free(&marked[i]);
    harness_free(harness);
}
END_TEST

START_TEST(curves_keep_to_their_share_of_the_memory)
{
    struct harness *harness = harness_create();
    const struct timeline *timeline = harness->shell->timeline;
    harness_do(harness, "set timeline 1; init; train 300 every=300; mark first");
    for (int i = 0; i < 40; i++) {
        harness_do(harness,
                   "goto 100; train 200 every=200; mark m; reset; train 50 every=50; goto first");
        ck_assert_uint_le(timeline->curves_held, timeline_bound(timeline) / 8);
    }
    ck_assert_uint_gt(timeline->curves_held, 0);
    // Of a state whose curve was let go the picture begins anew, and says so.
    timeline_thin_curves(harness->shell->timeline, 0);
    ck_assert_uint_eq(timeline->curves_held, 0);
    harness_do(harness, "reset; goto first");
    ck_assert_str_eq(harness_fail(harness, "plot loss"),
                     "test:1:1: error: the losses of the epochs up to here are not kept; "
                     "'train 1000' makes a curve");
    const char *picture = harness_do(harness, "train 3; plot loss");
    ck_assert_uint_eq(harness->shell->session->curve.points[0].epoch, 300);
    ck_assert_ptr_nonnull(strstr(picture, "303\n"));
    ck_assert_ptr_null(strstr(picture, " 300 ")); // the axis begins after it
    harness_free(harness);
}
END_TEST

START_TEST(a_new_way_drops_the_points_of_the_old_one)
{
    struct harness *harness = harness_create();
    const struct curve *curve = &harness->shell->session->curve;
    // So far on that the first points of a run stand far apart.
    harness_do(harness, "init; train 100000 every=100000; train 1000 every=1000; undo; set lr 0.5");
    harness_do(harness, "train 50 every=50");
    ck_assert_uint_eq(curve->points[curve->count - 1].epoch, 100050);
    ck_assert_uint_eq(curve->points[curve->count - 2].epoch, 100001);
    harness_free(harness);
}
END_TEST

// ---- the small curve ------------------------------------------------------------------------------

static void ck_spark(const struct curve *curve, size_t from, size_t cols, bool is_utf8,
                     const char *expected)
{
    struct buf text = BUF_EMPTY;
    spark_view(&text, curve, from, cols, is_utf8);
    ck_assert_str_eq(buf_text(&text), expected);
    buf_free(&text);
}

START_TEST(a_small_curve_spans_its_signs)
{
    struct curve curve = new_curve(100);
    ck_spark(&curve, 0, 20, true, "");
    curve_add(&curve, 1, 8, (double)NAN, NULL);
    ck_spark(&curve, 0, 20, true, "");
    for (size_t epoch = 2; epoch <= 8; epoch++)
        curve_add(&curve, epoch, 9 - (double)epoch, (double)NAN, NULL);
    ck_spark(&curve, 0, 20, true, "█▇▆▅▄▃▂▁");
    ck_spark(&curve, 0, 4, true, "█▆▃▁");
    ck_spark(&curve, 4, 20, true, "█▆▃▁");
    ck_spark(&curve, 0, 20, false, "^^=--.__");
    curve_restart(&curve, 1, 0, NULL, 100);
    for (size_t epoch = 1; epoch <= 5; epoch++)
        curve_add(&curve, epoch, pow(0.01, (double)epoch), (double)NAN, NULL);
    ck_spark(&curve, 0, 20, false, "^=-._");
    curve_restart(&curve, 1, 0, NULL, 100);
    for (size_t epoch = 1; epoch <= 3; epoch++)
        curve_add(&curve, epoch, 0.5, (double)NAN, NULL);
    ck_spark(&curve, 0, 20, false, "___");
    curve_free(&curve);
}
END_TEST

START_TEST(the_live_line_fits_the_terminal)
{
    static const size_t widths[] = {80, 100, 200};
    for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
        struct harness *harness = harness_create();
        size_t lines = 0, most = 0;
        harness->has_terminal = true;
        harness->tick = 0.6;
        harness->rows = 24;
        harness->cols = widths[w];
        harness_do(harness, "init seed=2; train 20000 every=20000");
        for (const char *line = buf_text(&harness->status); *line; lines++) {
            size_t length = strcspn(line, "\n"), cols = utf8_columns(line, length);
            ck_assert_uint_lt(cols, widths[w]);
            most = cols > most ? cols : most;
            ck_assert(length == 0 || strstr(line, "loss") != NULL);
            line += length + 1;
        }
        ck_assert_uint_ge(lines, 2);
        ck_assert_uint_ge(most, 50);
        ck_assert_ptr_nonnull(strstr(buf_text(&harness->status), "█"));
        harness_free(harness);
    }
}
END_TEST

Suite *curve_suite(void)
{
    Suite *suite = suite_create("curve");
    TCase *tests = tcase_create("curve");
    tcase_add_test(tests, a_run_of_any_length_is_well_resolved);
    tcase_add_test(tests, many_short_runs_are_like_a_long_one);
    tcase_add_test(tests, going_back_forgets_what_came_after);
    tcase_add_test(tests, a_zeroed_curve_asks_for_nothing);
    tcase_add_test(tests, training_records_the_losses_it_prints);
    tcase_add_test(tests, a_curve_goes_through_time_with_its_session);
    tcase_add_test(tests, each_branch_has_the_curve_that_led_there);
    tcase_add_loop_test(tests, a_random_session_meets_its_curves, 0, 20);
    tcase_add_test(tests, curves_keep_to_their_share_of_the_memory);
    tcase_add_test(tests, a_new_way_drops_the_points_of_the_old_one);
    tcase_add_test(tests, a_small_curve_spans_its_signs);
    tcase_add_test(tests, the_live_line_fits_the_terminal);
    suite_add_tcase(suite, tests);
    return suite;
}
