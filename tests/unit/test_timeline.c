// SPDX-License-Identifier: GPL-3.0-or-later
// Every state that can be gone back to is held, byte by byte, against the one that a straight run
// was in: every optimizer, batch, order and schedule, settings changed on the way.
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "network/optimizer.h"
#include "network/rng.h"
#include "network/schedule.h"
#include "history/snapshot.h"
#include "history/timeline.h"
#include "history/timeline_look.h"
#include "history/timeline_memory.h"

#include "harness.h"
#include "suites.h"

static void check_state(const struct harness *harness, const struct buf *expected,
                        const char *where)
{
    struct buf now = harness_bytes(harness->shell->session);
    size_t least = now.length < expected->length ? now.length : expected->length, at = 0;
    while (at < least && now.data[at] == expected->data[at])
        at++;
    ck_assert_msg(now.length == expected->length && at == least,
                  "%s: the state differs from byte %zu on (of %zu and %zu)", where, at, now.length,
                  expected->length);
    buf_free(&now);
}

// ---- every optimizer, batch, order and schedule -------------------------------------------------

static const char *const batches[] = {"full", "2", "3", "full"};
static const char *const orders[] = {"off", "off", "on", "on"};

// A session in which everything happens; %s are optimizer, batch, shuffle, schedule.
static const char *const course[] = {
    "init 2 3:tanh 1 seed=5",
    "set optimizer %s",
    "set batch %s",
    "set shuffle %s",
    "set schedule %s",
    "set period 11",
    "train 7",
    "step 1",
    "set lr 0.3",
    "train 13",
    "forward",
    "set l2 0.01",
    "backward",
    "train 5",
    "freeze w1",
    "step 3",
    "set x[0,0] 0.25",
    "set clip 0.5",
    "next",
    "train 9",
    "unfreeze w1",
    "set w2[0,0] 0.5",
    "let mine = w1",
    "train 4",
    "set loss sse",
    "set batch 3",
    "train 6",
    "data xnor",
    "train 3",
    "set l1 0.001",
    "train until loss < 0 max=8",
    "set shuffle on",
    "step 5",
    "watch w1[0,0]",
    "break loss < -1",
    "train 12",
    "reset",
    "train 3",
    "init 2 2 1 seed=3",
    "train 10",
};
enum { COURSE = sizeof course / sizeof *course };

// The text of a command of the course, with its word put in.
static void course_text(char *text, size_t size, size_t index, int variant)
{
    size_t optimizer = (size_t)variant / 4 % OPTIMIZER_COUNT;
    size_t schedule = (size_t)variant / 4 / OPTIMIZER_COUNT, batch = (size_t)variant % 4;
    const char *words[] = {optimizers[optimizer].name, batches[batch], orders[batch],
                           schedules[schedule].name};
    const char *mark = strchr(course[index], '%');
    snprintf(text, size, "%.*s%s", mark ? (int)(mark - course[index]) : 1000, course[index],
             mark ? words[index - 1] : "");
}

// Runs the commands of the course before [end], and keeps the state behind each.
static void run_course(struct harness *harness, size_t end, int variant, struct buf *states)
{
    char text[100];
    for (size_t i = 0; i < end; i++) {
        course_text(text, sizeof text, i, variant);
        harness_do(harness, text);
        if (states)
            states[i + 1] = harness_bytes(harness->shell->session);
    }
}

// Walks to and fro over the course; [where] of the entries leads to which command.
static void walk(struct harness *harness, const struct buf *states, const size_t *command,
                 size_t count, uint32_t seed)
{
    char text[100];
    size_t at = count;
    struct rng rng;
    rng_seed(&rng, seed);
    for (int i = 0; i < 60; i++) {
        size_t to = (size_t)rng_interval(&rng, count);
        if (to == at)
            continue;
        snprintf(text, sizeof text, "%s %zu", to < at ? "undo" : "redo",
                 to < at ? at - to : to - at);
        harness_do(harness, text);
        at = to;
        if (i % 3 == 0)
            harness_do(harness, "show x; print 1"); // looking changes nothing
        snprintf(text, sizeof text, "behind '%s'", command[at] ? course[command[at] - 1] : "");
        check_state(harness, &states[command[at]], text);
    }
}

START_TEST(a_walk_over_a_session_meets_its_states)
{
    struct harness *harness = harness_create();
    struct buf states[COURSE + 1];
    size_t command[COURSE + 1] = {0}, count = 0;
    states[0] = harness_bytes(harness->shell->session);
    run_course(harness, COURSE, _i, states);
    // A command that changed nothing, as a setting that had this value, is no entry.
    for (size_t i = 1; i <= COURSE; i++)
        if (states[i].length != states[i - 1].length ||
            memcmp(states[i].data, states[i - 1].data, states[i].length) != 0)
            command[++count] = i;
    ck_assert_uint_eq(timeline_undo_count(harness->shell->timeline), count);
    walk(harness, states, command, count, (uint32_t)_i);
    for (size_t i = 0; i <= COURSE; i++)
        buf_free(&states[i]);
    harness_free(harness);
}
END_TEST

