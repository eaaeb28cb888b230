// SPDX-License-Identifier: GPL-3.0-or-later
// How an error is told: where, what, the line, the caret under the place, and who sourced it.
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#include "harness.h"
#include "suites.h"

START_TEST(the_caret_stands_under_the_place)
{
    static const struct {
        const char *text, *note;
    } cases[] = {
        {"trian 100", "test:1:1: error: unknown command 'trian'; did you mean 'train'?\n"
                      "  trian 100\n"
                      "  ^~~~~\n"},
        {"print 1;  trian 100; print 2",
         "test:1:11: error: unknown command 'trian'; did you mean 'train'?\n"
         "  print 1;  trian 100; print 2\n"
         "            ^~~~~\n"},
        {"# one\n\n\tprint qqq", "test:3:8: error: nothing is called 'qqq'; 'let qqq = EXPRESSION' "
                                 "makes a name of your own\n"
                                 "   print qqq\n"
                                 "         ^~~\n"},
        {"print \"é→\", qqq", "test:1:13: error: nothing is called 'qqq'; 'let qqq = EXPRESSION' "
                              "makes a name of your own\n"
                              "  print \"é→\", qqq\n"
                              "              ^~~\n"},
        {"print [1,\n  2, qqq]", "test:2:6: error: nothing is called 'qqq'; 'let qqq = EXPRESSION' "
                                 "makes a name of your own\n"
                                 "    2, qqq]\n"
                                 "       ^~~\n"},
        {"print \x01", "test:1:7: error: the byte \\x01 is not text\n"
                       "  print \\x01\n"
                       "        ^~~~\n"},
        {"set lr", "test:1:7: error: set needs VALUE; usage: set NAME [=] VALUE\n"
                   "  set lr\n"
                   "        ^\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct harness *harness = harness_create();
        harness_run(harness, cases[i].text);
        ck_assert_str_eq(buf_text(&harness->notes), cases[i].note);
        harness_free(harness);
    }
}
END_TEST

START_TEST(a_person_is_told_no_file)
{
    struct harness *harness = harness_create();
    harness_type(harness, "trian\n");
    ck_assert_str_eq(buf_text(&harness->notes),
                     "error: unknown command 'trian'; did you mean 'train'?\n"
                     "  trian\n"
                     "  ^~~~~\n");
    harness_free(harness);
}
END_TEST

START_TEST(sources_are_chained)
{
    static const struct harness_script scripts[] = {
        {"a.nn", "init\n\nsource b.nn\nprint 1\n"}, {"b.nn", "# here\nprint 2; trian\n"},
        {"self.nn", "print 3\nsource self.nn\n"},   {"left.nn", "source right.nn\n"},
        {"right.nn", "source left.nn\n"},           {NULL, NULL}};
    struct harness *harness = harness_create();
    harness->scripts = scripts;
    harness_run(harness, "print 0\nsource a.nn\nprint 4");
    ck_assert_str_eq(buf_text(&harness->notes),
                     "b.nn:2:10: error: unknown command 'trian'; did you mean 'train'?\n"
                     "  print 2; trian\n"
                     "           ^~~~~\n"
                     "  sourced from a.nn:3\n"
                     "  sourced from test:2\n");
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->out), "2\n"));
    ck_assert_ptr_null(strstr(buf_text(&harness->out), "4\n"));
    harness_run(harness, "source self.nn");
    ck_assert_ptr_nonnull(
        strstr(buf_text(&harness->notes), "self.nn:2:8: error: this script is running"));
    ck_assert_str_eq(buf_text(&harness->out), "3\n");
    ck_assert_ptr_nonnull(
        strstr(harness_fail(harness, "source left.nn"), "right.nn:1:8: error: this script"));
    harness_free(harness);
}
END_TEST

START_TEST(sources_may_not_go_too_deep)
{
    enum { DEPTH = 70 };
    static char names[DEPTH][16], texts[DEPTH][32];
    struct harness_script scripts[DEPTH + 1] = {{NULL, NULL}};
    for (int i = 0; i < DEPTH; i++) {
        snprintf(names[i], sizeof names[i], "%d.nn", i);
        snprintf(texts[i], sizeof texts[i], "source %d.nn\n", i + 1);
        scripts[i] = (struct harness_script){names[i], i + 1 < DEPTH ? texts[i] : "print 7\n"};
    }
    struct harness *harness = harness_create();
    harness->scripts = scripts;
    ck_assert_ptr_nonnull(
        strstr(harness_fail(harness, "source 0.nn"), "scripts run scripts more than 64 deep"));
    harness_do(harness, "source 10.nn");
    ck_assert_str_eq(buf_text(&harness->out), "7\n");
    harness_free(harness);
}
END_TEST

// However long the line and wherever the place, a message stays within the width of a screen.
START_TEST(long_lines_are_shown_through_a_window)
{
    static const char *const fill[] = {"x", "é", "\x01", "\xff", "字"};
    for (size_t k = 0; k < sizeof fill / sizeof *fill; k++)
        for (size_t before = 0; before < 300; before += 7) {
            struct buf text = BUF_EMPTY;
            struct harness *harness = harness_create();
            buf_puts(&text, "print \"");
            for (size_t i = 0; i < before; i++)
                buf_puts(&text, fill[k]);
            buf_puts(&text, "\", qqq, \"");
            for (size_t i = 0; i < 200; i++)
                buf_puts(&text, fill[k]);
            buf_puts(&text, "\"");
            harness_run_bytes(harness, buf_text(&text), text.length);
            ck_assert(!harness->well);
            const char *note = buf_text(&harness->notes);
            while (*note) {
                size_t length = strcspn(note, "\n"), characters = 0;
                for (size_t i = 0; i < length; characters++) {
                    size_t bytes = utf8_length(note + i, length - i);
                    ck_assert_msg(bytes > 0 && !utf8_is_control(note + i, bytes), "%s",
                                  buf_text(&harness->notes));
                    i += bytes;
                }
                ck_assert_uint_le(characters, 100);
                note += length + 1;
            }
            buf_free(&text);
            harness_free(harness);
        }
}
END_TEST

Suite *report_suite(void)
{
    Suite *suite = suite_create("report");
    TCase *tests = tcase_create("report");
    tcase_add_test(tests, the_caret_stands_under_the_place);
    tcase_add_test(tests, a_person_is_told_no_file);
    tcase_add_test(tests, sources_are_chained);
    tcase_add_test(tests, sources_may_not_go_too_deep);
    tcase_add_test(tests, long_lines_are_shown_through_a_window);
    suite_add_tcase(suite, tests);
    return suite;
}
