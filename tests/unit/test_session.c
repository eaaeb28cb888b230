// SPDX-License-Identifier: GPL-3.0-or-later
// What is fresh, stale or missing after each command, and that what fails changes nothing.
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "network/stage.h"
#include "network/kernel.h"
#include "network/scheme.h"
#include "session/fit.h"
#include "session/metrics.h"
#include "session/quantity.h"
#include "session/session.h"
#include "session/train.h"

#include "harness.h"
#include "suites.h"

// The state of every stage's value in the order of the stages, a letter each: f, s or m; for two
// layers z1 a1 z2 a2 loss da2 dz2 dw2 da1 dz1 dw1. The loss is looked up, so it is always a dash.
static const char *states(struct harness *harness)
{
    static char text[64];
    struct session *session = harness->shell->session;
    size_t layers = session->network->layer_count, i = 0;
    for (; i < stage_update(layers); i++) {
        static const enum quantity_kind kinds[] = {
            [STAGE_Z] = QUANTITY_Z,   [STAGE_A] = QUANTITY_A,   [STAGE_LOSS] = QUANTITY_LOSS,
            [STAGE_DA] = QUANTITY_DA, [STAGE_DZ] = QUANTITY_DZ, [STAGE_DW] = QUANTITY_DW};
        struct stage stage = stage_at(layers, i);
        struct quantity quantity = {kinds[stage.kind], stage.layer};
        enum quantity_state state;
        struct matrix m;
        struct error error;
        ck_assert(quantity_find(session, quantity, &m, &state, &error));
        text[i] = stage.kind == STAGE_LOSS ? '-' : "fsm"[state];
        if (stage.kind == STAGE_DW) { // the bias goes with the weights
            enum quantity_state bias;
            quantity.kind = QUANTITY_DB;
            ck_assert(quantity_find(session, quantity, &m, &bias, &error));
            ck_assert_int_eq(bias, state);
        }
    }
    text[i] = '\0';
    return text;
}

START_TEST(each_command_leaves_its_states)
{
    static const struct {
        const char *commands, *states;
    } cases[] = {
        {"init", "mmmm-mmmmmm"},
        {"init; next", "fmmm-mmmmmm"},
        {"init; next; next; next", "fffm-mmmmmm"},
        {"init; forward", "ffff-mmmmmm"},
        {"init; forward 2", "ffff-mmmmmm"},
        {"init; forward; next", "ffff-fmmmmm"},
        {"init; forward; backward", "ffff-ffffff"},
        {"init; forward; backward 3", "ffff-ffffff"},
        {"init; forward; backward; update", "ssss-ssssss"},
        {"init; step", "ssss-ssssss"},
        {"init; step 3", "ssss-ssssss"},
        {"init; step; next", "fsss-ssssss"},
        {"init; step; forward", "ffff-ssssss"},
        {"init; forward; set w1[0,0] 2", "ssss-mmmmmm"},
        {"init; forward; set b2 1", "ssss-mmmmmm"},
        {"init; forward; backward; set x[0,0] 3", "ssss-ssssss"},
        {"init; forward; backward; set y[0,0] 1", "ssss-ssssss"},
        {"init; forward; backward; set loss sse", "ffff-ssssss"},
        {"init; forward; backward; set loss mse", "ffff-ffffff"},
        {"init; forward; backward; set lr 0.7", "ffff-ffffff"},
        {"init; forward; backward; set digits 3", "ffff-ffffff"},
        {"init; forward; backward; let v = w1 * 2", "ffff-ffffff"},
        {"init; let v = 1; forward; set v 2", "ffff-mmmmmm"},
        {"init; forward; backward; reset", "mmmm-mmmmmm"},
        {"init; forward; backward; init", "mmmm-mmmmmm"},
        {"init; forward; backward; data and", "mmmm-mmmmmm"},
        {"init; forward; predict; show loss; print loss, accuracy", "ffff-mmmmmm"},
        {"init; next; predict; print loss; show all", "fmmm-mmmmmm"},
        {"init; predict 0 1", "mmmm-mmmmmm"},
        {"init; forward; forward", "ffff-mmmmmm"},
    };
    struct harness *harness = harness_create();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        harness_do(harness, "data xor; set loss mse; set lr 0.2; set digits 6");
        harness_do(harness, cases[i].commands);
        ck_assert_msg(strcmp(states(harness), cases[i].states) == 0, "after '%s': %s, not %s",
                      cases[i].commands, states(harness), cases[i].states);
    }
    harness_free(harness);
}
END_TEST