// Takes all states away that can be replayed, as a want of memory would.
static void thin_out(struct timeline *timeline)
{
    for (size_t i = 1; i < timeline->count; i++) {
        struct entry *entry = &timeline->entries[i];
        if (entry->kind == ENTRY_RUN) {
            snapshot_free(entry->state);
            entry->state = NULL;
        }
    }
}

START_TEST(a_replay_meets_the_same_states)
{
    struct harness *harness = harness_create();
    struct buf states[COURSE + 1];
    size_t command[COURSE + 1] = {0}, count = 0;
    states[0] = harness_bytes(harness->shell->session);
    run_course(harness, COURSE, _i, states);
    for (size_t i = 1; i <= COURSE; i++)
        if (states[i].length != states[i - 1].length ||
            memcmp(states[i].data, states[i - 1].data, states[i].length) != 0)
            command[++count] = i;
    thin_out(harness->shell->timeline);
    walk(harness, states, command, count, (uint32_t)_i + 1000);
    for (size_t i = 0; i <= COURSE; i++)
        buf_free(&states[i]);
    harness_free(harness);
}
END_TEST

// The epoch is reached by itself on one side and by goto on the other.
static void check_epoch(struct harness *harness, size_t before, size_t epoch, int variant)
{
    char text[100];
    struct harness *straight = harness_create();
    run_course(straight, before, variant, NULL);
    const struct session *session = straight->shell->session;
    if (epoch > session->epoch) {
        snprintf(text, sizeof text, "train %zu every=1000", epoch - session->epoch);
        harness_do(straight, text);
    }
    struct buf expected = harness_bytes(session);
    snprintf(text, sizeof text, "goto %zu", epoch);
    struct buf present = harness_bytes(harness->shell->session);
    harness_do(harness, text);
    check_state(harness, &expected, text);
    harness_do(harness, "undo");
    check_state(harness, &present, "undo of goto");
    buf_free(&expected);
    buf_free(&present);
    harness_free(straight);
}

START_TEST(goto_meets_a_straight_run)
{
    struct harness *harness = harness_create();
    // Epochs in the trainings of the course, and the first command that is not yet to be run.
    static const size_t epochs[][2] = {{6, 3}, {6, 6}, {9, 11}, {9, 19}, {13, 23}, {19, 35}};
    run_course(harness, 36, _i, NULL);
    for (size_t i = 0; i < sizeof epochs / sizeof *epochs; i++) {
        // Where an epoch has more than one update the later trainings begin at other epochs.
        size_t before = epochs[i][0];
        struct harness *probe = harness_create();
        run_course(probe, before, _i, NULL);
        size_t begin = probe->shell->session->epoch;
        harness_free(probe);
        size_t epoch = begin + 2 + i % 2;
        check_epoch(harness, before, epoch, _i);
        if (i % 2)
            thin_out(harness->shell->timeline);
    }
    harness_free(harness);
}
END_TEST

// ---- random sessions ----------------------------------------------------------------------------

enum { RANDOM_ACTIONS = 400 };

// A random command, one that goes through time among them.
static void random_command(char *text, size_t size, struct rng *rng, const struct shell *shell)
{
    static const char *const commands[] = {"init 2 3 1 seed=%u",
                                           "init 2 2:tanh 1 seed=%u",
                                           "reset",
                                           "set lr 0.%u1",
                                           "set batch %u",
                                           "set batch full",
                                           "set shuffle on",
                                           "set shuffle off",
                                           "set optimizer adam",
                                           "set optimizer momentum",
                                           "set loss sse",
                                           "set loss mse",
                                           "set optimizer sgd",
                                           "set schedule cosine",
                                           "set l2 0.00%u",
                                           "set clip 0.%u",
                                           "set schedule constant",
                                           "train %u",
                                           "train 3%u",
                                           "step %u",
                                           "train until loss < 0.2",
                                           "forward",
                                           "backward",
                                           "next",
                                           "update",
                                           "set w1[0,0] 0.%u",
                                           "set x[1,0] 0.%u",
                                           "set y[0,0] 0.%u",
                                           "data xor",
                                           "data xnor",
                                           "let mine = w1*%u",
                                           "set mine 2",
                                           "freeze w1",
                                           "unfreeze w1 b2",
                                           "watch steps",
                                           "unwatch",
                                           "break loss < 0.1",
                                           "unbreak",
                                           "show x",
                                           "print loss",
                                           "mark a%u",
                                           "goto a%u",
                                           "goto a%u",
                                           "train 20%u"};
    const struct session *session = shell->session;
    const struct timeline *timeline = shell->timeline;
    uint64_t kind = rng_interval(rng, 9);
    if (kind == 0)
        snprintf(text, size, "undo %zu",
                 (size_t)rng_interval(rng, timeline->cursor < 4 ? timeline->cursor : 4));
    else if (kind == 1)
        snprintf(text, size, "redo %zu", (size_t)rng_interval(rng, timeline->count));
    else if (kind == 2)
        snprintf(text, size, "goto %zu", (size_t)rng_interval(rng, session->epoch));
    else
        snprintf(text, size, commands[rng_interval(rng, sizeof commands / sizeof *commands - 1)],
                 (unsigned)rng_interval(rng, 8) + 1);
}

