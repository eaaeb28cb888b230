// SPDX-License-Identifier: GPL-3.0-or-later
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/canvas.h"

#include "suites.h"

static void ck_canvas(struct canvas *canvas, bool color, const char *expected)
{
    struct buf text = BUF_EMPTY;
    canvas_print(canvas, &text, (struct style){.color = color}, "");
    ck_assert_str_eq(buf_text(&text), expected);
    buf_free(&text);
    canvas_free(canvas);
}

START_TEST(each_dot_has_its_place)
{
    // The eight dots of a braille sign, each alone.
    static const char *const signs[8] = {"⠁", "⠈", "⠂", "⠐", "⠄", "⠠", "⡀", "⢀"};
    struct canvas canvas;
    char expected[8];
    ck_assert(canvas_create(&canvas, 1, 1, true));
    canvas_dot(&canvas, _i % 2, _i / 2, INK_NONE);
    snprintf(expected, sizeof expected, "%s\n", signs[_i]);
    ck_canvas(&canvas, false, expected);
}
END_TEST

START_TEST(ascii_has_two_dots)
{
    struct canvas canvas;
    ck_assert(canvas_create(&canvas, 4, 1, false));
    canvas_dot(&canvas, 0, 0, INK_NONE);
    canvas_dot(&canvas, 1, 1, INK_NONE);
    canvas_dot(&canvas, 2, 0, INK_NONE);
    canvas_dot(&canvas, 2, 1, INK_NONE);
    ck_canvas(&canvas, false, "'.:\n");
}
END_TEST

START_TEST(lines_are_cut_at_the_edge)
{
    struct canvas canvas;
    struct canvas_pen pen = {INK_NONE, 1, 1, 0, 0, 0};
    ck_assert(canvas_create(&canvas, 3, 1, true));
    canvas_line(&canvas, -1e6, 0, 1e6, 0, pen);
    canvas_line(&canvas, 0, (double)NAN, 4, 4, pen);
    canvas_line(&canvas, 0, -5, 4, -5, pen);
    ck_canvas(&canvas, false, "⠉⠉⠉\n");
    pen = (struct canvas_pen){INK_NONE, 4, 8, 0, 0, 6}; // a dash, a gap, a dot
    ck_assert(canvas_create(&canvas, 6, 1, true));
    canvas_line(&canvas, 0, 0, 11, 0, pen);
    ck_canvas(&canvas, false, "⠉⠉ ⠁⠉⠉\n");
    pen = (struct canvas_pen){INK_NONE, 1, 1, 'a', 0, 0};
    ck_assert(canvas_create(&canvas, 4, 2, false));
    canvas_line(&canvas, 0, 0, 3, 3, pen);
    ck_canvas(&canvas, false, "aa\n  aa\n");
}
END_TEST

START_TEST(what_is_drawn_last_stands)
{
    struct canvas canvas;
    ck_assert(canvas_create(&canvas, 6, 2, true));
    canvas_dot(&canvas, 0, 0, INK_NONE);
    canvas_text(&canvas, 0, 0, "a×b", INK_NONE);
    canvas_dot(&canvas, 2, 0, INK_NONE);
    canvas_text(&canvas, -1, 1, "xyz is cut", INK_NONE);
    canvas_sign(&canvas, 0, -1, "!", INK_NONE);
    canvas_sign(&canvas, 0, 2, "!", INK_NONE);
    ck_canvas(&canvas, false, "a⠁b\nyz is\n");
}
END_TEST

START_TEST(ink_ends_with_its_signs)
{
    struct canvas canvas;
    ck_assert(canvas_create(&canvas, 5, 1, true));
    canvas_text(&canvas, 0, 0, "ab", INK_BLUE);
    canvas_text(&canvas, 3, 0, "c", INK_NONE);
    ck_canvas(&canvas, true, "\033[0;38;5;33mab \033[0mc\n");
    ck_assert(canvas_create(&canvas, 5, 1, true));
    canvas_text(&canvas, 0, 0, "ab", INK_BLUE);
    ck_canvas(&canvas, false, "ab\n");
}
END_TEST

Suite *canvas_suite(void)
{
    Suite *suite = suite_create("canvas");
    TCase *tests = tcase_create("canvas");
    tcase_add_loop_test(tests, each_dot_has_its_place, 0, 8);
    tcase_add_test(tests, ascii_has_two_dots);
    tcase_add_test(tests, lines_are_cut_at_the_edge);
    tcase_add_test(tests, what_is_drawn_last_stands);
    tcase_add_test(tests, ink_ends_with_its_signs);
    suite_add_tcase(suite, tests);
    return suite;
}