// After a training run nothing is shown as fresh that was computed from other parameters.
START_TEST(after_training_nothing_old_is_fresh)
{
    static const char *const runs[] = {"train 1", "train 10", "train until epoch >= 7",
                                       "train until loss < 0.2 max=50"};
    for (size_t r = 0; r < sizeof runs / sizeof *runs; r++) {
        struct harness *harness = harness_create();
        harness_do(harness, "init");
        harness_do(harness, runs[r]);
        for (const char *state = states(harness); *state; state++)
            if (*state == 'f') {
                // What is fresh agrees with what a new forward pass computes.
                harness_do(harness, "let z = z1; set w1[0,0] w1[0,0]; forward; expect z == z1");
                break;
            }
        harness_free(harness);
    }
}
END_TEST

START_TEST(a_stale_value_is_an_error_in_expressions)
{
    struct harness *harness = harness_create();
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "print z1"), "no network yet"));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "init; print z1"), "z1 has no value yet"));
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->notes), "type 'forward' to compute it"));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "print dw2"), "'forward', then 'backward'"));
    ck_assert_ptr_nonnull(
        strstr(harness_fail(harness, "forward; print db1"), "type 'backward' to compute it"));
    ck_assert_ptr_nonnull(
        strstr(harness_fail(harness, "backward; update; print a2"), "a2 is stale"));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "print dw1"), "dw1 is stale"));
    harness_do(harness, "print loss, accuracy, lr, epoch, steps, w1, b2, x, y, a0");
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "print w3"), "layers 1 to 2"));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "print dz0"), "layers 1 to 2"));
    harness_free(harness);
}
END_TEST

START_TEST(reset_is_init_again)
{
    struct harness *harness = harness_create(), *fresh = harness_create();
    harness_do(fresh, "init 2 3:tanh 1 scheme=normal seed=4");
    harness_do(harness, "init 2 3:tanh 1 scheme=normal seed=4; train 123; set b1 3; reset");
    struct buf a = harness_state(harness), b = harness_state(fresh);
    ck_assert_str_eq(buf_text(&a), buf_text(&b));
    ck_assert(harness_number(harness, "epoch") == 0 && harness_number(harness, "steps") == 0);
    buf_free(&a);
    buf_free(&b);
    harness_free(harness);
    harness_free(fresh);
}
END_TEST

// Looking ahead gives what the pass then gives.
START_TEST(asking_for_the_loss_is_running_forward)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; train 50; set w1[0,1] 0.3");
    double loss = harness_number(harness, "loss"), accuracy = harness_number(harness, "accuracy");
    harness_do(harness, "forward");
    ck_assert(harness_number(harness, "loss") == loss &&
              harness_number(harness, "accuracy") == accuracy);
    ck_assert(harness_number(harness, "mean((a2 - y)**2)") == loss);
    ck_assert(harness_number(harness, "mean((a2 >= 0.5) == (y >= 0.5))") == accuracy);
    harness_free(harness);
}
END_TEST

