// SPDX-License-Identifier: GPL-3.0-or-later
// A screen's cells: what a text becomes in an area, and which areas a screen has.
#include <check.h>
#include <string.h>

#include "view/live_layout.h"
#include "view/sheet.h"

#include "suites.h"

// The signs of a row, one after the other.
static void ck_row(const struct sheet *sheet, size_t row, const char *expected)
{
    struct buf text = BUF_EMPTY;
    for (size_t col = 0; col < sheet->cols; col++)
        buf_puts(&text, sheet->cells[row * sheet->cols + col].sign);
    ck_assert_str_eq(buf_text(&text), expected);
    buf_free(&text);
}

START_TEST(a_text_is_cut_at_its_area)
{
    struct sheet sheet;
    ck_assert(sheet_create(&sheet, 8, 3, true));
    struct area area = {0, 2, 2, 4};
    ck_assert_uint_eq(sheet_text(&sheet, area, "abcdef\nx\nlost\n", 0), 3);
    ck_row(&sheet, 0, "  abcd  ");
    ck_row(&sheet, 1, "  x     ");
    ck_row(&sheet, 2, "        ");
    sheet_clear(&sheet, area);
    ck_assert_uint_eq(sheet_text(&sheet, area, "abcdef\nx\nlast", 2), 1);
    ck_row(&sheet, 0, "  last  ");
    sheet_free(&sheet);
}
END_TEST

START_TEST(colours_become_inks)
{
    struct sheet sheet;
    struct buf text = BUF_EMPTY;
    const struct style style = {.color = true};
    ck_assert(sheet_create(&sheet, INK_COUNT, 1, true));
    for (size_t ink = 0; ink < INK_COUNT; ink++)
        style_put(&text, style, (enum ink)ink, "x");
    sheet_text(&sheet, (struct area){0, 0, 1, INK_COUNT}, buf_text(&text), 0);
    for (size_t ink = 0; ink < INK_COUNT; ink++)
        ck_assert_uint_eq(sheet.cells[ink].ink, ink);
    buf_clear(&text);
    style_turn(&text, style, INK_BLUE, INK_SKY);
    buf_puts(&text, "y");
    sheet_text(&sheet, (struct area){0, 0, 1, INK_COUNT}, buf_text(&text), 0);
    ck_assert_uint_eq(sheet.cells[0].ink, INK_SKY);
    buf_free(&text);
    sheet_free(&sheet);
}
END_TEST

START_TEST(odd_bytes_keep_their_columns)
{
    struct sheet sheet;
    ck_assert(sheet_create(&sheet, 6, 1, true));
    struct area area = {0, 0, 1, 6};
    sheet_text(&sheet, area, "a\xff\a\033[2Jx", 0);
    ck_row(&sheet, 0, "a   [2");
    sheet_free(&sheet);
}
END_TEST

START_TEST(ascii_is_spelled)
{
    struct sheet sheet;
    ck_assert(sheet_create(&sheet, 6, 1, false));
    sheet_put(&sheet, 0, 0, "a → b", INK_NONE);
    ck_row(&sheet, 0, "a -> b");
    sheet_free(&sheet);
}
END_TEST

// Whether two areas have a cell in common.
static bool overlap(struct area a, struct area b)
{
    return a.row < b.row + b.rows && b.row < a.row + a.rows && a.col < b.col + b.cols &&
           b.col < a.col + a.cols;
}

START_TEST(panels_share_every_screen)
{
    for (size_t cols = LIVE_COLS_LEAST; cols <= 210; cols++)
        for (size_t rows = LIVE_ROWS_LEAST; rows <= 70; rows++)
            for (size_t wanted = 1; wanted <= 5; wanted++) {
                struct live_layout layout = live_layout(cols, rows, wanted);
                ck_assert(layout.count >= 1 && layout.count <= wanted &&
                          layout.count <= LIVE_PANELS_MOST);
                ck_assert_uint_eq(layout.keys_row, rows - 1);
                for (size_t i = 0; i < layout.count; i++) {
                    struct area area = layout.panels[i];
                    ck_assert(area.rows >= 9 && area.cols >= 38);
                    ck_assert(area.row + area.rows <= layout.status_row);
                    ck_assert_uint_le(area.col + area.cols, cols);
                    for (size_t k = 0; k < i; k++)
                        ck_assert(!overlap(area, layout.panels[k]));
                }
            }
    ck_assert_uint_eq(live_layout(80, 24, 4).count, 2);
    ck_assert_uint_eq(live_layout(100, 34, 4).count, 3);
    ck_assert_uint_eq(live_layout(160, 50, 4).count, 4);
}
END_TEST

START_TEST(the_slider_shows_where_and_what_is_marked)
{
    struct sheet sheet;
    const size_t marks[] = {0, 50, 200};
    ck_assert(sheet_create(&sheet, 24, 1, false));
    live_slider_draw(&(struct live_slider){0, 100, 50, NULL, 0}, &sheet, 0);
    ck_row(&sheet, 0, "epoch 0 =====O----- 100 ");
    live_slider_draw(&(struct live_slider){0, 100, 100, marks, 3}, &sheet, 0);
    ck_row(&sheet, 0, "epoch 0 |====|====O 100 ");
    live_slider_draw(&(struct live_slider){7, 7, 7, NULL, 0}, &sheet, 0);
    ck_row(&sheet, 0, "epoch 7 ============O 7 ");
    sheet_free(&sheet);
}
END_TEST

Suite *sheet_suite(void)
{
    Suite *suite = suite_create("sheet");
    TCase *tests = tcase_create("sheet");
    tcase_add_test(tests, a_text_is_cut_at_its_area);
    tcase_add_test(tests, colours_become_inks);
    tcase_add_test(tests, odd_bytes_keep_their_columns);
    tcase_add_test(tests, ascii_is_spelled);
    tcase_add_test(tests, panels_share_every_screen);
    tcase_add_test(tests, the_slider_shows_where_and_what_is_marked);
    suite_add_tcase(suite, tests);
    return suite;
}
