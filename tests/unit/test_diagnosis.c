// SPDX-License-Identifier: GPL-3.0-or-later
// Networks that do not learn, one for each cause, and others that do, of which nothing may be said.
// Each is made by commands, as a student would; what diagnose proposes must run, and where a single
// command can repair the network, training must then succeed.
#include <stdio.h>
#include <string.h>

#include "harness.h"
#include "base/utf8.h"
#include "study/diagnosis.h"
#include "study/unit_facts.h"
#include "suites.h"
#include "view/diagnosis_view.h"

// Examines the harness's session; the caller frees it.
static struct diagnosis *examine(struct harness *harness)
{
    struct error error = ERROR_NONE;
    harness_do(harness, "print loss"); // what the shell does before a command that needs a network
    struct study_case from = study_case_of(harness->shell->session);
    struct diagnosis *diagnosis = diagnosis_create(&from, &error);
    ck_assert_msg(diagnosis != NULL, "%s", error.what);
    return diagnosis;
}

static bool has(const struct diagnosis *diagnosis, enum finding_kind kind)
{
    for (size_t i = 0; i < diagnosis->count; i++)
        if (diagnosis->findings[i].kind == kind)
            return true;
    return false;
}

static const struct broken_network {
    const char *commands;
    enum finding_kind kind; // the true cause, which must be the first named
    bool is_alone;          // and nothing else may be
    bool is_repairable;     // the first remedy makes it learn
} broken[] = {
    {"init seed=3; train 10000", FINDING_LINEAR, true, true},
    {"init seed=0; train 10000", FINDING_LINEAR, true, true},
    {"init seed=5; train 10000", FINDING_LINEAR, true, true},
    {"init 2 4:linear 1", FINDING_NO_BEND, true, true},
    {"init 2 1", FINDING_NO_BEND, true, true},
    {"init; set lr 1000; train 50", FINDING_LR_LARGE, false, true},
    {"data moons n=60; init 2 8 8 1 scheme=he_normal; set lr 80; train 300", FINDING_LR_LARGE, true,
     true},
    {"init 2 4:tanh 1 scheme=xavier_normal; set optimizer adam; set lr 10; train 500",
     FINDING_LR_LARGE, true, true},
    {"init 2 4 1 scheme=he_normal; set lr 300; train 100", FINDING_LR_LARGE, false, true},
    {"data sine n=60; init 1 40 40 40 1:linear scheme=normal; set lr 0.01; train 3",
     FINDING_LR_LARGE, false, false},
    {"data circle n=50; init 2 8:tanh 1 scheme=xavier_normal; set loss bce; set lr 30; train 2000",
     FINDING_SWINGS, true, true},
    {"data moons n=60; init 2 8:tanh 1 scheme=xavier_normal; set loss bce; set lr 1e-12; train "
     "1000",
     FINDING_LR_SMALL, true, true},
    {"data moons; data split 0.8; init 2 16 1 scheme=he_normal; train 1000", FINDING_LR_SMALL, true,
     false},
    {"init; set lr 1e-9", FINDING_LR_SMALL, true, true},
    {"data moons n=60; init 2 8:tanh 1 scheme=xavier_normal; set loss bce; set schedule step; set "
     "period 10; set decay 0.1; train 2000",
     FINDING_LR_SMALL, true, true},
    {"data moons n=60; init 2 8:sigmoid 8:sigmoid 8:sigmoid 8:sigmoid 8:sigmoid 8:sigmoid 1 "
     "scheme=xavier_normal; set loss bce; train 100",
     FINDING_VANISHING, true, true},
    {"data moons n=60; init 2 8:tanh 8:tanh 8:tanh 8:tanh 8:tanh 1 scheme=xavier_normal; set w1 w1 "
     "/ 50; set w2 w2 / 50; set w3 w3 / 50; set w4 w4 / 50; set w5 w5 / 50",
     FINDING_VANISHING, true, true},
    {"init 2 3:tanh 1 scheme=zeros", FINDING_TWINS, true, true},
    {"init scheme=zeros", FINDING_TWINS, false, false},
    {"init 2 3 1; set w1 w1 * 0 - [[1, 2, 3], [3, 2, 1]]; set b1 [-1, -2, -3]", FINDING_DEAD, true,
     false},
    {"init 2 4:tanh 1 scheme=normal; set w1 w1 * 100; set b1 b1 + 200", FINDING_SATURATED, true,
     true},
    {"init 2 2:tanh 1 scheme=normal; set w2 w2 * 1000; set b2 1000", FINDING_SURE_AND_WRONG, true,
     false},
    {"init 2 4:tanh 4:step 1 scheme=normal", FINDING_STEP, true, true},
    {"init 2 8:sigmoid 8:sigmoid 8:sigmoid 8:sigmoid 8:sigmoid 8:sigmoid 1 scheme=xavier_normal",
     FINDING_VANISHING, true, true},
    {"init 2 50 50 50 50 50 1:linear scheme=normal", FINDING_EXPLODING, true, false},
    {"init; set lr 50", FINDING_SWINGS, true, true},
    {"init 2 4:tanh 1:linear scheme=normal; set lr 3", FINDING_DIVERGES, true, true},
    {"init; set lr 300", FINDING_LR_LARGE, true, true},
    {"init; set lr 0.00001", FINDING_LR_SMALL, true, true},
    {"init; set w1[0,0] 1e308; set w1[1,0] 1e308", FINDING_BAD_NUMBER, true, false},
    {"init 2 4:tanh 1; freeze w1 b1 w2", FINDING_FROZEN, true, true},
    {"init; freeze b1", FINDING_FROZEN, true, true},
    {"init; set clip 0.00001", FINDING_CLIP, true, true},
    {"init; set l2 0.3", FINDING_DECAY, true, true},
    {"init 2 16:gelu 16:gelu 1 scheme=xavier_normal; set optimizer adamw; set weight_decay 30; set "
     "lr 0.01",
     FINDING_DECAY, true, true},
    {"init 2 4:tanh 1 scheme=normal; set x[:,1] x[:,1] * 10000", FINDING_SCALES, true, true},
    {"init 2 4:tanh 1 scheme=normal; set x x * 5000", FINDING_SCALES, false, false},
    {"init 2 4:tanh 1 scheme=normal; set y [[0], [5], [5], [0]]", FINDING_RANGE, true, true},
    {"init 2 4:tanh 1 scheme=normal; set x [[0, 0], [0, 0], [1, 1], [1, 1]]", FINDING_CONTRADICTION,
     true, false},
    {"data moons n=60; set x (x + 2) * [20, 20000]; init 2 8 1 scheme=he_normal; train 300",
     FINDING_SCALES, false, true},
    {"data sine n=60; set y 1000 + 500 * y; init 1 8:tanh 1:linear", FINDING_TARGETS, false, false},
    {"data digits; init 64 8 10", FINDING_FEW_UNITS, false, false},
    {"data sine n=40 noise=0.4 seed=3; data split 0.5 seed=2; init 1 40:tanh 1 scheme=he_normal; "
     "set "
     "optimizer adam; set lr 0.03; train 1900",
     FINDING_BY_HEART, true, false},
    {"data moons noise=0.3 n=60; data split 0.5; init 2 32 1 scheme=he_normal; set loss bce; set "
     "lr "
     "0.5; train 1000",
     FINDING_BY_HEART, true, false},
    {"data circle; data split 0.05; init 2 16:tanh 1 scheme=normal; set lr 1; train 300",
     FINDING_BY_HEART, true, false},
};
enum { BROKEN = sizeof broken / sizeof *broken };

