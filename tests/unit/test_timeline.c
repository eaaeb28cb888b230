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
#include "history/timeline_memory.h"

#include "rig.h"
#include "suites.h"

static void check_state(const struct rig *rig, const struct buf *expected, const char *where)
{
    struct buf now = rig_bytes(rig->shell->session);
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
static void run_course(struct rig *rig, size_t end, int variant, struct buf *states)
{
    char text[100];
    for (size_t i = 0; i < end; i++) {
        course_text(text, sizeof text, i, variant);
        rig_do(rig, text);
        if (states)
            states[i + 1] = rig_bytes(rig->shell->session);
    }
}

// Walks to and fro over the course; [where] of the entries leads to which command.
static void walk(struct rig *rig, const struct buf *states, const size_t *command, size_t count,
                 uint32_t seed)
{
    char text[100];
    size_t at = count;
    struct rng rng;
    rng_seed(&rng, seed);
    for (int i = 0; i < 60; i++) {
        size_t to = rng_interval(&rng, count);
        if (to == at)
            continue;
        snprintf(text, sizeof text, "%s %zu", to < at ? "undo" : "redo",
                 to < at ? at - to : to - at);
        rig_do(rig, text);
        at = to;
        if (i % 3 == 0)
            rig_do(rig, "show x; print 1"); // looking changes nothing
        snprintf(text, sizeof text, "behind '%s'", command[at] ? course[command[at] - 1] : "");
        check_state(rig, &states[command[at]], text);
    }
}

START_TEST(a_walk_over_a_session_meets_its_states)
{
    struct rig *rig = rig_create();
    struct buf states[COURSE + 1];
    size_t command[COURSE + 1] = {0}, count = 0;
    states[0] = rig_bytes(rig->shell->session);
    run_course(rig, COURSE, _i, states);
    // A command that changed nothing, as a setting that had this value, is no entry.
    for (size_t i = 1; i <= COURSE; i++)
        if (states[i].length != states[i - 1].length ||
            memcmp(states[i].data, states[i - 1].data, states[i].length) != 0)
            command[++count] = i;
    ck_assert_uint_eq(timeline_undo_count(rig->shell->timeline), count);
    walk(rig, states, command, count, (uint32_t)_i);
    for (size_t i = 0; i <= COURSE; i++)
        buf_free(&states[i]);
    rig_free(rig);
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
    struct rig *rig = rig_create();
    struct buf states[COURSE + 1];
    size_t command[COURSE + 1] = {0}, count = 0;
    states[0] = rig_bytes(rig->shell->session);
    run_course(rig, COURSE, _i, states);
    for (size_t i = 1; i <= COURSE; i++)
        if (states[i].length != states[i - 1].length ||
            memcmp(states[i].data, states[i - 1].data, states[i].length) != 0)
            command[++count] = i;
    thin_out(rig->shell->timeline);
    walk(rig, states, command, count, (uint32_t)_i + 1000);
    for (size_t i = 0; i <= COURSE; i++)
        buf_free(&states[i]);
    rig_free(rig);
}
END_TEST

// The epoch is reached by itself on one side and by goto on the other.
static void check_epoch(struct rig *rig, size_t before, size_t epoch, int variant)
{
    char text[100];
    struct rig *straight = rig_create();
    run_course(straight, before, variant, NULL);
    const struct session *session = straight->shell->session;
    if (epoch > session->epoch) {
        snprintf(text, sizeof text, "train %zu every=1000", epoch - session->epoch);
        rig_do(straight, text);
    }
    struct buf expected = rig_bytes(session);
    snprintf(text, sizeof text, "goto %zu", epoch);
    struct buf present = rig_bytes(rig->shell->session);
    rig_do(rig, text);
    check_state(rig, &expected, text);
    rig_do(rig, "undo");
    check_state(rig, &present, "undo of goto");
    buf_free(&expected);
    buf_free(&present);
    rig_free(straight);
}

START_TEST(goto_meets_a_straight_run)
{
    struct rig *rig = rig_create();
    // Epochs in the trainings of the course, and the first command that is not yet to be run.
    static const size_t epochs[][2] = {{6, 3}, {6, 6}, {9, 11}, {9, 19}, {13, 23}, {19, 35}};
    run_course(rig, 36, _i, NULL);
    for (size_t i = 0; i < sizeof epochs / sizeof *epochs; i++) {
        // Where an epoch has more than one update the later trainings begin at other epochs.
        size_t before = epochs[i][0];
        struct rig *probe = rig_create();
        run_course(probe, before, _i, NULL);
        size_t begin = probe->shell->session->epoch;
        rig_free(probe);
        size_t epoch = begin + 2 + i % 2;
        check_epoch(rig, before, epoch, _i);
        if (i % 2)
            thin_out(rig->shell->timeline);
    }
    rig_free(rig);
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
    struct rig *rig = rig_create();
    const struct timeline *timeline = rig->shell->timeline;
    struct buf states[RANDOM_ACTIONS + 2] = {BUF_EMPTY};
    size_t count = 1;
    char text[100] = "init";
    struct rng rng;
    rng_seed(&rng, (uint32_t)_i);
    states[0] = rig_bytes(rig->shell->session);
    for (int i = 0; i < RANDOM_ACTIONS; i++) {
        size_t before = timeline->last_id;
        rig_run(rig, text);
        if (timeline->last_id == before) {
            check_state(rig, &states[timeline->cursor], text);
        } else {
            while (count > timeline->cursor)
                buf_free(&states[--count]);
            states[count++] = rig_bytes(rig->shell->session);
            ck_assert_uint_eq(count, timeline->count);
        }
        if (i % 7 == 0)
            thin_out(rig->shell->timeline);
        random_command(text, sizeof text, &rng, rig->shell);
    }
    while (count > 0)
        buf_free(&states[--count]);
    rig_free(rig);
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
    struct rig *rig = rig_create();
    rig_do(rig, begins[_i]);
    rig_do(rig, "train 20000 every=20000");
    struct buf present = rig_bytes(rig->shell->session);
    for (size_t i = 0; i < sizeof epochs / sizeof *epochs; i++) {
        struct rig *straight = rig_create();
        rig_do(straight, begins[_i]);
        snprintf(text, sizeof text, "train %zu every=7000", epochs[i]);
        if (epochs[i])
            rig_do(straight, text);
        struct buf expected = rig_bytes(straight->shell->session);
        snprintf(text, sizeof text, "goto %zu", epochs[i]);
        rig_do(rig, text);
        check_state(rig, &expected, text);
        rig_do(rig, "undo");
        check_state(rig, &present, "undo");
        buf_free(&expected);
        rig_free(straight);
    }
    ck_assert_uint_gt(rig->shell->timeline->count, 1);
    buf_free(&present);
    rig_free(rig);
}
END_TEST

START_TEST(long_trainings_leave_states_behind)
{
    struct rig *rig = rig_create();
    const struct timeline *timeline = rig->shell->timeline;
    rig_do(rig, "init; train 100000 every=100000");
    ck_assert_uint_ge(timeline->entries[2].run_states.count, 20);
    rig_do(rig, "undo; redo; goto 50000; train 10 every=10; undo 2");
    ck_assert_uint_eq(rig->shell->session->epoch, 100000);
    rig_free(rig);
}
END_TEST

// ---- what is dropped, what stays ----------------------------------------------------------------

START_TEST(a_new_change_drops_what_was_undone_and_marks_stay)
{
    struct rig *rig = rig_create();
    rig_do(rig, "init; train 40 every=40; mark far; set lr 0.5; train 10 every=10");
    rig_do(rig, "mark farther");
    struct buf farther = rig_bytes(rig->shell->session);
    rig_do(rig, "undo 4; redo");
    ck_assert_str_eq(rig_fail(rig, "redo 4"),
                     "test:1:6: error: only 3 commands can be redone; 'show timeline' lists them");
    rig_do(rig, "train 5 every=5");
    ck_assert_str_eq(rig_fail(rig, "redo"), "test:1:1: error: nothing to redo");
    rig_do(rig, "goto far");
    ck_assert_uint_eq(rig->shell->session->epoch, 40);
    rig_do(rig, "goto farther");
    check_state(rig, &farther, "goto farther");
    ck_assert_str_eq(rig_fail(rig, "goto 3"),
                     "test:1:6: error: the way to this mark is forgotten; it begins at epoch 50");
    rig_do(rig, "undo 2");
    ck_assert_uint_eq(rig->shell->session->epoch, 5);
    rig_do(rig, "goto far; goto farther; train 5 every=5; goto 52");
    ck_assert_uint_eq(rig->shell->session->epoch, 52);
    rig_do(rig, "goto farther");
    check_state(rig, &farther, "goto farther again");
    buf_free(&farther);
    rig_free(rig);
}
END_TEST

START_TEST(a_failed_command_leaves_no_entry_and_a_diverged_one_does)
{
    struct rig *rig = rig_create();
    const struct timeline *timeline = rig->shell->timeline;
    rig_do(rig, "init");
    rig_fail(rig, "set lr -1");
    rig_fail(rig, "set w1 [1, 2, 3]");
    rig_fail(rig, "set x[0,0] 1/0");
    rig_fail(rig, "init 3000000 3000000 1");
    rig_fail(rig, "train 5 until loss");
    rig_do(rig, "set lr 0.2; show net; print loss; forward; explain loss; whatif lr 1; check");
    ck_assert_uint_eq(timeline->count, 3); // the beginning, init, forward
    rig_do(rig, "diagnose; predict; sweep 2 epochs=3; show all; help set; history");
    ck_assert_uint_eq(timeline->count, 3);
    rig_do(rig, "init 2 2:linear 1:linear; set lr 100");
    struct buf before = rig_bytes(rig->shell->session);
    size_t count = timeline->count;
    rig_fail(rig, "train 1000");
    ck_assert_uint_gt(rig->shell->session->epoch, 0);
    ck_assert_uint_eq(timeline->count, count + 1);
    struct buf after = rig_bytes(rig->shell->session);
    rig_do(rig, "undo");
    check_state(rig, &before, "before the divergence");
    thin_out(rig->shell->timeline);
    rig_do(rig, "redo");
    check_state(rig, &after, "behind the divergence");
    buf_free(&before);
    buf_free(&after);
    rig_free(rig);
}
END_TEST

START_TEST(an_interrupted_training_is_one_entry)
{
    struct rig *rig = rig_create();
    const struct timeline *timeline = rig->shell->timeline;
    rig_do(rig, "init");
    rig->stop_at = "epoch 300/";
    rig_type(rig, "train 100000");
    rig->stop = 0;
    rig->stop_at = NULL;
    ck_assert_uint_eq(timeline->count, 3);
    size_t epoch = rig->shell->session->epoch;
    ck_assert_uint_ge(epoch, 300);
    rig_do(rig, "undo; redo");
    ck_assert_uint_eq(rig->shell->session->epoch, epoch);
    // A replay that is interrupted leaves everything as it was.
    rig_do(rig, "goto 200");
    struct buf state = rig_bytes(rig->shell->session);
    thin_out(rig->shell->timeline);
    rig->stop = 1;
    rig_type(rig, "undo");
    ck_assert_ptr_nonnull(strstr(buf_text(&rig->notes), "interrupted; everything is as it was"));
    rig->stop = 0;
    check_state(rig, &state, "an interrupted undo");
    rig_do(rig, "undo");
    ck_assert_uint_eq(rig->shell->session->epoch, epoch);
    buf_free(&state);
    rig_free(rig);
}
END_TEST

START_TEST(sourced_commands_are_entries_of_their_own)
{
    struct rig *rig = rig_create();
    static const struct rig_script scripts[] = {{"a.nn", "init\nset lr 0.4\ntrain 5 every=5\n"},
                                                {NULL, NULL}};
    rig->scripts = scripts;
    rig_do(rig, "source a.nn");
    ck_assert_uint_eq(timeline_undo_count(rig->shell->timeline), 3);
    ck_assert_str_eq(rig_do(rig, "undo"), "undid 'train 5 every=5': epoch 0, loss 0.2506\n");
    rig_free(rig);
}
END_TEST

START_TEST(states_are_told_by_the_loss_of_all_samples)
{
    struct rig *rig = rig_create();
    rig_do(rig, "init 2 3 1 seed=4; set batch 3; train 30 every=30; mark a");
    struct buf text = BUF_EMPTY;
    double small = rig_number(rig, "loss");
    rig_do(rig, "set batch full");
    double all = rig_number(rig, "loss");
    ck_assert(small != all);
    buf_printf(&text, "there already: epoch 30, loss %.4f\n", all);
    ck_assert_ptr_nonnull(strstr(rig_do(rig, "goto 30"), buf_text(&text)));
    buf_clear(&text);
    buf_printf(&text, "epoch 30, loss of all 4 samples %.4f\n", all);
    ck_assert_str_eq(rig_do(rig, "goto a"), buf_text(&text));
    ck_assert_ptr_nonnull(strstr(rig_do(rig, "diff a 0"), "loss of all 4 samples"));
    ck_assert_ptr_nonnull(strstr(rig_do(rig, "mark b"), buf_text(&text)));
    ck_assert_ptr_nonnull(strstr(rig_do(rig, "train 2 every=2; undo"), buf_text(&text)));
    ck_assert_ptr_nonnull(strstr(rig_do(rig, "undo; redo"), buf_text(&text)));
    ck_assert_ptr_nonnull(strstr(rig_do(rig, "set batch full; train 3 every=3; diff a"),
                                 "  loss of all samples  0."));
    buf_free(&text);
    rig_free(rig);
}
END_TEST

START_TEST(the_timeline_tells_each_loss)
{
    struct rig *rig = rig_create();
    const struct timeline *timeline = rig->shell->timeline;
    struct buf present;
    double losses[8];
    rig_do(rig, "init 2 3 1 seed=4");
    for (size_t i = 1; i < 8; i++) {
        if (i > 1)
            rig_do(rig, i % 3 ? "train 30 every=30" : "set w1[0,0] w1[0,0] + 0.5");
        losses[i] = rig_number(rig, "loss");
    }
    rig_do(rig, "set batch 2; undo 4");
    thin_out(rig->shell->timeline);
    present = rig_bytes(rig->shell->session);
    rig_do(rig, "show timeline");
    check_state(rig, &present, "show timeline");
    ck_assert(timeline->entries[0].is_loss_known && !timeline->entries[0].loss.is_defined);
    for (size_t i = 1; i < 8; i++) {
        ck_assert(timeline->entries[i].is_loss_known && timeline->entries[i].loss.is_defined);
        ck_assert(timeline->entries[i].loss.value == losses[i]);
    }
    ck_assert(timeline->entries[8].loss.value == losses[7]); // whatever the batch
    buf_free(&present);
    rig_free(rig);
}
END_TEST

START_TEST(what_takes_long_to_tell_stays_untold)
{
    struct rig *rig = rig_create();
    const struct timeline *timeline = rig->shell->timeline;
    rig_do(rig, "data circle; init 2 40 1; train 2 every=2; train 30000 every=30000");
    kept_states_clear(&rig->shell->timeline->entries[4].run_states);
    thin_out(rig->shell->timeline);
    rig_do(rig, "show timeline");
    ck_assert(timeline->entries[3].is_loss_known && !timeline->entries[4].is_loss_known);
    rig_free(rig);
}
END_TEST

// Fails unless [answer] says how the other epoch is brought back, and that leads to [state].
static void check_way_back(struct rig *rig, const char *answer, const char *losses,
                           const struct buf *state)
{
    char way[40] = "";
    const char *quote = strstr(answer, losses);
    ck_assert_msg(quote && (quote = strchr(quote, '\'')), "%s", answer);
    snprintf(way, sizeof way, "%.*s", (int)strcspn(quote + 1, "'"), quote + 1);
    rig_do(rig, way);
    check_state(rig, state, way);
}

START_TEST(an_epoch_that_was_another_before_is_loss_known)
{
    struct rig *rig = rig_create();
    rig_do(rig, "init; train 200 every=100; goto 150");
    struct buf inside = rig_bytes(rig->shell->session);
    rig_do(rig, "undo");
    struct buf end = rig_bytes(rig->shell->session);
    ck_assert_str_eq(rig_do(rig, "goto 100; goto 200"), "epoch 100, loss 0.2474\n"
                                                        "epoch 200/200  loss 0.2306\n");
    rig_do(rig, "goto 100; set lr 2");
    check_way_back(rig, rig_do(rig, "goto 200"),
                   "epoch 200 was another one before: loss 0.2305 there, 0.0169 here; ", &end);
    rig_do(rig, "goto 100; set lr 2");
    check_way_back(rig, rig_do(rig, "goto 150"), "loss 0.2411 there, 0.1205 here; ", &inside);
    // A new network's epochs are not those of the one before.
    ck_assert_ptr_null(strstr(rig_do(rig, "init seed=2; goto 200"), "before"));
    buf_free(&inside);
    buf_free(&end);
    rig_free(rig);
}
END_TEST

START_TEST(what_was_undone_is_dropped_with_a_word)
{
    struct rig *rig = rig_create();
    rig_do(rig, "init; set lr 2; train 200 every=100; undo 2");
    ck_assert_ptr_nonnull(strstr(rig_do(rig, "goto 200"),
                                 "epoch 200 was another one before: loss 0.2500 there, 0.2305 "
                                 "here; it was undone, and is dropped now\n"));
    // The same way again is no other one.
    ck_assert_ptr_null(strstr(rig_do(rig, "undo; goto 200"), "before"));
    rig_free(rig);
}
END_TEST

START_TEST(a_person_is_loss_known_how_to_get_a_network_back)
{
    struct rig *rig = rig_create();
    rig_do(rig, "init; train 30 every=30");
    ck_assert_ptr_nonnull(
        strstr(rig_type(rig, "init"), "'undo' brings back the network of epoch 30\n"));
    ck_assert_ptr_null(strstr(rig_type(rig, "init"), "brings back"));
    rig_do(rig, "train 30 every=30");
    ck_assert_ptr_null(strstr(rig_do(rig, "init"), "brings back"));
    rig_free(rig);
}
END_TEST

// ---- memory -------------------------------------------------------------------------------------

static void check_bound(const struct rig *rig)
{
    const struct timeline *timeline = rig->shell->timeline;
    ck_assert_uint_le(timeline_held(timeline), timeline_bound(timeline));
}

START_TEST(memory_stays_within_the_bound)
{
    struct rig *rig = rig_create();
    char text[100];
    rig_do(rig, "set timeline 1; init 2 200:tanh 1 seed=2; set optimizer adam");
    for (int i = 0; i < 200; i++) {
        snprintf(text, sizeof text, "set w1[0,0] %d; train 3 every=3; step", i);
        rig_do(rig, text);
        check_bound(rig);
    }
    const struct timeline *timeline = rig->shell->timeline;
    ck_assert_uint_gt(timeline->dropped, 100);
    size_t horizon = timeline->entries[0].point.epoch;
    snprintf(text, sizeof text,
             "test:1:6: error: epoch 3 lies before epoch %zu (older states were let go to stay "
             "within 1 MB)",
             horizon);
    ck_assert_ptr_eq(strstr(rig_fail(rig, "goto 3"), text), rig->notes.data);
    size_t count = timeline_undo_count(timeline);
    snprintf(text, sizeof text, "undo %zu", count);
    rig_do(rig, text);
    ck_assert_ptr_nonnull(strstr(rig_fail(rig, "undo"), "older states were let go"));
    rig_free(rig);
}
END_TEST

START_TEST(states_too_large_to_keep_do_not_stop_a_command)
{
    struct rig *rig = rig_create();
    rig_do(rig, "set timeline 1; init 2 40000:tanh 1 seed=2"); // 160001 parameters, 1.28 MB
    check_bound(rig);
    struct buf begin = rig_bytes(rig->shell->session);
    const char *answer = rig_do(rig, "train 2 every=2");
    ck_assert_ptr_null(strstr(answer, "will not"));
    check_bound(rig);
    struct buf trained = rig_bytes(rig->shell->session);
    answer = rig_do(rig, "set w1[0,0] 1");
    ck_assert_ptr_nonnull(strstr(answer, "'undo' will not come back to here: this state takes"));
    check_bound(rig);
    // What went before can be replayed from the weights that init drew.
    rig_do(rig, "undo");
    check_state(rig, &trained, "undo of set");
    rig_fail(rig, "redo");
    check_state(rig, &trained, "a redo that cannot be");
    rig_do(rig, "undo");
    check_state(rig, &begin, "undo of train");
    rig_do(rig, "redo");
    check_state(rig, &trained, "redo of train");
    ck_assert_ptr_nonnull(strstr(rig_fail(rig, "mark here"), "this state takes 1.2"));
    rig_do(rig, "goto 1; undo");
    check_state(rig, &trained, "undo of goto");
    check_bound(rig);
    buf_free(&begin);
    buf_free(&trained);
    rig_free(rig);
}
END_TEST

START_TEST(weights_as_drawn_cost_nothing)
{
    struct rig *rig = rig_create();
    rig_do(rig, "init 2 40000:tanh 1 seed=2; set optimizer adam; freeze b1; set lr 0.1");
    ck_assert_uint_lt(timeline_held(rig->shell->timeline), 20000);
    struct buf state = rig_bytes(rig->shell->session);
    rig_do(rig, "undo 4; redo 4");
    check_state(rig, &state, "weights drawn again");
    rig_do(rig, "reset; undo");
    check_state(rig, &state, "reset of fresh weights");
    buf_free(&state);
    rig_free(rig);
}
END_TEST

START_TEST(data_are_shared_until_they_are_written_to)
{
    struct rig *rig = rig_create();
    rig_do(rig, "data parity n=10; init");
    size_t held = timeline_held(rig->shell->timeline);
    rig_do(rig, "set lr 0.1; train 3 every=3; mark a");
    ck_assert_uint_lt(timeline_held(rig->shell->timeline), held + 5000);
    struct buf state = rig_bytes(rig->shell->session);
    rig_do(rig, "forward; set x[5,:] 0.5; set y[5,0] 0.25");
    ck_assert_uint_gt(timeline_held(rig->shell->timeline), held + 1024 * 11 * sizeof(double));
    rig_do(rig, "undo 3");
    check_state(rig, &state, "undo of an edit of the data");
    buf_free(&state);
    rig_free(rig);
}
END_TEST

Suite *timeline_suite(void)
{
    Suite *suite = suite_create("timeline");
    TCase *tests = tcase_create("timeline");
    int variants = 4 * OPTIMIZER_COUNT * SCHEDULE_COUNT;
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, a_walk_over_a_session_meets_its_states, 0, variants);
    tcase_add_loop_test(tests, a_replay_meets_the_same_states, 0, variants);
    tcase_add_loop_test(tests, goto_meets_a_straight_run, 0, variants);
    tcase_add_loop_test(tests, a_random_session_meets_its_states, 0, 40);
    tcase_add_loop_test(tests, goto_finds_any_epoch_of_a_long_training, 0, 4);
    tcase_add_test(tests, long_trainings_leave_states_behind);
    tcase_add_test(tests, a_new_change_drops_what_was_undone_and_marks_stay);
    tcase_add_test(tests, a_failed_command_leaves_no_entry_and_a_diverged_one_does);
    tcase_add_test(tests, an_interrupted_training_is_one_entry);
    tcase_add_test(tests, sourced_commands_are_entries_of_their_own);
    tcase_add_test(tests, states_are_told_by_the_loss_of_all_samples);
    tcase_add_test(tests, the_timeline_tells_each_loss);
    tcase_add_test(tests, what_takes_long_to_tell_stays_untold);
    tcase_add_test(tests, an_epoch_that_was_another_before_is_loss_known);
    tcase_add_test(tests, what_was_undone_is_dropped_with_a_word);
    tcase_add_test(tests, a_person_is_loss_known_how_to_get_a_network_back);
    tcase_add_test(tests, memory_stays_within_the_bound);
    tcase_add_test(tests, states_too_large_to_keep_do_not_stop_a_command);
    tcase_add_test(tests, weights_as_drawn_cost_nothing);
    tcase_add_test(tests, data_are_shared_until_they_are_written_to);
    suite_add_tcase(suite, tests);
    return suite;
}
