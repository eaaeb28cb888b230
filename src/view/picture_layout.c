// SPDX-License-Identifier: GPL-3.0-or-later
// Room is shared out first: title and keys take what their words need, the labels of the axes what they
// are wide, and the paper gets the rest. Everything is placed by the widths that Cairo measures, so
// that nothing overlaps whatever the font is.
#include "view/picture_layout.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "view/picture_cells.h"
#include "view/picture_strip.h"
#include "view/picture_page.h"

#define MARGIN     22.0
#define TITLE_SIZE 18.0
#define NAME_SIZE  15.0
#define KEY_HEIGHT 22.0
#define RADIUS     6.0
#define SMALL_TEXT (0.75 * TEXT_SIZE) // of signs in a crowd
#define SEAM       2.4                // round them
#define PI         3.14159265358979323846

enum { CROWD = 150 }; // with more marks than that they are smaller

static double page_x(const struct page *page, double x)
{
    return page->left + plot_along(&page->plot->x, x) * page->width;
}

static double page_y(const struct page *page, double y)
{
    return page->top + (1 - plot_along(&page->plot->y, y)) * page->height;
}

// ---- lines and marks ----------------------------------------------------------------------------

// Makes ready for a line like that.
static void use_line(const struct page *page, const struct plot_line *line)
{
    static const double widths[] = {1, 1.2, 2.4, 4.5};
    double width = widths[line->width < 0 || line->width > 3 ? 0 : line->width];
    const double dash = 4 + 2 * width, gap = 3 + width;
    const struct {
        int count;
        double dashes[4];
    } strokes[PLOT_STROKES] = {[PLOT_DASHED] = {2, {dash, gap}},
                               [PLOT_DOTTED] = {2, {width, 2 * width}},
                               [PLOT_DASH_DOT] = {4, {dash, gap, width, gap}}};
    page_use_ink(page, line->ink);
    page->api->set_line_width(page->cr, width);
    page->api->set_line_join(page->cr, CAIRO_LINE_JOIN_ROUND);
    page->api->set_dash(page->cr, strokes[line->stroke].dashes, strokes[line->stroke].count, 0);
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
    page_use_color(page, inside);
    page->api->fill_preserve(page->cr);
    page_use_ink(page, INK_BOLD);
    page->api->set_line_width(page->cr, width);
    page->api->stroke(page->cr);
}

// A text on a patch of paper, so that lines do not run through it.
static void draw_words(const struct page *page, double x, double y, enum side side,
                       const char *text, enum ink ink)
{
    double width = page_text_width(page, text), left = side == SIDE_MIDDLE ? x - width / 2 : x;
    left = side == SIDE_RIGHT ? x - width : left;
    page_use_color(page, (struct color){1, 1, 1});
    page->api->rectangle(page->cr, left - 3, y - 0.62 * TEXT_SIZE, width + 6, 1.24 * TEXT_SIZE);
    page->api->fill(page->cr);
    page_use_ink(page, ink);
    page_put_text(page, x, y, TEXT_SIZE, side, text);
}

static void draw_cross(const struct page *page, double x, double y)
{
    for (int i = 0; i < 2; i++) { // light first, then dark: seen on any shade
        page->api->set_line_width(page->cr, i ? 3 : 7);
        page_use_color(page, i ? (struct color){0, 0, 0} : (struct color){1, 1, 1});
        page->api->move_to(page->cr, x - RADIUS, y - RADIUS);
        page->api->line_to(page->cr, x + RADIUS, y + RADIUS);
        page->api->move_to(page->cr, x - RADIUS, y + RADIUS);
        page->api->line_to(page->cr, x + RADIUS, y - RADIUS);
        page->api->stroke(page->cr);
    }
}

// A square on its corner, in the ink of what is tested on.
static void draw_lozenge(const struct page *page, double x, double y, double radius, bool is_filled)
{
    page->api->move_to(page->cr, x, y - radius);
    page->api->line_to(page->cr, x + radius, y);
    page->api->line_to(page->cr, x, y + radius);
    page->api->line_to(page->cr, x - radius, y);
    page->api->close_path(page->cr);
    if (is_filled)
        page_use_ink(page, INK_ORANGE);
    else
        page_use_color(page, (struct color){1, 1, 1});
    page->api->fill_preserve(page->cr);
    page_use_ink(page, INK_ORANGE);
    page->api->set_line_width(page->cr, 2);
    page->api->stroke(page->cr);
}

static bool is_crowded(const struct page *page)
{
    return page->plot->mark_count > CROWD;
}

// A digit or a letter. In a crowd it is smaller and has a light seam, so that each stands out from
// those it lies upon.
static void draw_sign(const struct page *page, double x, double y, const char *text, enum ink ink)
{
    double size = is_crowded(page) ? SMALL_TEXT : TEXT_SIZE;
    page_use_font(page, size, true);
    if (is_crowded(page)) {
        page_use_color(page, (struct color){1, 1, 1});
        page->api->set_line_width(page->cr, SEAM);
        page->api->set_line_join(page->cr, CAIRO_LINE_JOIN_ROUND);
        page->api->move_to(page->cr, x - page_text_width(page, text) / 2, y + 0.36 * size);
        page->api->text_path(page->cr, text);
        page->api->stroke(page->cr);
    }
    page_use_ink(page, ink);
    page_put_text(page, x, y, size, SIDE_MIDDLE, text);
}

