// SPDX-License-Identifier: GPL-3.0-or-later
// What TAB offers, by the words that may stand at the cursor.
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "network/activation.h"
#include "session/setting.h"
#include "shell/command.h"
#include "shell/complete.h"
#include "shell/help.h"
#include "shell/help_word.h"

#include "rig.h"
#include "suites.h"

// The words offered at the end of [line], a blank behind each; "FILES" where a file belongs.
static struct buf offered(struct rig *rig, const char *line)
{
    struct completion completion;
    struct buf words = BUF_EMPTY;
    complete(rig->shell, line, strlen(line), &completion);
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

static void ck_offers(struct rig *rig, const char *line, const char *expected)
{
    struct buf words = offered(rig, line);
    ck_assert_msg(strcmp(buf_text(&words), expected) == 0, "'%s' offers '%s', not '%s'", line,
                  buf_text(&words), expected);
    buf_free(&words);
}

static void ck_has(struct rig *rig, const char *line, const char *word)
{
    struct buf words = BUF_EMPTY, wanted = BUF_EMPTY, all = offered(rig, line);
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
    struct rig *rig = rig_create();
    for (size_t i = 0; i < command_count; i++) {
        char line[80];
        ck_has(rig, "", commands[i].name);
        ck_has(rig, "init; ", commands[i].name);
        ck_has(rig, "print \";\";", commands[i].name);
        ck_has(rig, "help ", commands[i].name);
        strcpy(line, commands[i].name);
        for (size_t length = strlen(line); length > 0; line[--length] = '\0')
            ck_has(rig, line, commands[i].name);
    }
    ck_offers(rig, "trai", "train ");
    ck_offers(rig, "zzz", "");
    ck_offers(rig, "zzz ", "");
    rig_free(rig);
}
END_TEST

START_TEST(arguments_complete_by_their_kind)
{
    struct rig *rig = rig_create();
    rig_do(rig, "init; let mine = 3");
    ck_offers(rig, "init sch", "scheme= ");
    ck_offers(rig, "init scheme=un", "uniform ");
    ck_offers(rig, "init scheme=zer", "zeros ");
    ck_offers(rig, "init 2 3:sig", "sigmoid ");
    ck_offers(rig, "init 2 3:sigmoid 1 se", "seed= ");
    ck_offers(rig, "data xno", "xnor ");
    ck_offers(rig, "data xor no", "noise= ");
    ck_offers(rig, "train unt", "until ");
    ck_offers(rig, "train until accur", "accuracy ");
    ck_offers(rig, "train until loss < 0.1 and epo", "epoch ");
    ck_offers(rig, "set det", "detail ");
    ck_offers(rig, "set detail ", "brief full matrix ");
    ck_offers(rig, "set detail = fu", "full ");
    ck_offers(rig, "set detail fu", "full ");
    ck_offers(rig, "set color a", "always auto ");
    ck_offers(rig, "set limit n", "none ");
    ck_offers(rig, "show sett", "settings ");
    ck_offers(rig, "show net dw", "dw1 dw2 ");
    ck_offers(rig, "print sigm", "sigmoid( ");
    ck_offers(rig, "print 1, w", "w1 w2 ");
    ck_offers(rig, "print (w1 @ mi", "min( mine ");
    ck_offers(rig, "expect accur", "accuracy ");
    ck_offers(rig, "source ", "FILES");
    ck_offers(rig, "source les", "FILES");
    ck_offers(rig, "help chain", "chain rule ");
    rig_free(rig);
}
END_TEST

START_TEST(tables_complete_whole)
{
    struct rig *rig = rig_create();
    for (size_t i = 0; i < ACTIVATION_COUNT; i++)
        ck_has(rig, "init 2 3:", activations[i].name);
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings_table[i];
        char line[100];
        ck_has(rig, "set ", setting->name);
        for (size_t k = 0; setting->word && setting->word(k); k++) {
            snprintf(line, sizeof line, "set %s ", setting->name);
            ck_has(rig, line, setting->word(k));
        }
    }
    for (enum param_kind kind = 0; kind <= PARAM_TOPIC; kind++)
        for (size_t i = 0; help_choice(kind, i); i++) {
            const char *line = kind == PARAM_SCHEME   ? "init scheme="
                               : kind == PARAM_DATA   ? "data "
                               : kind == PARAM_THINGS ? "show "
                                                      : NULL;
            if (line)
                ck_has(rig, line, help_choice(kind, i));
        }
    rig_free(rig);
}
END_TEST

START_TEST(where_nothing_is_left_the_usage_is_shown)
{
    struct rig *rig = rig_create();
    for (size_t i = 0; i < command_count; i++) {
        struct completion completion;
        struct buf usage = BUF_EMPTY;
        char line[80];
        snprintf(line, sizeof line, "%s ", commands[i].name);
        complete(rig->shell, line, strlen(line), &completion);
        command_usage(&commands[i], &usage);
        if (completion.count == 0 && !completion.files)
            ck_assert_str_eq(buf_text(&completion.usage), buf_text(&usage));
        completion_clear(&completion);
        buf_free(&usage);
    }
    rig_free(rig);
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
    struct rig *rig = rig_create();
    rig_do(rig, "init; next");
    struct buf before = rig_state(rig);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        for (size_t cursor = 0; cursor <= strlen(lines[i]); cursor++) {
            struct completion completion;
            complete(rig->shell, lines[i], cursor, &completion);
            ck_assert_uint_le(completion.start, cursor);
            for (size_t k = 0; k < completion.count; k++)
                ck_assert_int_eq(strncmp(completion.words[k], lines[i] + completion.start,
                                         cursor - completion.start),
                                 0);
            completion_clear(&completion);
        }
    struct buf after = rig_state(rig);
    ck_assert_str_eq(buf_text(&before), buf_text(&after));
    buf_free(&before);
    buf_free(&after);
    rig_free(rig);
}
END_TEST

Suite *complete_suite(void)
{
    Suite *suite = suite_create("complete");
    TCase *tests = tcase_create("complete");
    tcase_add_test(tests, commands_complete);
    tcase_add_test(tests, arguments_complete_by_their_kind);
    tcase_add_test(tests, tables_complete_whole);
    tcase_add_test(tests, where_nothing_is_left_the_usage_is_shown);
    tcase_add_test(tests, any_line_is_safe);
    suite_add_tcase(suite, tests);
    return suite;
}
