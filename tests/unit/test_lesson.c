// SPDX-License-Identifier: GPL-3.0-or-later
// Lessons: what is kept of them reads back, whatever a file holds; names, variants and guards; what a student
// does that no lesson expects. That whole lessons can be played is tested by tests/check-lessons and
// tests/pty.
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "lesson/lesson.h"
#include "lesson/progress.h"
#include "shell/play.h"

#include "harness.h"
#include "suites.h"

static struct harness *harness;

static void set_up(void)
{
    harness = harness_create();
}

static void tear_down(void)
{
    harness_free(harness);
}

static const char kept[] =
    "forward version=0123456789abcdef step=3 variant=6 results=fl..... names=start,end best=5 "
    "as=\"Ada \\\"L\\\" \\\\ B\" tries=2 hints=1 repeated=1 expected=2/1/2/0.10000000000000001,-3 "
    "text=\"What\\nis {it}?\"";

START_TEST(progress_reads_back)
{
    struct progress progress;
    struct error error = ERROR_NONE;
    struct buf text = BUF_EMPTY;
    ck_assert_msg(progress_read(&progress, kept, strlen(kept), &error), "%s", error.what);
    ck_assert_uint_eq(progress.step, 3);
    ck_assert_uint_eq(progress.best, 5);
    ck_assert_str_eq(progress.who, "Ada \"L\" \\ B");
    ck_assert_str_eq(progress.text, "What\nis {it}?");
    ck_assert(progress.has_expected && progress.expected.all.data[1] == -3);
    ck_assert(progress_owns(&progress, "end", 3) && !progress_owns(&progress, "en", 2));
    progress_write(&text, &progress);
    struct progress again;
    ck_assert(progress_read(&again, buf_text(&text), text.length, &error));
    ck_assert_str_eq(again.text, progress.text);
    ck_assert_str_eq(again.results, progress.results);
    ck_assert(memcmp(again.expected.all.data, progress.expected.all.data, 2 * sizeof(double)) == 0);
    progress_clear(&again);
    progress_clear(&progress);
    buf_free(&text);
}
END_TEST

// A file that was cut, or that somebody edited, is read or refused, and nothing of it is lost or leaked.
START_TEST(progress_takes_any_text)
{
    char text[sizeof kept];
    struct progress progress;
    struct error error;
    for (size_t length = 0; length < sizeof kept; length++)
        if (progress_read(&progress, kept, length, &error))
            progress_clear(&progress);
    for (size_t i = 0; i < strlen(kept); i++)
        for (const char *c = " \"=/,9x."; *c; c++) {
            memcpy(text, kept, sizeof kept);
            text[i] = *c;
            if (progress_read(&progress, text, strlen(text), &error))
                progress_clear(&progress);
        }
}
END_TEST

START_TEST(a_name_has_its_variant)
{
    struct error error = ERROR_NONE;
    struct lesson *lesson = lesson_create("a/my lesson.nn", "text", 4);
    size_t met[3] = {0, 0, 0};
    ck_assert_str_eq(lesson->name, "my-lesson");
    ck_assert(lesson_set_title(lesson, "T", 1, " 0 1  2", &error));
    for (char name[] = "a"; name[0] <= 'z'; name[0]++) {
        size_t variant = lesson_variant_of(lesson, name);
        ck_assert(lesson_has_variant(lesson, variant));
        ck_assert_uint_eq(variant, lesson_variant_of(lesson, name));
        met[variant]++;
    }
    ck_assert(met[0] > 0 && met[1] > 0 && met[2] > 0);
    lesson_free(lesson);
}
END_TEST

START_TEST(the_version_is_the_same_for_other_line_ends)
{
    struct lesson *one = lesson_create("l.nn", "a\nb\n", 4);
    struct lesson *other = lesson_create("l.nn", "a\r\nb\r\n", 6);
    struct lesson *third = lesson_create("l.nn", "a\nc\n", 4);
    ck_assert(one->version == other->version && one->version != third->version);
    lesson_free(one);
    lesson_free(other);
    lesson_free(third);
}
END_TEST

