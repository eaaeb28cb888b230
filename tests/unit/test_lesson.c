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
    "said=\"Once.\\n\\nTwice.\" text=\"What\\nis {it}?\" hint=\"One.\" hint=\"\" slip=0/1/1/-0.5 "
    "says=\"Half \\\"\" "
    "slip=1/1/2/1,2 says=\"Two.\" typed=\"show w1\\nanswer 5\\n\" opened=8 tried=\"answer 5\\n\" "
    "began=\"init 2 1\\nresume\\n\"";

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
    ck_assert_str_eq(buf_text(&progress.said), "Once.\n\nTwice.");
    ck_assert_uint_eq(progress.opened, 8);
    ck_assert_str_eq(buf_text(&progress.tried), "answer 5\n");
    ck_assert_uint_eq(progress.hint_count, 2);
    ck_assert_str_eq(progress.hint_texts[0], "One.");
    ck_assert_uint_eq(progress.slip_count, 2);
    ck_assert(progress.slips[0].value.number == -0.5);
    ck_assert_str_eq(progress.slips[0].text, "Half \"");
    ck_assert_str_eq(buf_text(&progress.began), "init 2 1\nresume\n");
    progress_write(&text, &progress, true);
    struct progress again;
    ck_assert(progress_read(&again, buf_text(&text), text.length, &error));
    ck_assert_str_eq(again.text, progress.text);
    ck_assert_str_eq(again.results, progress.results);
    ck_assert_str_eq(again.slips[1].text, "Two.");
    ck_assert_uint_eq(again.opened, progress.opened);
    ck_assert_str_eq(buf_text(&again.said), buf_text(&progress.said));
    ck_assert(again.slips[1].value.all.data[1] == 2);
    ck_assert_str_eq(buf_text(&again.began), buf_text(&progress.began));
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
    {"order.nn",
     "title \"O\"\ninit\ndo \"Wait.\" epoch >= 1\nsolution \"train 1\"\n"
     "do \"Look, then turn.\" used=\"predict\" lr == 1\nsolution \"predict; set lr 1\"\n"
     "do \"Make it, then look.\" shape(w1)[1] == 3 used=\"predict\"\n"
     "solution \"init 2 3 1; predict\"\n"},
    {"stale.nn", "title \"S\"\ninit\ndo \"Run it.\" a2 == sigmoid(z2)\nsolution \"forward\"\n"},
    {"wrong.nn", "title \"W\"\ninit\ndo \"Train.\" epoch >= 1\nsolution \"train 1 every=1\"\n"
                 "do \"Train.\" w1 @ x > epoch\nsolution \"train 1 every=1\"\n"},
    {"own.nn", "title \"O\"\ndo \"Name it.\" mine == 3\nsolution \"let mine = 3\"\n"},
    {"words.nn", "title \"T\"\ninit\nset w1[0,0] 2\nask \"Of {w1[0,0]}?\" w1[0,0] + 1\n"
                 "hint \"It is {w1[0,0]}.\"\nslip w1[0,0] \"That is {w1[0,0]} itself.\"\n"
                 "solution \"3\"\ndo \"Train.\" epoch >= 1\nhint \"Weight {w1[0,0]}.\"\n"
                 "solution \"train 1 every=1\"\n"},
    {"hint.nn", "title \"H\"\ninit\nask \"1?\" 1\nhint \"Well.\"\nhint \"It is {z1[0,0]}.\"\n"
                "solution \"1\"\n"},
    {"slip.nn", "title \"H\"\ninit\nask \"1?\" 1\nslip 2 \"Two.\"\nslip 3 \"It is {z1[0,0]}.\"\n"
                "solution \"1\"\n"},
    {"hides.nn", "title \"H\"\ninit\nforward\nask \"z?\" z1[3,1] hide=z1\n"
                 "slip a1[3,0] \"That is {a1[3,0]}.\"\nhint \"{z1[3,1]}\"\nsolution \"z1[3,1]\"\n"},
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

// What is saved where the lesson cannot continue is loaded there, and `retry` leads back as it would have.
START_TEST(a_lesson_that_is_stuck_is_saved_and_loaded)
{
    harness->scripts = lessons;
    harness_do(harness, "lesson guard.nn");
    harness_run(harness, "train 3 every=3");
    harness_do(harness, "save s");
    harness_do(harness, "lesson off");
    ck_assert_ptr_null(harness->shell->play);
    harness_do(harness, "load written");
    ck_assert_ptr_nonnull(harness->shell->play);
    ck_assert(harness->shell->play->state == PLAY_STUCK);
    ck_assert_uint_eq(harness->shell->session->epoch, 3);
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "lesson"), "'retry' goes back to the step"));
    harness_do(harness, "retry");
    ck_assert_uint_eq(harness->shell->play->progress.step, 1);
    ck_assert_uint_eq(harness->shell->session->epoch, 0);
    harness_do(harness, "train 5 every=5");
    ck_assert_uint_eq(harness->shell->play->progress.step, 2);
}
END_TEST