START_TEST(a_broken_network_is_told_its_cause)
{
    const struct broken_network *network = &broken[_i];
    struct harness *harness = harness_create();
    harness_do(harness, network->commands);
    struct diagnosis *d = examine(harness);
    ck_assert_msg(d->count > 0, "nothing is said of '%s'", network->commands);
    ck_assert_msg(d->findings[0].kind == network->kind, "'%s' is taken for kind %d, not %d",
                  network->commands, d->findings[0].kind, network->kind);
    ck_assert_msg(!network->is_alone || d->count == 1, "'%s' is also taken for kind %d",
                  network->commands, d->findings[1].kind);
    ck_assert_msg(d->findings[0].is_cured || !network->is_repairable, "no cure for '%s'",
                  network->commands);
    diagnosis_free(d);
    harness_free(harness);
}
END_TEST

START_TEST(each_remedy_runs)
{
    const struct broken_network *network = &broken[_i];
    struct harness *harness = harness_create();
    harness_do(harness, network->commands);
    struct diagnosis *d = examine(harness);
    struct buf remedy = BUF_EMPTY;
    // The first one last: what it changes is to be trained.
    for (size_t i = d->count; i-- > 0;) {
        buf_clear(&remedy);
        diagnosis_view_remedy(&remedy, d, i);
        harness_do(harness, i > 0 ? "print loss" : buf_text(&remedy));
    }
    diagnosis_free(d);
    if (network->is_repairable) {
        harness_do(harness, "train 10000");
        d = examine(harness);
        ck_assert_msg(d->now.is_learnt, "'%s' does not repair '%s': loss %g", buf_text(&remedy),
                      network->commands, d->loss);
        diagnosis_free(d);
    }
    buf_free(&remedy);
    harness_free(harness);
}
END_TEST