START_TEST(a_random_session_meets_its_states)
{
    struct harness *harness = harness_create();
    const struct timeline *timeline = harness->shell->timeline;
    struct buf states[RANDOM_ACTIONS + 2] = {BUF_EMPTY};
    size_t count = 1;
    char text[100] = "init";
    struct rng rng;
    rng_seed(&rng, (uint32_t)_i);
    states[0] = harness_bytes(harness->shell->session);
    for (int i = 0; i < RANDOM_ACTIONS; i++) {
        size_t before = timeline->last_id;
        harness_run(harness, text);
        if (timeline->last_id == before) {
            check_state(harness, &states[timeline->cursor], text);
        } else {
            while (count > timeline->cursor)
                buf_free(&states[--count]);
            states[count++] = harness_bytes(harness->shell->session);
            ck_assert_uint_eq(count, timeline->count);
        }
        if (i % 7 == 0)
            thin_out(harness->shell->timeline);
        random_command(text, sizeof text, &rng, harness->shell);
    }
    while (count > 0)
        buf_free(&states[--count]);
    harness_free(harness);
}
END_TEST

// ---- long trainings -----------------------------------------------------------------------------

START_TEST(goto_finds_any_epoch_of_a_long_training)
{
    static const char *const begins[] = {
        "init", "init; set optimizer adam", "init; set batch 3; set shuffle on; set lr 0.05",
        "init 2 60 1; set timeline 1; set optimizer adam; set schedule cosine; set lr 0.001"};
    static const size_t epochs[] = {19999, 1, 9973, 4096, 12288, 17, 0, 15000};
    char text[100];
    struct harness *harness = harness_create();
    harness_do(harness, begins[_i]);
    harness_do(harness, "train 20000 every=20000");
    struct buf present = harness_bytes(harness->shell->session);
    for (size_t i = 0; i < sizeof epochs / sizeof *epochs; i++) {
        struct harness *straight = harness_create();
        harness_do(straight, begins[_i]);
        snprintf(text, sizeof text, "train %zu every=7000", epochs[i]);
        if (epochs[i])
            harness_do(straight, text);
        struct buf expected = harness_bytes(straight->shell->session);
        snprintf(text, sizeof text, "goto %zu", epochs[i]);
        harness_do(harness, text);
        check_state(harness, &expected, text);
        harness_do(harness, "undo");
        check_state(harness, &present, "undo");
        buf_free(&expected);
        harness_free(straight);
    }
    ck_assert_uint_gt(harness->shell->timeline->count, 1);
    buf_free(&present);
    harness_free(harness);
}
END_TEST

// Moments after an update, as a session meets them that does one update after the other: the last one, where
// something was changed in between.
struct moments {
    struct buf states[200];
    size_t epochs[200], count;
};

static void meet(struct moments *moments, const struct session *session)
{
    size_t steps = session->steps;
    moments->count = steps + 1;
    buf_free(&moments->states[steps]);
    moments->states[steps] = harness_bytes(session);
    moments->epochs[steps] = session->epoch;
}

START_TEST(goto_finds_any_update)
{
    static const struct {
        const char *change; // and then so many updates
        size_t updates;
    } parts[] = {{"data moons; init 2 4:tanh 1 seed=2; set batch 40; set shuffle on", 12},
                 {"set lr 0.1", 4},
                 {"set optimizer adam; set lr 0.01", 30},
                 {"set batch 15", 40},
                 {"set batch full", 3}};
    struct harness *harness = harness_create(), *single = harness_create();
    struct moments moments = {.count = 0};
    char text[100];
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        harness_do(single, parts[i].change);
        meet(&moments, single->shell->session);
        for (size_t n = 0; n < parts[i].updates; n++) {
            harness_do(single, "train updates=1");
            meet(&moments, single->shell->session);
        }
        snprintf(text, sizeof text, "%s; train updates=%zu", parts[i].change, parts[i].updates);
        harness_do(harness, text);
    }
    harness_do(harness, "forward; next");
    struct buf present = harness_bytes(harness->shell->session);
    thin_out(harness->shell->timeline);
    for (size_t i = 0; i < moments.count; i++) {
        snprintf(text, sizeof text, "goto %zu steps=%zu", moments.epochs[i], i);
        harness_do(harness, text);
        check_state(harness, &moments.states[i], text);
        harness_do(harness, "undo");
        check_state(harness, &present, "undo");
        buf_free(&moments.states[i]);
    }
    ck_assert_uint_eq(moments.count, 90);
    buf_free(&present);
    harness_free(single);
    harness_free(harness);
}
END_TEST

