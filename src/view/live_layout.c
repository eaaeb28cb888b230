// SPDX-License-Identifier: GPL-3.0-or-later
// The screen's shape says how many panels it holds: one, two side by side (or, on a narrow and tall screen,
// one above the other), a large one beside two, or four. Between two columns of panels stands a line.
#include "view/live_layout.h"

#include <stdio.h>
#include <string.h>

#include "base/words.h"

static size_t room_for(size_t cols, size_t rows)
{
    if (cols >= 160 && rows >= 50)
        return 4;
    if (cols >= 100 && rows >= 34)
        return 3;
    return cols >= 80 || rows >= 36 ? 2 : 1;
}

// Cuts an area in two, side by side with three columns between, or one above the other.
static void cut_sideways(struct area area, struct area *left, struct area *right)
{
    *left = *right = area;
    left->cols = (area.cols + 1) / 2 - 2;
    right->col = area.col + left->cols + 3;
    right->cols = area.cols - left->cols - 3;
}

static void cut_across(struct area area, struct area *upper, struct area *lower)
{
    *upper = *lower = area;
    upper->rows = (area.rows + 1) / 2;
    lower->row = area.row + upper->rows;
    lower->rows = area.rows - upper->rows;
}

struct live_layout live_layout(size_t cols, size_t rows, size_t wanted)
{
    struct live_layout layout = {.all = {0, 0, rows - LIVE_LINES, cols},
                                 .count = size_min(wanted, room_for(cols, rows)),
                                 .status_row = rows - 3,
                                 .slider_row = rows - 2,
                                 .keys_row = rows - 1};
    struct area *panels = layout.panels;
    panels[0] = layout.all;
    if (layout.count == 2 && cols < 80) {
        cut_across(layout.all, &panels[0], &panels[1]);
        return layout;
    }
    if (layout.count >= 2)
        cut_sideways(layout.all, &panels[0], &panels[1]);
    if (layout.count == 3)
        cut_across(panels[1], &panels[1], &panels[2]);
    if (layout.count == 4) {
        cut_across(panels[1], &panels[1], &panels[3]);
        cut_across(panels[0], &panels[0], &panels[2]);
    }
    return layout;
}

void live_layout_draw(const struct live_layout *layout, struct sheet *sheet)
{
    const struct area *first = &layout->panels[0];
    for (size_t row = 0; first->cols + 2 < sheet->cols && row < layout->all.rows; row++)
        sheet_put(sheet, row, first->cols + 1, sheet->is_utf8 ? "│" : "|", INK_DIM);
}

// The column of an epoch on a bar that begins at [left].
static size_t column_of(const struct live_slider *slider, size_t epoch, size_t left, size_t width)
{
    size_t range = slider->last - slider->first;
    double share = range ? (double)(epoch - slider->first) / (double)range : 1;
    return left + (size_t)(share * (double)(width - 1) + 0.5);
}

void live_slider_draw(const struct live_slider *slider, struct sheet *sheet, size_t row)
{
    char first[48], last[48];
    snprintf(first, sizeof first, "epoch %zu ", slider->first);
    snprintf(last, sizeof last, " %zu", slider->last);
    size_t left = sheet_put(sheet, row, 0, first, INK_DIM), end = strlen(last) + 1;
    size_t width = sheet->cols > left + end + 4 ? sheet->cols - left - end : 4;
    size_t here = column_of(slider, slider->here, left, width);
    for (size_t i = 0; i < width; i++) {
        bool is_done = left + i <= here;
        sheet_put(sheet, row, left + i,
                  sheet->is_utf8 ? is_done ? "━" : "─"
                  : is_done      ? "="
                                 : "-",
                  is_done ? INK_BLUE : INK_DIM);
    }
    for (size_t i = 0; i < slider->mark_count; i++)
        if (slider->marks[i] >= slider->first && slider->marks[i] <= slider->last)
            sheet_put(sheet, row, column_of(slider, slider->marks[i], left, width),
                      sheet->is_utf8 ? "┻" : "|", INK_ORANGE);
    sheet_put(sheet, row, here, sheet->is_utf8 ? "●" : "O", INK_BOLD);
    sheet_put(sheet, row, left + width, last, INK_DIM);
}
