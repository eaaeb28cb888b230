// SPDX-License-Identifier: GPL-3.0-or-later
// Questions that students ask, each with the answer that is right: the first cause by name. The cure is
// typed as it is printed, and trained as long as it says; then the loss must be the one that was told, to
// the bit, and below that of going on and of a constant answer. Nothing of the session may change by
// asking.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "session/outcome.h"
#include "study/diagnosis.h"
#include "suites.h"
#include "view/diagnosis_view.h"

static const struct published_case {
    const char *commands;
    enum finding_kind kind;
    bool is_learnt; // by the first cure
} cases[] = {
    {"init\nset lr 10\ntrain 1000", FINDING_LR_LARGE, true},
    {"data circle n=40\ninit 2 6:tanh 1\nset lr 300\ntrain 400", FINDING_LR_LARGE, true},
    {"init\nset batch 1\nset lr 100\ntrain 100", FINDING_LR_LARGE, false},
    {"data sine\ninit 1 8:tanh 1\nset lr 5\ntrain", FINDING_DIVERGES, false},
    {"data plane n=40\ninit 2 6:tanh 1:linear seed=3\nset lr 9\ntrain", FINDING_DIVERGES, false},
    {"init 2 4:tanh 1:sigmoid scheme=xavier_uniform\nset l2 0.1\nset lr 0.5\ntrain 5000",
     FINDING_DECAY, true},
    {"data moons n=60\ninit 2 8:tanh 1 scheme=xavier_normal\nset l1 0.05\nset lr 0.5\ntrain 3000",
     FINDING_DECAY, true},
    {"data spiral n=200\ninit 2 8:tanh 8:tanh 1:sigmoid scheme=xavier_uniform\nset loss bce\n"
     "set lr 0.3\nset batch 30\nset l2 10\ntrain 300",
     FINDING_OVERSHOOT, false},
    {"data circle n=60\ninit 2 4:tanh 1\nset lr 3\nset l2 1\ntrain 1000", FINDING_OVERSHOOT, false},
    {"data squares.csv\ndata normalize standard\ninit 1 1:linear\nset lr 0.1\ntrain 5000",
     FINDING_NO_BEND, true},
    {"data circle n=60\ninit 2 1:sigmoid\nset lr 1\ntrain 3000", FINDING_NO_BEND, true},
    {"data or\ninit 2 1:step scheme=zeros", FINDING_STEP, true},
    {"data and\ninit 2 1:step seed=5\ntrain 100", FINDING_STEP, true},
    {"data and\ninit 2 1:sigmoid\nset lr 0.0001\ntrain 500", FINDING_LR_SMALL, true},
    {"init 2 4:relu 1:relu scheme=xavier_uniform seed=3\ntrain 2000", FINDING_DEAD, true},
    {"data houses.csv\ninit 2 1:linear scheme=zeros\nset lr 0.005\ntrain 400", FINDING_SCALES,
     false},
    {"data wave.csv\ninit 1 6:sigmoid 1:sigmoid scheme=normal\nset lr 0.5\ntrain 5000",
     FINDING_PLAIN_STEPS, false},
    {"init 2 2:sigmoid 1:sigmoid\nset w1 [[-0.127, -0.936], [-0.845, 0.817]]\n"
     "set b1 [0.397, -0.498]\nset w2 [[-0.583], [0.531]]\nset b2 0.291\nset loss sse; set lr 0.01\n"
     "set batch 1; set shuffle on\ntrain 25000",
     FINDING_LR_SMALL, true},
    {"data digits\ninit 64 30:sigmoid 30:sigmoid 30:sigmoid 30:sigmoid 10:softmax "
     "scheme=xavier_normal\nset loss ce; set lr 0.1; set batch 10; set shuffle on\ntrain 10",
     FINDING_VANISHING, false},
    {"data moons n=100\ninit 2 4:sigmoid 1:sigmoid\nset lr 0.001\ntrain 300", FINDING_LR_SMALL,
     false},
    {"init 2 1 1\ntrain 2000", FINDING_FEW_UNITS, true},
    {"init 2 3:tanh 1:softmax\ntrain 500", FINDING_ONE_SOFTMAX, true},
    {"init 2 3:tanh 1:softmax", FINDING_ONE_SOFTMAX, true},
    {"init 2 4:tanh 1 scheme=zeros\nset lr 1\ntrain 1000", FINDING_TWINS, true},
    {"init 2 4:tanh 1\nset lr 1\nfreeze w1 b1 w2 b2\ntrain 500", FINDING_FROZEN, true},
    {"data moons n=60\ninit 2 8:tanh 1\nset lr 1\nset schedule step\nset period 5\nset decay 0.1\n"
     "train 2000",
     FINDING_LR_SMALL, true},
};
enum { CASES = sizeof cases / sizeof *cases };