// A moment that is looked at, compared with how a session met it.
static void ck_look(struct harness *harness, const struct moments *moments, size_t steps)
{
    struct error error;
    struct session *look = timeline_look_steps(harness->shell->timeline, steps, &error);
    ck_assert_ptr_nonnull(look);
    struct buf found = harness_bytes(look);
    ck_assert_uint_eq(look->steps, steps);
    ck_assert_uint_eq(found.length, moments->states[steps].length);
    ck_assert(memcmp(found.data, moments->states[steps].data, found.length) == 0);
    buf_free(&found);
    session_free(look);
}

START_TEST(a_look_back_keeps_states_on_the_way)
{
    static const char *const begin =
        "data moons; init 2 100 100 1 seed=2 scheme=he_normal; set batch 40; set shuffle on";
    struct harness *harness = harness_create(), *single = harness_create();
    struct moments moments = {.count = 0};
    struct timeline *timeline = harness->shell->timeline;
    harness_do(harness, begin);
    harness_do(harness, "train updates=199");
    harness_do(single, begin);
    meet(&moments, single->shell->session);
    for (size_t n = 0; n < 199; n++) {
        harness_do(single, "train updates=1");
        meet(&moments, single->shell->session);
    }
    struct buf present = harness_bytes(harness->shell->session);
    thin_out(timeline);
    size_t held = timeline->held;
    for (size_t steps = 199; steps-- > 0;)
        ck_look(harness, &moments, steps);
    ck_assert_ptr_nonnull(timeline->looks[0].state);
    for (size_t i = 1; i < 199; i += 7)
        ck_look(harness, &moments, 61 * i % 199);
    timeline_forget_looks(timeline);
    ck_assert_uint_eq(timeline->held, held);
    check_state(harness, &present, "looks");
    for (size_t i = 0; i < moments.count; i++)
        buf_free(&moments.states[i]);
    buf_free(&present);
    harness_free(single);
    harness_free(harness);
}
END_TEST

START_TEST(long_trainings_leave_states_behind)
{
    struct harness *harness = harness_create();
    const struct timeline *timeline = harness->shell->timeline;
    harness_do(harness, "init; train 100000 every=100000");
    ck_assert_uint_ge(timeline->entries[2].run_states.count, 20);
    harness_do(harness, "undo; redo; goto 50000; train 10 every=10; undo 2");
    ck_assert_uint_eq(harness->shell->session->epoch, 100000);
    harness_free(harness);
}
END_TEST

// ---- what is dropped, what stays ----------------------------------------------------------------

START_TEST(a_new_change_drops_what_was_undone_and_marks_stay)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; train 40 every=40; mark far; set lr 0.5; train 10 every=10");
    harness_do(harness, "mark farther");
    struct buf farther = harness_bytes(harness->shell->session);
    harness_do(harness, "undo 4; redo");
    ck_assert_str_eq(harness_fail(harness, "redo 4"),
                     "test:1:6: error: only 3 commands can be redone; 'show timeline' lists them");
    harness_do(harness, "train 5 every=5");
    ck_assert_str_eq(harness_fail(harness, "redo"), "test:1:1: error: nothing to redo");
    harness_do(harness, "goto far");
    ck_assert_uint_eq(harness->shell->session->epoch, 40);
    harness_do(harness, "goto farther");
    check_state(harness, &farther, "goto farther");
    ck_assert_str_eq(
        harness_fail(harness, "goto 3"),
        "test:1:6: error: what came before this mark is no longer kept; it begins at epoch 50");
    harness_do(harness, "undo 2");
    ck_assert_uint_eq(harness->shell->session->epoch, 5);
    harness_do(harness, "goto far; goto farther; train 5 every=5; goto 52");
    ck_assert_uint_eq(harness->shell->session->epoch, 52);
    harness_do(harness, "goto farther");
    check_state(harness, &farther, "goto farther again");
    buf_free(&farther);
    harness_free(harness);
}
END_TEST

