// SPDX-License-Identifier: GPL-3.0-or-later
// A picture with axes, and one without (the network's drawing), are drawn on one canvas: first the
// plane, then lines, then marks, so that what matters most is never covered. A table is written row by
// row (plot_table.c), small pictures have a canvas for each row of them
// (plot_strip.c); what stands below a picture is written by plot_key.c.
//
// A mark keeps its two neighbours blank where marks are few: on a shaded plane it is then seen at once.
#include "view/plot_text.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "base/words.h"
#include "view/canvas.h"
#include "view/plot_key.h"
#include "view/plot_strip.h"
#include "view/plot_table.h"

enum { MARKS_FEW = 40, AIR_ROWS = 4, LEAST_HEIGHT = 4 };

struct plot_grid plot_text_grid(struct plot_room room)
{
    return (struct plot_grid){.cols = 144,
                              .rows = 64,
                              .table_cols = (size_max(room.cols, PLOT_COLS_LEAST) - 8) / 2,
                              .table_rows = room.rows > 16 ? room.rows - 4 : 12,
                              .units = (room.rows - 6) / 2 | 1,
                              .layers = room.cols / 7 | 1,
                              .named_layers = room.cols / 10 | 1,
                              .net_cols = room.cols,
                              .tiles = plot_strip_tiles(room),
                              .strips = plot_strip_rows(room)};
}

// The part of a canvas that data are drawn on.
struct window {
    struct canvas *canvas;
    const struct plot *plot;
    size_t left, width, height;
};

// Where a point of the data lies, in dots. Its ends are the middles of the outermost dots.
static double dot_x(const struct window *window, double x)
{
    double wide = (double)(window->width * window->canvas->dot_cols - 1);
    return (double)(window->left * window->canvas->dot_cols) +
           plot_along(&window->plot->x, x) * wide;
}

static double dot_y(const struct window *window, double y)
{
    double high = (double)(window->height * window->canvas->dot_rows - 1);
    return (1 - plot_along(&window->plot->y, y)) * high;
}

static void draw_cells(const struct window *window)
{
    const struct plot_cells *cells = &window->plot->cells;
    for (size_t row = 0; row < window->height && cells->rows; row++)
        for (size_t col = 0; col < window->width; col++) {
            size_t i = (2 * row + 1) * cells->rows / (2 * window->height);
            size_t j = (2 * col + 1) * cells->cols / (2 * window->width);
            enum ink ink;
            const char *sign = plot_key_shade(cells, cells->values[i * cells->cols + j],
                                              window->canvas->is_utf8, &ink);
            canvas_sign(window->canvas, (long)(window->left + col), (long)row, sign, ink);
        }
}

// The dots of a line that are set. In ASCII letters a thinner line has fewer of them.
static struct canvas_pen pen_of(const struct plot_line *line, bool is_utf8)
{
    struct canvas_pen pen = {line->ink, 1, 1, line->letter, 0, 0};
    if (!is_utf8 && line->letter)
        pen.period = line->width > 2 ? 1 : line->width > 1 ? 2 : 4;
    else if (line->stroke == PLOT_DOTTED || (line->stroke == PLOT_SOLID && line->width == 1))
        pen.period = 3;
    else if (line->stroke == PLOT_DASHED)
        pen = (struct canvas_pen){
            line->ink, line->width == 1 ? 2 : 4, line->width == 1 ? 8 : 7, line->letter, 0, 0};
    else if (line->stroke == PLOT_DASH_DOT)
        pen = (struct canvas_pen){line->ink, 6, 12, line->letter, 0, 8};
    return pen;
}

static void draw_line(const struct window *window, const struct plot_line *line)
{
    const double *points = window->plot->points + 2 * line->first;
    struct canvas_pen pen = pen_of(line, window->canvas->is_utf8);
    for (size_t i = 0; i + 1 < line->count; i++) {
        double x0 = dot_x(window, points[2 * i]), y0 = dot_y(window, points[2 * i + 1]);
        double x1 = dot_x(window, points[2 * i + 2]), y1 = dot_y(window, points[2 * i + 3]);
        bool is_flat = fabs(x1 - x0) > fabs(y1 - y0);
        // Level lines stay in their row of signs.
        double under = fmod(round(y0), (double)window->canvas->dot_rows) > 2 ? -1 : 1;
        double length = canvas_line(window->canvas, x0, y0, x1, y1, pen);
        if (line->width > 2 && window->canvas->is_utf8) // twice as thick
            canvas_line(window->canvas, x0 + !is_flat, y0 + is_flat * under, x1 + !is_flat,
                        y1 + is_flat * under, pen);
        pen.done += length; // the pattern of a curve continues from piece to piece
    }
}