// Rows of 80 columns that an answer takes on a terminal.
static size_t rows_of(const char *text)
{
    size_t rows = 0;
    for (const char *end; (end = strchr(text, '\n')); text = end + 1)
        rows += end == text ? 1 : (utf8_columns(text, (size_t)(end - text)) + 79) / 80;
    return rows;
}

// With the line that was typed and the prompt after it an answer fits a terminal of 24 rows, and what is left out
// is shown by the line that it names.
START_TEST(an_answer_fits_a_screen)
{
    struct harness *harness = harness_create();
    harness_do(harness, broken[_i].commands);
    const char *answer = harness_do(harness, "diagnose");
    ck_assert_msg(rows_of(answer) <= 22, "%zu rows:\n%s", rows_of(answer), answer);
    bool is_cut = strstr(answer, "'diagnose all' also shows") != NULL;
    bool shows_tried = strstr(answer, ", where this was typed before") != NULL;
    const char *all = harness_do(harness, "diagnose all");
    ck_assert_ptr_null(strstr(all, "'diagnose all' also shows"));
    ck_assert_ptr_nonnull(strstr(all, "all that was tried:"));
    ck_assert_msg(!is_cut || !shows_tried, "trials are left out first");
    harness_free(harness);
}
END_TEST

START_TEST(the_session_stays_to_the_bit)
{
    const struct broken_network *network = &broken[_i];
    struct harness *harness = harness_create();
    harness_do(harness, "set optimizer adam; set lr 0.2");
    harness_do(harness, network->commands);
    harness_do(harness, "set batch 3; set shuffle on; forward");
    struct buf state = harness_state(harness);
    struct session *session = harness->shell->session, before;
    memcpy(&before, session, sizeof before);
    harness_do(harness, "diagnose");
    ck_assert_mem_eq(&before, session, sizeof before);
    struct buf after = harness_state(harness);
    ck_assert_str_eq(buf_text(&state), buf_text(&after));
    buf_free(&state);
    buf_free(&after);
    harness_free(harness);
}
END_TEST

static const char *const healthy[] = {
    "init",
    "init; train 10",
    "init; train 100",
    "init; train 1000",
    "init; train 10000",
    "init seed=4; train 3000",
    "init seed=2; train 10000",
    "data and; init",
    "data and; init; train 2000",
    "data or; init seed=3; train 5",
    "data nand; init 2 1; train 200",
    "data and; init 2 2:linear 1",
    "init 2 4:tanh 1 scheme=xavier_normal",
    "init 2 4:tanh 1 scheme=normal; train 200",
    "init 2 8:sigmoid 1 scheme=normal seed=2; set lr 2",
    "set loss bce; init 2 8 1 scheme=he_normal; train 50",
    "init; set optimizer adam; set lr 0.01; train 20",
    "init 2 8:gelu 8:gelu 1 scheme=he_normal; set optimizer adamw; set lr 0.01",
    "init 2 4:tanh 1 scheme=normal; set batch 1; set shuffle on; train 30",
    "init 2 4:tanh 1:linear scheme=xavier_normal; set lr 0.1",
    "data parity; init 3 8:tanh 1 scheme=normal",
    "data xor; init 2 8:leaky_relu 2:softmax; init 2 8:leaky_relu 1 scheme=he_normal seed=2",
    "init 2 8:tanh 1 scheme=xavier_normal; freeze b1",
    "init; set l2 0.0001; set clip 1",
    "data moons; data split 0.8; init 2 16 1 scheme=he_normal; train 1000; set lr 1; train 1000",
    "data digits; init 64 16 10:softmax scheme=he_normal; set loss ce",
    "data sine n=60; init 1 8:tanh 1:linear scheme=normal; set lr 0.05",
    "data sine n=60; init 1 8:tanh 8:tanh 1:linear scheme=xavier_normal; set lr 0.05; train 2",
    "data moons n=60; init 2 16 16 1 scheme=he_normal; set loss bce; train 2",
    "data gauss; data split 0.5; init 2 8 1 scheme=he_normal; set optimizer adam; train 1000",
    "data spiral; data split 0.5; init 2 32 32 1 scheme=he_normal; set optimizer adam; set lr "
    "0.01; "
    "train 300",
    "data sine n=40 noise=0.4 seed=3; data split 0.5 seed=2; init 1 40:tanh 1 scheme=he_normal; "
    "set "
    "optimizer adam; set lr 0.03; train 250",
};
enum { HEALTHY = sizeof healthy / sizeof *healthy };

