// SPDX-License-Identifier: GPL-3.0-or-later
// A plane becomes one image, which stays small in a file however fine it is; a table becomes rectangles
// with their numbers, sharp at any size.
#include "view/picture_cells.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/words.h"

#define BAR_WIDTH 18.0

// The cells as an image: a pixel each, and a border of one pixel more, so that smoothing at the edge
// mixes in no foreign colour.
static cairo_surface_t *cells_image(const struct page *page)
{
    const struct plot_cells *cells = &page->plot->cells;
    const struct cairo_api *api = page->api;
    int cols = (int)cells->cols + 2, rows = (int)cells->rows + 2;
    cairo_surface_t *image = api->image_surface_create(CAIRO_FORMAT_RGB24, cols, rows);
    unsigned char *data = api->image_surface_get_data(image);
    int stride = api->image_surface_get_stride(image);
    api->surface_flush(image);
    for (int i = 0; data && i < rows; i++)
        for (int j = 0; j < cols; j++) {
            int row = i == 0 ? 0 : i == rows - 1 ? rows - 3 : i - 1;
            int col = j == 0 ? 0 : j == cols - 1 ? cols - 3 : j - 1;
            struct color c =
                color_shade(cells, cells->values[(size_t)row * cells->cols + (size_t)col]);
            uint32_t pixel = (uint32_t)lround(c.red * 255) << 16 |
                             (uint32_t)lround(c.green * 255) << 8 | (uint32_t)lround(c.blue * 255);
            memcpy(data + i * stride + 4 * j, &pixel, sizeof pixel);
        }
    api->surface_mark_dirty(image);
    return image;
}

void cells_draw_plane(const struct page *page)
{
    const struct plot_cells *cells = &page->plot->cells;
    const struct cairo_api *api = page->api;
    cairo_surface_t *image = cells_image(page);
    api->save(page->cr);
    api->rectangle(page->cr, page->left, page->top, page->width, page->height);
    api->clip(page->cr);
    api->translate(page->cr, page->left, page->top);
    api->scale(page->cr, page->width / (double)cells->cols, page->height / (double)cells->rows);
    api->set_source_surface(page->cr, image, -1, -1);
    api->pattern_set_filter(api->get_source(page->cr), CAIRO_FILTER_BILINEAR);
    api->paint(page->cr);
    api->restore(page->cr);
    api->surface_destroy(image);
}

static double brightness(struct color color)
{
    return 0.3 * color.red + 0.59 * color.green + 0.11 * color.blue;
}

// Every how many rows or columns of that size have room for a number.
static size_t label_step(double size, double wanted)
{
    size_t step = 1;
    while ((double)step * size < wanted)
        step += step == 1 ? 1 : step == 2 ? 3 : step;
    return step;
}

// A cell's number, dark on light or light on dark, where it fits.
static void draw_number(const struct page *page, double x, double y, double width, double height,
                        double value, struct number_format format)
{
    const struct plot_cells *cells = &page->plot->cells;
    struct number_string text;
    number_write_among(text.text, value, format);
    if (height < 1.4 * TEXT_SIZE || page_text_width(page, text.text) > 0.9 * width)
        return;
    bool is_dark = brightness(color_shade(cells, value)) < 0.55;
    page_use_color(page, is_dark ? (struct color){1, 1, 1} : (struct color){0, 0, 0});
    page_put_text(page, x + width / 2, y + height / 2, TEXT_SIZE, SIDE_MIDDLE, text.text);
}

void cells_draw_squares(const struct page *page, double gap)
{
    const struct plot_cells *cells = &page->plot->cells;
    double width = page->width / (double)cells->cols, height = page->height / (double)cells->rows;
    double more = gap > 0 ? 0 : 0.3; // without a gap they overlap a little
    for (size_t i = 0; i < cells->rows; i++)
        for (size_t j = 0; j < cells->cols; j++) {
            page_use_color(page, color_shade(cells, cells->values[i * cells->cols + j]));
            page->api->rectangle(page->cr, page->left + (double)j * width + gap,
                                 page->top + (double)i * height + gap, width - 2 * gap + more,
                                 height - 2 * gap + more);
            page->api->fill(page->cr);
        }
}

