// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever does the work, and however many: no bit moves. Sizes are odd on purpose, and the parts are
// more than the cores of most machines, so that threads come late and parts go to other workers.
#include <check.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "network/kernel.h"
#include "network/optimizer.h"
#include "network/packed_weights.h"
#include "network/pass_learn.h"
#include "session/workers.h"

#include "harness.h"
#include "suites.h"

enum { WORKERS = 4, ROUNDS = 200000, PARTS_MOST = 64 };

struct tally {
    atomic_uint done[PARTS_MOST]; // how often each part was done
};

static void count_part(void *job, size_t index)
{
    atomic_fetch_add(&((struct tally *)job)->done[index], 1);
}

START_TEST(each_part_is_done_once_in_every_round)
{
    struct thread_team *team = workers_create(WORKERS);
    struct tally tally = {0};
    ck_assert_ptr_nonnull(team);
    ck_assert_uint_ge(team->parts, 2);
    ck_assert_uint_le(team->parts, PARTS_MOST);
    for (unsigned round = 1; round <= ROUNDS; round++) {
        team->run(team, count_part, &tally);
        for (size_t i = 0; i < team->parts; i++)
            ck_assert_uint_eq(atomic_load(&tally.done[i]), round);
    }
    workers_free(team);
    ck_assert_ptr_null(workers_create(1));
    ck_assert_ptr_null(workers_create(0));
}
END_TEST

// What the parts of a job pass on from one to the next.
struct relay {
    struct thread_team *team;
    atomic_size_t at; // the part whose turn it is
};

static void relay_part(void *job, size_t index)
{
    struct relay *relay = job;
    for (size_t looks = 0; atomic_load(&relay->at) != index; looks++)
        relay->team->wait(looks);
    atomic_store(&relay->at, index + 1);
}

START_TEST(a_part_may_wait_for_those_before_it)
{
    struct relay relay = {.team = workers_create(WORKERS)};
    ck_assert_ptr_nonnull(relay.team);
    for (unsigned round = 0; round < 2000; round++) {
        atomic_store(&relay.at, 0);
        relay.team->run(relay.team, relay_part, &relay);
        ck_assert_uint_eq(atomic_load(&relay.at), relay.team->parts);
    }
    workers_free(relay.team);
}
END_TEST

// Its workers may be anywhere when a team ends: none does anything after that, and none is waited for in vain.
START_TEST(a_team_ends_with_its_last_round)
{
    for (unsigned times = 0; times < 3000; times++) {
        struct thread_team *team = workers_create(WORKERS);
        struct tally tally = {0};
        ck_assert_ptr_nonnull(team);
        size_t parts = team->parts;
        for (unsigned round = 0; round < times % 3; round++)
            team->run(team, count_part, &tally);
        workers_free(team);
        for (size_t i = 0; i < parts; i++)
            ck_assert_uint_eq(atomic_load(&tally.done[i]), times % 3);
    }
}
END_TEST

START_TEST(parts_cover_everything_once)
{
    for (size_t count = 0; count < 200; count += 7)
        for (size_t grain = 1; grain <= 24; grain += 23)
            for (size_t parts = 1; parts <= 9; parts++) {
                ck_assert_uint_eq(thread_team_begin(count, grain, 0, parts), 0);
                ck_assert_uint_eq(thread_team_begin(count, grain, parts, parts), count);
                for (size_t i = 0; i < parts; i++)
                    ck_assert_uint_le(thread_team_begin(count, grain, i, parts),
                                      thread_team_begin(count, grain, i + 1, parts));
            }
}
END_TEST

// What is trained alone and by a team. x is a wide identity, so that layers can be of any size.
static const char *const nets[] = {
    "set batch 1000; init 12 70:gelu 131:tanh 301:relu 1", // products by rows and by columns, shared activations
    "set batch 300; init 12 501 501 1",
};

START_TEST(a_team_computes_the_same_bits_as_one)
{
    const char *optimizer = optimizers[_i].name;
    for (size_t i = 0; i < sizeof nets / sizeof *nets; i++) {
        struct harness *alone = harness_create(), *teamed = harness_create();
        char text[200];
        snprintf(text, sizeof text,
                 "set lr 0.01; data parity n=12; %s; set optimizer %s; set l2 0.01; train 2",
                 nets[i], optimizer);
        teamed->shell->session->cores = WORKERS;
        harness_do(alone, text);
        harness_do(teamed, text);
        harness_do(alone, "forward; backward");
        harness_do(teamed, "forward; backward");
        struct session *one = alone->shell->session, *many = teamed->shell->session;
        size_t bytes = one->network->parameter_count * sizeof(double);
        ck_assert_ptr_null(one->team);
        ck_assert_ptr_nonnull(many->team);
        ck_assert(memcmp(one->network->parameters, many->network->parameters, bytes) == 0);
        ck_assert(memcmp(one->network->gradients, many->network->gradients, bytes) == 0);
        ck_assert(memcmp(&one->pass->loss, &many->pass->loss, sizeof(double)) == 0);
        harness_free(alone);
        harness_free(teamed);
    }
}
END_TEST

// What is trained in one go, with packed weights, and with somebody looking at each epoch.
static const char *const streaks[] = {
    "data parity n=8; set lr 0.001; init 8 700:tanh 301:relu 110:gelu 1:sigmoid "
    "scheme=he_normal", // one batch an epoch
    "data parity n=8; set batch 50; init 8 300:relu 300:sigmoid 1:sigmoid scheme=he_normal",
    "data parity n=8; set batch 7; set shuffle on; set loss bce; set lr 0.02; "
    "set schedule step; init 8 130:relu 400 1:sigmoid scheme=he_normal",
};

