// SPDX-License-Identifier: GPL-3.0-or-later
// Room is shared out first: title and keys take what their words need, the labels of the axes what they
// are wide, and the paper gets the rest. Everything is placed by the widths that Cairo measures, so
// that nothing overlaps whatever the font is.
#include "store/picture_page.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define MARGIN     22.0
#define TITLE_SIZE 18.0
#define NAME_SIZE  15.0
#define TEXT_SIZE  13.0
#define KEY_HEIGHT 22.0
#define BAR_WIDTH  18.0
#define RADIUS     6.0
#define PI         3.14159265358979323846

// What the functions below share: the page, and where on it the paper lies.
struct page {
    const struct cairo_api *api;
    cairo_t *cr;
    const struct plot *plot;
    double left, top, width, height;
};

enum side { SIDE_LEFT, SIDE_MIDDLE, SIDE_RIGHT }; // where a text has its place

static void use_color(const struct page *page, struct color color)
{
    page->api->set_source_rgb(page->cr, color.red, color.green, color.blue);
}

static void use_ink(const struct page *page, enum ink ink)
{
    use_color(page, page_ink(ink));
}

static void use_font(const struct page *page, double size, bool is_bold)
{
    page->api->select_font_face(page->cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                                is_bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    page->api->set_font_size(page->cr, size);
}

static double text_width(const struct page *page, const char *text)
{
    cairo_text_extents_t extents;
    page->api->text_extents(page->cr, text, &extents);
    return extents.x_advance;
}

// Writes a text whose middle line is at y.
static void put_text(const struct page *page, double x, double y, double size, enum side side,
                     const char *text)
{
    double width = text_width(page, text);
    x -= side == SIDE_MIDDLE ? width / 2 : side == SIDE_RIGHT ? width : 0;
    page->api->move_to(page->cr, x, y + 0.36 * size);
    page->api->show_text(page->cr, text);
}

static double page_x(const struct page *page, double x)
{
    return page->left + plot_along(&page->plot->x, x) * page->width;
}

static double page_y(const struct page *page, double y)
{
    return page->top + (1 - plot_along(&page->plot->y, y)) * page->height;
}

// ---- cells --------------------------------------------------------------------------------------

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
                page_shade(cells, cells->values[(size_t)row * cells->cols + (size_t)col]);
            uint32_t pixel = (uint32_t)lround(c.red * 255) << 16 |
                             (uint32_t)lround(c.green * 255) << 8 | (uint32_t)lround(c.blue * 255);
            memcpy(data + i * stride + 4 * j, &pixel, sizeof pixel);
        }
    api->surface_mark_dirty(image);
    return image;
}

static void draw_plane(const struct page *page)
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
    if (height < 1.4 * TEXT_SIZE || text_width(page, text.text) > 0.9 * width)
        return;
    bool is_dark = brightness(page_shade(cells, value)) < 0.55;
    use_color(page, is_dark ? (struct color){1, 1, 1} : (struct color){0, 0, 0});
    put_text(page, x + width / 2, y + height / 2, TEXT_SIZE, SIDE_MIDDLE, text.text);
}

static void draw_table(const struct page *page)
{
    const struct plot_cells *cells = &page->plot->cells;
    const struct cairo_api *api = page->api;
    double width = page->width / (double)cells->cols, height = page->height / (double)cells->rows;
    struct number_format format = number_format_for(cells->values, cells->rows * cells->cols, 4);
    double seam = cells->cols <= 24 && cells->rows <= 24 ? 1 : 0;
    use_font(page, TEXT_SIZE, false);
    for (size_t i = 0; i < cells->rows; i++)
        for (size_t j = 0; j < cells->cols; j++) {
            double x = page->left + (double)j * width, y = page->top + (double)i * height;
            double value = cells->values[i * cells->cols + j];
            use_color(page, page_shade(cells, value));
            api->rectangle(page->cr, x + seam, y + seam, width - 2 * seam + (seam > 0 ? 0 : 0.3),
                           height - 2 * seam + (seam > 0 ? 0 : 0.3));
            api->fill(page->cr);
            draw_number(page, x, y, width, height, value, format);
        }
    char text[32];
    size_t step = label_step(height, 1.5 * TEXT_SIZE);
    use_ink(page, INK_NONE);
    for (size_t i = 0; i < cells->rows; i += step) {
        snprintf(text, sizeof text, "%zu", i * cells->row_step);
        put_text(page, page->left - 8, page->top + ((double)i + 0.5) * height, TEXT_SIZE,
                 SIDE_RIGHT, text);
    }
    step = label_step(width, 34);
    for (size_t j = 0; j < cells->cols; j += step) {
        snprintf(text, sizeof text, "%zu", j * cells->col_step);
        put_text(page, page->left + ((double)j + 0.5) * width, page->top + page->height + 14,
                 TEXT_SIZE, SIDE_MIDDLE, text);
    }
}