START_TEST(data_that_do_not_fit_are_refused_when_computed)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; train 5");
    const char *said = harness_do(harness, "data parity");
    ck_assert_ptr_nonnull(strstr(said, "has 3 inputs and 1 output, but the network has 2 and 1"));
    ck_assert_ptr_nonnull(strstr(said, "'init'"));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "train"), "'init' makes a network"));
    harness_do(harness, "undo; expect epoch == 5; expect shape(x)[1] == 2; forward; train 1");
    // The other way round: a network may be made for data to come, but not be run on these.
    harness_do(harness, "init 3 2:relu 1:sigmoid");
    static const char *const runs[] = {
        "forward",    "next",      "step",     "train",  "predict",
        "print loss", "show loss", "backward", "update", "train until loss < 1"};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        ck_assert_msg(strstr(harness_fail(harness, runs[i]), "xor") != NULL, "%s: %s", runs[i],
                      buf_text(&harness->notes));
    harness_do(harness, "predict 0 1 1; show all; data parity; forward");
    harness_free(harness);
}
END_TEST

// Whatever the loss, what is suggested runs as it is printed, and the next command computes.
START_TEST(the_network_that_would_fit_can_be_typed)
{
    static const char *const from[] = {"data xor; init", "data xor; init; set loss bce",
                                       "data iris; init 4 8 3:softmax; set loss ce",
                                       "data iris; init 4 3; set loss bce",
                                       "data sine; init 1 3:tanh 1:linear"};
    static const char *const to[] = {"data parity", "data sine", "data plane", "data iris",
                                     "data digits n=20"};
    for (size_t i = 0; i < sizeof from / sizeof *from; i++)
        for (size_t k = 0; k < sizeof to / sizeof *to; k++) {
            struct harness *harness = harness_create();
            char said[200] = "";
            harness_do(harness, from[i]);
            bool remarks = strstr(harness_do(harness, to[k]), "; '") != NULL;
            harness_run(harness, "set lr 1e-3; train 2");
            if (!harness->well) {
                ck_assert_msg(remarks, "%s", buf_text(&harness->notes));
                const char *hint = strstr(buf_text(&harness->notes), "; '");
                ck_assert_msg(hint != NULL, "%s", buf_text(&harness->notes));
                snprintf(said, sizeof said, "%.*s", (int)strcspn(hint + 3, "'"), hint + 3);
                harness_do(harness, said);
                harness_do(harness, "train 2");
            }
            harness_free(harness);
        }
}
END_TEST

START_TEST(too_large_a_network_is_refused)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; train 5");
    struct buf before = harness_state(harness);
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "init 2 10000 10000 1"), "GB of memory"));
    ck_assert_ptr_nonnull(
        strstr(harness_fail(harness, SIZE_MAX > UINT32_MAX ? "init 1000000000000 1000000000000 1"
                                                           : "init 1000000 1000000 1"),
               "than can be counted"));
    struct buf after = harness_state(harness);
    ck_assert_str_eq(buf_text(&before), buf_text(&after));
    buf_free(&before);
    buf_free(&after);
    harness_free(harness);
}
END_TEST

START_TEST(right_is_the_right_side)
{
    double a[3] = {0.2, 0.5, 0.3}, y[3] = {0, 1, 0};
    struct matrix row = {1, 3, a}, target = {1, 3, y};
    struct dataset kind = {.targets = TARGETS_CLASSES, .low = 0, .high = 1};
    ck_assert(metrics_is_right(&kind, row, target));
    a[0] = 0.9;
    ck_assert(!metrics_is_right(&kind, row, target));
    row.cols = target.cols = 1;
    a[0] = 0.5, y[0] = 1;
    ck_assert(metrics_is_right(&kind, row, target));
    a[0] = 0.49;
    ck_assert(!metrics_is_right(&kind, row, target));
    a[0] = (double)NAN, y[0] = 0;
    ck_assert(!metrics_is_right(&kind, row, target));
    kind.low = -1; // of -1 and 1 the nearer
    a[0] = -0.1, y[0] = -1;
    ck_assert(metrics_is_right(&kind, row, target));
    a[0] = 0.1;
    ck_assert(!metrics_is_right(&kind, row, target));
    y[0] = 1;
    ck_assert(metrics_is_right(&kind, row, target));
    kind = (struct dataset){.targets = TARGETS_LABELS, .low = 0, .high = 1};
    row.cols = target.cols = 2; // each output by itself
    a[0] = 0.6, a[1] = 0.7, y[0] = y[1] = 1;
    ck_assert(metrics_is_right(&kind, row, target));
    a[0] = 0.4;
    ck_assert(!metrics_is_right(&kind, row, target));
    y[0] = 0;
    ck_assert(metrics_is_right(&kind, row, target));
}
END_TEST