START_TEST(packing_changes_no_bit)
{
    struct harness *looked = harness_create(), *alone = harness_create(),
                   *teamed = harness_create();
    struct harness *harnesses[] = {looked, alone, teamed};
    teamed->shell->session->cores = WORKERS;
    for (size_t i = 0; i < 3; i++) {
        harness_do(harnesses[i], streaks[_i]);
        harness_do(harnesses[i], "forward; backward"); // whose gradients the first update takes
        harness_do(harnesses[i], i == 0 ? "train 41 every=1" : "train 41");
    }
    const struct session *one = looked->shell->session;
    size_t bytes = one->network->parameter_count * sizeof(double);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 1; i < 3; i++) {
            const struct session *other = harnesses[i]->shell->session;
            ck_assert(memcmp(one->network->parameters, other->network->parameters, bytes) == 0);
            ck_assert(memcmp(one->network->gradients, other->network->gradients, bytes) == 0);
            ck_assert(memcmp(&one->batch.last_loss, &other->batch.last_loss, sizeof(double)) == 0);
        }
        for (size_t i = 0; i < 3; i++) // replayed, with what the gradients were at the end
            harness_do(harnesses[i],
                       round == 0 ? "goto 37; forward; backward" : "goto 41; forward; backward");
    }
    for (size_t i = 0; i < 3; i++)
        harness_free(harnesses[i]);
}
END_TEST

// The same update twice, once with packed weights; then stages that need them as they were.
START_TEST(an_update_of_packed_weights_is_the_same)
{
    struct harness *plain = harness_create(), *packed = harness_create();
    struct harness *harnesses[] = {plain, packed};
    packed->shell->session->cores = _i ? WORKERS : 1;
    for (size_t i = 0; i < 2; i++) {
        harness_do(harnesses[i], "data parity n=8; init 8 200:relu 301:gelu 1:sigmoid; forward");
        struct session *session = harnesses[i]->shell->session;
        struct network *network = session->network;
        struct step_config config = session_step_config(session);
        struct pass *pass = session->pass;
        ck_assert(pass_learn_wants_packing(pass, network, &config));
        for (int update = 0; update < 3; update++) {
            if (i == 1)
                weights_pack(network);
            ck_assert_uint_eq(network->packed_parts, i == 0 ? 0 : network->team ? WORKERS : 1);
            ck_assert(network->layers[1].is_packed == (i == 1));
            ck_assert(!network->layers[2].is_packed);
            pass_learn(pass, network, &config, false);
            pass_predict(pass, network);
        }
        for (size_t s = stage_first_backward(3); s < stage_count(3); s++) // takes them out
            pass_run(pass, network, &config, stage_at(3, s));
        ck_assert_uint_eq(network->packed_parts, 0);
    }
    const struct network *one = plain->shell->session->network;
    const struct network *other = packed->shell->session->network;
    size_t bytes = one->parameter_count * sizeof(double);
    ck_assert(memcmp(one->parameters, other->parameters, bytes) == 0);
    ck_assert(memcmp(one->gradients, other->gradients, bytes) == 0);
    for (size_t i = 0; i < 2; i++)
        harness_free(harnesses[i]);
}
END_TEST

// Where no plain descent on few samples is done, no weights are packed.
START_TEST(who_keeps_more_packs_no_weights)
{
    static const char *const others[] = {"set optimizer adam", "set l2 0.1", "set clip 1",
                                         "freeze w1", "freeze b2"};
    struct harness *harness = harness_create();
    struct session *session = harness->shell->session;
    harness_do(harness, "data parity n=8; init 8 200 300:gelu 1; forward");
    struct step_config config = session_step_config(session);
    ck_assert(pass_learn_wants_packing(session->pass, session->network, &config));
    harness_do(harness, others[_i]);
    config = session_step_config(session);
    ck_assert(!pass_learn_wants_packing(session->pass, session->network, &config));
    harness_free(harness);
}
END_TEST

START_TEST(a_small_network_hires_nobody)
{
    struct harness *harness = harness_create();
    harness->shell->session->cores = WORKERS;
    harness_do(harness, "init; train 100");
    ck_assert_ptr_null(harness->shell->session->team);
    harness_free(harness);
}
END_TEST

Suite *workers_suite(void)
{
    Suite *suite = suite_create("workers");
    TCase *tcase = tcase_create("workers");
    tcase_add_test(tcase, each_part_is_done_once_in_every_round);
    tcase_add_test(tcase, a_part_may_wait_for_those_before_it);
    tcase_add_test(tcase, a_team_ends_with_its_last_round);
    tcase_add_test(tcase, parts_cover_everything_once);
    tcase_add_loop_test(tcase, a_team_computes_the_same_bits_as_one, 0, OPTIMIZER_COUNT);
    tcase_add_loop_test(tcase, packing_changes_no_bit, 0, sizeof streaks / sizeof *streaks);
    tcase_add_loop_test(tcase, an_update_of_packed_weights_is_the_same, 0, 2);
    tcase_add_loop_test(tcase, who_keeps_more_packs_no_weights, 0, 5);
    tcase_add_test(tcase, a_small_network_hires_nobody);
    suite_add_tcase(suite, tcase);
    return suite;
}