static void draw_mark(const struct window *window, const struct plot_mark *mark)
{
    struct canvas *canvas = window->canvas;
    double x = dot_x(window, mark->x), y = dot_y(window, mark->y);
    bool is_lonely = window->plot->mark_count <= MARKS_FEW;
    if (!isfinite(x) || !isfinite(y))
        return;
    long col = lround(x) / (long)canvas->dot_cols, row = lround(y) / (long)canvas->dot_rows;
    if (mark->shape == PLOT_UNIT || mark->shape == PLOT_WORDS) {
        long width = (long)utf8_columns(mark->text, strlen(mark->text));
        long begin = mark->side < 0 ? col - width + 1 : mark->side > 0 ? col : col - width / 2;
        bool is_unit = mark->shape == PLOT_UNIT;
        canvas_sign(canvas, begin - 1, row, is_unit ? "(" : " ", mark->ink);
        canvas_text(canvas, begin, row, mark->text, mark->ink);
        canvas_sign(canvas, begin + width, row, is_unit ? ")" : " ", mark->ink);
        return;
    }
    if (is_lonely && window->plot->cells.rows && col > (long)window->left)
        canvas_sign(canvas, col - 1, row, " ", INK_NONE);
    if (is_lonely && window->plot->cells.rows && col + 1 < (long)(window->left + window->width))
        canvas_sign(canvas, col + 1, row, " ", INK_NONE);
    canvas_sign(canvas, col, row, plot_key_sign(mark->shape, mark->number, canvas->is_utf8),
                mark->ink);
}

static void draw_data(const struct window *window)
{
    const struct plot *plot = window->plot;
    draw_cells(window);
    for (size_t i = 0; i < plot->line_count; i++)
        if (!plot->lines[i].is_fine)
            draw_line(window, &plot->lines[i]);
    for (size_t i = 0; i < plot->mark_count; i++)
        draw_mark(window, &plot->marks[i]);
}

// ---- axes ---------------------------------------------------------------------------------------

static size_t widest(const struct plot_tick *ticks, size_t count)
{
    size_t width = 0;
    for (size_t i = 0; i < count; i++)
        width = strlen(ticks[i].text) > width ? strlen(ticks[i].text) : width;
    return width;
}

static void draw_up(const struct window *window, const struct plot_tick *ticks, size_t count)
{
    struct canvas *canvas = window->canvas;
    bool is_utf8 = canvas->is_utf8;
    long axis = (long)window->left - 1;
    for (size_t row = 0; row < window->height; row++)
        canvas_sign(canvas, axis, (long)row, is_utf8 ? "│" : "|", INK_NONE);
    for (size_t i = 0; i < count; i++) {
        long row = lround(dot_y(window, ticks[i].at)) / (long)canvas->dot_rows;
        canvas_sign(canvas, axis, row, is_utf8 ? "┤" : "+", INK_NONE);
        canvas_text(canvas, axis - 1 - (long)strlen(ticks[i].text), row, ticks[i].text, INK_NONE);
    }
}

static void draw_across(const struct window *window)
{
    struct plot_tick ticks[PLOT_TICKS_MOST];
    struct canvas *canvas = window->canvas;
    bool is_utf8 = canvas->is_utf8;
    long row = (long)window->height, end = 0;
    size_t most = window->width / 7, count = 0;
    // Long labels need fewer ticks.
    for (; most >= 2; most--) {
        count = plot_ticks(&window->plot->x, most, ticks);
        if (most == 2 || count * (widest(ticks, count) + 2) <= window->width + 2)
            break;
    }
    canvas_sign(canvas, (long)window->left - 1, row, is_utf8 ? "└" : "+", INK_NONE);
    for (size_t col = 0; col < window->width; col++)
        canvas_sign(canvas, (long)(window->left + col), row, is_utf8 ? "─" : "-", INK_NONE);
    for (size_t i = 0; i < count; i++) {
        long width = (long)strlen(ticks[i].text);
        long col = lround(dot_x(window, ticks[i].at)) / (long)canvas->dot_cols;
        long begin = col - width / 2;
        long most_begin = (long)canvas->cols - width;
        begin = begin > most_begin ? most_begin : begin;
        canvas_sign(canvas, col, row, is_utf8 ? "┬" : "+", INK_NONE);
        if (begin < end)
            continue;
        canvas_text(canvas, begin, row + 1, ticks[i].text, INK_NONE);
        end = begin + width + 1;
    }
}