// Tables like those of the questions: a parabola; prices of houses; two periods of a wave.
static struct harness_script *make_tables(void)
{
    static char squares[600], houses[4000], wave[4000];
    static struct harness_script tables[] = {
        {"squares.csv", squares}, {"houses.csv", houses}, {"wave.csv", wave}, {NULL, NULL}};
    size_t at = (size_t)snprintf(squares, sizeof squares, "x,y\n");
    for (int i = 1; i <= 20; i++)
        at += (size_t)snprintf(squares + at, sizeof squares - at, "%d,%d\n", i, i * i);
    at = (size_t)snprintf(houses, sizeof houses, "area,rooms,price\n");
    for (int i = 0; i < 40; i++) {
        int area = 800 + i * 1703 % 3500, rooms = 1 + i * 7 % 6;
        at += (size_t)snprintf(houses + at, sizeof houses - at, "%d,%d,%d\n", area, rooms,
                               150000 + 95 * area + 9000 * rooms + i * 7919 % 20000);
    }
    at = (size_t)snprintf(wave, sizeof wave, "t,y\n");
    for (int i = 0; i < 150; i++)
        at += (size_t)snprintf(wave + at, sizeof wave - at, "%.4f,%.4f\n", i * 12.566 / 150,
                               0.5 + 0.48 * sin(i * 12.566 / 150));
    return tables;
}

// The session after the commands of a case; a training that ends with a number that is not finite is one
// of them.
static struct harness *begin(const char *commands)
{
    struct harness *harness = harness_create();
    harness->tables = make_tables();
    harness_run(harness, commands);
    return harness;
}

static double loss_now(struct harness *harness)
{
    struct error error = ERROR_NONE;
    struct matrix a;
    double loss;
    ck_assert_msg(session_outcome(harness->shell->session, &a, &loss, &error), "%s", error.what);
    return loss;
}

static struct diagnosis *examine(struct harness *harness)
{
    struct error error = ERROR_NONE;
    harness_run(harness, "print loss"); // what the shell does before a command that needs a network
    struct study_case from = study_case_of(harness->shell->session);
    struct diagnosis *d = diagnosis_create(&from, &error);
    ck_assert_msg(d != NULL, "%s", error.what);
    return d;
}

START_TEST(the_first_cause_is_right_and_its_cure_comes)
{
    const struct published_case *row = &cases[_i];
    struct harness *harness = begin(row->commands);
    struct buf line = BUF_EMPTY;
    struct diagnosis *d = examine(harness);
    const struct finding *first = &d->findings[0];
    ck_assert_msg(d->count > 0, "nothing is said of '%s'", row->commands);
    ck_assert_msg(first->kind == row->kind, "'%s' is taken for kind %d, not %d", row->commands,
                  first->kind, row->kind);
    ck_assert_msg(first->is_cured, "no cure for '%s'", row->commands);
    ck_assert_msg(first->cure.is_learnt || !row->is_learnt, "'%s' is not learnt", row->commands);
    diagnosis_view_remedy(&line, d, 0);
    buf_printf(&line, "; train %zu", first->cure.epochs);
    harness_do(harness, buf_text(&line));
    double loss = loss_now(harness);
    ck_assert_msg(memcmp(&loss, &first->cure.end, sizeof loss) == 0, "'%s' ends at %g, not %g",
                  buf_text(&line), loss, first->cure.end);
    ck_assert_double_lt(first->cure.share, 0.95);
    ck_assert(!(first->cure.share >= d->as_is.share));
    buf_free(&line);
    diagnosis_free(d);
    harness_free(harness);
}
END_TEST

