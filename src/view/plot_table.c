// SPDX-License-Identifier: GPL-3.0-or-later
// A small table shows shade and number of each cell, a large one shades alone, two signs wide and so
// about square. Rows and columns are numbered as the matrix is indexed.
#include "view/plot_table.h"

#include "view/plot_key.h"

enum { NUMBERED_ROWS = 16, DIGITS = 4, LABEL_EVERY = 5 };

struct layout {
    const struct plot_cells *cells;
    bool has_numbers;
    struct number_format format;
    size_t width; // of a cell, with the gap after it
};

static size_t widest_number(const struct plot_cells *cells, struct number_format format)
{
    char text[NUMBER_SIZE];
    size_t width = 0;
    for (size_t i = 0; i < cells->rows * cells->cols; i++) {
        size_t length = number_write_among(text, cells->values[i], format);
        width = length > width ? length : width;
    }
    return width;
}

static struct layout choose_layout(const struct plot_cells *cells, struct plot_room room)
{
    struct layout layout = {.cells = cells};
    layout.format = number_format_for(cells->values, cells->rows * cells->cols, DIGITS);
    layout.width = 2 + 1 + widest_number(cells, layout.format) + 2;
    layout.has_numbers = !cells->is_image && cells->row_step == 1 && cells->col_step == 1 &&
                         cells->rows <= NUMBERED_ROWS &&
                         6 + cells->cols * layout.width <= room.cols;
    if (!layout.has_numbers)
        layout.width = 2;
    return layout;
}

// The numbers of the columns; where cells are narrow, of every fifth.
static void put_heading(struct buf *out, const struct layout *layout)
{
    size_t every = layout->has_numbers ? 1 : LABEL_EVERY, owed = 6;
    for (size_t j = 0; j < layout->cells->cols; j += every) {
        size_t mark = out->length;
        buf_fill(out, ' ', owed);
        mark = out->length;
        buf_printf(out, "%zu", j * layout->cells->col_step);
        size_t taken = out->length - mark;
        owed = every * layout->width > taken ? every * layout->width - taken : 1;
    }
    buf_puts(out, "\n");
}

static void put_cell(struct buf *out, const struct layout *layout, double value, struct style style,
                     bool is_utf8)
{
    enum ink ink;
    char text[NUMBER_SIZE];
    const char *sign = plot_key_shade(layout->cells, value, is_utf8, &ink);
    style_turn(out, style, INK_NONE, ink);
    buf_printf(out, "%s%s", sign, sign);
    style_turn(out, style, ink, INK_NONE);
    if (!layout->has_numbers)
        return;
    size_t length = number_write_among(text, value, layout->format);
    buf_fill(out, ' ', layout->width - 4 > length ? layout->width - 4 - length : 1);
    buf_add(out, text, length);
}

void plot_table_put(struct buf *out, const struct plot *plot, struct style style,
                    struct plot_room room)
{
    const struct plot_cells *cells = &plot->cells;
    struct layout layout = choose_layout(cells, room);
    put_heading(out, &layout);
    for (size_t i = 0; i < cells->rows; i++) {
        buf_printf(out, "%4zu  ", i * cells->row_step);
        for (size_t j = 0; j < cells->cols; j++) {
            put_cell(out, &layout, cells->values[i * cells->cols + j], style, room.is_utf8);
            if (layout.has_numbers && j + 1 < cells->cols)
                buf_puts(out, "  ");
        }
        while (out->length && out->data[out->length - 1] == ' ') // blank cells at the end
            out->data[--out->length] = '\0';
        buf_puts(out, "\n");
    }
}
