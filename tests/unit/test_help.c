// SPDX-License-Identifier: GPL-3.0-or-later
// Help fits a screen, and every sign that any text of the program shows has an ASCII spelling.
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "data/builtin.h"
#include "expr/expr.h"
#include "network/activation.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "network/scheme.h"
#include "session/setting.h"
#include "shell/commands.h"
#include "shell/glossary.h"
#include "shell/help.h"
#include "shell/help_word.h"
#include "shell/show_item.h"

#include "harness.h"
#include "suites.h"

#define COUNT_ROW(name) +1
enum { COLUMNS = 80, ROWS = 0 COMMANDS(COUNT_ROW) };

static void ck_fits(const char *text, const char *what)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        ck_assert_msg(utf8_columns(text, length) <= COLUMNS, "%s: %.*s", what, (int)length, text);
        text += length + (text[length] == '\n');
    }
}

START_TEST(the_overview_names_everything)
{
    struct harness *harness = harness_create();
    const char *text = harness_do(harness, "help");
    ck_fits(text, "overview");
    for (size_t i = 0; i < commands.count; i++) {
        ck_assert_ptr_nonnull(strstr(text, commands.rows[i]->name));
        if (!(commands.rows[i]->flags & COMMAND_PLAIN))
            ck_assert_ptr_nonnull(strstr(text, commands.rows[i]->summary));
    }
    for (size_t i = 0; i < help_topic_count; i++)
        ck_assert_ptr_nonnull(strstr(text, help_topics[i].name));
    for (size_t i = 0; i < TOPIC_COUNT; i++)
        ck_assert_ptr_nonnull(strstr(text, topic_titles[i]));
    harness_free(harness);
}
END_TEST

START_TEST(each_command_has_a_page)
{
    const struct command *command = commands.rows[_i];
    struct harness *harness = harness_create();
    struct buf text = BUF_EMPTY, usage = BUF_EMPTY;
    buf_printf(&text, "help %s", command->name);
    const char *page = harness_do(harness, buf_text(&text));
    command_usage(command, &usage);
    ck_assert(strncmp(page, buf_text(&usage), usage.length) == 0);
    ck_assert_ptr_nonnull(strstr(page, command->summary));
    ck_assert_ptr_nonnull(strstr(page, "\nExample\n  nnsh> "));
    ck_assert_ptr_null(strstr(page, "error:"));
    ck_fits(command->details, command->name);
    for (size_t i = 0; i < command_param_count(command); i++)
        for (size_t k = 0; param_choice(command->params[i].kind, k); k++)
            ck_assert_ptr_nonnull(strstr(page, param_choice(command->params[i].kind, k)));
    buf_free(&text);
    buf_free(&usage);
    harness_free(harness);
}
END_TEST

// With its example, of which one line takes two at a terminal.
START_TEST(data_file_fits_a_screen)
{
    struct harness *harness = harness_create();
    size_t lines = 0;
    for (const char *c = harness_do(harness, "help data file"); *c; c++)
        lines += *c == '\n';
    ck_assert_uint_le(lines + 1, 23);
    harness_free(harness);
}
END_TEST

START_TEST(each_topic_has_a_page_of_one_screen)
{
    const struct help_topic *topic = &help_topics[_i];
    struct harness *harness = harness_create();
    struct buf text = BUF_EMPTY;
    size_t lines = 0;
    buf_printf(&text, "help %s", topic->name);
    const char *page = harness_do(harness, buf_text(&text));
    ck_fits(page, topic->name);
    for (const char *c = page; *c; c++)
        lines += *c == '\n';
    ck_assert_uint_le(lines, 24);
    buf_free(&text);
    harness_free(harness);
}
END_TEST

// Whatever word stands on the screen leads somewhere.
static void ck_helped(struct harness *harness, const char *word, const char *holds)
{
    char command[100];
    snprintf(command, sizeof command, "help %s", word);
    const char *text = harness_do(harness, command);
    ck_assert_msg(strstr(text, holds) != NULL, "help %s says '%s'", word, text);
}

START_TEST(every_word_of_a_list_has_help)
{
    struct harness *harness = harness_create();
    for (int kind = 0; kind < PARAM_KIND_COUNT; kind++)
        for (size_t i = 0; param_choice((enum param_kind)kind, i); i++)
            ck_helped(harness, param_choice((enum param_kind)kind, i), "\n");
    for (size_t i = 0; expr_function(i); i++)
        ck_helped(harness, expr_function(i), expr_function(i));
    for (size_t i = 0; i < commands.count; i++)
        for (size_t k = 0; k < command_param_count(commands.rows[i]); k++)
            if ((commands.rows[i]->params[k].flags & (PARAM_OPTION | PARAM_KEYWORD)) &&
                !(commands.rows[i]->params[k].flags & PARAM_QUIET))
                ck_helped(harness, commands.rows[i]->params[k].name, "\n");
    const struct command_table parts = command_parts(&data_command);
    for (size_t k = 0; k < parts.count; k++)
        ck_helped(harness, command_part_word(parts.rows[k]), parts.rows[k]->summary);
    harness_free(harness);
}
END_TEST