START_TEST(of_a_healthy_network_nothing_is_said)
{
    struct harness *harness = harness_create();
    harness_do(harness, healthy[_i]);
    struct diagnosis *d = examine(harness);
    ck_assert_msg(d->count == 0, "'%s' is taken for kind %d", healthy[_i], d->findings[0].kind);
    diagnosis_free(d);
    const char *answer = harness_do(harness, "diagnose");
    ck_assert_msg(strstr(answer, "nothing stands out") || strstr(answer, "is learning:") ||
                      strstr(answer, "still learning:"),
                  "'%s' is told '%s'", healthy[_i], answer);
    harness_free(harness);
}
END_TEST

START_TEST(a_network_at_the_start_of_a_dead_end_is_told_where_it_leads)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init seed=3");
    struct diagnosis *d = examine(harness);
    ck_assert_uint_eq(d->count, 1);
    ck_assert(d->findings[0].is_cured && d->findings[0].cure.is_learnt);
    diagnosis_free(d);
    harness_free(harness);
}
END_TEST

// Whether the network is a linear map of the pass's samples up to its last z: every hidden layer is
// linear, or has a corner and every unit on for every sample.
static bool is_linear(const struct network *network, const struct pass *pass)
{
    for (size_t k = 1; k < network->layer_count; k++) {
        const struct layer *layer = &network->layers[k - 1];
        struct matrix z = pass->layers[k - 1].z;
        if (layer->activation->shape == SHAPE_LINE)
            continue;
        if (!unit_facts_has_corner(layer->activation))
            return false;
        for (size_t i = 0; i < matrix_count(z); i++)
            if (!(z.data[i] > 0))
                return false;
    }
    return true;
}

// Of seeds 0 to 19 of the default network, each ends either learnt or with a finding.
START_TEST(every_seed_ends_learnt_or_with_a_finding)
{
    struct harness *harness = harness_create();
    char command[64];
    for (unsigned seed = 0; seed < 20; seed++) {
        snprintf(command, sizeof command, "init seed=%u; train 10000", seed);
        harness_do(harness, command);
        struct diagnosis *d = examine(harness);
        ck_assert_msg(d->now.is_learnt == (d->count == 0), "seed %u", seed);
        ck_assert_msg(has(d, FINDING_LINEAR) <= is_linear(d->network, d->pass), "seed %u", seed);
        diagnosis_free(d);
    }
    harness_free(harness);
}
END_TEST

START_TEST(linear_is_on_everywhere)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init 2 2 2:linear 1; set w1 [[1, 1], [1, 1]]; set b1 [1, 1]");
    struct diagnosis *d = examine(harness);
    ck_assert(is_linear(d->network, d->pass));
    ck_assert_uint_eq(unit_facts_on(d->pass, 1, 0), 4);
    diagnosis_free(d);
    // On the corner is off: there relu's slope is 0.
    harness_do(harness, "set b1 [1, 0]");
    d = examine(harness);
    ck_assert(!is_linear(d->network, d->pass));
    ck_assert_uint_eq(unit_facts_on(d->pass, 1, 1), 3);
    diagnosis_free(d);
    harness_do(harness, "init 2 2:tanh 1");
    d = examine(harness);
    ck_assert(!is_linear(d->network, d->pass));
    diagnosis_free(d);
    harness_free(harness);
}
END_TEST

