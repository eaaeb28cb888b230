// SPDX-License-Identifier: GPL-3.0-or-later
// Verdicts and rows, without a process: points, CSV, the same answers, a row on its way.
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "lesson/grade.h"
#include "view/grade_view.h"

#include "suites.h"

static struct error error;

// A check of three steps with 1, 2 and 3 points.
static struct grade_check make_check(void)
{
    struct grade_check check;
    ck_assert(grade_check_init(&check, "a/check.nn", "text", 4, &error));
    ck_assert(grade_check_add(&check, "one", 1, &error));
    ck_assert(grade_check_add(&check, NULL, 2, &error));
    ck_assert(grade_check_add(&check, "three", 3, &error));
    check.seconds = 10;
    check.megabytes = 512;
    return check;
}

// A row for [file] with these results.
static struct grade_row make_row(const struct grade_check *check, const char *file,
                                 const char *results, enum grade_status status)
{
    struct grade_row row;
    ck_assert(grade_row_init(&row, file, check, &error));
    for (size_t i = 0; results[i]; i++)
        grade_row_note(&row, i, (enum progress_result)results[i]);
    row.status = status;
    return row;
}

START_TEST(points_by_how_a_step_was_passed)
{
    static const struct {
        const char *results, *points;
        size_t done;
    } cases[] = {{"fff", "6", 3}, {"...", "0", 0}, {"f..", "1", 1}, {"l..", "0.5", 1},
                 {"fl.", "2", 2}, {"fsf", "4", 2}, {"hhl", "3", 3}, {"sss", "0", 0}};
    struct grade_check check = make_check();
    ck_assert_uint_eq(grade_halves_most(&check), 12);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct grade_row row = make_row(&check, "x.nn", cases[i].results, GRADE_OK);
        struct buf points = BUF_EMPTY;
        grade_put_points(&points, grade_halves(&check, &row));
        ck_assert_str_eq(buf_text(&points), cases[i].points);
        ck_assert_uint_eq(grade_done(&row), cases[i].done);
        ck_assert_int_eq(grade_is_done(&row), cases[i].done == 3);
        buf_free(&points);
        grade_row_clear(&row);
    }
    grade_check_clear(&check);
}
END_TEST

START_TEST(a_step_that_is_not_asked_is_left_out)
{
    struct grade_check check = make_check();
    struct grade_row row = make_row(&check, "x.nn", "fffffff", GRADE_OK);
    ck_assert_str_eq(buf_text(&row.results), "fff");
    grade_row_clear(&row);
    grade_check_clear(&check);
}
END_TEST

START_TEST(a_name_without_folders_and_ending)
{
    static const char *const cases[][2] = {{"ada.nn", "ada"},
                                           {"a/b.c/ada.nn", "ada"},
                                           {"a.b/ada", "ada"},
                                           {"ada.v2.nn", "ada.v2"},
                                           {"pile/.hidden", ".hidden"}};
    struct grade_check check = make_check();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct grade_row row = make_row(&check, cases[i][0], "", GRADE_OK);
        ck_assert_str_eq(buf_text(&row.who), cases[i][1]);
        grade_row_clear(&row);
    }
    grade_check_clear(&check);
}
END_TEST

START_TEST(the_version_changes_with_the_text)
{
    struct grade_check one, other;
    ck_assert(grade_check_init(&one, "c.nn", "expect 1 == 1", 13, &error));
    ck_assert(grade_check_init(&other, "c.nn", "expect 1 == 2", 13, &error));
    ck_assert(one.version != other.version);
    grade_check_clear(&one);
    grade_check_clear(&other);
}
END_TEST

