// SPDX-License-Identifier: GPL-3.0-or-later
// How far a student has come is written in one line and read again.
#include <check.h>
#include <string.h>

#include "lesson/lesson.h"
#include "lesson/progress.h"

#include "suites.h"

static struct error error;

// Progress of Ada's in a lesson of two steps.
static struct progress make(void)
{
    struct progress progress;
    struct lesson *lesson = lesson_create("a/two.nn", "text", 4);
    ck_assert_ptr_nonnull(lesson);
    ck_assert(lesson_add(lesson, LESSON_PAUSE, 1, NULL, 0, &error));
    ck_assert(lesson_add(lesson, LESSON_PAUSE, 2, NULL, 0, &error));
    lesson->step_count = 2;
    ck_assert(progress_init(&progress, lesson, "a/two.nn", 6, "Ada \"\\ Lee", &error));
    lesson_free(lesson);
    return progress;
}

START_TEST(what_is_written_is_read)
{
    static const char *const typed[] = {
        "",
        "show w1\n",
        "print \"a\\\"b\", 'c'\nlet s = [[1, 2],\n [3, 4]]\n",
        "# \xc3\xa9 \\n \\\\\nanswer \\\n5\n",
    };
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        struct progress progress = make(), read;
        struct buf line = BUF_EMPTY, again = BUF_EMPTY;
        progress.results[0] = PROGRESS_HINTED;
        progress.step = 2;
        progress.seconds = 754;
        buf_puts(&progress.typed, typed[i]);
        progress_write(&line, &progress, true);
        ck_assert_ptr_null(strchr(buf_text(&line), '\n'));
        ck_assert_msg(progress_read(&read, buf_text(&line), line.length, &error), "%s", error.what);
        ck_assert_str_eq(buf_text(&read.typed), typed[i]);
        ck_assert_str_eq(read.who, "Ada \"\\ Lee");
        ck_assert_str_eq(read.results, "h.");
        ck_assert_uint_eq(read.seconds, 754);
        ck_assert_uint_eq(read.variant, 6);
        ck_assert(!read.is_graded);
        progress_write(&again, &read, true);
        ck_assert_str_eq(buf_text(&again), buf_text(&line));
        buf_free(&line);
        buf_free(&again);
        progress_clear(&progress);
        progress_clear(&read);
    }
}
END_TEST

// Whatever part of the line is left is read or refused, and nothing is lost or freed twice.
START_TEST(a_part_of_the_line_is_no_harm)
{
    struct progress progress = make(), read;
    struct buf line = BUF_EMPTY;
    buf_puts(&progress.typed, "show w1\nprint \"x\"\n");
    progress_write(&line, &progress, true);
    for (size_t length = 0; length < line.length; length++)
        if (progress_read(&read, buf_text(&line), length, &error))
            progress_clear(&read);
    buf_free(&line);
    progress_clear(&progress);
}
END_TEST

Suite *progress_suite(void)
{
    Suite *suite = suite_create("progress");
    TCase *tests = tcase_create("progress");
    tcase_add_test(tests, what_is_written_is_read);
    tcase_add_test(tests, a_part_of_the_line_is_no_harm);
    suite_add_tcase(suite, tests);
    return suite;
}