START_TEST(a_failed_command_leaves_no_entry_and_a_diverged_one_does)
{
    struct harness *harness = harness_create();
    const struct timeline *timeline = harness->shell->timeline;
    harness_do(harness, "init");
    harness_fail(harness, "set lr -1");
    harness_fail(harness, "set w1 [1, 2, 3]");
    harness_fail(harness, "set x[0,0] 1/0");
    harness_fail(harness, "init 3000000 3000000 1");
    harness_fail(harness, "train 5 until loss");
    harness_do(harness,
               "set lr 0.2; show net; print loss; forward; explain loss; whatif lr 1; check");
    ck_assert_uint_eq(timeline->count, 3); // the beginning, init, forward
    harness_do(harness, "diagnose; predict; sweep 2 epochs=3; show all; help set; history");
    ck_assert_uint_eq(timeline->count, 3);
    harness_do(harness, "init 2 2:linear 1:linear; set lr 100");
    struct buf before = harness_bytes(harness->shell->session);
    size_t count = timeline->count;
    harness_fail(harness, "train 1000");
    ck_assert_uint_gt(harness->shell->session->epoch, 0);
    ck_assert_uint_eq(timeline->count, count + 1);
    struct buf after = harness_bytes(harness->shell->session);
    harness_do(harness, "undo");
    check_state(harness, &before, "before the divergence");
    thin_out(harness->shell->timeline);
    harness_do(harness, "redo");
    check_state(harness, &after, "behind the divergence");
    buf_free(&before);
    buf_free(&after);
    harness_free(harness);
}
END_TEST

START_TEST(an_interrupted_training_is_one_entry)
{
    struct harness *harness = harness_create();
    const struct timeline *timeline = harness->shell->timeline;
    harness_do(harness, "init");
    harness->stop_at = "epoch 300/";
    harness_type(harness, "train 100000");
    harness->stop = 0;
    harness->stop_at = NULL;
    ck_assert_uint_eq(timeline->count, 3);
    size_t epoch = harness->shell->session->epoch;
    ck_assert_uint_ge(epoch, 300);
    harness_do(harness, "undo; redo");
    ck_assert_uint_eq(harness->shell->session->epoch, epoch);
    // A replay that is interrupted leaves everything as it was.
    harness_do(harness, "goto 200");
    struct buf state = harness_bytes(harness->shell->session);
    thin_out(harness->shell->timeline);
    harness->stop = 1;
    harness_type(harness, "undo");
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->notes), "interrupted; nothing was changed"));
    harness->stop = 0;
    check_state(harness, &state, "an interrupted undo");
    harness_do(harness, "undo");
    ck_assert_uint_eq(harness->shell->session->epoch, epoch);
    buf_free(&state);
    harness_free(harness);
}
END_TEST

START_TEST(sourced_commands_are_entries_of_their_own)
{
    struct harness *harness = harness_create();
    static const struct harness_script scripts[] = {{"a.nn", "init\nset lr 0.4\ntrain 5 every=5\n"},
                                                    {NULL, NULL}};
    harness->scripts = scripts;
    harness_do(harness, "source a.nn");
    ck_assert_uint_eq(timeline_undo_count(harness->shell->timeline), 3);
    ck_assert_str_eq(harness_do(harness, "undo"),
                     "undid 'train 5 every=5': epoch 0, loss 0.2506\n");
    harness_free(harness);
}
END_TEST

START_TEST(states_are_told_by_the_loss_of_all_samples)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init 2 3 1 seed=4; set batch 3; train 30 every=30; mark a");
    struct buf text = BUF_EMPTY;
    double small = harness_number(harness, "batch_loss");
    harness_do(harness, "set batch full");
    double all = harness_number(harness, "loss");
    ck_assert(small != all);
    buf_printf(&text, "there already: epoch 30, loss %.4f\n", all);
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "goto 30"), buf_text(&text)));
    buf_clear(&text);
    buf_printf(&text, "epoch 30, loss %.4f\n", all);
    ck_assert_str_eq(harness_do(harness, "goto a"), buf_text(&text));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "diff a 0"), "  loss   0."));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "mark b"), buf_text(&text)));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "train 2 every=2; undo"), buf_text(&text)));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "undo; redo"), buf_text(&text)));
    ck_assert_ptr_nonnull(
        strstr(harness_do(harness, "set batch full; train 3 every=3; diff a"), "  loss   0."));
    buf_free(&text);
    harness_free(harness);
}
END_TEST

START_TEST(the_timeline_tells_each_loss)
{
    struct harness *harness = harness_create();
    const struct timeline *timeline = harness->shell->timeline;
    struct buf present;
    double losses[8];
    harness_do(harness, "init 2 3 1 seed=4");
    for (size_t i = 1; i < 8; i++) {
        if (i > 1)
            harness_do(harness, i % 3 ? "train 30 every=30" : "set w1[0,0] w1[0,0] + 0.5");
        losses[i] = harness_number(harness, "loss");
    }
    harness_do(harness, "set batch 2; undo 4");
    thin_out(harness->shell->timeline);
    present = harness_bytes(harness->shell->session);
    harness_do(harness, "show timeline");
    check_state(harness, &present, "show timeline");
    ck_assert(timeline->entries[0].is_loss_known && !timeline->entries[0].loss.is_defined);
    for (size_t i = 1; i < 8; i++) {
        ck_assert(timeline->entries[i].is_loss_known && timeline->entries[i].loss.is_defined);
        ck_assert(timeline->entries[i].loss.value == losses[i]);
    }
    ck_assert(timeline->entries[8].loss.value == losses[7]); // whatever the batch
    buf_free(&present);
    harness_free(harness);
}
END_TEST

