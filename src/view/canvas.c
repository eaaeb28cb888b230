// SPDX-License-Identifier: GPL-3.0-or-later
// A cell holds a sign or dots; whichever was drawn last stands. A line is walked dot by dot along its
// longer direction, clipped first, so that one that leads far away costs no more than the canvas is
// wide.
#include "view/canvas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

bool canvas_create(struct canvas *canvas, size_t cols, size_t rows, bool is_utf8)
{
    *canvas = (struct canvas){.cols = cols,
                              .rows = rows,
                              .is_utf8 = is_utf8,
                              .dot_cols = is_utf8 ? 2 : 1,
                              .dot_rows = is_utf8 ? 4 : 2};
    canvas->cells = calloc(cols * rows, sizeof *canvas->cells);
    return canvas->cells != NULL;
}

void canvas_free(struct canvas *canvas)
{
    free(canvas->cells);
    canvas->cells = NULL;
}

// The cell there, or NULL outside.
static struct canvas_cell *cell_at(struct canvas *canvas, long col, long row)
{
    if (col < 0 || row < 0 || (size_t)col >= canvas->cols || (size_t)row >= canvas->rows)
        return NULL;
    return &canvas->cells[(size_t)row * canvas->cols + (size_t)col];
}

static void put(struct canvas *canvas, long col, long row, const char *sign, size_t bytes,
                enum ink ink)
{
    struct canvas_cell *cell = cell_at(canvas, col, row);
    if (!cell || bytes >= sizeof cell->sign)
        return;
    memcpy(cell->sign, sign, bytes);
    cell->sign[bytes] = '\0';
    cell->dots = 0;
    cell->ink = (unsigned char)ink;
}

void canvas_sign(struct canvas *canvas, long col, long row, const char *sign, enum ink ink)
{
    put(canvas, col, row, sign, strlen(sign), ink);
}

void canvas_text(struct canvas *canvas, long col, long row, const char *text, enum ink ink)
{
    for (size_t left = strlen(text); left > 0; col++) {
        size_t bytes = utf8_length(text, left);
        bytes = bytes ? bytes : 1;
        put(canvas, col, row, text, bytes, ink);
        text += bytes;
        left -= bytes;
    }
}

void canvas_dot(struct canvas *canvas, long x, long y, enum ink ink)
{
    long wide = (long)canvas->dot_cols, high = (long)canvas->dot_rows;
    struct canvas_cell *cell = x < 0 || y < 0 ? NULL : cell_at(canvas, x / wide, y / high);
    if (!cell)
        return;
    cell->sign[0] = '\0';
    cell->dots |= (unsigned char)(1U << (y % high * wide + x % wide));
    cell->ink = (unsigned char)ink;
}

// Cuts the part [*from, *to] of a line, as shares of its length, to where low <= at + share·by <= high.
static void clip(double at, double by, double low, double high, double *from, double *to)
{
    if (by == 0) {
        if (at < low || at > high)
            *to = -1;
        return;
    }
    double a = (low - at) / by, b = (high - at) / by;
    *from = fmax(*from, fmin(a, b));
    *to = fmin(*to, fmax(a, b));
}

// Whether the pen draws the dot at that place of its pattern.
static bool is_on(const struct canvas_pen *pen, long at)
{
    long rest = pen->period > 0 ? at % pen->period : 0;
    return rest < pen->on || (pen->dot > 0 && rest == pen->dot);
}

double canvas_line(struct canvas *canvas, double x0, double y0, double x1, double y1,
                   struct canvas_pen pen)
{
    double from = 0, to = 1, dx = x1 - x0, dy = y1 - y0;
    if (!isfinite(dx) || !isfinite(dy))
        return 0;
    clip(x0, dx, -1, (double)(canvas->cols * canvas->dot_cols), &from, &to);
    clip(y0, dy, -1, (double)(canvas->rows * canvas->dot_rows), &from, &to);
    if (from > to)
        return 0;
    bool by_letter = pen.letter && !canvas->is_utf8;
    char letter[2] = {pen.letter, '\0'};
    double length = fmax(fabs(dx), fabs(dy)) * (to - from);
    long steps = (long)ceil(length), done = (long)pen.done;
    for (long i = 0; i <= steps; i++) {
        double share = steps ? from + (to - from) * (double)i / (double)steps : from;
        long x = lround(x0 + dx * share), y = lround(y0 + dy * share);
        if (!is_on(&pen, done + i))
            continue;
        if (by_letter)
            canvas_sign(canvas, x / (long)canvas->dot_cols, y < 0 ? -1 : y / (long)canvas->dot_rows,
                        letter, pen.ink);
        else
            canvas_dot(canvas, x, y, pen.ink);
    }
    return length;
}

// The sign for a cell's dots. In braille the lowest two of the eight dots were added to the code after
// the others, so their bits come last.
static void dots_sign(const struct canvas *canvas, unsigned dots, char sign[4])
{
    static const unsigned char bits[] = {0, 3, 1, 4, 2, 5, 6, 7};
    static const char ascii[] = " '.:";
    unsigned code = 0x2800;
    if (!canvas->is_utf8) {
        sign[0] = ascii[dots & 3];
        sign[1] = '\0';
        return;
    }
    for (size_t i = 0; i < sizeof bits; i++)
        code |= (dots >> i & 1) << bits[i];
    sign[0] = (char)(0xe0 | code >> 12);
    sign[1] = (char)(0x80 | (code >> 6 & 0x3f));
    sign[2] = (char)(0x80 | (code & 0x3f));
    sign[3] = '\0';
}

static bool is_blank(const struct canvas_cell *cell)
{
    return cell->dots == 0 && (!cell->sign[0] || strcmp(cell->sign, " ") == 0);
}

void canvas_print(const struct canvas *canvas, struct buf *out, struct style style,
                  const char *indent)
{
    for (size_t row = 0; row < canvas->rows; row++) {
        const struct canvas_cell *cells = canvas->cells + row * canvas->cols;
        size_t end = canvas->cols;
        enum ink ink = INK_NONE;
        while (end > 0 && is_blank(&cells[end - 1]))
            end--;
        buf_puts(out, end ? indent : "");
        for (size_t col = 0; col < end; col++) {
            char sign[4];
            if (!is_blank(&cells[col]))
                ink = style_turn(out, style, ink, cells[col].ink);
            if (cells[col].dots)
                dots_sign(canvas, cells[col].dots, sign);
            buf_puts(out, cells[col].dots ? sign : cells[col].sign[0] ? cells[col].sign : " ");
        }
        style_turn(out, style, ink, INK_NONE);
        buf_puts(out, "\n");
    }
}
