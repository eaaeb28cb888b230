// SPDX-License-Identifier: GPL-3.0-or-later
// Every small picture is a page of its own within the page, so that its cells and its scale are drawn as those of
// a large one. They are square, and as large as the longest row allows and all rows together do.
#include "view/picture_strip.h"

#include <math.h>

#include "view/picture_cells.h"

#define GAP         12.0
#define NAME_HEIGHT 26.0 // of the name, with the room above it

static double tile_size(const struct page *page)
{
    const struct plot *plot = page->plot;
    double most = 1, rows = (double)plot->strip_count;
    for (size_t i = 0; i < plot->strip_count; i++)
        most = fmax(most, (double)plot->strips[i].count);
    return fmin((page->width + GAP) / most - GAP, page->height / rows - NAME_HEIGHT);
}

static void draw_curve(const struct page *tile)
{
    const struct plot_cells *cells = &tile->plot->cells;
    double range = cells->high > cells->low ? cells->high - cells->low : 1;
    bool is_drawing = false;
    page_use_ink(tile, INK_DIM);
    tile->api->rectangle(tile->cr, tile->left, tile->top, tile->width, tile->height);
    tile->api->set_line_width(tile->cr, 1);
    tile->api->stroke(tile->cr);
    for (size_t i = 0; i < cells->cols; i++) {
        double x = tile->left + tile->width * (double)i / (double)(cells->cols - 1);
        double y = tile->top + tile->height * (1 - (cells->values[i] - cells->low) / range);
        if (isfinite(y) && is_drawing)
            tile->api->line_to(tile->cr, x, y);
        else if (isfinite(y))
            tile->api->move_to(tile->cr, x, y);
        is_drawing = isfinite(y);
    }
    page_use_ink(tile, INK_BLUE);
    tile->api->set_line_width(tile->cr, 2);
    tile->api->stroke(tile->cr);
}

static void draw_image(struct page tile)
{
    double cols = (double)tile.plot->cells.cols, rows = (double)tile.plot->cells.rows;
    tile.width *= cols / fmax(cols, rows);
    tile.height *= rows / fmax(cols, rows);
    cells_draw_squares(&tile, 0);
}

// The ends of the curves' scale, beside the last of them.
static void draw_ends(const struct page *tile)
{
    const struct plot_cells *cells = &tile->plot->cells;
    double x = tile->left + tile->width + 8, half = TEXT_SIZE / 2;
    page_use_ink(tile, INK_NONE);
    page_put_text(tile, x, tile->top + half, TEXT_SIZE, SIDE_LEFT,
                  number_string(cells->high, 3).text);
    page_put_text(tile, x, tile->top + tile->height / 2, TEXT_SIZE, SIDE_LEFT, cells->name);
    page_put_text(tile, x, tile->top + tile->height - half, TEXT_SIZE, SIDE_LEFT,
                  number_string(cells->low, 3).text);
}

// Draws one row of small pictures, whose upper end is at the top of [row].
static void draw_strip(const struct page *row, size_t index, double size)
{
    const struct plot_strip *strip = &row->plot->strips[index];
    struct plot one = {.cells = strip->cells};
    struct page tile = *row;
    char name[PLOT_LABEL_SIZE];
    tile.plot = &one;
    tile.width = tile.height = size;
    tile.top += NAME_HEIGHT;
    for (size_t i = 0; i < strip->count; i++) {
        one.cells.values = plot_strip_values(strip, i);
        tile.left = row->left + (double)i * (size + GAP);
        plot_strip_name(strip, i, name);
        page_use_font(row, TEXT_SIZE, false);
        page_use_ink(row, INK_NONE);
        page_put_text(row, tile.left, tile.top - TEXT_SIZE * 0.75, TEXT_SIZE, SIDE_LEFT, name);
        if (plot_cells_are_curve(&one.cells))
            draw_curve(&tile);
        else if (one.cells.is_image)
            draw_image(tile);
        else
            cells_draw_plane(&tile);
    }
    if (plot_cells_are_curve(&one.cells)) {
        draw_ends(&tile);
        return;
    }
    tile.left = row->left;
    tile.width = row->width;
    if (plot_strip_has_scale(row->plot, index))
        cells_draw_bar(&tile);
}

void strips_draw(const struct page *page)
{
    double size = tile_size(page);
    struct page row = *page;
    for (size_t i = 0; i < page->plot->strip_count; i++) {
        draw_strip(&row, i, size);
        row.top += size + NAME_HEIGHT;
    }
}