START_TEST(a_row_travels_whole_or_not_at_all)
{
    struct grade_check check = make_check();
    struct grade_row sent = make_row(&check, "x.nn", "fl.", GRADE_TIME);
    struct buf bytes = BUF_EMPTY;
    sent.variant = 6;
    sent.minutes = 12;
    sent.commands = 77;
    sent.answers = 88;
    buf_puts(&sent.slips, "sign ");
    buf_puts(&sent.notes, "x.nn:1:1: error\n");
    grade_row_write(&bytes, &sent);
    for (size_t length = 0; length <= bytes.length; length++) {
        struct grade_row row = make_row(&check, "x.nn", "", GRADE_CRASH);
        bool is_whole = length == bytes.length;
        ck_assert_int_eq(grade_row_read(&row, buf_text(&bytes), length), is_whole);
        ck_assert_int_eq(row.status, is_whole ? GRADE_TIME : GRADE_CRASH);
        ck_assert_str_eq(buf_text(&row.results), is_whole ? "fl." : "...");
        ck_assert_str_eq(buf_text(&row.slips), is_whole ? "sign " : "");
        ck_assert_str_eq(buf_text(&row.notes), is_whole ? "x.nn:1:1: error\n" : "");
        ck_assert_uint_eq(row.minutes, is_whole ? 12 : 0);
        grade_row_clear(&row);
    }
    buf_puts(&bytes, "more");
    struct grade_row row = make_row(&check, "x.nn", "", GRADE_CRASH);
    ck_assert(!grade_row_read(&row, buf_text(&bytes), bytes.length));
    grade_row_clear(&row);
    buf_free(&bytes);
    grade_row_clear(&sent);
    grade_check_clear(&check);
}
END_TEST

START_TEST(a_row_of_another_check_is_refused)
{
    struct grade_check check = make_check();
    struct grade_row row = make_row(&check, "x.nn", "fff", GRADE_OK);
    struct buf bytes = BUF_EMPTY;
    grade_row_write(&bytes, &row);
    ck_assert(grade_check_add(&check, "four", 1, &error));
    struct grade_row other = make_row(&check, "x.nn", "", GRADE_CRASH);
    ck_assert(!grade_row_read(&other, buf_text(&bytes), bytes.length));
    buf_free(&bytes);
    grade_row_clear(&row);
    grade_row_clear(&other);
    grade_check_clear(&check);
}
END_TEST

START_TEST(the_same_commands_and_answers_are_found)
{
    struct grade_check check = make_check();
    struct grade_row rows[6];
    static const struct {
        enum grade_status status;
        uint64_t commands, answers;
        int same;
    } cases[] = {
        {GRADE_OK, 5, 7, -1},   {GRADE_FAILED, 5, 8, -1}, {GRADE_OK, 5, 7, 0},
        {GRADE_TIME, 5, 7, -1}, {GRADE_FAILED, 0, 0, -1}, {GRADE_FAILED, 0, 0, -1},
    };
    for (size_t i = 0; i < 6; i++) {
        rows[i] = make_row(&check, "x.nn", "fff", cases[i].status);
        rows[i].commands = cases[i].commands;
        rows[i].answers = cases[i].answers;
    }
    grade_find_same(rows, 6);
    for (size_t i = 0; i < 6; i++) {
        ck_assert_ptr_eq(rows[i].same_as, cases[i].same < 0 ? NULL : &rows[cases[i].same]);
        grade_row_clear(&rows[i]);
    }
    grade_check_clear(&check);
}
END_TEST

