// SPDX-License-Identifier: GPL-3.0-or-later
// "Did you mean": distance, order, number, and what is not offered.
#include <check.h>
#include <string.h>

#include "base/suggest.h"

#include "suites.h"

static const char *offered(const char *word, const char *const *candidates)
{
    static char text[400];
    struct suggestions suggestions;
    struct error error = ERROR_NONE;
    suggest_start(&suggestions, word, strlen(word));
    for (size_t i = 0; candidates[i]; i++)
        suggest_consider(&suggestions, candidates[i]);
    suggest_append(&suggestions, &error);
    strcpy(text, error.what);
    return text;
}

START_TEST(near_words_are_offered)
{
    static const char *const words[] = {"train", "step", "show", "set", "next", "history", NULL};
    static const struct {
        const char *word, *offer;
    } cases[] = {
        {"trian", "; did you mean 'train'?"},  // two swapped
        {"tran", "; did you mean 'train'?"},   // one missing
        {"traiin", "; did you mean 'train'?"}, // one too many
        {"trein", "; did you mean 'train'?"},  // one wrong
        {"xrxin", "; did you mean 'train'?"},  // two wrong
        {"xxxin", ""},                         // three wrong
        {"set", "; did you mean 'set'?"},
        {"zzz", ""},
        {"", ""},
        {"histroy", "; did you mean 'history'?"},
        {"TRAIN", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(offered(cases[i].word, words), cases[i].offer);
}
END_TEST

START_TEST(nearest_first_and_at_most_three)
{
    static const char *const words[] = {"abcdxx", "abcdx", "abcde", "abcdy",
                                        "abcdef", "abcdz", NULL};
    ck_assert_str_eq(offered("abcde", words), "; did you mean 'abcde', 'abcdx' or 'abcdy'?");
}
END_TEST

// A short word is not turned into another one letter by letter, and none is offered twice.
START_TEST(nothing_silly_is_offered)
{
    static const char *const words[] = {"w1", "b1", "a1", "lr", "lr", "loss", NULL};
    ck_assert_str_eq(offered("qq", words), "");
    ck_assert_str_eq(offered("l", words), "");
    ck_assert_str_eq(offered("lrr", words), "; did you mean 'lr'?");
}
END_TEST

START_TEST(long_words_are_no_trouble)
{
    char word[5000];
    memset(word, 'a', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    const char *const words[] = {word, "train", NULL};
    ck_assert_str_eq(offered(word, words), "");
    word[64] = '\0';
    ck_assert_str_eq(offered("train", words), "; did you mean 'train'?");
}
END_TEST

Suite *suggest_suite(void)
{
    Suite *suite = suite_create("suggest");
    TCase *tests = tcase_create("suggest");
    tcase_add_test(tests, near_words_are_offered);
    tcase_add_test(tests, nearest_first_and_at_most_three);
    tcase_add_test(tests, nothing_silly_is_offered);
    tcase_add_test(tests, long_words_are_no_trouble);
    suite_add_tcase(suite, tests);
    return suite;
}