START_TEST(words_lead_to_where_they_belong)
{
    static const char *const words[][2] = {
        {"csv", "load a table"},
        {"normalise", "rescale the columns"},
        {"test", "never seen"},
        {"autosave", "Files: saving"},
        {"patience", "train [N]"},
        {"seed", "data shuffle [seed=N]"},
        {"iris", "'help data' lists"},
        {"standard", "'help data normalize' lists"},
        {"momentum", "an optimizer"},
        {"momentum", "a setting"},
        {"dw2", "gradient of the loss"},
        {"test_accuracy", "test part"},
        {"relu", "a function"},
        {"relu", "an activation"},
        {"metrics", "'help show' lists"},
        {"gradient", "'help chain rule' tells more"},
        {"hidden units", "hidden unit\n"},
        {"Mini-Batches", "batch\n"},
        {"confusion_matrix", "for each true class"},
        {"biases", "bias\n"},
        {"momentum", "as a ball"},
        {"batch", "a setting"},
        {"losses", "loss function\n"},
    };
    struct harness *harness = harness_create();
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        ck_helped(harness, words[i][0], words[i][1]);
    harness_free(harness);
}
END_TEST

// Every page of a word fits the screen, and the line it names runs as it stands.
START_TEST(a_word_has_a_line_that_shows_it)
{
    const struct glossary_word *word = &glossary[_i];
    struct harness *harness = harness_create();
    char command[100];
    size_t lines = 0;
    snprintf(command, sizeof command, "help %s", word->name);
    const char *page = harness_do(harness, command);
    ck_fits(word->text, word->name);
    ck_assert_uint_le(strlen(word->example), COLUMNS - strlen("  try   "));
    for (const char *c = page; *c; c++)
        lines += *c == '\n';
    ck_assert_uint_le(lines, 22);
    ck_assert_ptr_nonnull(strstr(page, word->example));
    ck_assert_ptr_eq(glossary_find(word->name, strlen(word->name)), word);
    for (const char *other = word->others; other && *other;) {
        size_t length = strcspn(other, ",");
        ck_assert_msg(glossary_find(other, length) == word, "%.*s", (int)length, other);
        other += length + (other[length] == ',');
    }
    if (word->page) {
        snprintf(command, sizeof command, "help %s", word->page);
        harness_do(harness, command);
    }
    harness_run(harness, word->example);
    ck_assert_msg(harness->well, "%s: %s", word->example, buf_text(&harness->notes));
    harness_free(harness);
}
END_TEST

START_TEST(unknown_topics_are_refused)
{
    struct harness *harness = harness_create();
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "help shaeps"), "did you mean 'shapes'?"));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "help trian"), "did you mean 'train'?"));
    ck_assert_ptr_nonnull(strstr(harness_fail(harness, "help overfiting"), "'overfitting'"));
    ck_assert_ptr_nonnull(
        strstr(harness_fail(harness, "help quantum field"), "lists the commands"));
    harness_free(harness);
}
END_TEST

static void ck_ascii(const char *text)
{
    struct buf ascii = BUF_EMPTY;
    size_t before = 0, after = 0;
    if (!text)
        return;
    utf8_to_ascii(&ascii, text, strlen(text));
    for (const char *c = text; *c; c++)
        before += *c == '?';
    for (const char *c = buf_text(&ascii); *c; c++)
        after += *c == '?';
    ck_assert_msg(before == after, "a sign of this has no ASCII spelling: %s", text);
    buf_free(&ascii);
}

START_TEST(every_sign_has_an_ascii_spelling)
{
    for (size_t i = 0; i < commands.count; i++) {
        struct buf example = BUF_EMPTY;
        ck_ascii(commands.rows[i]->summary);
        ck_ascii(commands.rows[i]->details);
        help_example(&example, &commands, commands.rows[i]);
        ck_ascii(buf_text(&example));
        buf_free(&example);
    }
    for (size_t i = 0; i < help_topic_count; i++) {
        ck_ascii(help_topics[i].summary);
        ck_ascii(help_topics[i].text);
    }
    for (size_t i = 0; i < ACTIVATION_COUNT; i++) {
        ck_ascii(activations[i].formula);
        ck_ascii(activations[i].slope);
        ck_ascii(activations[i].meaning);
    }
    for (size_t i = 0; i < LOSS_COUNT; i++) {
        ck_ascii(losses[i].formula);
        ck_ascii(losses[i].term_formula);
        ck_ascii(losses[i].gradient_formula);
        ck_ascii(losses[i].meaning);
    }
    for (size_t i = 0; i < OPTIMIZER_COUNT; i++) {
        ck_ascii(optimizers[i].formula);
        ck_ascii(optimizers[i].meaning);
    }
    for (size_t i = 0; i < SCHEME_COUNT; i++) {
        ck_ascii(schemes[i].formula);
        ck_ascii(schemes[i].meaning);
    }
    for (size_t i = 0; i < BUILTIN_COUNT; i++)
        ck_ascii(builtins[i].meaning);
    for (size_t i = 0; i < SETTING_COUNT; i++)
        ck_ascii(settings_table[i].meaning);
    for (size_t i = 0; i < SHOW_ITEM_COUNT; i++)
        ck_ascii(show_items[i].meaning);
}
END_TEST

Suite *help_suite(void)
{
    Suite *suite = suite_create("help");
    TCase *tests = tcase_create("help");
    tcase_add_test(tests, the_overview_names_everything);
    tcase_add_loop_test(tests, each_command_has_a_page, 0, ROWS);
    tcase_add_test(tests, data_file_fits_a_screen);
    tcase_add_loop_test(tests, each_topic_has_a_page_of_one_screen, 0, (int)help_topic_count);
    tcase_add_test(tests, every_word_of_a_list_has_help);
    tcase_add_test(tests, words_lead_to_where_they_belong);
    tcase_add_loop_test(tests, a_word_has_a_line_that_shows_it, 0, (int)glossary_count);
    tcase_add_test(tests, unknown_topics_are_refused);
    tcase_add_test(tests, every_sign_has_an_ascii_spelling);
    suite_add_tcase(suite, tests);
    return suite;
}