// A command counts at its time, which the order in the `do` says.
START_TEST(the_command_of_a_task_comes_in_its_order)
{
    harness->scripts = lessons;
    harness_do(harness, "lesson order.nn; train 1 every=1");
    const char *answer = harness_do(harness, "set lr 1");
    ck_assert_ptr_nonnull(strstr(answer, "not yet: 'predict' has not run"));
    answer = harness_do(harness, "predict");
    ck_assert_ptr_nonnull(strstr(answer, "not yet: first 'predict', then the rest; 'retry' goes"));
    harness_do(harness, "retry; predict");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "set lr 1"), "right"));
    answer = harness_do(harness, "predict");
    ck_assert_ptr_nonnull(strstr(answer, "not yet: first the rest of the task, then 'predict'"));
    answer = harness_do(harness, "init 2 3 1");
    ck_assert_ptr_nonnull(strstr(answer, "not yet: now run 'predict' again"));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "predict"), "right"));
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

// A name that a student is to make is missing like any other value.
START_TEST(a_name_to_be_made_is_not_yet)
{
    harness->scripts = lessons;
    harness_do(harness, "lesson own.nn; let other = 3");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "lesson"), "nothing is called 'mine'"));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "let mine = 3"), "right"));
}
END_TEST

START_TEST(a_wrong_condition_stops_the_lesson)
{
    harness->scripts = lessons;
    harness_do(harness, "lesson wrong.nn; train 2 every=2");
    harness_run(harness, "train 3 every=3");
    ck_assert(!harness->well);
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->notes), "wrong.nn:5: error: the condition"));
    ck_assert(harness->shell->play->state == PLAY_STUCK);
    harness_do(harness, "retry");
    ck_assert(harness->shell->play->state == PLAY_OPEN);
    ck_assert_uint_eq(harness->shell->play->progress.step, 2);
    ck_assert_uint_eq(harness->shell->session->epoch, 2);
}
END_TEST

// What a step says has the values of the moment when it was put.
START_TEST(the_texts_of_a_step_are_filled_when_it_opens)
{
    harness->scripts = lessons;
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "lesson words.nn"), "Of 2?"));
    harness_do(harness, "set w1[0,0] 7");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "hint"), "Hint 1: It is 2."));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "2.00"), "not yet: That is 2 itself."));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "save s"), "saved"));
    harness_do(harness, "init 2 5 1; load written");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "lesson"), "Hint 1: It is 2."));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "2.00"), "not yet: That is 2 itself."));
    harness_do(harness, "3.00; set w1[0,0] 8");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "hint"), "Hint 1: Weight 7."));
}
END_TEST

START_TEST(a_text_without_a_value_keeps_its_step_from_opening)
{
    harness->scripts = lessons;
    harness_run(harness, "lesson hint.nn");
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->notes), "hint.nn:5: error: z1 has no value"));
    harness_run(harness, "lesson slip.nn");
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->notes), "slip.nn:5: error: z1 has no value"));
}
END_TEST

// What a question hides had a value when it was put.
START_TEST(a_slip_may_be_a_value_that_is_hidden)
{
    harness->scripts = lessons;
    harness_do(harness, "lesson hides.nn");
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "0.417137"), "not yet: That is 0.41713"));
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "hint"), "Hint 1: 1.022657"));
}
END_TEST

START_TEST(retry_works_in_a_step_that_was_loaded)
{
    harness->scripts = lessons;
    harness_do(harness,
               "lesson guard.nn; train 5 every=5; let mine = 5; set w1[0,0] 9; set digits 3");
    ck_assert(harness_number(harness, "w1[0,0]") == 9);
    harness_do(harness, "save s; init 2 7 1; load written; retry");
    ck_assert_uint_eq(harness->shell->session->epoch, 5);
    ck_assert_int_eq(harness->shell->session->settings.digits, 6);
    ck_assert(harness_number(harness, "w1[0,0]") < 2);
    ck_assert_uint_eq(harness->shell->play->progress.step, 2);
    harness_do(harness, "set lr 0.5; retry");
    ck_assert(harness_number(harness, "lr") == 0.2);
    ck_assert_ptr_nonnull(strstr(harness_do(harness, "train 1 every=1"), "right"));
}
END_TEST

START_TEST(a_hint_of_a_question_wants_an_answer_before_the_next)
{
    harness->scripts = lessons;
    harness_run(harness, "lesson hint.nn");
    harness_do(harness, "lesson forward step=2; hint; show data");
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "hint"), "try once more"));
    harness_do(harness, "7; hint");
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
    tcase_add_test(tests, a_lesson_that_is_stuck_is_saved_and_loaded);
    tcase_add_test(tests, the_command_of_a_task_comes_in_its_order);
    tcase_add_test(tests, what_is_missing_or_stale_is_not_yet);
    tcase_add_test(tests, a_name_to_be_made_is_not_yet);
    tcase_add_test(tests, a_wrong_condition_stops_the_lesson);
    tcase_add_test(tests, the_texts_of_a_step_are_filled_when_it_opens);
    tcase_add_test(tests, a_text_without_a_value_keeps_its_step_from_opening);
    tcase_add_test(tests, a_slip_may_be_a_value_that_is_hidden);
    tcase_add_test(tests, retry_works_in_a_step_that_was_loaded);
    tcase_add_test(tests, a_hint_of_a_question_wants_an_answer_before_the_next);
    tcase_add_test(tests, a_students_own_session_is_kept);
    tcase_add_test(tests, words_of_lessons_take_no_abbreviation_away);
    suite_add_tcase(suite, tests);
    return suite;
}
