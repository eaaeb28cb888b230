// SPDX-License-Identifier: GPL-3.0-or-later
// All small pictures have the same size: as large as the longest row allows and as all the rows together do, and
// about square, as a character is twice as high as it is wide. A value is taken from the middle of the
// cells that a character stands for.
#include "view/plot_strip.h"

#include <string.h>

#include "base/words.h"
#include "view/canvas.h"
#include "view/plot_key.h"

enum { GAP = 2, LEAST_COLS = 7, LEAST_ROWS = 3, KEY_ROWS = 5 };

size_t plot_strip_tiles(struct plot_room room)
{
    return size_max((room.cols + GAP) / (LEAST_COLS + GAP), 1);
}

size_t plot_strip_rows(struct plot_room room)
{
    size_t rows = room.rows > KEY_ROWS ? (room.rows - KEY_ROWS) / (LEAST_ROWS + 1) : 0;
    return size_max(rows, 2);
}

// A small picture's size in characters, without its name.
struct tile {
    size_t cols, rows;
};

// As many times the size of an image as there is room for; two signs beside each other are about square.
static struct tile image_size(const struct plot_cells *cells, size_t cols, size_t rows)
{
    size_t times = size_max(size_min(cols / (2 * cells->cols), rows / cells->rows), 1);
    return (struct tile){2 * times * cells->cols, times * cells->rows};
}

static struct tile tile_size(const struct plot *plot, struct plot_room room)
{
    size_t most = 1;
    for (size_t i = 0; i < plot->strip_count; i++)
        most = size_max(most, plot->strips[i].count);
    size_t rows = size_max(room.rows / plot->strip_count, LEAST_ROWS) - 1;
    size_t cols = (room.cols + GAP) / most;
    cols = size_max(cols > GAP ? cols - GAP : 1, LEAST_COLS);
    if (plot->strips[0].cells.is_image)
        return image_size(&plot->strips[0].cells, cols, rows);
    return (struct tile){size_min(cols, 2 * rows), size_min(rows, (cols + 1) / 2)};
}

static void draw_plane(struct canvas *canvas, struct plot_cells cells, struct tile tile,
                       size_t left)
{
    for (size_t row = 0; row < tile.rows; row++)
        for (size_t col = 0; col < tile.cols; col++) {
            size_t i = (2 * row + 1) * cells.rows / (2 * tile.rows);
            size_t j = (2 * col + 1) * cells.cols / (2 * tile.cols);
            enum ink ink;
            const char *sign =
                plot_key_shade(&cells, cells.values[i * cells.cols + j], canvas->is_utf8, &ink);
            canvas_sign(canvas, (long)(left + col), (long)row + 1, sign, ink);
        }
}

// The dot of a curve's point.
static void place_point(const struct canvas *canvas, const struct plot_cells *cells,
                        struct tile tile, size_t left, size_t index, double dot[2])
{
    double range = cells->high > cells->low ? cells->high - cells->low : 1;
    const struct plot_axis up = {.low = cells->low, .high = cells->low + range};
    double wide = (double)((tile.cols - 1) * canvas->dot_cols - 1);
    double high = (double)((tile.rows - 1) * canvas->dot_rows - 1);
    dot[0] =
        (double)((left + 1) * canvas->dot_cols) + wide * (double)index / (double)(cells->cols - 1);
    dot[1] = (double)canvas->dot_rows + high * (1 - plot_along(&up, cells->values[index]));
}

// A curve, with a line at its left and one below it.
static void draw_curve(struct canvas *canvas, struct plot_cells cells, struct tile tile,
                       size_t left)
{
    bool is_utf8 = canvas->is_utf8;
    double from[2], to[2];
    for (size_t row = 1; row < tile.rows; row++)
        canvas_sign(canvas, (long)left, (long)row, is_utf8 ? "│" : "|", INK_DIM);
    canvas_sign(canvas, (long)left, (long)tile.rows, is_utf8 ? "└" : "+", INK_DIM);
    for (size_t col = 1; col < tile.cols; col++)
        canvas_sign(canvas, (long)(left + col), (long)tile.rows, is_utf8 ? "─" : "-", INK_DIM);
    place_point(canvas, &cells, tile, left, 0, from);
    for (size_t i = 1; i < cells.cols; i++) {
        place_point(canvas, &cells, tile, left, i, to);
        canvas_line(canvas, from[0], from[1], to[0], to[1],
                    (struct canvas_pen){.ink = INK_BLUE, .on = 1, .period = 1});
        from[0] = to[0];
        from[1] = to[1];
    }
}

static void put_strip(struct buf *out, const struct plot_strip *strip, struct style style,
                      struct tile tile, struct plot_room room)
{
    struct canvas canvas;
    size_t slot = size_max(tile.cols, LEAST_COLS) + GAP;
    if (!canvas_create(&canvas, room.cols, tile.rows + 1, room.is_utf8)) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < strip->count; i++) {
        struct plot_cells cells = strip->cells;
        char name[PLOT_LABEL_SIZE];
        cells.values = plot_strip_values(strip, i);
        plot_strip_name(strip, i, name);
        canvas_text(&canvas, (long)(i * slot), 0, name, INK_BOLD);
        if (strip->marked == i + 1)
            canvas_text(&canvas, (long)(i * slot + strlen(name)), 0, "*", INK_BAD);
        if (plot_cells_are_curve(&cells))
            draw_curve(&canvas, cells, tile, i * slot);
        else
            draw_plane(&canvas, cells, tile, i * slot);
    }
    canvas_print(&canvas, out, style, "");
    canvas_free(&canvas);
}

void plot_strips_put(struct buf *out, const struct plot *plot, struct style style,
                     struct plot_room room)
{
    struct tile tile = tile_size(plot, room);
    for (size_t i = 0; i < plot->strip_count; i++)
        put_strip(out, &plot->strips[i], style, tile, room);
}
