// SPDX-License-Identifier: GPL-3.0-or-later
// Errors as values, and the quoting of text from outside.
#include <check.h>
#include <string.h>

#include "base/error.h"
#include "base/utf8.h"

#include "suites.h"

START_TEST(setting_replaces_everything)
{
    struct error error = ERROR_NONE;
    ck_assert(!error_at(&error, 3, 2, "no %s", "such"));
    ck_assert(!error_hint(&error, "try %d", 7));
    ck_assert_str_eq(error.what, "no such");
    ck_assert_str_eq(error.hint, "try 7");
    ck_assert(error.placed);
    ck_assert(!error_set(&error, "other"));
    ck_assert_str_eq(error.what, "other");
    ck_assert_str_eq(error.hint, "");
    ck_assert(!error.placed);
}
END_TEST

START_TEST(the_first_place_stays)
{
    struct error error = ERROR_NONE;
    error_set(&error, "wrong");
    ck_assert(!error_place(&error, 5, 4));
    ck_assert(!error_place(&error, 9, 1));
    ck_assert_uint_eq(error.at, 5);
    ck_assert_uint_eq(error.length, 4);
}
END_TEST

START_TEST(too_long_a_sentence_is_cut)
{
    struct error error = ERROR_NONE;
    char text[2000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    error_set(&error, "%s", text);
    error_hint(&error, "%s", text);
    ck_assert_uint_lt(strlen(error.what), sizeof error.what);
    ck_assert_uint_lt(strlen(error.hint), sizeof error.hint);
}
END_TEST

START_TEST(quoting_shows_what_is_no_text)
{
    static const struct {
        const char *text;
        size_t length;
        const char *quoted;
    } cases[] = {
        {"w1", 2, "w1"},
        {"", 0, ""},
        {"a\0b", 3, "a\\x00b"},
        {"\033[31m", 5, "\\x1b[31m"},
        {"\x7f\t", 2, "\\x7f\\x09"},
        {"é→", 5, "é→"},
        {"\xc3", 1, "\\xc3"},
        {"\xff\xfe", 2, "\\xff\\xfe"},
        {"\xed\xa0\x80", 3, "\\xed\\xa0\\x80"}, // a surrogate
        {"\xc0\xaf", 2, "\\xc0\\xaf"},          // an overlong slash
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(error_quote(cases[i].text, cases[i].length).text, cases[i].quoted);
}
END_TEST

// Whatever comes in, what goes out is short, valid and printable.
START_TEST(quoting_is_short_and_printable)
{
    static const char *const bits[] = {"a", "\x01", "é", "→", "\xff", "😀", "\xc2\x9b", "字"};
    char text[4096];
    for (size_t length = 0; length < sizeof text - 8; length = length * 2 + 1)
        for (size_t k = 0; k < sizeof bits / sizeof *bits; k++) {
            size_t used = 0, step = strlen(bits[k]);
            while (used + step <= length)
                memcpy(text + used, bits[k], step), used += step;
            struct quoted quoted = error_quote(text, used);
            size_t size = strlen(quoted.text);
            ck_assert_uint_lt(size, sizeof quoted.text);
            for (size_t i = 0; i < size;) {
                size_t bytes = utf8_length(quoted.text + i, size - i);
                ck_assert_msg(bytes > 0 && !utf8_is_control(quoted.text + i, bytes), "'%s'",
                              quoted.text);
                i += bytes;
            }
            ck_assert_uint_le(utf8_columns(quoted.text, size), 60 + strlen("..."));
        }
}
END_TEST

Suite *error_suite(void)
{
    Suite *suite = suite_create("error");
    TCase *tests = tcase_create("error");
    tcase_add_test(tests, setting_replaces_everything);
    tcase_add_test(tests, the_first_place_stays);
    tcase_add_test(tests, too_long_a_sentence_is_cut);
    tcase_add_test(tests, quoting_shows_what_is_no_text);
    tcase_add_test(tests, quoting_is_short_and_printable);
    suite_add_tcase(suite, tests);
    return suite;
}
