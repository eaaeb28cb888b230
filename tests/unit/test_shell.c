// SPDX-License-Identifier: GPL-3.0-or-later
// The loop around the commands: stopping, keeping going, repeating, history, prompts, echo, counts.
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "session/setting.h"

#include "harness.h"
#include "suites.h"

START_TEST(a_script_stops_at_its_first_failure)
{
    struct harness *harness = harness_create();
    ck_assert_str_eq(harness_run(harness, "print 1\nprint 2; qqq; print 3\nprint 4\n"), "1\n2\n");
    ck_assert(!harness->well);
    harness->shell->options.keep_going = true;
    ck_assert_str_eq(harness_run(harness, "print 1\nprint 2; qqq; print 3\n[\nprint 4\n"),
                     "1\n2\n3\n");
    ck_assert(!harness->well);
    ck_assert_str_eq(harness_run(harness, "print 1\n\x01\nprint 4\n"), "1\n4\n");
    ck_assert(!harness->well);
    harness_free(harness);
}
END_TEST

START_TEST(a_person_goes_on_behind_the_line_that_failed)
{
    struct harness *harness = harness_create();
    ck_assert_str_eq(harness_type(harness, "print 1\nprint 2; qqq; print 3\nprint 4\n"),
                     "1\n2\n4\n");
    harness_free(harness);
}
END_TEST

START_TEST(quit_ends_everything)
{
    static const struct harness_script scripts[] = {{"a.nn", "print 1; quit; print 2\n"},
                                                    {NULL, NULL}};
    struct harness *harness = harness_create();
    harness->scripts = scripts;
    ck_assert_str_eq(harness_run(harness, "source a.nn; print 3\nprint 4\n"), "1\n");
    ck_assert(harness->well && harness->shell->quits);
    harness_free(harness);
}
END_TEST

START_TEST(an_empty_line_repeats_step_and_next_only)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init");
    harness_type(harness, "step\n\n\n");
    ck_assert_uint_eq(harness->shell->session->steps, 3);
    harness_type(harness, "next\n\n\n");
    ck_assert_uint_eq(harness->shell->session->done, 3);
    harness_type(harness, "step 2\n\nprint 1\n\n\n");
    ck_assert_uint_eq(harness->shell->session->steps, 7);
    harness_type(harness, "train 5\n\n\n");
    ck_assert_uint_eq(harness->shell->session->steps, 12);
    harness_run(harness, "step\n\n\n"); // in a script an empty line is nothing
    ck_assert_uint_eq(harness->shell->session->steps, 13);
    harness_type(harness, "step\n# a comment is no empty line\n");
    ck_assert_uint_eq(harness->shell->session->steps, 14);
    harness_free(harness);
}
END_TEST

static void ck_prompt(struct harness *harness, const char *expected)
{
    struct buf prompt = BUF_EMPTY;
    shell_prompt(harness->shell, &prompt);
    ck_assert_str_eq(buf_text(&prompt), expected);
    buf_free(&prompt);
}

START_TEST(the_prompt_says_what_comes_next)
{
    static const char *const stages[] = {"a1",  "z2",  "a2",  "loss", "da2",   "dz2",
                                         "dw2", "da1", "dz1", "dw1",  "update"};
    struct harness *harness = harness_create();
    ck_prompt(harness, "nnsh> ");
    harness_do(harness, "init");
    ck_prompt(harness, "nnsh> ");
    for (size_t i = 0; i < sizeof stages / sizeof *stages; i++) {
        char expected[60];
        harness_do(harness, "next");
        snprintf(expected, sizeof expected, "nnsh [epoch 0, next %s]> ", stages[i]);
        ck_prompt(harness, expected);
    }
    harness_do(harness, "next");
    ck_prompt(harness, "nnsh [epoch 1]> ");
    harness_do(harness, "train 100");
    ck_prompt(harness, "nnsh [epoch 101]> ");
    harness_free(harness);
}
END_TEST

