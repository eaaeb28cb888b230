// SPDX-License-Identifier: GPL-3.0-or-later
// A host may lack any of its members: each command then runs, or says what this shell cannot do.
#include <check.h>
#include <string.h>

#include "base/buf.h"
#include "shell/commands.h"
#include "shell/host.h"
#include "shell/input_text.h"
#include "shell/loop.h"
#include "shell/shell.h"

#include "suites.h"

struct answers {
    struct buf out, notes;
};

static bool take_answer(void *context, const char *text, size_t length)
{
    buf_add(&((struct answers *)context)->out, text, length);
    return true;
}

static void take_note(void *context, const char *text, size_t length)
{
    buf_add(&((struct answers *)context)->notes, text, length);
}

// Runs the text in a fresh shell whose host writes answers, and with [notes] errors, and nothing else.
static bool run_in(const char *text, bool notes, bool is_safe, struct answers *answers)
{
    struct host host = {.context = answers,
                        .write = take_answer,
                        .note = notes ? take_note : NULL,
                        .is_safe = is_safe};
    struct shell_options options = {.color = 'a'};
    struct input_text input = input_text(text, strlen(text), "test");
    struct error error = ERROR_NONE;
    *answers = (struct answers){BUF_EMPTY, BUF_EMPTY};
    struct shell *shell = shell_create(&host, &commands, &options, &error);
    ck_assert_msg(shell != NULL, "%s", error.what);
    bool well = shell_run(shell, &input.input);
    shell_free(shell);
    return well;
}

static bool run(const char *text, bool notes, struct answers *answers)
{
    return run_in(text, notes, false, answers);
}

static void clear(struct answers *answers)
{
    buf_free(&answers->out);
    buf_free(&answers->notes);
}

// The row's example does the same with and without a reader of errors, and fails only for what is
// absent.
static void check_example(const struct command *command)
{
    struct answers quiet, told;
    bool well = run(command->example, false, &quiet);
    ck_assert_msg(run(command->example, true, &told) == well, "%s", command->example);
    ck_assert_str_eq(buf_text(&quiet.out), buf_text(&told.out));
    ck_assert_uint_eq(quiet.notes.length, 0);
    ck_assert_msg(well || strstr(buf_text(&told.notes), "error: this shell ") ||
                      strstr(buf_text(&told.notes), "error: live needs a terminal"),
                  "'%s': %s", command->example, buf_text(&told.notes));
    clear(&quiet);
    clear(&told);
}

START_TEST(every_command_runs_or_says_what_is_absent)
{
    for (size_t i = 0; i < commands.count; i++) {
        check_example(commands.rows[i]);
        const struct command_table parts = command_parts(commands.rows[i]);
        for (size_t k = 0; k < parts.count; k++)
            check_example(parts.rows[k]);
    }
}
END_TEST

START_TEST(what_is_absent_is_named)
{
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"source a.nn", "test:1:8: error: this shell cannot read files\n"},
        {"load a.nn", "test:1:6: error: this shell cannot read files\n"},
        {"load", "test:1:1: error: this shell keeps no sessions\n"},
        {"data a.csv", "test:1:6: error: this shell cannot read files\n"},
        {"data -", "test:1:6: error: this shell cannot read files\n"},
        {"save a.nn", "test:1:6: error: this shell cannot write files\n"},
        {"init; train 2 every=2; plot loss a.svg",
         "test:1:34: error: this shell cannot write files\n"},
        {"record a.nn", "test:1:8: error: this shell cannot write files\n"},
        {"clear", "test:1:1: error: this shell has no screen to clear\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answers answers;
        ck_assert(!run(cases[i].text, true, &answers));
        ck_assert_msg(strncmp(buf_text(&answers.notes), cases[i].error, strlen(cases[i].error)) ==
                          0,
                      "%s", buf_text(&answers.notes));
        clear(&answers);
    }
}
END_TEST

START_TEST(safe_mode_is_named)
{
    static const struct {
        const char *text, *error;
    } cases[] = {
        {"save a.nn", "in safe mode this shell cannot write files; leave the command out"},
        {"record a.nn", "in safe mode this shell cannot write files; leave the command out"},
        {"load", "in safe mode this shell keeps no sessions; name a file, as in 'load model.nn'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct answers answers;
        ck_assert(!run_in(cases[i].text, true, true, &answers));
        ck_assert_msg(strstr(buf_text(&answers.notes), cases[i].error), "%s",
                      buf_text(&answers.notes));
        clear(&answers);
    }
}
END_TEST

START_TEST(a_host_may_be_empty)
{
    struct host host = {NULL};
    struct shell_options options = {.color = 'y'};
    struct error error = ERROR_NONE;
    static const char text[] = "init; train 20; next; predict; nonsense; plot; sweep 2 epochs=2";
    struct input_text input = input_text(text, sizeof text - 1, "test");
    struct shell *shell = shell_create(&host, &commands, &options, &error);
    ck_assert_msg(shell != NULL, "%s", error.what);
    ck_assert(!shell_run(shell, &input.input));
    ck_assert(!shell->unwritable);
    shell_free(shell);
}
END_TEST

Suite *host_suite(void)
{
    Suite *suite = suite_create("host");
    TCase *tests = tcase_create("host");
    tcase_add_test(tests, every_command_runs_or_says_what_is_absent);
    tcase_add_test(tests, what_is_absent_is_named);
    tcase_add_test(tests, safe_mode_is_named);
    tcase_add_test(tests, a_host_may_be_empty);
    suite_add_tcase(suite, tests);
    return suite;
}