START_TEST(what_takes_long_to_tell_stays_untold)
{
    struct harness *harness = harness_create();
    const struct timeline *timeline = harness->shell->timeline;
    harness_do(harness, "data circle; init 2 40 1; train 2 every=2; train 30000 every=30000");
    kept_states_clear(&harness->shell->timeline->entries[4].run_states);
    thin_out(harness->shell->timeline);
    harness_do(harness, "show timeline");
    ck_assert(timeline->entries[3].is_loss_known && !timeline->entries[4].is_loss_known);
    harness_free(harness);
}
END_TEST

// Fails unless [answer] says how the other epoch is brought back, and that leads to [state].
static void check_way_back(struct harness *harness, const char *answer, const char *losses,
                           const struct buf *state)
{
    char way[40] = "";
    const char *quote = strstr(answer, losses);
    ck_assert_msg(quote && (quote = strchr(quote, '\'')), "%s", answer);
    snprintf(way, sizeof way, "%.*s", (int)strcspn(quote + 1, "'"), quote + 1);
    harness_do(harness, way);
    check_state(harness, state, way);
}

START_TEST(an_epoch_that_had_another_result_says_so)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; set every 200; train 200; goto 150");
    struct buf inside = harness_bytes(harness->shell->session);
    harness_do(harness, "undo");
    struct buf end = harness_bytes(harness->shell->session);
    ck_assert_str_eq(harness_do(harness, "goto 100; goto 200"), "epoch 100, loss 0.2474\n"
                                                                "epoch 200/200  loss 0.2306\n");
    harness_do(harness, "goto 100; set lr 2");
    check_way_back(harness, harness_do(harness, "goto 200"),
                   "epoch 200 had another result before: loss 0.2305 then, 0.0169 now; ", &end);
    harness_do(harness, "goto 100; set lr 2");
    check_way_back(harness, harness_do(harness, "goto 150"), "loss 0.2411 then, 0.1205 now; ",
                   &inside);
    // A new network's epochs are not those of the one before.
    ck_assert_ptr_null(strstr(harness_do(harness, "init seed=2; goto 200"), "before"));
    buf_free(&inside);
    buf_free(&end);
    harness_free(harness);
}
END_TEST

START_TEST(what_was_undone_is_dropped_with_a_word)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; set lr 2; train 200 every=100; undo 2");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "goto 200"),
                                 "epoch 200 had another result before: loss 0.2500 then, 0.2305 "
                                 "now; it was undone, and is now dropped\n"));
    // The same way again is no other one.
    ck_assert_ptr_null(strstr(harness_do(harness, "undo; goto 200"), "before"));
    harness_free(harness);
}
END_TEST

START_TEST(a_person_reads_how_to_get_a_network_back)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; train 30 every=30");
    ck_assert_ptr_nonnull(
        strstr(harness_type(harness, "init"), "'undo' brings back the network of epoch 30\n"));
    ck_assert_ptr_null(strstr(harness_type(harness, "init"), "brings back"));
    harness_do(harness, "train 30 every=30");
    ck_assert_ptr_null(strstr(harness_do(harness, "init"), "brings back"));
    harness_free(harness);
}
END_TEST

// A value of before the last change is shown as stale, and in no other state is it shown at all.
START_TEST(stale_values_are_of_the_present_alone)
{
    static const char *const ways[] = {"undo; redo",
                                       "undo 2; redo 2",
                                       "goto here",
                                       "save written; load written",
                                       "mark there; undo; goto there",
                                       "train 2; undo",
                                       "train 2; goto 0"};
    static const char *const values[] = {"z1", "a2", "loss", "dw1"};
    char text[60];
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct harness *harness = harness_create();
        harness_do(harness, "init; forward; backward; set w1[0,0] 3; mark here");
        for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
            snprintf(text, sizeof text, "show %s", values[k]);
            bool is_stale = strcmp(values[k], "loss") != 0; // it is worked out when it is asked for
            ck_assert_msg(!strstr(harness_do(harness, text), "(stale: run ") == !is_stale, "%s",
                          values[k]);
            snprintf(text, sizeof text, "print %s", values[k]);
            if (is_stale)
                ck_assert_ptr_nonnull(strstr(harness_fail(harness, text), "stale"));
        }
        harness_do(harness, ways[i]);
        for (size_t k = 0; k < sizeof values / sizeof *values; k++) {
            snprintf(text, sizeof text, "show %s", values[k]);
            if (strcmp(values[k], "loss") != 0)
                ck_assert_msg(strstr(harness_fail(harness, text), " has no value yet"), "%s: %s",
                              ways[i], buf_text(&harness->notes));
        }
        harness_do(harness, "forward; backward; show z1 a2 dw1");
        harness_free(harness);
    }
    struct harness *harness = harness_create();
    harness_do(harness, "data iris; set loss ce; init 4 3:softmax; forward; set loss bce; show z1");
    harness_fail(harness, "forward");
    harness_do(harness, "let late = 1; undo");
    harness_fail(harness, "show z1");
    harness_free(harness);
}
END_TEST