START_TEST(what_is_told_is_what_was_tried)
{
    struct harness *harness = begin("init\nset lr 10\ntrain 1000");
    const char *answer = harness_do(harness, "diagnose");
    ck_assert_ptr_nonnull(strstr(answer, "1. the learning rate is too large\n"));
    ck_assert_ptr_nonnull(strstr(answer,
                                 "   try: set lr 1; reset\n"
                                 "        then 'train 1000' ends at loss 0.0009, 4 of 4 "
                                 "right;\n"
                                 "        as it is, it ends at loss 0.2500, 2 of 4 right\n"));
    ck_assert_ptr_null(strstr(answer, "all that was tried"));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "diagnose all"), "all that was tried"));
    harness_free(harness);
}
END_TEST

// What halves its loss, but ends above that of a constant answer, is not called learning.
START_TEST(coming_down_to_a_constant_is_not_learning)
{
    struct harness *harness = harness_create();
    harness_do(harness, "data parity n=3; init 3 6:sigmoid 6:sigmoid 6:sigmoid 1:relu "
                        "scheme=uniform seed=51; set optimizer adam; set lr 0.0001; set l2 0.1; "
                        "train 1000 every=1000");
    const char *text = harness_do(harness, "diagnose");
    ck_assert_ptr_null(strstr(text, "still learning"));
    ck_assert_ptr_nonnull(strstr(text, "none gets clearly below a constant answer"));
    harness_free(harness);
}
END_TEST

// Of 20 samples 14 are 0, and always answering that is as good.
START_TEST(a_plateau_at_the_larger_class_is_named)
{
    struct harness *harness = begin("data circle n=20; init 2 1:sigmoid; set lr 1e-6");
    harness_do(harness,
               "set y [[0],[0],[0],[0],[0],[0],[0],[0],[0],[0],[0],[0],[0],[0],[1],[1],[1],"
               "[1],[1],[1]]; set w1 [[0],[0]]; set b1 -3");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "diagnose"),
                                 "14 of 20 right,\n  as many as always answering 0\n"));
    harness_free(harness);
}
END_TEST

// What is learnt is told in answers; a faster way is a remark.
START_TEST(what_is_learnt_is_told_in_answers)
{
    struct harness *harness = begin("data and; init 2 1; set lr 0.5; train 2000");
    const char *answer = harness_do(harness, "diagnose");
    ck_assert_ptr_nonnull(strstr(answer, "it has learnt its data, 4 of 4 right"));
    ck_assert_ptr_nonnull(strstr(answer, "   faster: set lr 5; reset\n"));
    harness_free(harness);
}
END_TEST

static const struct diverging_case {
    const char *commands, *advice;
} diverging[] = {
    {"data sine\ninit 1 8:tanh 1\nset lr 5\ntrain", "the learning rate is too large: try 'set lr "},
    {"data houses.csv\ninit 2 1:linear scheme=zeros\nset lr 0.005\ntrain 400", "price goes up to"},
    {"data spiral n=200\ninit 2 8:tanh 8:tanh 1 scheme=xavier_uniform\nset loss bce\nset lr 0.3\n"
     "set batch 30\nset l2 10\ntrain 300",
     "lr times l2 is above 2: try 'set l2 0; reset'"},
};

// The advice of a training that ended with a number that is not finite is typed: the loss is then below
// that of a constant answer.
START_TEST(the_advice_after_divergence_works)
{
    struct harness *harness = begin(diverging[_i].commands);
    const char *advice = strstr(buf_text(&harness->notes), diverging[_i].advice);
    ck_assert_msg(advice != NULL, "%s", buf_text(&harness->notes));
    const char *line = strchr(advice, '\'') + 1;
    char typed[200];
    snprintf(typed, sizeof typed, "%.*s; train", (int)strcspn(line, "'"), line);
    harness_do(harness, typed);
    const struct session *session = harness->shell->session;
    ck_assert_double_lt(loss_now(harness),
                        0.95 * trial_baseline(session->settings.loss, session->data->y));
    harness_free(harness);
}
END_TEST

Suite *cases_suite(void)
{
    Suite *suite = suite_create("cases");
    TCase *tests = tcase_create("cases");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, the_first_cause_is_right_and_its_cure_comes, 0, CASES);
    tcase_add_test(tests, what_is_told_is_what_was_tried);
    tcase_add_test(tests, coming_down_to_a_constant_is_not_learning);
    tcase_add_test(tests, a_plateau_at_the_larger_class_is_named);
    tcase_add_test(tests, what_is_learnt_is_told_in_answers);
    tcase_add_loop_test(tests, the_advice_after_divergence_works, 0,
                        sizeof diverging / sizeof *diverging);
    suite_add_tcase(suite, tests);
    return suite;
}