// The scale of the cells as a bar at the right.
static void draw_bar(const struct page *page)
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
        use_color(page, page_shade(&even, value));
        page->api->rectangle(page->cr, x, page->top + height * (1 - (double)(i + 1) / STEPS),
                             BAR_WIDTH, height / STEPS + 0.4);
        page->api->fill(page->cr);
    }
    use_font(page, TEXT_SIZE, false);
    use_ink(page, INK_NONE);
    size_t count = axis.high > axis.low ? plot_ticks(&axis, 9, ticks) : 0;
    for (size_t i = 0; i < count; i++) {
        double y = page->top + height * (1 - plot_along(&axis, ticks[i].at));
        page->api->rectangle(page->cr, x + BAR_WIDTH, y - 0.5, 4, 1);
        page->api->fill(page->cr);
        put_text(page, x + BAR_WIDTH + 7, y, TEXT_SIZE, SIDE_LEFT, ticks[i].text);
    }
    put_text(page, x, page->top - 17, TEXT_SIZE, SIDE_LEFT, whole.name);
}

// ---- lines and marks ----------------------------------------------------------------------------

// Makes ready for a line like that.
static void use_line(const struct page *page, const struct plot_line *line)
{
    static const double widths[] = {1, 1.2, 2.4, 4.5};
    double width = widths[line->width < 0 || line->width > 3 ? 0 : line->width];
    const double dashes[] = {line->stroke == PLOT_DOTTED ? width : 4 + 2 * width,
                             line->stroke == PLOT_DOTTED ? 2 * width : 3 + width};
    use_ink(page, line->ink);
    page->api->set_line_width(page->cr, width);
    page->api->set_line_join(page->cr, CAIRO_LINE_JOIN_ROUND);
    page->api->set_dash(page->cr, dashes, line->stroke == PLOT_SOLID ? 0 : 2, 0);
}

static void draw_line(const struct page *page, const struct plot_line *line)
{
    const double *points = page->plot->points + 2 * line->first;
    bool is_drawing = false;
    use_line(page, line);
    for (size_t i = 0; i < line->count; i++) {
        double x = page_x(page, points[2 * i]), y = page_y(page, points[2 * i + 1]);
        if (!isfinite(x) || !isfinite(y))
            is_drawing = false;
        else if (is_drawing)
            page->api->line_to(page->cr, x, y);
        else
            page->api->move_to(page->cr, x, y), is_drawing = true;
    }
    page->api->stroke(page->cr);
    page->api->set_dash(page->cr, NULL, 0, 0);
}

static void draw_circle(const struct page *page, double x, double y, double radius,
                        struct color inside, double width)
{
    page->api->move_to(page->cr, x + radius, y);
    page->api->arc(page->cr, x, y, radius, 0, 2 * PI);
    page->api->close_path(page->cr);
    use_color(page, inside);
    page->api->fill_preserve(page->cr);
    use_ink(page, INK_BOLD);
    page->api->set_line_width(page->cr, width);
    page->api->stroke(page->cr);
}

