// SPDX-License-Identifier: GPL-3.0-or-later
// Every allocation may fail: a session of all commands is run with its first, second, ... allocation
// refused, once or from then on, until it goes through. It must say so and stay whole, and give all
// memory back.
//
// The linker turns the program's allocations into ours (-Wl,--wrap); those of the C library itself
// are not touched. Where it was not told to, the suite has nothing to refuse and fails.
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "data/source.h"
#include "history/timeline.h"
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/host.h"
#include "shell/loop.h"
#include "shell/shell.h"
#include "view/exports.h"

#include "harness.h"
#include "suites.h"

void *__real_malloc(size_t size) __attribute__((weak));
void *__real_calloc(size_t count, size_t size) __attribute__((weak));
void *__real_realloc(void *old, size_t size) __attribute__((weak));
void *__real_aligned_alloc(size_t alignment, size_t size) __attribute__((weak));
char *__real_strdup(const char *text) __attribute__((weak));
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
char *__wrap_strdup(const char *text);

static struct {
    bool counts; // only while the shell runs, not in the test itself
    bool from_then_on;
    size_t asked, refused_at; // the number of the allocation to refuse; 0: none
    size_t refused;
} meter;

static bool refuses(void)
{
    if (!meter.counts)
        return false;
    meter.asked++;
    bool now = meter.refused_at && (meter.asked == meter.refused_at ||
                                    (meter.from_then_on && meter.asked > meter.refused_at));
    meter.refused += now;
    return now;
}