// A picture with axes: the name of the upward one stands above it, that of the other one below.
static void put_framed(struct buf *out, const struct plot *plot, struct style style,
                       struct plot_room room, size_t height)
{
    struct plot_tick ticks[PLOT_TICKS_MOST];
    struct canvas canvas;
    size_t count = plot_ticks(&plot->y, height / 3 + 1, ticks);
    size_t left = widest(ticks, count) + 3, name = strlen(plot->x.name);
    size_t width = room.cols > left + 8 ? room.cols - left - 1 : 8;
    // A plane is no wider than about twice its height, as it is seen: a character is two units high.
    if (plot->cells.rows && width > 4 * height)
        width = 4 * height;
    if (!canvas_create(&canvas, left + width + 1, height + 2, room.is_utf8)) {
        out->failed = true;
        return;
    }
    struct window window = {&canvas, plot, left, width, height};
    draw_data(&window);
    draw_up(&window, ticks, count);
    draw_across(&window);
    buf_fill(out, ' ',
             left - 1 > strlen(plot->y.name) / 2 ? left - 1 - strlen(plot->y.name) / 2 : 0);
    buf_printf(out, "%s\n", plot->y.name);
    canvas_print(&canvas, out, style, "");
    buf_fill(out, ' ', left + (width > name ? (width - name) / 2 : 0));
    buf_printf(out, "%s\n", plot->x.name);
    canvas_free(&canvas);
}

static void put_bare(struct buf *out, const struct plot *plot, struct style style,
                     struct plot_room room, size_t height)
{
    struct canvas canvas;
    if (!canvas_create(&canvas, room.cols, height + 2, room.is_utf8)) {
        out->failed = true;
        return;
    }
    struct window window = {&canvas, plot, 0, room.cols, height + 2};
    draw_data(&window);
    canvas_print(&canvas, out, style, "");
    canvas_free(&canvas);
}

// Appends the title, broken between words where it is too long; returns how many lines it took.
static size_t put_title(struct buf *out, const char *title, struct style style, size_t cols)
{
    size_t lines = 0;
    for (const char *rest = title; *rest; lines++) {
        size_t end = 0, length = strlen(rest);
        char line[PLOT_TEXT_SIZE];
        // As many words as fit; at least one.
        for (size_t i = 1; i <= length; i++)
            if ((i == length || rest[i] == ' ') && (end == 0 || utf8_columns(rest, i) <= cols))
                end = i;
        memcpy(line, rest, end);
        line[end] = '\0';
        style_put(out, style, INK_BOLD, line);
        buf_puts(out, "\n");
        rest += end + (rest[end] == ' ');
    }
    return lines;
}

size_t plot_text_cols(const struct plot *plot)
{
    return plot->cells.is_table || plot->strip_count || plot->x.name[0] ? PLOT_COLS_LEAST
                                                                        : PLOT_COLS_BARE;
}

void plot_text(struct buf *out, const struct plot *plot, struct style style, struct plot_room room)
{
    struct buf keys = BUF_EMPTY;
    plot_key_put(&keys, plot, style, room);
    size_t taken = put_title(out, plot->title, style, room.cols) + AIR_ROWS;
    for (size_t i = 0; i < keys.length; i++)
        taken += keys.data[i] == '\n';
    size_t height = room.rows > taken + LEAST_HEIGHT ? room.rows - taken : LEAST_HEIGHT;
    if (plot->cells.is_table)
        plot_table_put(out, plot, style, room);
    else if (plot->strip_count)
        plot_strips_put(out, plot, style,
                        (struct plot_room){room.cols, height + AIR_ROWS - 1, room.is_utf8});
    else if (plot->x.name[0])
        put_framed(out, plot, style, room, height);
    else
        put_bare(out, plot, style, room, height);
    buf_append(out, &keys);
    buf_free(&keys);
}
