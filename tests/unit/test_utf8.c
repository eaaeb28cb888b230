// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8 by the tables of the Unicode standard (chapter 3, table 3-7), and the ASCII spellings.
#include <check.h>
#include <locale.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

#include "suites.h"

static size_t encode(uint32_t code, char text[4])
{
    if (code < 0x80) {
        text[0] = (char)code;
        return 1;
    }
    size_t bytes = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = bytes; i-- > 1; code >>= 6)
        text[i] = (char)(0x80 | (code & 0x3f));
    text[0] = (char)((0xf00U >> bytes) | code);
    return bytes;
}

// The categories Cc, Zl and Zp, and the property Bidi_Control, of the Unicode standard.
static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x61c || code == 0x200e ||
           code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

START_TEST(every_character_has_its_length)
{
    char text[4];
    for (uint32_t code = 0; code <= 0x10ffff; code++) {
        size_t bytes = encode(code, text);
        bool is_surrogate = code >= 0xd800 && code < 0xe000;
        ck_assert_uint_eq(utf8_length(text, bytes), is_surrogate ? 0 : bytes);
        for (size_t cut = 1; cut < bytes; cut++)
            ck_assert_uint_eq(utf8_length(text, cut), 0);
        for (size_t cut = 1; !is_surrogate && cut <= bytes; cut++)
            ck_assert_int_eq(utf8_begins(text, cut), cut < bytes);
        if (!is_surrogate)
            ck_assert_int_eq(utf8_is_control(text, bytes), is_control(code));
    }
    ck_assert_uint_eq(utf8_length("", 0), 0);
}
END_TEST

START_TEST(broken_forms_are_refused)
{
    static const char *const broken[] = {"\x80",
                                         "\xbf",
                                         "\xc0\x80",
                                         "\xc1\xbf",
                                         "\xe0\x9f\xbf",
                                         "\xf0\x8f\xbf\xbf",
                                         "\xf4\x90\x80\x80",
                                         "\xf5\x80\x80\x80",
                                         "\xfe",
                                         "\xff",
                                         "\xc3(",
                                         "\xe2\x82("};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        ck_assert_uint_eq(utf8_length(broken[i], strlen(broken[i])), 0);
}
END_TEST

START_TEST(where_signs_are_spelled_each_is_one_column)
{
    // EUC-JP and its kin give these two columns each; there they are spelled x, ^2, * and ?.
    const char *const locales[] = {"C", "ja_JP.EUC-JP", "ja_JP.eucjp", "zh_CN.GB18030"};
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++)
        if (setlocale(LC_CTYPE, locales[i])) // not every system has each
            ck_assert_uint_eq(utf8_columns("×²·値", strlen("×²·値")), 4);
    setlocale(LC_CTYPE, "C");
}
END_TEST

START_TEST(columns_are_counted)
{
    ck_assert_uint_eq(utf8_columns("w1", 2), 2);
    ck_assert_uint_eq(utf8_columns("a·b→c", strlen("a·b→c")), 5);
    ck_assert_uint_eq(utf8_columns("\033[1mw1\033[0m", strlen("\033[1mw1\033[0m")), 2);
    ck_assert_uint_eq(utf8_columns("\xff", 1), 1);
    ck_assert_uint_eq(utf8_columns("", 0), 0);
}
END_TEST

START_TEST(signs_have_ascii_spellings)
{
    static const struct {
        const char *sign, *ascii;
    } cases[] = {{"0·1", "0*1"},
                 {"2 → 1", "2 -> 1"},
                 {"w ← w", "w <- w"},
                 {"Σn", "sumn"},
                 {"(a - y)²", "(a - y)^2"},
                 {"4×2", "4x2"},
                 {"…", "..."},
                 {"é", "?"},
                 {"plain", "plain"},
                 {"\xff!", "?!"},
                 {"", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf out = BUF_EMPTY;
        utf8_to_ascii(&out, cases[i].sign, strlen(cases[i].sign));
        ck_assert_str_eq(buf_text(&out), cases[i].ascii);
        buf_free(&out);
    }
}
END_TEST

Suite *utf8_suite(void)
{
    Suite *suite = suite_create("utf8");
    TCase *tests = tcase_create("utf8");
    tcase_add_test(tests, every_character_has_its_length);
    tcase_add_test(tests, broken_forms_are_refused);
    tcase_add_test(tests, columns_are_counted);
    tcase_add_test(tests, where_signs_are_spelled_each_is_one_column);
    tcase_add_test(tests, signs_have_ascii_spellings);
    suite_add_tcase(suite, tests);
    return suite;
}