// The expected lines are RFC 4180's, written by hand.
START_TEST(cells_of_a_table_for_spreadsheets)
{
    struct grade_check check = make_check();
    struct grade_row rows[] = {
        make_row(&check, "=cmd.nn", "fff", GRADE_OK),
        make_row(&check, "p/a, \"b\".nn", "l.s", GRADE_FAILED),
        make_row(&check, "-1\n.nn", "...", GRADE_UNREADABLE),
    };
    struct buf out = BUF_EMPTY;
    check.version = 0xabc;
    rows[1].variant = 6;
    rows[1].minutes = 9;
    rows[1].same_as = &rows[0];
    buf_puts(&rows[1].slips, "no-slope sign sign ");
    grade_view_csv(&out, &check, rows, 3);
    ck_assert_str_eq(
        buf_text(&out),
        "file,who,check,version,variant,status,steps,done,first,later,hinted,skipped,points,max,"
        "slips,minutes,same_as\r\n"
        "'=cmd.nn,'=cmd,check.nn,0000000000000abc,,ok,3,3,3,0,0,0,6,6,,,\r\n"
        "\"p/a, \"\"b\"\".nn\",\"a, "
        "\"\"b\"\"\",check.nn,0000000000000abc,6,failed,3,1,0,1,0,1,0.5,6,"
        "sign:2 no-slope:1,9,'=cmd.nn\r\n"
        "\"'-1\n.nn\",\"'-1\n\",check.nn,0000000000000abc,,unreadable,3,0,0,0,0,0,0,6,,,\r\n");
    buf_free(&out);
    for (size_t i = 0; i < 3; i++)
        grade_row_clear(&rows[i]);
    grade_check_clear(&check);
}
END_TEST

START_TEST(names_cannot_write_on_the_terminal)
{
    struct grade_check check = make_check();
    struct grade_row rows[] = {make_row(&check, "\033[2Jx\n.nn", "fff", GRADE_OK)};
    struct style style = {.digits = 6};
    struct buf out = BUF_EMPTY;
    grade_view_table(&out, style, &check, rows, 1);
    grade_view_page(&out, &check, &rows[0]);
    ck_assert(!strchr(buf_text(&out), '\033'));
    ck_assert(strstr(buf_text(&out), "\\x1b[2Jx\\x0a.nn"));
    buf_free(&out);
    grade_row_clear(&rows[0]);
    grade_check_clear(&check);
}
END_TEST

START_TEST(rows_that_were_stopped_stand_apart)
{
    struct grade_check check = make_check();
    struct grade_row rows[] = {
        make_row(&check, "a.nn", "fff", GRADE_OK),
        make_row(&check, "b.nn", "f..", GRADE_TIME),
        make_row(&check, "c.nn", "ff.", GRADE_FAILED),
    };
    struct style style = {.digits = 6};
    struct buf out = BUF_EMPTY;
    grade_view_table(&out, style, &check, rows, 3);
    const char *text = buf_text(&out), *stopped = strstr(text, "\nstopped after 10 seconds");
    ck_assert_ptr_nonnull(stopped);
    ck_assert(strstr(text, "  c.nn") < stopped && strstr(text, "  b.nn") > stopped);
    ck_assert_ptr_nonnull(strstr(text, "3 answers: 1 ok, 1 failed, 1 time\n"));
    ck_assert_ptr_nonnull(strstr(text, "3 of 3"));
    ck_assert_ptr_nonnull(strstr(text, "1 of 3   33%  three\n"));
    buf_free(&out);
    for (size_t i = 0; i < 3; i++)
        grade_row_clear(&rows[i]);
    grade_check_clear(&check);
}
END_TEST

Suite *grade_suite(void)
{
    Suite *suite = suite_create("grade");
    TCase *tests = tcase_create("grade");
    tcase_add_test(tests, points_by_how_a_step_was_passed);
    tcase_add_test(tests, a_step_that_is_not_asked_is_left_out);
    tcase_add_test(tests, a_name_without_folders_and_ending);
    tcase_add_test(tests, the_version_changes_with_the_text);
    tcase_add_test(tests, a_row_travels_whole_or_not_at_all);
    tcase_add_test(tests, a_row_of_another_check_is_refused);
    tcase_add_test(tests, the_same_commands_and_answers_are_found);
    tcase_add_test(tests, cells_of_a_table_for_spreadsheets);
    tcase_add_test(tests, names_cannot_write_on_the_terminal);
    tcase_add_test(tests, rows_that_were_stopped_stand_apart);
    suite_add_tcase(suite, tests);
    return suite;
}