// Runs the commands, and then what the first finding proposes, with the training it names.
static void repair(struct harness *harness, const char *commands)
{
    struct buf remedy = BUF_EMPTY;
    harness_do(harness, commands);
    struct diagnosis *d = examine(harness);
    ck_assert_uint_gt(d->count, 0);
    ck_assert(d->findings[0].is_cured);
    diagnosis_view_remedy(&remedy, d, 0);
    buf_printf(&remedy, "; train %zu", d->findings[0].cure.epochs);
    diagnosis_free(d);
    harness_do(harness, buf_text(&remedy));
    buf_free(&remedy);
}

// More units would be as linear as these: it is the weights, all positive, that keep them on.
START_TEST(what_is_proposed_against_a_linear_network_makes_it_bend)
{
    struct harness *harness = harness_create();
    repair(harness, "data digits; init 64 8 10");
    struct diagnosis *d = examine(harness);
    ck_assert(!has(d, FINDING_LINEAR));
    diagnosis_free(d);
    harness_do(harness, "train 600");
    d = examine(harness);
    ck_assert(!has(d, FINDING_LINEAR));
    ck_assert_double_lt(d->loss, d->baseline);
    diagnosis_free(d);
    harness_free(harness);
}
END_TEST

START_TEST(what_is_proposed_against_learning_by_heart_lowers_the_test_loss)
{
    for (size_t i = 0; i < BROKEN; i++) {
        if (broken[i].kind != FINDING_BY_HEART)
            continue;
        struct harness *harness = harness_create();
        harness_do(harness, broken[i].commands);
        double before = harness_number(harness, "test_loss");
        harness_free(harness);
        harness = harness_create();
        repair(harness, broken[i].commands);
        ck_assert_double_lt(harness_number(harness, "test_loss"), 0.8 * before);
        harness_free(harness);
    }
}
END_TEST

// The curve of a session that was loaded begins there, and so does what is said of it.
START_TEST(a_lowest_test_loss_is_that_of_the_losses_kept)
{
    struct harness *harness = harness_create();
    harness_do(harness, "data blobs n=14 classes=3 features=2 seed=59; data split 0.5 stratify; "
                        "init 2 24:relu 3:softmax scheme=he_normal seed=20; set lr 0.5; "
                        "set loss ce; train 30; save written; train 600");
    const char *answer = harness_do(harness, "diagnose");
    ck_assert_ptr_nonnull(strstr(answer, "the test loss was lowest after epoch 18, 0.8200;"));
    ck_assert_ptr_null(strstr(answer, "are kept from"));
    harness_do(harness, "load written; train 600");
    answer = harness_do(harness, "diagnose");
    ck_assert_ptr_nonnull(strstr(answer, "   the losses are kept from epoch 31 on; since then\n"
                                         "   the test loss was lowest after epoch 34, 0.8808;"));
    harness_free(harness);
}
END_TEST

// Half the units of this one never come on, and it learns all the same.
START_TEST(spare_units_are_an_aside)
{
    struct harness *harness = harness_create();
    harness_do(harness, "set loss bce; init 2 8 1 scheme=he_normal; train 50");
    struct diagnosis *d = examine(harness);
    ck_assert_uint_eq(d->count, 0);
    ck_assert(d->aside.kind == FINDING_IDLE);
    ck_assert_uint_eq(d->aside.count, 4);
    ck_assert_uint_eq(d->aside.at, 1);
    ck_assert_uint_eq(d->aside.layer, 1);
    diagnosis_free(d);
    const char *answer = harness_do(harness, "diagnose");
    ck_assert_ptr_nonnull(strstr(answer, "it is learning"));
    ck_assert_ptr_nonnull(strstr(answer, "by the way, dead units"));
    ck_assert_ptr_nonnull(strstr(answer, "4 of the 8 units of layer 1, unit 1 first"));
    harness_free(harness);
}
END_TEST

START_TEST(numbers_are_not_counted_as_right)
{
    struct harness *harness = harness_create();
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "init; diagnose"), "2 of 4 right"));
    ck_assert_ptr_null(strstr(harness_do(harness, "init 1 2 1; data sine; diagnose"), " right"));
    harness_free(harness);
}
END_TEST