// A text on a patch of paper, so that lines do not run through it.
static void draw_words(const struct page *page, double x, double y, enum side side,
                       const char *text, enum ink ink)
{
    double width = text_width(page, text), left = side == SIDE_MIDDLE ? x - width / 2 : x;
    left = side == SIDE_RIGHT ? x - width : left;
    use_color(page, (struct color){1, 1, 1});
    page->api->rectangle(page->cr, left - 3, y - 0.62 * TEXT_SIZE, width + 6, 1.24 * TEXT_SIZE);
    page->api->fill(page->cr);
    use_ink(page, ink);
    put_text(page, x, y, TEXT_SIZE, side, text);
}

static void draw_cross(const struct page *page, double x, double y)
{
    for (int i = 0; i < 2; i++) { // light first, then dark: seen on any shade
        page->api->set_line_width(page->cr, i ? 3 : 7);
        use_color(page, i ? (struct color){0, 0, 0} : (struct color){1, 1, 1});
        page->api->move_to(page->cr, x - RADIUS, y - RADIUS);
        page->api->line_to(page->cr, x + RADIUS, y + RADIUS);
        page->api->move_to(page->cr, x - RADIUS, y + RADIUS);
        page->api->line_to(page->cr, x + RADIUS, y - RADIUS);
        page->api->stroke(page->cr);
    }
}