// ---- memory -------------------------------------------------------------------------------------

static void check_bound(const struct harness *harness)
{
    const struct timeline *timeline = harness->shell->timeline;
    ck_assert_uint_le(timeline_held(timeline), timeline_bound(timeline));
}

START_TEST(memory_stays_within_the_bound)
{
    struct harness *harness = harness_create();
    char text[120];
    ck_assert_uint_eq(timeline_bound(harness->shell->timeline), (size_t)64000000);
    harness_do(harness, "set timeline 1; init 2 200:tanh 1 seed=2; set optimizer adam");
    ck_assert_uint_eq(timeline_bound(harness->shell->timeline), (size_t)1000000);
    for (int i = 0; i < 200; i++) {
        snprintf(text, sizeof text, "set w1[0,0] %d; train 3 every=3; step", i);
        harness_do(harness, text);
        check_bound(harness);
    }
    const struct timeline *timeline = harness->shell->timeline;
    ck_assert_uint_gt(timeline->dropped, 100);
    size_t horizon = timeline->entries[0].point.epoch;
    snprintf(text, sizeof text,
             "test:1:6: error: epoch 3 is before epoch %zu, the first one kept (older states were "
             "dropped to stay within 1 MB)",
             horizon);
    ck_assert_ptr_eq(strstr(harness_fail(harness, "goto 3"), text), harness->notes.data);
    size_t count = timeline_undo_count(timeline);
    snprintf(text, sizeof text, "undo %zu", count);
    harness_do(harness, text);
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "undo"), "older states were dropped"));
    harness_free(harness);
}
END_TEST

START_TEST(states_too_large_to_keep_do_not_stop_a_command)
{
    struct harness *harness = harness_create();
    harness_do(harness, "set timeline 1; init 2 40000:tanh 1 seed=2"); // 160001 parameters, 1.28 MB
    check_bound(harness);
    struct buf begin = harness_bytes(harness->shell->session);
    const char *answer = harness_do(harness, "train 2 every=2");
    ck_assert_ptr_null(strstr(answer, "will not"));
    check_bound(harness);
    struct buf trained = harness_bytes(harness->shell->session);
    answer = harness_do(harness, "set w1[0,0] 1");
    ck_assert_ptr_nonnull(strstr(answer, "'undo' will not come back to here: this state takes"));
    check_bound(harness);
    // What went before can be replayed from the weights that init drew.
    harness_do(harness, "undo");
    check_state(harness, &trained, "undo of set");
    harness_fail(harness, "redo");
    check_state(harness, &trained, "a redo that cannot be");
    harness_do(harness, "undo");
    check_state(harness, &begin, "undo of train");
    harness_do(harness, "redo");
    check_state(harness, &trained, "redo of train");
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "mark here"), "this state takes 1.2"));
    harness_do(harness, "goto 1; undo");
    check_state(harness, &trained, "undo of goto");
    check_bound(harness);
    buf_free(&begin);
    buf_free(&trained);
    harness_free(harness);
}
END_TEST

START_TEST(weights_as_drawn_cost_nothing)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init 2 40000:tanh 1 seed=2; set optimizer adam; freeze b1; set lr 0.1");
    ck_assert_uint_lt(timeline_held(harness->shell->timeline), 20000);
    struct buf state = harness_bytes(harness->shell->session);
    harness_do(harness, "undo 4; redo 4");
    check_state(harness, &state, "weights drawn again");
    harness_do(harness, "reset; undo");
    check_state(harness, &state, "reset of fresh weights");
    buf_free(&state);
    harness_free(harness);
}
END_TEST

START_TEST(data_are_shared_until_they_are_written_to)
{
    struct harness *harness = harness_create();
    harness_do(harness, "data parity n=10; init 10 2 1");
    size_t held = timeline_held(harness->shell->timeline);
    harness_do(harness, "set lr 0.1; train 3 every=3; mark a");
    ck_assert_uint_lt(timeline_held(harness->shell->timeline), held + 5000);
    struct buf state = harness_bytes(harness->shell->session);
    harness_do(harness, "forward; set x[5,:] 0.5; set y[5,0] 0.25");
    ck_assert_uint_gt(timeline_held(harness->shell->timeline), held + 1024 * 11 * sizeof(double));
    harness_do(harness, "undo 3");
    check_state(harness, &state, "undo of an edit of the data");
    buf_free(&state);
    harness_free(harness);
}
END_TEST