static void draw_shape(const struct page *page, double x, double y, enum plot_shape shape,
                       unsigned number)
{
    const struct color white = {1, 1, 1}, black = {0.1, 0.1, 0.1};
    double radius = is_crowded(page) ? 0.6 * RADIUS : RADIUS;
    switch (shape) {
    case PLOT_RING:
        draw_circle(page, x, y, radius, white, 2);
        break;
    case PLOT_DISC:
        draw_circle(page, x, y, radius, black, 2);
        break;
    case PLOT_DIGIT:
        draw_sign(page, x, y, plot_class_sign(shape, number), INK_BOLD);
        break;
    case PLOT_LETTER:
    case PLOT_CAPITAL:
        draw_sign(page, x, y, plot_class_sign(shape, number), INK_ORANGE);
        break;
    case PLOT_LOZENGE:
    case PLOT_GEM:
        draw_lozenge(page, x, y, 1.25 * radius, shape == PLOT_GEM);
        break;
    case PLOT_CROSS:
        draw_cross(page, x, y);
        break;
    case PLOT_SQUARE:
        page_use_color(page, black);
        page->api->rectangle(page->cr, x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS);
        page->api->fill_preserve(page->cr);
        page_use_color(page, white);
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
    page_use_font(page, TEXT_SIZE, mark->ink == INK_BOLD);
    if (mark->shape == PLOT_UNIT) {
        draw_circle(page, x, y, 15, (struct color){1, 1, 1}, 1.6);
        page_put_text(page, x, y, TEXT_SIZE, SIDE_MIDDLE, mark->text);
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
    page_use_font(page, TEXT_SIZE, false);
    size_t count = plot_ticks(&plot->y, 9, ticks);
    for (size_t i = 0; i < count; i++) {
        double y = page_y(page, ticks[i].at);
        page_use_color(page, (struct color){0.88, 0.88, 0.88});
        if (has_grid)
            draw_rule(page, page->left, y - 0.4, page->width, 0.8);
        page_use_ink(page, INK_NONE);
        draw_rule(page, page->left - 5, y - 0.5, 5, 1);
        page_put_text(page, page->left - 8, y, TEXT_SIZE, SIDE_RIGHT, ticks[i].text);
    }
    count = plot_ticks(&plot->x, 8, ticks);
    for (size_t i = 0; i < count; i++) {
        double x = page_x(page, ticks[i].at);
        page_use_color(page, (struct color){0.88, 0.88, 0.88});
        if (has_grid)
            draw_rule(page, x - 0.4, page->top, 0.8, page->height);
        page_use_ink(page, INK_NONE);
        draw_rule(page, x - 0.5, bottom, 1, 5);
        page_put_text(page, x, bottom + 15, TEXT_SIZE, SIDE_MIDDLE, ticks[i].text);
    }
    page_use_ink(page, INK_NONE);
    draw_rule(page, page->left - 0.5, page->top, 1, page->height);
    draw_rule(page, page->left, bottom - 0.5, page->width, 1);
    page_use_font(page, NAME_SIZE, false);
    page_put_text(page, page->left + page->width / 2, bottom + 38, NAME_SIZE, SIDE_MIDDLE,
                  plot->x.name);
}

// The name of the upward axis, or of a table's rows, written upwards at the left.
static void draw_upward(const struct page *page, const char *name)
{
    page->api->save(page->cr);
    double x = page->plot->cells.is_table ? page->left - 56 : MARGIN + 4;
    page->api->translate(page->cr, x, page->top + page->height / 2);
    page->api->rotate(page->cr, -PI / 2);
    page_use_font(page, NAME_SIZE, false);
    page_use_ink(page, INK_NONE);
    page_put_text(page, 0, 0, NAME_SIZE, SIDE_MIDDLE, name);
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
    page_use_font(page, TEXT_SIZE, false);
    page_use_ink(page, INK_NONE);
    page_put_text(page, x + sign, y, TEXT_SIZE, SIDE_LEFT, key->text);
}

// The classes and their colours, as keys. If samples of a class are drawn as a letter, the key says so.
static struct plot_key class_key(size_t number)
{
    struct plot_key key = {.shape = PLOT_SQUARE, .number = (unsigned)number};
    snprintf(key.text, sizeof key.text, number < 10 ? "class %zu" : "class %zu (%s)", number,
             plot_class_sign(PLOT_DIGIT, key.number));
    return key;
}

// The keys laid so far, from left to right.
struct key_block {
    const struct page *page;
    double x, y; // where the next one begins, and the upper end of all
    size_t lines;
    bool draws; // else they are only counted
};

// Lays one key, on a new line if it does not fit; a class has a patch of its colour.
static void lay_key(struct key_block *block, const struct plot_key *key, bool is_class)
{
    const struct page *page = block->page;
    page_use_font(page, TEXT_SIZE, false);
    double width = key_sign_width(key) + page_text_width(page, key->text);
    if (block->lines == 0 || block->x + width > PAGE_WIDTH - MARGIN) {
        block->x = MARGIN;
        block->lines++;
    }
    double at = block->y + ((double)block->lines - 0.5) * KEY_HEIGHT;
    if (block->draws && is_class) {
        struct plot_cells cells = {.scale = PLOT_CLASSES};
        page_use_color(page, color_shade(&cells, (double)key->number));
        draw_rule(page, block->x, at - 7, 14, 14);
        page_use_ink(page, INK_NONE);
        page_put_text(page, block->x + 22, at, TEXT_SIZE, SIDE_LEFT, key->text);
    } else if (block->draws) {
        draw_key(page, key, block->x, at);
    }
    block->x += width + 24;
}

// Goes through the keys, side by side as far as they fit, and draws them from y on unless only their
// lines are to be counted. Returns how many.
static size_t lay_keys(const struct page *page, double y, bool draws)
{
    const struct plot *plot = page->plot;
    struct key_block block = {page, MARGIN, y, 0, draws};
    struct plot_key key;
    bool has_classes = plot->cells.rows && plot->cells.scale == PLOT_CLASSES;
    size_t classes = has_classes ? (size_t)plot->cells.high + 1 : 0;
    for (size_t i = 0; i < classes && i < PLOT_CLASSES_MOST; i++) {
        key = class_key(i);
        if (plot_tells_class(&plot->cells, i))
            lay_key(&block, &key, true);
    }
    if (classes > COLOR_CLASSES) {
        key = (struct plot_key){.shape = PLOT_WORDS};
        snprintf(key.text, sizeof key.text, "after %d classes the colours repeat", COLOR_CLASSES);
        lay_key(&block, &key, false);
    }
    for (size_t i = 0; i < plot->key_count; i++)
        if (!plot->keys[i].is_coarse)
            lay_key(&block, &plot->keys[i], false);
    return block.lines;
}

// ---- the whole ----------------------------------------------------------------------------------

// Shares the page out: sets where the paper lies.
static void place_paper(struct page *page)
{
    const struct plot *plot = page->plot;
    struct plot_tick ticks[PLOT_TICKS_MOST];
    bool has_axes = plot->x.name[0] != '\0', is_table = plot->cells.is_table;
    bool has_bar = plot->strip_count || (plot->cells.rows && plot->cells.scale != PLOT_CLASSES);
    double widest = is_table ? 34 : 0, keys = (double)lay_keys(page, 0, false) * KEY_HEIGHT;
    page_use_font(page, TEXT_SIZE, false);
    size_t count = has_axes ? plot_ticks(&plot->y, 9, ticks) : 0;
    for (size_t i = 0; i < count; i++)
        widest = fmax(widest, page_text_width(page, ticks[i].text));
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
    if (plot->cells.is_image) {
        double side = fmin(width / (double)plot->cells.cols, height / (double)plot->cells.rows);
        width = side * (double)plot->cells.cols;
        height = side * (double)plot->cells.rows;
    }
    page->left += (page->width - width) / 2;
    page->top += (page->height - height) / 2;
    page->width = width;
    page->height = height;
}

static void draw_data(const struct page *page)
{
    const struct plot *plot = page->plot;
    if (plot->cells.is_table)
        cells_draw_table(page);
    else if (plot->cells.rows)
        cells_draw_plane(page);
    strips_draw(page);
    if (plot->cells.rows && plot->cells.scale != PLOT_CLASSES)
        cells_draw_bar(page);
    if (plot->x.name[0]) {
        draw_axes(page);
        draw_upward(page, plot->y.name);
    } else if (plot->cells.is_table) {
        draw_upward(page, plot->cells.row_name);
        page_put_text(page, page->left + page->width / 2, page->top + page->height + 36, NAME_SIZE,
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

void layout_draw(const struct cairo_api *api, cairo_t *cr, const struct plot *plot)
{
    struct page page = {.api = api, .cr = cr, .plot = plot};
    api->set_source_rgb(cr, 1, 1, 1);
    api->paint(cr);
    place_paper(&page);
    page_use_font(&page, TITLE_SIZE, true);
    double size = TITLE_SIZE, width = page_text_width(&page, plot->title);
    if (width > PAGE_WIDTH - 2 * MARGIN) { // a long title in smaller letters
        size *= (PAGE_WIDTH - 2 * MARGIN) / width;
        page_use_font(&page, size, true);
    }
    page_use_ink(&page, INK_NONE);
    page_put_text(&page, PAGE_WIDTH / 2, MARGIN + 2, size, SIDE_MIDDLE, plot->title);
    draw_data(&page);
    double keys = (double)lay_keys(&page, 0, false) * KEY_HEIGHT;
    lay_keys(&page, PAGE_HEIGHT - MARGIN / 2 - keys, true);
}
