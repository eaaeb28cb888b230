// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever does the work, and however many: no bit moves. Sizes are odd on purpose, and the parts are
// more than the cores of most machines, so that threads come late and parts change hands.
#include <check.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "network/kernel.h"
#include "network/optimizer.h"
#include "session/workers.h"

#include "rig.h"
#include "suites.h"

enum { HANDS = 4, ROUNDS = 200000, PARTS_MOST = 64 };

struct tally {
    atomic_uint done[PARTS_MOST]; // how often each part was done
};

static void count_part(void *job, size_t index)
{
    atomic_fetch_add(&((struct tally *)job)->done[index], 1);
}

START_TEST(each_part_is_done_once_in_every_round)
{
    struct crew *crew = workers_create(HANDS);
    struct tally tally = {0};
    ck_assert_ptr_nonnull(crew);
    ck_assert_uint_ge(crew->parts, 2);
    ck_assert_uint_le(crew->parts, PARTS_MOST);
    for (unsigned round = 1; round <= ROUNDS; round++) {
        crew->run(crew, count_part, &tally);
        for (size_t i = 0; i < crew->parts; i++)
            ck_assert_uint_eq(atomic_load(&tally.done[i]), round);
    }
    workers_free(crew);
    ck_assert_ptr_null(workers_create(1));
    ck_assert_ptr_null(workers_create(0));
}
END_TEST

START_TEST(parts_cover_everything_once)
{
    for (size_t count = 0; count < 200; count += 7)
        for (size_t grain = 1; grain <= 24; grain += 23)
            for (size_t parts = 1; parts <= 9; parts++) {
                ck_assert_uint_eq(crew_begin(count, grain, 0, parts), 0);
                ck_assert_uint_eq(crew_begin(count, grain, parts, parts), count);
                for (size_t i = 0; i < parts; i++)
                    ck_assert_uint_le(crew_begin(count, grain, i, parts),
                                      crew_begin(count, grain, i + 1, parts));
            }
}
END_TEST

// What is trained alone and by a crew. x is a wide identity, so that layers can be of any size.
static const char *const nets[] = {
    "set batch 1000; init 12 70:gelu 131:tanh 301:relu 1", // products by rows and by columns, shared activations
    "set batch 300; init 12 501 501 1",
};

START_TEST(a_crew_computes_the_same_bits_as_one)
{
    const char *optimizer = optimizers[_i].name;
    for (size_t i = 0; i < sizeof nets / sizeof *nets; i++) {
        struct rig *alone = rig_create(), *crewed = rig_create();
        char text[200];
        snprintf(text, sizeof text,
                 "set lr 0.01; data parity n=12; %s; set optimizer %s; set l2 0.01; train 2",
                 nets[i], optimizer);
        crewed->shell->session->cores = HANDS;
        rig_do(alone, text);
        rig_do(crewed, text);
        rig_do(alone, "forward; backward");
        rig_do(crewed, "forward; backward");
        struct session *one = alone->shell->session, *many = crewed->shell->session;
        size_t bytes = one->network->parameter_count * sizeof(double);
        ck_assert_ptr_null(one->crew);
        ck_assert_ptr_nonnull(many->crew);
        ck_assert(memcmp(one->network->parameters, many->network->parameters, bytes) == 0);
        ck_assert(memcmp(one->network->gradients, many->network->gradients, bytes) == 0);
        ck_assert(memcmp(&one->pass->loss, &many->pass->loss, sizeof(double)) == 0);
        rig_free(alone);
        rig_free(crewed);
    }
}
END_TEST

START_TEST(a_small_network_hires_nobody)
{
    struct rig *rig = rig_create();
    rig->shell->session->cores = HANDS;
    rig_do(rig, "init; train 100");
    ck_assert_ptr_null(rig->shell->session->crew);
    rig_free(rig);
}
END_TEST

Suite *workers_suite(void)
{
    Suite *suite = suite_create("workers");
    TCase *tcase = tcase_create("workers");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, each_part_is_done_once_in_every_round);
    tcase_add_test(tcase, parts_cover_everything_once);
    tcase_add_loop_test(tcase, a_crew_computes_the_same_bits_as_one, 0, OPTIMIZER_COUNT);
    tcase_add_test(tcase, a_small_network_hires_nobody);
    suite_add_tcase(suite, tcase);
    return suite;
}