static const struct harness_script lessons[] = {
    {"names.nn", "title \"N\"\ninit\nlet start = w1[0,0]\ndo \"Move it.\" w1[0,0] > start\n"
                 "solution \"set w1[0,0] 1\"\n"},
    {"guard.nn", "title \"G\"\ninit\ndo \"Train.\" epoch >= 1\nsolution \"train 5 every=5\"\n"
                 "expect epoch == 5 \"five epochs\"\ndo \"Go on.\" epoch >= 6\n"
                 "solution \"train 1 every=1\"\n"},
    {"stale.nn", "title \"S\"\ninit\ndo \"Run it.\" a2 == sigmoid(z2)\nsolution \"forward\"\n"},
    {NULL, NULL}};

START_TEST(a_name_of_the_lesson_is_not_the_students_to_change)
{
    harness->scripts = lessons;
    harness_do(harness, "lesson names.nn");
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "let start = 0"), "belongs to the lesson"));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "start = 0"), "belongs to the lesson"));
    harness_do(harness, "let mine = start; set w1[0,0] 1");
    ck_assert(harness->shell->play->state == PLAY_OVER);
    harness_do(harness, "let start = 0");
}
END_TEST

START_TEST(a_guard_that_fails_offers_to_go_back)
{
    harness->scripts = lessons;
    harness_do(harness, "lesson guard.nn");
    harness_run(harness, "train 3 every=3");
    ck_assert(harness->shell->play->state == PLAY_STUCK);
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->notes), "guard.nn:5:"));
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->out), "'retry clean'"));
    harness_do(harness, "retry");
    ck_assert(harness->shell->play->state == PLAY_OPEN);
    ck_assert_uint_eq(harness->shell->play->progress.step, 1);
    ck_assert_uint_eq(harness->shell->session->epoch, 0);
    harness_run(harness, "train 4 every=4");
    harness_do(harness, "retry clean");
    ck_assert_uint_eq(harness->shell->play->progress.step, 2);
    ck_assert_uint_eq(harness->shell->session->epoch, 5);
}
END_TEST

START_TEST(what_is_missing_or_stale_is_not_yet)
{
    harness->scripts = lessons;
    harness_do(harness, "lesson stale.nn");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "lesson"), "has no value yet"));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "set w1[0,0] 2"), "not yet"));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "forward"), "right"));
}
END_TEST

START_TEST(a_students_own_session_is_kept)
{
    harness->scripts = lessons;
    harness_do(harness, "init 2 3 1; train 7 every=7; let mine = 4");
    uint64_t before = shell_digest(harness->shell);
    harness_do(harness, "lesson stale.nn");
    ck_assert(shell_digest(harness->shell) != before);
    harness_do(harness, "lesson guard.nn; init 2 9 1; lesson off");
    ck_assert(shell_digest(harness->shell) == before);
    harness_do(harness, "undo");
}
END_TEST

START_TEST(words_of_lessons_take_no_abbreviation_away)
{
    static const char *const words[][2] = {{"sa", "save"}, {"le", "let"}, {"ex", "explain"}};
    harness_do(harness, "init");
    for (const char *const *word = words[0]; word < words[3]; word += 2)
        ck_assert_ptr_nonnull(strstr(harness_fail(harness, word[0]), word[1]));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "les"), "unknown command"));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "ask \"x\" 1"), "is a word of lessons"));
}
END_TEST

Suite *lesson_suite(void);

Suite *lesson_suite(void)
{
    Suite *suite = suite_create("lesson");
    TCase *tests = tcase_create("lesson");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, progress_reads_back);
    tcase_add_test(tests, progress_takes_any_text);
    tcase_add_test(tests, a_name_has_its_variant);
    tcase_add_test(tests, the_version_is_the_same_for_other_line_ends);
    tcase_add_test(tests, a_name_of_the_lesson_is_not_the_students_to_change);
    tcase_add_test(tests, a_guard_that_fails_offers_to_go_back);
    tcase_add_test(tests, what_is_missing_or_stale_is_not_yet);
    tcase_add_test(tests, a_students_own_session_is_kept);
    tcase_add_test(tests, words_of_lessons_take_no_abbreviation_away);
    suite_add_tcase(suite, tests);
    return suite;
}