// Commands that fail, in sessions of several kinds: `show all` before and after is the same text.
static const char *const sessions[] = {
    "set lr 0.3",
    "init",
    "init; let v = [1, 2]; let s = 3; next; next",
    "init; forward; backward",
    "init; train 20; set detail brief",
    "data parity; init; step; set w1[0,0] 1",
};

static const char *const failures[] = {
    "trian",
    "init 2",
    "init 2 0",
    "init 2 x 1",
    "init 2:relu 1",
    "init 2 3:nosuch 1",
    "init scheme=nosuch",
    "init seed=-1",
    "init seed=4294967296",
    "init 2 2 1 seed=1 seed=2",
    "init 2 2 1 speed=3",
    "init 1000000000000 1000000000000 1",
    "data nosuch",
    "data xor n=0",
    "data xor n=99",
    "data xor noise=-1",
    "data xor noise=x",
    "data",
    "data xor xor",
    "set",
    "set lr",
    "set lr 0",
    "set lr -1",
    "set lr nan",
    "set lr inf",
    "set lr [1, 2]",
    "set lr nosuch",
    "set lr 1 2",
    "set loss nosuch",
    "set loss 1",
    "set digits 0",
    "set digits 18",
    "set digits 1.5",
    "set limit 5",
    "set limit many",
    "set every 0",
    "set detail nothing",
    "set color red",
    "set optimizer nosuch",
    "set nosuch 1",
    "set w9 1",
    "set w1 [1, 2, 3, 4, 5, 6, 7]",
    "set w1[9,9] 1",
    "set w1[0,0] [1, 2]",
    "set z1 1",
    "set loss[0] 1",
    "set lr[0] 1",
    "set epoch 3",
    "set a1[0,0] 1",
    "set x[99,0] 1",
    "set w1 nosuch",
    "set w1 w1 @ y",
    "set w1[ 1",
    "set 3 4",
    "let",
    "let 1 = 2",
    "let w1 = 2",
    "let lr = 2",
    "let sum = 2",
    "let q = ",
    "let q = nosuch",
    "let q 3",
    "let q = 1 2",
    "let and = 1",
    "reset 1",
    "next 1",
    "forward 99",
    "forward x",
    "forward 1 2",
    "backward 99",
    "backward x",
    "update 1",
    "step 0",
    "step x",
    "step 1 2",
    "train x",
    "train 0",
    "train 1 2",
    "train 10 until loss < 1",
    "train max=3",
    "train every=0",
    "train until",
    "train until nosuch",
    "train until nosuch < 1",
    "train until w1",
    "train until w1 @ y < 1",
    "train until z9 == 1",
    "train until loss < 1 max=x",
    "train until loss = 1",
    "train until loss < 1 until loss < 2",
    "train 5 every=x",
    "predict x",
    "predict 1",
    "predict 1 2 3 4 5",
    "predict 1 inf",
    "predict 1, 2",
    "show",
    "show nosuch",
    "show w9",
    "show lr nosuch",
    "print",
    "print nosuch",
    "print 1 2",
    "print 1,",
    "print \"x",
    "print (1",
    "print w1 @ y @ w1",
    "print 1 +",
    "print sum()",
    "print sum(1, axis=7)",
    "source",
    "source nosuch.nn",
    "source \"nosuch.nn",
    "source a b",
    "expect",
    "expect 0",
    "expect loss",
    "expect nosuch == 1",
    "expect 1 == 2",
    "expect 1 == 1 message",
    "expect 1 == 2 \"message\"",
    "help nosuch",
    "history 1",
    "clear 1",
    "version 1",
    "quit 1",
    "[",
    "'",
    "=",
    "1 1",
    "\x01",
    "print \xff",
    "print 1; ) ; print 1",
    "print \"a\" \"b\"",
    "init\\x",
    "set lr = = 1",
};

