// SPDX-License-Identifier: GPL-3.0-or-later
// The growing text: contents, the closing NUL, and what a failure leaves.
#include <check.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"

#include "suites.h"

START_TEST(an_empty_buffer_is_an_empty_text)
{
    struct buf buf = BUF_EMPTY;
    ck_assert_str_eq(buf_text(&buf), "");
    buf_add(&buf, "abc", 0);
    buf_fill(&buf, 'x', 0);
    buf_puts(&buf, "");
    ck_assert_ptr_null(buf.data);
    buf_free(&buf);
}
END_TEST

START_TEST(appends_follow_one_another)
{
    struct buf buf = BUF_EMPTY;
    buf_puts(&buf, "w1");
    buf_add(&buf, "\0!", 2);
    buf_fill(&buf, '-', 3);
    buf_printf(&buf, "%d×%s", 2, "3");
    ck_assert_uint_eq(buf.length, 2 + 2 + 3 + strlen("2×3"));
    ck_assert_int_eq(memcmp(buf.data, "w1\0!---2×3", buf.length + 1), 0);
    buf_free(&buf);
    ck_assert_uint_eq(buf.length, 0);
}
END_TEST

// Every length around the sizes at which the buffer and printf's own room grow.
START_TEST(any_length_is_kept_whole)
{
    char text[1100];
    for (size_t length = 0; length < sizeof text - 1; length++) {
        struct buf printed = BUF_EMPTY, added = BUF_EMPTY;
        for (size_t i = 0; i < length; i++)
            text[i] = (char)('a' + i % 26);
        text[length] = '\0';
        buf_printf(&printed, "%s", text);
        for (size_t i = 0; i < length; i++)
            buf_add(&added, text + i, 1);
        ck_assert_str_eq(buf_text(&printed), text);
        ck_assert_str_eq(buf_text(&added), text);
        ck_assert_uint_eq(printed.length, length);
        buf_free(&printed);
        buf_free(&added);
    }
}
END_TEST

START_TEST(clear_keeps_the_memory)
{
    struct buf buf = BUF_EMPTY;
    buf_puts(&buf, "old");
    char *data = buf.data;
    buf_clear(&buf);
    ck_assert_str_eq(buf_text(&buf), "");
    buf_puts(&buf, "new");
    ck_assert_ptr_eq(buf.data, data);
    ck_assert_str_eq(buf_text(&buf), "new");
    buf_free(&buf);
}
END_TEST

START_TEST(an_impossible_size_fails_and_keeps_the_text)
{
    struct buf buf = BUF_EMPTY;
    buf_puts(&buf, "kept");
    buf_fill(&buf, 'x', SIZE_MAX - 2);
    ck_assert(buf.failed);
    buf_puts(&buf, " and no more");
    ck_assert_str_eq(buf_text(&buf), "kept");
    buf_clear(&buf);
    ck_assert(!buf.failed);
    buf_free(&buf);
}
END_TEST

Suite *buf_suite(void)
{
    Suite *suite = suite_create("buf");
    TCase *tests = tcase_create("buf");
    tcase_add_test(tests, an_empty_buffer_is_an_empty_text);
    tcase_add_test(tests, appends_follow_one_another);
    tcase_add_test(tests, any_length_is_kept_whole);
    tcase_add_test(tests, clear_keeps_the_memory);
    tcase_add_test(tests, an_impossible_size_fails_and_keeps_the_text);
    suite_add_tcase(suite, tests);
    return suite;
}