void *__wrap_malloc(size_t size)
{
    return refuses() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return refuses() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return refuses() ? NULL : __real_realloc(old, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return refuses() ? NULL : __real_aligned_alloc(alignment, size);
}

char *__wrap_strdup(const char *text)
{
    return refuses() ? NULL : __real_strdup(text);
}

// A host that needs no memory.
static char answers[1 << 20], notes[4000];
static size_t answered, noted;

static bool take_answer(void *context, const char *text, size_t length)
{
    (void)context;
    if (answered + length < sizeof answers)
        memcpy(answers + answered, text, length), answered += length;
    return true;
}

static void take_note(void *context, const char *text, size_t length)
{
    (void)context;
    if (noted + length < sizeof notes)
        memcpy(notes + noted, text, length), noted += length;
}

static bool no(void *context)
{
    (void)context;
    return false;
}

static void ignore_text(void *context, const char *text)
{
    (void)context, (void)text;
}

static void ignore(void *context)
{
    (void)context;
}

static double no_time(void *context)
{
    (void)context;
    return 0;
}

static bool no_color(void *context, char choice)
{
    (void)context, (void)choice;
    return false;
}

static char file[1 << 16];
static size_t file_length;

static bool write_file(void *context, const char *path, const char *data, size_t length,
                       struct error *error)
{
    (void)context, (void)path;
    if (length > sizeof file) // no assertion here: it would ask for memory
        return error_set(error, "this file is too large for the test");
    memcpy(file, data, length);
    file_length = length;
    return true;
}

static const char *kept_session(void *context)
{
    (void)context;
    return "kept";
}

static struct input *open_script(void *context, const char *path, struct error *error)
{
    static struct input_text input;
    static const char text[] = "print 1; train 3\n";
    (void)context, (void)error;
    bool is_kept = strcmp(path, "kept") == 0;
    input = input_text(is_kept ? file : text, is_kept ? file_length : sizeof text - 1, path);
    return &input.input;
}

static const char session[] =
    "show timeline; init 2 3:tanh 1 scheme=normal seed=2\n"
    "set w1[0,:] = [1, 2, 3]; set w2 w2 * 2\n"
    "let mine = (x @ w1 + b1).T; let mine = mine + 1\n"
    "quiz dw2[1,0]; 0.5; a1[:,1].T @ dz2 * 2; hint; skip; quiz shape(w2); 1 3; quiz loss; show "
    "all\n"
    "quiz hidden seed=3; quiz off; quiz score\n"
    "lesson update; 2; hint; retry clean; skip; update; lesson; lesson off\n"
    "next; forward; forward 1; backward 1; backward; update; step 2\n"
    "train 20 every=7; train until loss < 0.2 max=40; plot loss\n"
    "sweep 3 epochs=9 until loss < 0.2; sweep 2 epochs=3\n"
    "predict; predict 0 1; show all; show gradients\n"
    "print sum(softmax(x @ w1), axis=1), \"text\", [[1, 2], [3, 4]][:,1]\n"
    "source 'other.nn'; expect loss < 10 \"message\"\n"
    "help; help set; help chain rule; version; clear\n"
    "reset; data parity n=2 noise=0.1; set loss sse; set detail full\n"
    "forward; backward; show mine net data settings names\n"
    "set y a2; diagnose\n"
    "mark here; let mine = 1; train 9 every=9; watch steps; break loss < -1; undo 2; redo\n"
    "set batch 2; set shuffle on; step 3; goto 4; undo; goto here; goto 2; goto 7; undo 3\n"
    "diff here now; diff 1 here; set x[0,0] 2; undo; mark here\n"
    "watch w1[0,0]; break loss < 0; set optimizer adam; set batch 3; set shuffle on; step; next\n"
    "save kept; load; step; record\n"
    "plot; plot boundary; plot data; plot net; plot w1; plot surface w1[0,0] b1[0,0]\n"
    "init 4 2 1; data t.csv missing=mean; data split 0.5 stratify; data normalize standard\n"
    "data shuffle; data take 2; show data; init 2 2 1; data grid x0 * x1 n=3; data xor\n"
    "data inline x=[[0, 0], [0, 1], [1, 0], [1, 1], [2, 2]] y=[0, 1, 1, 0, 1] test=2\n"
    "predict; predict 1 0; show metrics; train 4 every=2; print test_loss, test_accuracy\n"
    "train until test_loss rises patience=1 every=1 max=3\n"
    "data moons n=4; init 4 2 3; data iris\n";

// A table whose second half comes as a block of its own, from memory that is not asked for.
static bool read_table(struct source *source, const char **bytes, size_t *length,
                       struct error *error)
{
    static const char table[] =
        "a;b;c\n1,5;red;x\n2;blue;y\n3;green;x\n;red;y\n5;blue;x\n6;green;y\n";
    (void)error;
    size_t at = source->size ? 0 : sizeof table / 2,
           end = source->size ? at + sizeof table / 2 : sizeof table - 1;
    *bytes = table + at;
    *length = source->interrupted ? 0 : end - at;
    source->interrupted = source->size == 0;
    source->size = 0;
    return true;
}

static void close_table(struct source *source)
{
    source->interrupted = false;
}

static struct source *open_data(void *context, const char *path, struct error *error)
{
    static struct source source;
    (void)context, (void)path, (void)error;
    source = (struct source){.read = read_table, .close = close_table, .size = 1};
    return &source;
}

static bool is_made; // there was memory for the shell itself in the last run

// Runs the session; false when shell_create or a command failed.
static bool run(void)
{
    struct host host = {.write = take_answer,
                        .note = take_note,
                        .status = ignore_text,
                        .has_status = no,
                        .open_script = open_script,
                        .write_file = write_file,
                        .kept_session = kept_session,
                        .open_data = open_data,
                        .clear_screen = ignore,
                        .seconds = no_time,
                        .wants_color = no_color,
                        .memory = (size_t)1 << 26};
    struct shell_options options = {.color = 'n'};
    struct error error = ERROR_NONE;
    struct input_text input = input_text(session, sizeof session - 1, "test");
    answered = noted = 0;
    meter.asked = meter.refused = 0;
    meter.counts = true;
    struct shell *shell = shell_create(&host, &commands, &options, &error);
    bool well = shell && shell_run(shell, &input.input) && shell_finish(shell);
    if (shell) {
        struct completion completion;
        complete(shell, "print w", 7, &completion);
        completion_clear(&completion);
    }
    shell_free(shell);
    meter.counts = false;
    is_made = shell != NULL;
    ck_assert_msg(shell || strcmp(error.what, "out of memory") == 0, "shell_create: '%s'",
                  error.what);
    notes[noted] = '\0';
    return well;
}

static void sweep(bool from_then_on)
{
    static char whole[sizeof answers];
    size_t unnoticed = 0, allocations;
    meter.from_then_on = from_then_on;
    meter.refused_at = 0;
    ck_assert_msg(run(), "%s", notes);
    ck_assert_msg(meter.asked > 100, "link with -Wl,--wrap=malloc and the others");
    allocations = meter.asked;
    size_t length = answered;
    memcpy(whole, answers, answered);
    for (meter.refused_at = 1; meter.refused_at <= allocations; meter.refused_at++) {
        bool well = run();
        if (!from_then_on)
            ck_assert_uint_le(meter.refused, 1);
        // What succeeds with an allocation refused must answer the same as ever (history and
        // completion may hold less).
        if (well && meter.refused && (answered != length || memcmp(answers, whole, length) != 0))
            unnoticed++;
        if (!well && meter.refused)
            ck_assert_msg(!is_made || strstr(notes, "memory") != NULL, "allocation %zu: %s",
                          meter.refused_at, notes);
    }
    meter.refused_at = 0;
    ck_assert_msg(run(), "%s", notes);
    ck_assert_uint_eq(answered, length);
    ck_assert_msg(unnoticed == 0, "%zu of %zu refusals went unnoticed and changed the answers",
                  unnoticed, allocations);
}

START_TEST(any_one_allocation_may_fail)
{
    sweep(false);
}
END_TEST

START_TEST(all_from_one_on_may_fail)
{
    sweep(true);
}
END_TEST

// Runs a command with its n-th allocation refused; 0 refuses none. False when it failed.
static bool run_refused(struct harness *harness, const char *command, size_t n)
{
    meter.from_then_on = false;
    meter.refused_at = n;
    meter.asked = meter.refused = 0;
    meter.counts = true;
    harness_run(harness, command);
    meter.counts = false;
    meter.refused_at = 0;
    return harness->well;
}

START_TEST(a_step_through_time_is_whole_or_nothing)
{
    static const char *const steps[] = {"undo 3",  "redo",      "redo 2",    "goto 3",
                                        "goto 17", "goto here", "mark there"};
    const char *step = steps[_i];
    struct buf after = BUF_EMPTY;
    bool is_refused = true;
    for (size_t n = 0; n == 0 || is_refused; n++) {
        struct harness *harness = harness_create();
        harness_do(harness,
                   "help; init; set optimizer adam; set batch 3; set shuffle on; let mine = w1\n"
                   "watch steps; break loss < -1; train 20 every=20; mark here; set x[0,0] 2\n"
                   "step; forward; next; set lr 0.3; train 10 every=10; undo 2\n");
        const struct timeline *timeline = harness->shell->timeline;
        struct buf before = harness_bytes(harness->shell->session);
        size_t cursor = timeline->cursor, count = timeline->count;
        bool well = run_refused(harness, step, n);
        is_refused = meter.refused > 0;
        struct buf now = harness_bytes(harness->shell->session);
        const struct buf *expected = well && n > 0 ? &after : well ? &now : &before;
        ck_assert_msg(now.length == expected->length &&
                          memcmp(now.data, expected->data, now.length) == 0,
                      "%s, allocation %zu: the state is neither the old nor the new one", step, n);
        if (!well) {
            ck_assert_ptr_nonnull(strstr(buf_text(&harness->notes), "memory"));
            ck_assert(timeline->cursor == cursor && timeline->count == count);
            harness_do(harness, step);
        }
        if (n == 0)
            after = now;
        else
            buf_free(&now);
        buf_free(&before);
        harness_free(harness);
    }
    buf_free(&after);
}
END_TEST

static bool same(const struct buf *a, const struct buf *b)
{
    return a->length == b->length && memcmp(a->data, b->data, a->length) == 0;
}

// Where the timeline itself finds no memory the command works all the same, and what is lost is said.
START_TEST(a_step_that_is_not_kept_is_told)
{
    static const char *const steps[] = {"set w1[0,0] 5", "train 3 every=3", "set lr 0.9",
                                        "init 2 3 1"};
    const char *step = steps[_i];
    size_t told = 0;
    bool is_refused = true;
    for (size_t n = 1; is_refused; n++) {
        struct harness *harness = harness_create();
        harness_do(harness, "init; train 20 every=20; set x[0,0] 2; step");
        struct buf before = harness_bytes(harness->shell->session);
        bool well = run_refused(harness, step, n);
        is_refused = meter.refused > 0;
        bool is_told = strstr(buf_text(&harness->notes), "memory ran out, 'undo'") != NULL;
        bool lacks_answer = strstr(buf_text(&harness->notes), "what the command changed is kept");
        struct buf after = harness_bytes(harness->shell->session);
        told += is_told;
        ck_assert_msg(same(&before, &after) != (well || lacks_answer), "%s, allocation %zu: %s",
                      step, n, buf_text(&harness->notes));
        if ((well || lacks_answer) && !is_told)
            harness_do(harness, "undo");
        struct buf now = harness_bytes(harness->shell->session);
        ck_assert_msg(same(&now, is_told ? &after : &before),
                      "%s, allocation %zu: it is not undone, and nothing was said", step, n);
        buf_free(&before);
        buf_free(&after);
        buf_free(&now);
        harness_free(harness);
    }
    ck_assert_uint_gt(told, 0);
}
END_TEST

// A file is whole, or nothing is written and why is said.
START_TEST(an_export_is_whole_or_nothing)
{
    struct buf command = BUF_EMPTY, whole = BUF_EMPTY;
    const struct export_kind *kind = export_kinds[_i];
    bool is_refused = true;
    buf_printf(&command, "export %sf%s%s", kind->takes & EXPORT_ALL ? "" : "w1 ", kind->ending,
               kind->takes & EXPORT_EPOCHS ? " epochs=3" : "");
    for (size_t n = 0; n == 0 || is_refused; n++) {
        struct harness *harness = harness_create();
        harness_do(harness, "init; set optimizer adam; set batch 3; set shuffle on; set clip 1\n"
                            "set b1 [[1, 2]]; train 4 every=4; let z = zeros(2)\n");
        buf_clear(&harness->file);
        bool well = run_refused(harness, buf_text(&command), n);
        is_refused = meter.refused > 0;
        if (n == 0)
            buf_append(&whole, &harness->file);
        ck_assert_msg(well || (n > 0 && strstr(buf_text(&harness->notes), "memory")), "%s: %s",
                      kind->ending, buf_text(&harness->notes));
        ck_assert_msg(
            harness->file.length == (well ? whole.length : 0) &&
                memcmp(buf_text(&harness->file), buf_text(&whole), harness->file.length) == 0,
            "%s, allocation %zu: another file was written", kind->ending, n);
        harness_free(harness);
    }
    buf_free(&command);
    buf_free(&whole);
}
END_TEST

// The allocation refused is the one that would make more room.
START_TEST(a_buffer_keeps_its_text_when_no_room_can_be_made)
{
    struct buf buf = BUF_EMPTY;
    buf_puts(&buf, "kept");
    buf_fill(&buf, 'x', buf.capacity - buf.length - 1);
    size_t length = buf.length;
    meter.asked = 0;
    meter.refused_at = 1;
    meter.counts = true;
    buf_puts(&buf, " and no more");
    meter.counts = false;
    meter.refused_at = 0;
    ck_assert(buf.failed);
    ck_assert_uint_eq(buf.length, length);
    ck_assert_uint_eq(strlen(buf_text(&buf)), length);
    ck_assert_int_eq(strncmp(buf_text(&buf), "keptxx", 6), 0);
    buf_free(&buf);
}
END_TEST

Suite *memory_suite(void)
{
    Suite *suite = suite_create("memory");
    TCase *tests = tcase_create("memory");
    tcase_add_test(tests, any_one_allocation_may_fail);
    tcase_add_test(tests, a_buffer_keeps_its_text_when_no_room_can_be_made);
    tcase_add_test(tests, all_from_one_on_may_fail);
    tcase_add_loop_test(tests, a_step_through_time_is_whole_or_nothing, 0, 7);
    tcase_add_loop_test(tests, a_step_that_is_not_kept_is_told, 0, 4);
    tcase_add_loop_test(tests, an_export_is_whole_or_nothing, 0, EXPORT_KIND_COUNT);
    suite_add_tcase(suite, tests);
    return suite;
}