START_TEST(history_is_what_was_typed)
{
    static const struct harness_script scripts[] = {{"a.nn", "print 1; init\n"}, {NULL, NULL}};
    struct harness *harness = harness_create();
    harness->scripts = scripts;
    harness_run(harness, "init; forward # aside\nsource a.nn\nprint [1,\n2]\n");
    const char *text = harness_do(harness, "history");
    ck_assert_ptr_nonnull(strstr(text, "    1  init\n    2  forward"));
    ck_assert_ptr_nonnull(strstr(text, "source a.nn\n"));
    ck_assert_ptr_null(strstr(text, "print 1"));
    for (int i = 0; i < 1500; i++)
        harness_do(harness, "print 1");
    text = harness_do(harness, "history");
    size_t lines = 0;
    for (const char *c = text; *c; c++)
        lines += *c == '\n';
    ck_assert_uint_eq(lines, 1001);
    ck_assert_ptr_nonnull(strstr(text, "earlier commands"));
    harness_free(harness);
}
END_TEST

START_TEST(echo_makes_a_transcript)
{
    struct harness *harness = harness_create();
    harness->shell->options.echo = true;
    ck_assert_str_eq(harness_run(harness, "init; print 1 + 1 # two\n\n# nothing\n  set lr 0.5\n"),
                     "# two\n"
                     "nnsh> init\n"
                     "network 2-2-1   9 parameters   scheme uniform, seed 1\n"
                     "  layer  in → out  activation  w    b    parameters\n"
                     "  1      2 → 2     relu        2×2  1×2           6\n"
                     "  2      2 → 1     sigmoid     2×1  1×1           3\n"
                     "nnsh> print 1 + 1 \n"
                     "2\n"
                     "\n"
                     "# nothing\n"
                     "nnsh> set lr 0.5\n");
    ck_assert_str_eq(harness_run(harness, "#!/bin/nnsh\n\n# SPDX-License-Identifier: x\n\n \t\n"
                                          "print [1, # a\n2] # b\n\n\n\nprint 3 # three\n\n"),
                     "\n# a\n# b\nnnsh> print [1, \n2] \n[1 2]\n\nnnsh> print 3 # three\n3\n\n");
    harness_free(harness);
}
END_TEST

// What is typed after `source` answers the pauses: nothing goes on, q or the end leaves all scripts.
START_TEST(a_sourced_script_teaches)
{
    static const struct harness_script scripts[] = {
        {"a.nn", "\n# one\nprint 1\n\n\nprint 2\nsource b.nn\nprint 5\n"},
        {"b.nn", "print 3\n\n# four\nprint 4\n"},
        {"bad.nn", "print 1\n\ntrian\nprint 2\n"},
        {NULL, NULL}};
    static const char all[] = "# one\nnnsh> print 1\n1\nnnsh> print 2\n2\nnnsh> source b.nn\n"
                              "nnsh> print 3\n3\n# four\nnnsh> print 4\n4\nnnsh> print 5\n5\n";
    struct harness *harness = harness_create();
    harness->scripts = scripts;
    ck_assert_str_eq(harness_type(harness, "source a.nn\n\nwhat?\n\n"), all);
    ck_assert_str_eq(harness_type(harness, "source a.nn\nq\nprint 6\n"),
                     "# one\nnnsh> print 1\n1\n6\n");
    ck_assert_str_eq(harness_type(harness, "source a.nn\n\nquit\nprint 6\n"),
                     "# one\nnnsh> print 1\n1\nnnsh> print 2\n2\nnnsh> source b.nn\n"
                     "nnsh> print 3\n3\n6\n");
    ck_assert_str_eq(harness_type(harness, "source a.nn\n"), "# one\nnnsh> print 1\n1\n");
    ck_assert_str_eq(harness_type(harness, "source a.nn quiet\nprint 6\n"), "1\n2\n3\n4\n5\n6\n");
    ck_assert_str_eq(harness_run(harness, "source a.nn\nprint 6\n"), "1\n2\n3\n4\n5\n6\n");
    ck_assert_str_eq(harness_type(harness, "source bad.nn\n\nprint 6\n"),
                     "nnsh> print 1\n1\nnnsh> trian\n6\n");
    harness_free(harness);
}
END_TEST

