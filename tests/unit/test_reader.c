// SPDX-License-Identifier: GPL-3.0-or-later
// Lines into commands: joining, comments, strings, semicolons, and bytes that are no text.
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shell/reader.h"

#include "harness.h"
#include "suites.h"

// What the reader makes of a text: commands with a | between and behind a line a newline, or the
// error's sentence.
static struct buf read_all(const char *text, size_t length)
{
    struct input_text input = input_text(text, length, "test");
    struct reader reader = READER_EMPTY;
    struct buf all = BUF_EMPTY;
    for (;;) {
        struct error error = ERROR_NONE;
        enum input_result result = reader_next(&reader, &input.input, "", &error);
        if (result == INPUT_END)
            break;
        if (result == INPUT_BAD_LINE) {
            ck_assert(error.placed);
            ck_assert_uint_le(error.at + error.length, reader.text.length + 1);
            buf_printf(&all, "!%zu:%zu %s\n", reader.first_line, error.at, error.what);
            continue;
        }
        ck_assert_int_eq(result, INPUT_LINE);
        for (size_t at = 0; at <= reader.text.length; at++) {
            const char *part = buf_text(&reader.text) + at;
            buf_puts(&all, part);
            at += strlen(part);
            buf_puts(&all, at < reader.text.length ? "|" : "\n");
        }
    }
    reader_clear(&reader);
    return all;
}

START_TEST(lines_become_commands)
{
    static const struct {
        const char *text, *commands;
    } cases[] = {
        {"", ""},
        {"init", "init\n"},
        {"init\n", "init\n"},
        {"\n", "\n"},
        {"init\ntrain 5\n", "init\ntrain 5\n"},
        {"init; forward;", "init| forward|\n"},
        {";;", "||\n"},
        {"init # a comment; quit\n", "init \n"},
        {"# only\ninit", "\ninit\n"},
        {"#!/usr/bin/env nnsh\ninit", "\ninit\n"},
        {"print \"a;b # c\"; init", "print \"a;b # c\"| init\n"},
        {"print 'a;\"b'; init", "print 'a;\"b'| init\n"},
        {"print \"a\\\";b\"; x", "print \"a\\\";b\"| x\n"},
        {"print 'a\\'; x", "print 'a\\'| x\n"},
        {"print \"never closed; x\ny", "print \"never closed; x\ny\n"},
        {"set w1 [[1,\n2]]\nx", "set w1 [[1,\n2]]\nx\n"},
        {"set w1 [ # first\n1 ; 2 ] ; x", "set w1 [ \n1 ; 2 ] | x\n"},
        {"print (1 +\n\n2)\nx", "print (1 +\n\n2)\nx\n"},
        {"train \\\n5\nx", "train  \n5\nx\n"},
        {"train \\\n\\\n5", "train  \n \n5\n"},
        {"a \\ b\nc", "a \\ b\nc\n"},
        {"a # b \\\nc", "a \nc\n"},
        {"a \\", "a  \n"},
        {"print 1) ; x\ny", "print 1) | x\ny\n"},
        {"print ([)]\nx", "print ([)]\nx\n"},
        {"print \"[\"\nx", "print \"[\"\nx\n"},
        {"a\tb", "a\tb\n"},
        {"print \"é → 字\"", "print \"é → 字\"\n"},
        {"print [1,", "!1:6 this '[' is never closed\n"},
        {"x\nprint (\n(1,2\n", "x\n!2:6 this '(' is never closed\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf got = read_all(cases[i].text, strlen(cases[i].text));
        ck_assert_str_eq(buf_text(&got), cases[i].commands);
        buf_free(&got);
    }
}
END_TEST

START_TEST(comments_are_kept_apart)
{
    static const char text[] = "a # one\n# two\nb [ # three\n] # four\nc \"# none\"\n\n";
    static const char *const notes[] = {"# one\n", "# two\n", "# three\n# four\n", "", ""};
    struct input_text input = input_text(text, sizeof text - 1, "test");
    struct reader reader = READER_EMPTY;
    struct error error = ERROR_NONE;
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        ck_assert_int_eq(reader_next(&reader, &input.input, "", &error), INPUT_LINE);
        ck_assert_str_eq(buf_text(&reader.notes), notes[i]);
    }
    reader_clear(&reader);
}
END_TEST