// What is wrong with the way [command] fails, or NULL.
static const char *fault(struct harness *harness, const char *command, const char *before)
{
    harness_run(harness, command);
    if (harness->well)
        return "does not fail";
    if (harness->notes.length == 0)
        return "says nothing";
    if (strstr(buf_text(&harness->notes), ":0:"))
        return "tells of a line 0";
    if (!strchr(command, ';') && harness->out.length > 0)
        return "answers as well as fails";
    struct buf after = harness_state(harness);
    bool same = strcmp(before, buf_text(&after)) == 0;
    buf_free(&after);
    return same ? NULL : "changes the session";
}

START_TEST(what_fails_changes_nothing)
{
    struct buf faults = BUF_EMPTY;
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        struct harness *harness = harness_create();
        harness_do(harness, sessions[_i]);
        struct buf before = harness_state(harness);
        const char *what = fault(harness, failures[i], buf_text(&before));
        if (what)
            buf_printf(&faults, "'%s' %s\n", failures[i], what);
        ck_assert(!harness->shell->quits);
        buf_free(&before);
        harness_free(harness);
    }
    ck_assert_msg(faults.length == 0, "after '%s':\n%s", sessions[_i], buf_text(&faults));
    buf_free(&faults);
}
END_TEST

// What a listener is called for, and after how many updates.
struct heard {
    struct buf calls;
    const struct session *session;
};

static void note_leave(void *context)
{
    struct heard *heard = context;
    buf_printf(&heard->calls, "leave %zu, ", heard->session->steps);
}

static void note_keep(void *context)
{
    struct heard *heard = context;
    buf_printf(&heard->calls, "keep %zu, ", heard->session->steps);
}

static size_t after_four(void *context)
{
    (void)context;
    return 4;
}

// A session of its own trains 10 updates, two to an epoch, and begins again.
START_TEST(a_listener_is_called_where_it_asked)
{
    struct error error;
    struct session *session = session_create(kernel_best(), (size_t)1 << 26, NULL, &error);
    struct heard heard = {BUF_EMPTY, session};
    const struct session_listener listener = {&heard, note_leave, after_four, note_keep};
    struct training training = {.epochs = 5, .every = 100};
    struct settings settings = session->settings;
    struct architecture plan;
    double loss;
    settings.batch = 2;
    ck_assert(session_set(session, &settings, &error));
    fit_default_architecture(session->data, settings.loss, &plan);
    session->listener = &listener;
    ck_assert(session_init(session, &plan, &schemes[0], 1, &error));
    ck_assert(session_prepare(session, &error));
    ck_assert_int_eq(session_train(session, &training, &loss, &error), TRAINING_DONE);
    session_reset(session);
    ck_assert_str_eq(buf_text(&heard.calls), "leave 0, keep 4, keep 8, leave 10, ");
    buf_free(&heard.calls);
    session_free(session);
}
END_TEST