START_TEST(expectations_are_counted)
{
    struct harness *harness = harness_create();
    harness->shell->options.keep_going = true;
    harness_run(harness, "init\nexpect 1 == 1\nexpect 1 == 2\nexpect loss < 1\nexpect nosuch\n");
    ck_assert_uint_eq(harness->shell->passed, 2);
    ck_assert_uint_eq(harness->shell->failed, 2);
    buf_clear(&harness->out);
    ck_assert(!shell_finish(harness->shell));
    ck_assert_str_eq(buf_text(&harness->out), "2 passed, 2 failed\n");
    harness_free(harness);
    harness = harness_create();
    ck_assert(shell_finish(harness->shell));
    ck_assert_str_eq(buf_text(&harness->out), "");
    harness_free(harness);
}
END_TEST

// `show settings` can be run again and gives the same state: every setting, at several values.
START_TEST(settings_read_back)
{
    const struct setting *setting = &settings_table[_i];
    static const char *const values[] = {
        "0.30000000000000004", "1e-300", "0.5", "1", "6", "7", "17", "100", "123456789", "none"};
    for (size_t k = 0; k < sizeof values / sizeof *values + 8; k++) {
        struct harness *harness = harness_create(), *other = harness_create();
        char command[100];
        const char *value = NULL;
        size_t count = sizeof values / sizeof *values, words = 0;
        while (setting->word(words))
            words++;
        value = k < count ? values[k] : k - count < words ? setting->word(k - count) : "1";
        snprintf(command, sizeof command, "set %s %s", setting->name, value);
        harness_do(harness, "set loss mse"); // as it will be where the answer is typed
        harness_run(harness, command);
        if (harness->well) {
            struct buf text = BUF_EMPTY;
            buf_puts(&text, harness_do(harness, "show settings"));
            harness_do(other, buf_text(&text));
            const char *again = harness_do(other, "show settings");
            // Only the colour of the answer itself may differ, and it does not here.
            ck_assert_str_eq(again, buf_text(&text));
            buf_free(&text);
        }
        harness_free(harness);
        harness_free(other);
    }
}
END_TEST

START_TEST(clear_is_the_hosts_affair)
{
    struct harness *harness = harness_create();
    ck_assert_str_eq(harness_do(harness, "clear"), "");
    ck_assert_uint_eq(harness->cleared, 1);
    harness_free(harness);
}
END_TEST

// Colour only where it is wanted, and never a difference but the escape sequences themselves.
START_TEST(colour_adds_nothing_but_colour)
{
    static const char *const text =
        "init; forward; backward; update; step; train 300; predict; show all; show net w1 dw1; "
        "help; help train; help loss; print w1; next; forward 1; backward 1; predict 0 1";
    struct harness *plain = harness_create(), *coloured = harness_create();
    struct buf bare = BUF_EMPTY;
    harness_do(plain, "set color never");
    harness_do(coloured, "set color always");
    harness_do(plain, text);
    const char *c = harness_do(coloured, text);
    ck_assert_ptr_null(strchr(buf_text(&plain->out), '\033'));
    ck_assert_ptr_nonnull(strchr(c, '\033'));
    while (*c) {
        if (*c == '\033') {
            c += strcspn(c, "m") + 1;
            continue;
        }
        buf_add(&bare, c++, 1);
    }
    // The one line in which both may differ is that of the setting itself.
    const char *never = "set color never ", *always = "set color always";
    char *at = strstr(plain->out.data, never), *other = strstr(bare.data, always);
    ck_assert(at && other);
    memset(at, ' ', strcspn(at, "\n"));
    memset(other, ' ', strcspn(other, "\n"));
    struct buf a = BUF_EMPTY, b = BUF_EMPTY; // without blanks: the column may be a letter wider
    for (const char *p = plain->out.data; *p; p++)
        if (*p != ' ')
            buf_add(&a, p, 1);
    for (const char *p = bare.data; *p; p++)
        if (*p != ' ')
            buf_add(&b, p, 1);
    ck_assert_str_eq(buf_text(&b), buf_text(&a));
    buf_free(&a);
    buf_free(&b);
    buf_free(&bare);
    harness_free(plain);
    harness_free(coloured);
}
END_TEST