// Where marks alone, or data that were replaced, take more than the bound, it says so; else it is a bound.
START_TEST(what_is_over_the_bound_is_told)
{
    static const char *const steps[] = {"data moons n=5000",
                                        "mark a",
                                        "data moons n=30000",
                                        "data split 0.5",
                                        "set timeline 2; mark b",
                                        "data moons n=9000",
                                        "mark c",
                                        "set x[0,0] 1",
                                        "set timeline 1",
                                        "undo",
                                        "goto a",
                                        "data xor; init",
                                        "train 20",
                                        "goto 3",
                                        "goto b",
                                        "init 2 100 100 1",
                                        "train 3 every=3",
                                        "mark a",
                                        "set timeline 4"};
    struct harness *harness = harness_create();
    size_t told = 0;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        const struct timeline *timeline = harness->shell->timeline;
        harness_run(harness, steps[i]);
        bool is_told = strstr(harness_do(harness, "show timeline"), "held: ") != NULL;
        told += is_told;
        ck_assert_msg(is_told == (timeline_held(timeline) > timeline_bound(timeline)), "%s",
                      steps[i]);
    }
    ck_assert_uint_gt(told, 0);
    ck_assert_uint_lt(told, sizeof steps / sizeof *steps);
    harness_free(harness);
}
END_TEST

// Right after an epoch the settings are those of then, whatever was changed within the pass that follows.
START_TEST(goto_is_not_of_the_pass_after)
{
    static const char *const changes[] = {"set lr 0.9",         "let late = 1", "freeze w1",
                                          "set optimizer adam", "watch loss",   "set l2 0.1"};
    static const char *const before[] = {"next", "forward", "forward; backward", "next; next",
                                         "forward; goto 7; goto 10; forward"};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        for (size_t k = 0; k < sizeof before / sizeof *before; k++) {
            char text[200];
            struct harness *harness = harness_create(), *straight = harness_create();
            harness_do(straight, "init; train 10");
            harness_do(harness, "init; train 10");
            snprintf(text, sizeof text, "%s; %s; goto 10", before[k], changes[i]);
            harness_do(harness, text);
            ck_assert_msg(shell_digest(harness->shell) == shell_digest(straight->shell), "%s",
                          text);
            snprintf(text, sizeof text, "%s; %s; step; goto 10", before[k], changes[i]);
            harness_do(harness, text);
            ck_assert_msg(shell_digest(harness->shell) == shell_digest(straight->shell), "%s",
                          text);
            harness_free(harness);
            harness_free(straight);
        }
}
END_TEST

Suite *timeline_suite(void)
{
    Suite *suite = suite_create("timeline");
    TCase *tests = tcase_create("timeline");
    int variants = 4 * OPTIMIZER_COUNT * SCHEDULE_COUNT;
    tcase_add_loop_test(tests, a_walk_over_a_session_meets_its_states, 0, variants);
    tcase_add_loop_test(tests, a_replay_meets_the_same_states, 0, variants);
    tcase_add_loop_test(tests, goto_meets_a_straight_run, 0, variants);
    tcase_add_loop_test(tests, a_random_session_meets_its_states, 0, 40);
    tcase_add_loop_test(tests, goto_finds_any_epoch_of_a_long_training, 0, 4);
    tcase_add_test(tests, goto_finds_any_update);
    tcase_add_test(tests, a_look_back_keeps_states_on_the_way);
    tcase_add_test(tests, long_trainings_leave_states_behind);
    tcase_add_test(tests, a_new_change_drops_what_was_undone_and_marks_stay);
    tcase_add_test(tests, a_failed_command_leaves_no_entry_and_a_diverged_one_does);
    tcase_add_test(tests, an_interrupted_training_is_one_entry);
    tcase_add_test(tests, sourced_commands_are_entries_of_their_own);
    tcase_add_test(tests, states_are_told_by_the_loss_of_all_samples);
    tcase_add_test(tests, the_timeline_tells_each_loss);
    tcase_add_test(tests, what_takes_long_to_tell_stays_untold);
    tcase_add_test(tests, an_epoch_that_had_another_result_says_so);
    tcase_add_test(tests, what_was_undone_is_dropped_with_a_word);
    tcase_add_test(tests, a_person_reads_how_to_get_a_network_back);
    tcase_add_test(tests, stale_values_are_of_the_present_alone);
    tcase_add_test(tests, memory_stays_within_the_bound);
    tcase_add_test(tests, states_too_large_to_keep_do_not_stop_a_command);
    tcase_add_test(tests, weights_as_drawn_cost_nothing);
    tcase_add_test(tests, data_are_shared_until_they_are_written_to);
    tcase_add_test(tests, what_is_over_the_bound_is_told);
    tcase_add_test(tests, goto_is_not_of_the_pass_after);
    suite_add_tcase(suite, tests);
    return suite;
}