// Every byte that is not text, in every place of a line, is named, and the lines around it stand. A
// carriage return before the newline belongs to the line's end.
START_TEST(what_is_no_text_is_named)
{
    for (int byte = 0; byte < 256; byte++)
        for (size_t at = 0; at < 18; at++) {
            char text[] = "ok 1\nprint \"abc\", 1 + 2\nok 2\n", expected[100];
            if (byte == '\n' || byte == '\t' || (byte >= 0x20 && byte < 0x7f) ||
                (byte == '\r' && at == 17))
                continue;
            text[5 + at] = (char)byte;
            snprintf(expected, sizeof expected, "ok 1\n!2:%zu the byte \\x%02x is not %s\nok 2\n",
                     at, (unsigned)byte, byte < 0x80 ? "text" : "valid UTF-8 here");
            struct buf got = read_all(text, sizeof text - 1);
            ck_assert_str_eq(buf_text(&got), expected);
            buf_free(&got);
        }
}
END_TEST

START_TEST(c1_controls_and_surrogates_are_no_text)
{
    static const char *const bad[] = {"\xc2\x80", "\xc2\x9b", "\xed\xa0\x80", "\xc0\xaf",
                                      "\xf4\x90\x80\x80"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct buf got = read_all(bad[i], strlen(bad[i]));
        ck_assert_msg(got.length && got.data[0] == '!', "%s", buf_text(&got));
        buf_free(&got);
    }
}
END_TEST

START_TEST(the_prompt_says_what_is_open)
{
    static const struct {
        const char *text, *prompt;
    } cases[] = {{"print [\n", "[ ... "}, {"print ((\n[\n", "( ... "}, {"print \\\n", "  ... "}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct input_text input = input_text(cases[i].text, strlen(cases[i].text), NULL);
        struct reader reader = READER_EMPTY;
        struct error error = ERROR_NONE;
        reader_next(&reader, &input.input, "nnsh> ", &error);
        ck_assert_str_eq(input.prompt, cases[i].prompt);
        reader_clear(&reader);
    }
}
END_TEST

START_TEST(quit_is_never_swallowed)
{
    struct harness *harness = harness_create();
    harness_type(harness, "print [1,\nquit\nprint 2\n");
    ck_assert(harness->shell->quits);
    ck_assert_str_eq(buf_text(&harness->out), "");
    harness->shell->quits = false;
    harness_type(harness, "print (1,\n2,\nq\nprint 2\n");
    ck_assert(harness->shell->quits);
    harness_free(harness);
}
END_TEST

// A line of a megabyte takes a moment, and its error a line.
START_TEST(a_long_line_is_read)
{
    size_t length = INPUT_LINE_MOST - 8;
    char *text = malloc(length);
    struct harness *harness = harness_create();
    ck_assert_ptr_nonnull(text);
    memset(text, 'x', length);
    memcpy(text, "print 1;", 8);
    harness_run_bytes(harness, text, length);
    ck_assert_str_eq(buf_text(&harness->out), "1\n");
    ck_assert_uint_lt(harness->notes.length, 400);
    memset(text, '(', length);
    memcpy(text, "print ", 6);
    harness_run_bytes(harness, text, length);
    ck_assert(!harness->well);
    ck_assert_uint_lt(harness->notes.length, 400);
    free(text);
    harness_free(harness);
}
END_TEST

Suite *reader_suite(void)
{
    Suite *suite = suite_create("reader");
    TCase *tests = tcase_create("reader");
    tcase_add_test(tests, lines_become_commands);
    tcase_add_test(tests, comments_are_kept_apart);
    tcase_add_test(tests, what_is_no_text_is_named);
    tcase_add_test(tests, c1_controls_and_surrogates_are_no_text);
    tcase_add_test(tests, the_prompt_says_what_is_open);
    tcase_add_test(tests, quit_is_never_swallowed);
    tcase_add_test(tests, a_long_line_is_read);
    suite_add_tcase(suite, tests);
    return suite;
}