START_TEST(the_banner_fits_a_screen)
{
    struct harness *harness = harness_create();
    size_t lines = 0;
    shell_banner(harness->shell);
    for (const char *c = buf_text(&harness->out); *c; c++)
        lines += *c == '\n';
    ck_assert(lines > 3 && lines < 20);
    harness_free(harness);
    shell_free(NULL);
}
END_TEST

// Ctrl-C stops what was asked for, and not one command of it.
START_TEST(ctrl_c_drops_the_rest_of_the_line)
{
    struct harness *harness = harness_create();
    harness->stop_at = "epoch  5";
    harness_type(harness, "init; train 50 every=1; init seed=9; ; print \"x\"; save y");
    ck_assert_ptr_nonnull(strstr(buf_text(&harness->out),
                                 "everything is kept\n3 commands of the line were not run\n"));
    ck_assert_uint_eq(harness->shell->session->seed, 1);
    ck_assert_uint_eq(harness->file.length, 0);
    ck_assert(harness->stop);
    harness->stop = 0;
    harness_run(harness, "reset; train 50 every=1; init seed=9\nprint \"x\"");
    ck_assert(!harness->well && harness->stop);
    ck_assert_ptr_null(strstr(buf_text(&harness->out), "x\n"));
    ck_assert_ptr_null(strstr(buf_text(&harness->out), "not run"));
    ck_assert_uint_eq(harness->shell->session->seed, 1);
    harness->stop = 0;
    harness->shell->options.keep_going = true;
    harness_run(harness, "reset; train 50 every=1; init seed=9\nprint \"x\"");
    ck_assert_uint_eq(harness->shell->session->seed, 1);
    harness_free(harness);
}
END_TEST

// What takes long on a large network hears Ctrl-C, and leaves what it came to.
START_TEST(long_commands_hear_ctrl_c)
{
    static const char *const deaf[] = {"forward",          "backward",    "step",
                                       "whatif lr 1 lr 2", "init seed=9", "save written"};
    struct harness *harness = harness_create();
    harness_do(harness, "init 2 3 3 1; forward; train 2");
    for (size_t i = 0; i < sizeof deaf / sizeof *deaf; i++) {
        if (i == 1)
            harness_do(harness, "forward");
        struct buf before = harness_bytes(harness->shell->session);
        harness->stop = 1;
        harness_type(harness, deaf[i]);
        harness->stop = 0;
        ck_assert_msg(strstr(buf_text(&harness->notes), "interrupted") != NULL, "%s: %s", deaf[i],
                      buf_text(&harness->notes));
        struct buf after = harness_bytes(harness->shell->session);
        ck_assert_msg(before.length == after.length &&
                          memcmp(before.data, after.data, after.length) == 0,
                      "%s", deaf[i]);
        buf_free(&before);
        buf_free(&after);
    }
    harness_do(harness, "backward; step");
    harness_free(harness);
}
END_TEST

Suite *shell_suite(void)
{
    Suite *suite = suite_create("shell");
    TCase *tests = tcase_create("shell");
    tcase_add_test(tests, a_script_stops_at_its_first_failure);
    tcase_add_test(tests, a_person_goes_on_behind_the_line_that_failed);
    tcase_add_test(tests, quit_ends_everything);
    tcase_add_test(tests, an_empty_line_repeats_step_and_next_only);
    tcase_add_test(tests, the_prompt_says_what_comes_next);
    tcase_add_test(tests, history_is_what_was_typed);
    tcase_add_test(tests, echo_makes_a_transcript);
    tcase_add_test(tests, a_sourced_script_teaches);
    tcase_add_test(tests, expectations_are_counted);
    tcase_add_loop_test(tests, settings_read_back, 0, SETTING_COUNT);
    tcase_add_test(tests, clear_is_the_hosts_affair);
    tcase_add_test(tests, colour_adds_nothing_but_colour);
    tcase_add_test(tests, the_banner_fits_a_screen);
    tcase_add_test(tests, ctrl_c_drops_the_rest_of_the_line);
    tcase_add_test(tests, long_commands_hear_ctrl_c);
    suite_add_tcase(suite, tests);
    return suite;
}
