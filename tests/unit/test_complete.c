// SPDX-License-Identifier: GPL-3.0-or-later
// What TAB offers, by the words that may stand at the cursor.
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "lesson/lesson_files.h"
#include "lesson/quiz.h"
#include "network/activation.h"
#include "session/setting.h"
#include "shell/commands.h"
#include "shell/complete.h"
#include "shell/help.h"
#include "shell/help_word.h"

#include "harness.h"
#include "suites.h"

// The words offered at the end of [line], a blank behind each; "FILES" where a file belongs.
static struct buf offered(struct harness *harness, const char *line)
{
    struct completion completion;
    struct buf words = BUF_EMPTY;
    complete(harness->shell, line, strlen(line), &completion);
    ck_assert_uint_le(completion.start, strlen(line));
    for (size_t i = 0; i < completion.count; i++) {
        ck_assert(i == 0 || strcmp(completion.words[i - 1], completion.words[i]) < 0);
        buf_printf(&words, "%s ", completion.words[i]);
    }
    if (completion.files)
        buf_puts(&words, "FILES");
    completion_clear(&completion);
    return words;
}

static void ck_offers(struct harness *harness, const char *line, const char *expected)
{
    struct buf words = offered(harness, line);
    ck_assert_msg(strcmp(buf_text(&words), expected) == 0, "'%s' offers '%s', not '%s'", line,
                  buf_text(&words), expected);
    buf_free(&words);
}

static void ck_has(struct harness *harness, const char *line, const char *word)
{
    struct buf words = BUF_EMPTY, wanted = BUF_EMPTY, all = offered(harness, line);
    buf_printf(&words, " %s", buf_text(&all));
    buf_printf(&wanted, " %s ", word);
    ck_assert_msg(strstr(buf_text(&words), buf_text(&wanted)) != NULL, "'%s' lacks '%s': %s", line,
                  word, buf_text(&words));
    buf_free(&all);
    buf_free(&words);
    buf_free(&wanted);
}

START_TEST(commands_complete)
{
    struct harness *harness = harness_create();
    for (size_t i = 0; i < commands.count; i++) {
        char line[80];
        ck_has(harness, "", commands.rows[i]->name);
        ck_has(harness, "init; ", commands.rows[i]->name);
        ck_has(harness, "print \";\";", commands.rows[i]->name);
        ck_has(harness, "help ", commands.rows[i]->name);
        strcpy(line, commands.rows[i]->name);
        for (size_t length = strlen(line); length > 0; line[--length] = '\0')
            ck_has(harness, line, commands.rows[i]->name);
    }
    ck_offers(harness, "trai", "train ");
    ck_offers(harness, "zzz", "");
    ck_offers(harness, "zzz ", "");
    harness_free(harness);
}
END_TEST

// A line may begin with a value's or a setting's name, and go on as an assignment or an expression.
START_TEST(names_complete_where_a_line_begins)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; let mine = 3");
    for (size_t i = 0; i < SETTING_COUNT; i++)
        ck_has(harness, "", settings_table[i].name);
    ck_has(harness, "", "w1");
    ck_has(harness, "", "mine");
    ck_has(harness, "w", "w1");
    ck_has(harness, "w", "whatif");
    ck_has(harness, "init; w", "w2");
    ck_offers(harness, "min", "min( mine minimum( ");
    ck_offers(harness, "sigm", "sigmoid( ");
    ck_offers(harness, "optimizer = ad", "adam adamw ");
    ck_offers(harness, "shuffle=o", "off on ");
    ck_offers(harness, "w1 @ min", "min( mine minimum( ");
    ck_offers(harness, "other = min", "min( mine minimum( ");
    harness_free(harness);
}
END_TEST

START_TEST(arguments_complete_by_their_kind)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; let mine = 3");
    ck_offers(harness, "init sch", "scheme= ");
    ck_offers(harness, "init scheme=un", "uniform ");
    ck_offers(harness, "init scheme=zer", "zeros ");
    ck_offers(harness, "init 2 3:sig", "sigmoid ");
    ck_offers(harness, "init 2 3:sigmoid 1 se", "seed= ");
    ck_offers(harness, "data xno", "xnor ");
    ck_offers(harness, "data xor no", "noise= ");
    ck_offers(harness, "train unt", "until ");
    ck_offers(harness, "train until accur", "accuracy ");
    ck_offers(harness, "train until loss < 0.1 and epo", "epoch ");
    ck_offers(harness, "set det", "detail ");
    ck_offers(harness, "set detail ", "brief full matrix ");
    ck_offers(harness, "set detail = fu", "full ");
    ck_offers(harness, "set detail fu", "full ");
    ck_offers(harness, "set color a", "always auto ");
    ck_offers(harness, "set limit n", "none ");
    ck_offers(harness, "show sett", "settings ");
    ck_offers(harness, "show net dw", "dw1 dw2 ");
    ck_offers(harness, "print sigm", "sigmoid( ");
    ck_offers(harness, "print 1, w", "w1 w2 where( ");
    ck_offers(harness, "print (w1 @ mi", "min( mine minimum( ");
    ck_offers(harness, "expect accur", "accuracy ");
    ck_offers(harness, "source ", "FILES");
    ck_offers(harness, "source les", "FILES");
    ck_has(harness, "export ", "all");
    ck_has(harness, "export ", "w1");
    ck_offers(harness, "export w1 ", "epochs= float= from= gaps= sample= FILES");
    ck_offers(harness, "export xo", "FILES");
    ck_offers(harness, "help chain", "chain rule ");
    harness_free(harness);
}
END_TEST