static void draw_shape(const struct page *page, double x, double y, enum plot_shape shape,
                       unsigned number)
{
    const struct color white = {1, 1, 1}, black = {0.1, 0.1, 0.1};
    double radius = page->plot->mark_count > 150 ? 0.6 * RADIUS : RADIUS;
    char digit[2] = {(char)('0' + number % 10), '\0'};
    switch (shape) {
    case PLOT_RING:
        draw_circle(page, x, y, radius, white, 2);
        break;
    case PLOT_DISC:
        draw_circle(page, x, y, radius, black, 2);
        break;
    case PLOT_DIGIT:
        use_font(page, TEXT_SIZE, true);
        use_ink(page, INK_BOLD);
        put_text(page, x, y, TEXT_SIZE, SIDE_MIDDLE, digit);
        break;
    case PLOT_CROSS:
        draw_cross(page, x, y);
        break;
    case PLOT_SQUARE:
        use_color(page, black);
        page->api->rectangle(page->cr, x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
        page->api->fill_preserve(page->cr);
        use_color(page, white);
        page->api->set_line_width(page->cr, 2);
        page->api->stroke(page->cr);
        break;
    case PLOT_UNIT:
    case PLOT_WORDS:
        break;
    }
}

static void draw_mark(const struct page *page, const struct plot_mark *mark)
{
    double x = page_x(page, mark->x), y = page_y(page, mark->y);
    if (!isfinite(x) || !isfinite(y))
        return;
    use_font(page, TEXT_SIZE, mark->ink == INK_BOLD);
    if (mark->shape == PLOT_UNIT) {
        draw_circle(page, x, y, 15, (struct color){1, 1, 1}, 1.6);
        put_text(page, x, y, TEXT_SIZE, SIDE_MIDDLE, mark->text);
    } else if (mark->shape == PLOT_WORDS) {
        enum side side = mark->side < 0 ? SIDE_RIGHT : mark->side > 0 ? SIDE_LEFT : SIDE_MIDDLE;
        draw_words(page, x, y, side, mark->text, mark->ink);
    } else {
        draw_shape(page, x, y, mark->shape, mark->number);
    }
}

// ---- axes ---------------------------------------------------------------------------------------

// A fine line, sharp on a screen.
static void draw_rule(const struct page *page, double x, double y, double width, double height)
{
    page->api->rectangle(page->cr, x, y, width, height);
    page->api->fill(page->cr);
}

static void draw_axes(const struct page *page)
{
    struct plot_tick ticks[PLOT_TICKS_MOST];
    const struct plot *plot = page->plot;
    double bottom = page->top + page->height;
    bool has_grid = plot->cells.rows == 0;
    use_font(page, TEXT_SIZE, false);
    size_t count = plot_ticks(&plot->y, 9, ticks);
    for (size_t i = 0; i < count; i++) {
        double y = page_y(page, ticks[i].at);
        use_color(page, (struct color){0.88, 0.88, 0.88});
        if (has_grid)
            draw_rule(page, page->left, y - 0.4, page->width, 0.8);
        use_ink(page, INK_NONE);
        draw_rule(page, page->left - 5, y - 0.5, 5, 1);
        put_text(page, page->left - 8, y, TEXT_SIZE, SIDE_RIGHT, ticks[i].text);
    }
    count = plot_ticks(&plot->x, 8, ticks);
    for (size_t i = 0; i < count; i++) {
        double x = page_x(page, ticks[i].at);
        use_color(page, (struct color){0.88, 0.88, 0.88});
        if (has_grid)
            draw_rule(page, x - 0.4, page->top, 0.8, page->height);
        use_ink(page, INK_NONE);
        draw_rule(page, x - 0.5, bottom, 1, 5);
        put_text(page, x, bottom + 15, TEXT_SIZE, SIDE_MIDDLE, ticks[i].text);
    }
    use_ink(page, INK_NONE);
    draw_rule(page, page->left - 0.5, page->top, 1, page->height);
    draw_rule(page, page->left, bottom - 0.5, page->width, 1);
    use_font(page, NAME_SIZE, false);
    put_text(page, page->left + page->width / 2, bottom + 38, NAME_SIZE, SIDE_MIDDLE, plot->x.name);
}

// The name of the upward axis, or of a table's rows, written upwards at the left.
static void draw_upward(const struct page *page, const char *name)
{
    page->api->save(page->cr);
    double x = page->plot->cells.is_table ? page->left - 56 : MARGIN + 4;
    page->api->translate(page->cr, x, page->top + page->height / 2);
    page->api->rotate(page->cr, -PI / 2);
    use_font(page, NAME_SIZE, false);
    use_ink(page, INK_NONE);
    put_text(page, 0, 0, NAME_SIZE, SIDE_MIDDLE, name);
    page->api->restore(page->cr);
}

// ---- keys ---------------------------------------------------------------------------------------

static double key_sign_width(const struct plot_key *key)
{
    return key->is_line ? 42 : key->shape == PLOT_WORDS ? 0 : 22;
}

// Draws one key from x on, its middle at y.
static void draw_key(const struct page *page, const struct plot_key *key, double x, double y)
{
    double sign = key_sign_width(key);
    if (key->is_line) {
        use_line(page, &key->line);
        page->api->move_to(page->cr, x, y);
        page->api->line_to(page->cr, x + 34, y);
        page->api->stroke(page->cr);
        page->api->set_dash(page->cr, NULL, 0, 0);
    } else {
        draw_shape(page, x + RADIUS + 1, y, key->shape, key->number);
    }
    use_font(page, TEXT_SIZE, false);
    use_ink(page, INK_NONE);
    put_text(page, x + sign, y, TEXT_SIZE, SIDE_LEFT, key->text);
}

// The classes and their colours, as keys.
static struct plot_key class_key(size_t number)
{
    struct plot_key key = {.shape = PLOT_SQUARE, .number = (unsigned)number};
    snprintf(key.text, sizeof key.text, "class %zu", number);
    return key;
}

// Goes through the keys, side by side as far as they fit, and draws them from y on unless only their
// lines are to be counted. Returns how many.
static size_t lay_keys(const struct page *page, double y, bool draws)
{
    const struct plot *plot = page->plot;
    bool has_classes = plot->cells.rows && plot->cells.scale == PLOT_CLASSES;
    size_t classes = has_classes ? (size_t)plot->cells.high + 1 : 0, lines = 0;
    double x = MARGIN, right = PAGE_WIDTH - MARGIN;
    use_font(page, TEXT_SIZE, false);
    for (size_t i = 0; i < classes + plot->key_count; i++) {
        struct plot_key key = i < classes ? class_key(i) : plot->keys[i - classes];
        if (key.is_coarse)
            continue;
        double width = key_sign_width(&key) + text_width(page, key.text);
        if (lines == 0 || x + width > right) {
            x = MARGIN;
            lines++;
        }
        double at = y + ((double)lines - 0.5) * KEY_HEIGHT;
        if (draws && i < classes) {
            struct plot_cells cells = {.scale = PLOT_CLASSES};
            use_color(page, page_shade(&cells, (double)i));
            draw_rule(page, x, at - 7, 14, 14);
            use_ink(page, INK_NONE);
            put_text(page, x + 22, at, TEXT_SIZE, SIDE_LEFT, key.text);
        } else if (draws) {
            draw_key(page, &key, x, at);
        }
        x += width + 24;
    }
    return lines;
}

// ---- the whole ----------------------------------------------------------------------------------

// Shares the page out: sets where the paper lies.
static void place_paper(struct page *page)
{
    const struct plot *plot = page->plot;
    struct plot_tick ticks[PLOT_TICKS_MOST];
    bool has_axes = plot->x.name[0] != '\0', is_table = plot->cells.is_table;
    bool has_bar = plot->cells.rows && plot->cells.scale != PLOT_CLASSES;
    double widest = is_table ? 34 : 0, keys = (double)lay_keys(page, 0, false) * KEY_HEIGHT;
    use_font(page, TEXT_SIZE, false);
    size_t count = has_axes ? plot_ticks(&plot->y, 9, ticks) : 0;
    for (size_t i = 0; i < count; i++)
        widest = fmax(widest, text_width(page, ticks[i].text));
    bool has_name = has_axes || plot->cells.row_name[0];
    page->left = MARGIN + (has_name ? NAME_SIZE + 10 : 0) + (widest > 0 ? widest + 10 : 0);
    page->top = MARGIN + TITLE_SIZE + (has_bar ? 34 : 20);
    page->width = PAGE_WIDTH - page->left - MARGIN - (has_bar ? 84 : 0);
    page->height = PAGE_HEIGHT - page->top - (has_axes || is_table ? 54 : 8) - keys - MARGIN / 2;
    if (!is_table)
        return;
    // The cells of a small table need not be as large as can be.
    double height = fmin(page->height, 170 * (double)plot->cells.rows);
    double width = fmin(page->width, 240 * (double)plot->cells.cols);
    page->left += (page->width - width) / 2;
    page->top += (page->height - height) / 2;
    page->width = width;
    page->height = height;
}

static void draw_data(const struct page *page)
{
    const struct plot *plot = page->plot;
    if (plot->cells.is_table)
        draw_table(page);
    else if (plot->cells.rows)
        draw_plane(page);
    if (plot->cells.rows && plot->cells.scale != PLOT_CLASSES)
        draw_bar(page);
    if (plot->x.name[0]) {
        draw_axes(page);
        draw_upward(page, plot->y.name);
    } else if (plot->cells.is_table) {
        draw_upward(page, plot->cells.row_name);
        put_text(page, page->left + page->width / 2, page->top + page->height + 36, NAME_SIZE,
                 SIDE_MIDDLE, plot->cells.col_name);
    }
    page->api->save(page->cr);
    if (plot->x.name[0]) {
        page->api->rectangle(page->cr, page->left, page->top, page->width, page->height);
        page->api->clip(page->cr);
    }
    for (size_t i = 0; i < plot->line_count; i++)
        draw_line(page, &plot->lines[i]);
    page->api->restore(page->cr);
    for (size_t i = 0; i < plot->mark_count; i++)
        draw_mark(page, &plot->marks[i]);
}

void page_draw(const struct cairo_api *api, cairo_t *cr, const struct plot *plot)
{
    struct page page = {.api = api, .cr = cr, .plot = plot};
    api->set_source_rgb(cr, 1, 1, 1);
    api->paint(cr);
    place_paper(&page);
    use_font(&page, TITLE_SIZE, true);
    double size = TITLE_SIZE, width = text_width(&page, plot->title);
    if (width > PAGE_WIDTH - 2 * MARGIN) { // a long title in smaller letters
        size *= (PAGE_WIDTH - 2 * MARGIN) / width;
        use_font(&page, size, true);
    }
    use_ink(&page, INK_NONE);
    put_text(&page, PAGE_WIDTH / 2, MARGIN + 2, size, SIDE_MIDDLE, plot->title);
    draw_data(&page);
    double keys = (double)lay_keys(&page, 0, false) * KEY_HEIGHT;
    lay_keys(&page, PAGE_HEIGHT - MARGIN / 2 - keys, true);
}