static void draw_numbers(const struct page *page, double width, double height)
{
    const struct plot_cells *cells = &page->plot->cells;
    struct number_format format = number_format_for(cells->values, cells->rows * cells->cols, 4);
    for (size_t i = 0; i < cells->rows; i++)
        for (size_t j = 0; j < cells->cols; j++)
            draw_number(page, page->left + (double)j * width, page->top + (double)i * height, width,
                        height, cells->values[i * cells->cols + j], format);
}

void cells_draw_table(const struct page *page)
{
    const struct plot_cells *cells = &page->plot->cells;
    double width = page->width / (double)cells->cols, height = page->height / (double)cells->rows;
    bool is_small = cells->cols <= 24 && cells->rows <= 24;
    page_use_font(page, TEXT_SIZE, false);
    cells_draw_squares(page, is_small && !cells->is_image ? 1 : 0);
    if (!cells->is_image)
        draw_numbers(page, width, height);
    char text[32];
    size_t step = label_step(height, 1.5 * TEXT_SIZE);
    page_use_ink(page, INK_NONE);
    for (size_t i = 0; i < cells->rows; i += step) {
        snprintf(text, sizeof text, "%zu", i * cells->row_step);
        page_put_text(page, page->left - 8, page->top + ((double)i + 0.5) * height, TEXT_SIZE,
                      SIDE_RIGHT, text);
    }
    step = label_step(width, 34);
    for (size_t j = 0; j < cells->cols; j += step) {
        snprintf(text, sizeof text, "%zu", j * cells->col_step);
        page_put_text(page, page->left + ((double)j + 0.5) * width, page->top + page->height + 14,
                      TEXT_SIZE, SIDE_MIDDLE, text);
    }
}

// The scale of the cells as a bar at the right.
void cells_draw_bar(const struct page *page)
{
    enum { STEPS = 100 };
    struct plot_cells whole = page->plot->cells;
    struct plot_axis axis = {.low = whole.low, .high = whole.high, .is_log = whole.is_log};
    struct plot_tick ticks[PLOT_TICKS_MOST];
    double x = page->left + page->width + 22, height = page->height;
    if (whole.scale == PLOT_DECISION)
        axis = (struct plot_axis){.high = 1};
    for (size_t i = 0; i < STEPS; i++) {
        double share = ((double)i + 0.5) / STEPS, value = axis.low + share * (axis.high - axis.low);
        struct plot_cells even = whole;
        even.is_log = false;
        page_use_color(page, color_shade(&even, value));
        page->api->rectangle(page->cr, x, page->top + height * (1 - (double)(i + 1) / STEPS),
                             BAR_WIDTH, height / STEPS + 0.4);
        page->api->fill(page->cr);
    }
    page_use_font(page, TEXT_SIZE, false);
    page_use_ink(page, INK_NONE);
    size_t most = size_min((size_t)(height / (1.5 * TEXT_SIZE)) + 1, 9);
    size_t count = axis.high > axis.low ? plot_ticks(&axis, most, ticks) : 0;
    for (size_t i = 0; i < count; i++) {
        double y = page->top + height * (1 - plot_along(&axis, ticks[i].at));
        page->api->rectangle(page->cr, x + BAR_WIDTH, y - 0.5, 4, 1);
        page->api->fill(page->cr);
        page_put_text(page, x + BAR_WIDTH + 7, y, TEXT_SIZE, SIDE_LEFT, ticks[i].text);
    }
    page_put_text(page, x, page->top - 17, TEXT_SIZE, SIDE_LEFT, whole.name);
}