START_TEST(one_unit_is_named_in_the_singular)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init 2 1 1; train 10000");
    ck_assert_ptr_nonnull(
        strstr(harness_do(harness, "diagnose"), "the only hidden unit is on for all 4"));
    harness_free(harness);
}
END_TEST

// What is proposed ends the schedule, or names both the learning rate and the network.
START_TEST(a_remedy_holds_all_that_it_takes)
{
    struct harness *harness = harness_create();
    harness_do(harness, "data moons n=60; init 2 8:tanh 1 scheme=xavier_normal; set loss bce");
    harness_do(harness, "set schedule step; set period 10; set decay 0.1; train 2000");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "diagnose"), "try: set schedule constant\n"));
    harness_free(harness);
    harness = harness_create();
    harness_do(harness, "init 2 4 1 scheme=he_normal; set lr 300; train 100");
    const char *answer = harness_do(harness, "diagnose");
    ck_assert_ptr_nonnull(strstr(answer, "try: set lr 3; reset\n"));
    ck_assert_ptr_nonnull(strstr(answer, "then 'train 1000' ends at loss"));
    harness_free(harness);
}
END_TEST

// A network whose loss is above that of a constant answer does not learn, with dead units or without.
START_TEST(idle_units_are_those_of_a_network_that_learns)
{
    struct harness *harness = harness_create();
    harness_do(harness,
               "data sine n=60; init 1 40 40 40 1:linear scheme=normal; set lr 0.01; train 3");
    struct diagnosis *d = examine(harness);
    ck_assert(!has(d, FINDING_IDLE));
    diagnosis_free(d);
    harness_free(harness);
}
END_TEST

START_TEST(ctrl_c_ends_it_with_what_is_known)
{
    struct harness *harness = harness_create();
    struct error error = ERROR_NONE;
    struct buf answer = BUF_EMPTY;
    harness_do(harness, "init seed=3; train 10000");
    harness->stop = 1;
    struct study_case from = study_case_of(harness->shell->session);
    struct diagnosis *d = diagnosis_create(&from, &error);
    ck_assert_ptr_nonnull(d);
    ck_assert(d->is_interrupted);
    diagnosis_view(&answer, style_of(&harness->shell->session->settings, false), d, false);
    ck_assert_msg(strstr(buf_text(&answer), " of 4 right") != NULL, "%s", buf_text(&answer));
    ck_assert_ptr_nonnull(strstr(buf_text(&answer), "interrupted: this is what was known by then"));
    buf_free(&answer);
    diagnosis_free(d);
    harness_free(harness);
}
END_TEST

Suite *diagnosis_suite(void)
{
    Suite *suite = suite_create("diagnosis");
    TCase *tests = tcase_create("diagnosis");
    tcase_add_loop_test(tests, a_broken_network_is_told_its_cause, 0, BROKEN);
    tcase_add_loop_test(tests, each_remedy_runs, 0, BROKEN);
    tcase_add_loop_test(tests, the_session_stays_to_the_bit, 0, BROKEN);
    tcase_add_loop_test(tests, an_answer_fits_a_screen, 0, BROKEN);
    tcase_add_loop_test(tests, of_a_healthy_network_nothing_is_said, 0, HEALTHY);
    tcase_add_test(tests, a_network_at_the_start_of_a_dead_end_is_told_where_it_leads);
    tcase_add_test(tests, every_seed_ends_learnt_or_with_a_finding);
    tcase_add_test(tests, linear_is_on_everywhere);
    tcase_add_test(tests, what_is_proposed_against_a_linear_network_makes_it_bend);
    tcase_add_test(tests, what_is_proposed_against_learning_by_heart_lowers_the_test_loss);
    tcase_add_test(tests, a_lowest_test_loss_is_that_of_the_losses_kept);
    tcase_add_test(tests, spare_units_are_an_aside);
    tcase_add_test(tests, numbers_are_not_counted_as_right);
    tcase_add_test(tests, one_unit_is_named_in_the_singular);
    tcase_add_test(tests, a_remedy_holds_all_that_it_takes);
    tcase_add_test(tests, idle_units_are_those_of_a_network_that_learns);
    tcase_add_test(tests, ctrl_c_ends_it_with_what_is_known);
    suite_add_tcase(suite, tests);
    return suite;
}