START_TEST(tables_complete_whole)
{
    struct harness *harness = harness_create();
    for (size_t i = 0; i < ACTIVATION_COUNT; i++)
        ck_has(harness, "init 2 3:", activations[i].name);
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings_table[i];
        char line[100];
        ck_has(harness, "set ", setting->name);
        for (size_t k = 0; setting->word(k); k++) {
            snprintf(line, sizeof line, "set %s ", setting->name);
            ck_has(harness, line, setting->word(k));
        }
    }
    for (enum param_kind kind = 0; kind < PARAM_KIND_COUNT; kind++)
        for (size_t i = 0; param_choice(kind, i); i++) {
            const char *line = kind == PARAM_SCHEME       ? "init scheme="
                               : kind == PARAM_DATA       ? "data "
                               : kind == PARAM_SHOW_ITEMS ? "show "
                                                          : NULL;
            if (line)
                ck_has(harness, line, param_choice(kind, i));
        }
    harness_free(harness);
}
END_TEST

START_TEST(where_nothing_is_left_the_usage_is_shown)
{
    struct harness *harness = harness_create();
    for (size_t i = 0; i < commands.count; i++) {
        struct completion completion;
        struct buf usage = BUF_EMPTY;
        char line[80];
        snprintf(line, sizeof line, "%s ", commands.rows[i]->name);
        complete(harness->shell, line, strlen(line), &completion);
        command_usage(commands.rows[i], &usage);
        if (completion.count == 0 && !completion.files)
            ck_assert_str_eq(buf_text(&completion.usage), buf_text(&usage));
        completion_clear(&completion);
        buf_free(&usage);
    }
    harness_free(harness);
}
END_TEST

// Nothing typed so far can trouble it, wherever the cursor stands, and nothing changes.
START_TEST(any_line_is_safe)
{
    static const char *const lines[] = {
        "init 2 3:tanh 1 scheme=normal seed=4; train until loss < 0.1 max=3",
        "set = = =",
        "=:=:=",
        "init :",
        "init =",
        "let = ",
        "\"';\"",
        "set w1[0,",
        "help chain rule",
        "source \"my fi",
        "print [[1, 2], [",
        "  ;; ;show",
        "\xff\xfe \xc3",
        "data =3 x:y",
        "train every= until = max=",
        "expect \"a\" \"b\""};
    struct harness *harness = harness_create();
    harness_do(harness, "init; next");
    struct buf before = harness_state(harness);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        for (size_t cursor = 0; cursor <= strlen(lines[i]); cursor++) {
            struct completion completion;
            complete(harness->shell, lines[i], cursor, &completion);
            ck_assert_uint_le(completion.start, cursor);
            for (size_t k = 0; k < completion.count; k++)
                ck_assert_int_eq(strncmp(completion.words[k], lines[i] + completion.start,
                                         cursor - completion.start),
                                 0);
            completion_clear(&completion);
        }
    struct buf after = harness_state(harness);
    ck_assert_str_eq(buf_text(&before), buf_text(&after));
    buf_free(&before);
    buf_free(&after);
    harness_free(harness);
}
END_TEST

START_TEST(what_lessons_and_the_quiz_take_completes)
{
    struct harness *harness = harness_create();
    for (size_t i = 0; i < lesson_file_count; i++) {
        ck_has(harness, "lesson ", lesson_files[i].name);
        ck_has(harness, "lesson forget ", lesson_files[i].name);
    }
    ck_has(harness, "lesson ", "off");
    ck_has(harness, "lesson ", "receipt");
    ck_has(harness, "lesson xor ", "fresh");
    ck_has(harness, "lesson xor ", "step=");
    ck_offers(harness, "lesson receipt ", "FILES");
    for (size_t i = 0; i < QUIZ_TOPICS; i++)
        ck_has(harness, "quiz ", quiz_topics[i].name);
    ck_has(harness, "quiz ", "score");
    ck_has(harness, "quiz gradient ", "seed=");
    ck_offers(harness, "retry ", "clean ");
    harness_free(harness);
}
END_TEST

Suite *complete_suite(void)
{
    Suite *suite = suite_create("complete");
    TCase *tests = tcase_create("complete");
    tcase_add_test(tests, commands_complete);
    tcase_add_test(tests, names_complete_where_a_line_begins);
    tcase_add_test(tests, arguments_complete_by_their_kind);
    tcase_add_test(tests, tables_complete_whole);
    tcase_add_test(tests, where_nothing_is_left_the_usage_is_shown);
    tcase_add_test(tests, any_line_is_safe);
    tcase_add_test(tests, what_lessons_and_the_quiz_take_completes);
    suite_add_tcase(suite, tests);
    return suite;
}