// A session beside another begins with its data and settings, and becomes it to the last bit.
START_TEST(a_session_becomes_the_one_beside_it)
{
    struct harness *harness = harness_create(), *other = harness_create();
    struct error error;
    struct architecture plan;
    harness_do(harness, "let k = 2; data iris; set loss ce; init 4 5:tanh 3:softmax; train 2");
    harness_do(other, "data and; set lr 0.7; init 2 3:relu 1 seed=9");
    struct session *session = harness->shell->session;
    const struct session *model = other->shell->session;
    struct session *beside =
        session_create_with(session, &model->settings, dataset_share(model->data), &error);
    network_architecture(model->network, &plan);
    ck_assert_ptr_null(beside->network);
    ck_assert(session_init(beside, &plan, model->scheme, 9, &error));
    session_become(session, beside);
    struct buf left = harness_state(harness), right = harness_state(other);
    ck_assert_str_eq(buf_text(&left), buf_text(&right));
    buf_free(&left);
    buf_free(&right);
    harness_free(harness);
    harness_free(other);
}
END_TEST

enum { SESSIONS = sizeof sessions / sizeof *sessions };

// Looking, or a refused command, leaves values of an earlier batch as they are, their shape too, although
// the next batch has another number of samples.
START_TEST(looking_leaves_stale_values)
{
    static const char *const looks[] = {"predict",
                                        "print x",
                                        "show x y",
                                        "forward 99",
                                        "backward 7",
                                        "train until nosuch < 1",
                                        "print loss, accuracy, batch_loss",
                                        "plot boundary",
                                        "diagnose",
                                        "whatif lr 1",
                                        "check",
                                        "explain w1[0,0]",
                                        "break sum(a2 > y) > 9; unbreak",
                                        "restore break nosuch > 1; train 3",
                                        "goto 50",
                                        "unbreak",
                                        "set lr -1",
                                        "init 9 9 nosuch"};
    static const char *const shown[] = {"z1", "a1", "a2", "da2", "dz1", "dw1"};
    static const char *const places[] = {"step 2", "step 3", "train 2; step", "train 3", "step 4"};
    for (size_t p = 0; p < sizeof places / sizeof *places; p++) {
        struct harness *harness = harness_create();
        harness_do(harness, "data plane n=5; init 2 3:tanh 1:linear; set batch 2");
        harness_do(harness, _i ? "set shuffle on" : "set limit none");
        harness_do(harness, places[p]);
        for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
            char show[20];
            struct buf before = BUF_EMPTY;
            snprintf(show, sizeof show, "show %s", shown[i]);
            buf_puts(&before, harness_run(harness, show));
            buf_append(&before, &harness->notes);
            for (size_t k = 0; k < sizeof looks / sizeof *looks; k++) {
                harness_run(harness, looks[k]);
                struct buf after = BUF_EMPTY;
                buf_puts(&after, harness_run(harness, show));
                buf_append(&after, &harness->notes);
                ck_assert_msg(strcmp(buf_text(&before), buf_text(&after)) == 0,
                              "%s, %s: %s: %s, %s", places[p], looks[k], show, buf_text(&before),
                              buf_text(&after));
                buf_free(&after);
            }
            buf_free(&before);
        }
        harness_free(harness);
    }
}
END_TEST

Suite *session_suite(void)
{
    Suite *suite = suite_create("session");
    TCase *tests = tcase_create("session");
    tcase_add_test(tests, each_command_leaves_its_states);
    tcase_add_test(tests, after_training_nothing_old_is_fresh);
    tcase_add_test(tests, a_stale_value_is_an_error_in_expressions);
    tcase_add_test(tests, reset_is_init_again);
    tcase_add_test(tests, asking_for_the_loss_is_running_forward);
    tcase_add_test(tests, data_that_do_not_fit_are_refused_when_computed);
    tcase_add_test(tests, the_network_that_would_fit_can_be_typed);
    tcase_add_test(tests, too_large_a_network_is_refused);
    tcase_add_test(tests, right_is_the_right_side);
    tcase_add_test(tests, a_listener_is_called_where_it_asked);
    tcase_add_test(tests, a_session_becomes_the_one_beside_it);
    tcase_add_loop_test(tests, what_fails_changes_nothing, 0, SESSIONS);
    tcase_add_loop_test(tests, looking_leaves_stale_values, 0, 2);
    suite_add_tcase(suite, tests);
    return suite;
}
