// SPDX-License-Identifier: GPL-3.0-or-later
// A rectangle of character cells to draw on: signs, words, and lines finer than a cell. On a UTF-8
// terminal a cell holds 2×4 dots (braille); on an ASCII one 1×2 dots (' . :), or a line is drawn with
// a letter of its own.
//
// canvas_create makes one and canvas_free ends it. What lies outside is not drawn.
#ifndef VIEW_CANVAS_H
#define VIEW_CANVAS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "view/style.h"

struct canvas {
    size_t cols, rows;
    bool is_utf8;
    size_t dot_cols, dot_rows; // dots to a cell
    struct canvas_cell {
        char sign[4];       // UTF-8, or "" for the dots
        unsigned char dots; // a bit each, row by row
        unsigned char ink;  // enum ink
    } * cells;
};

// A blank canvas. False when memory does not suffice; [canvas] then need not be freed.
bool canvas_create(struct canvas *canvas, size_t cols, size_t rows, bool is_utf8);

void canvas_free(struct canvas *canvas);

// Puts one sign (one column wide) into a cell.
void canvas_sign(struct canvas *canvas, long col, long row, const char *sign, enum ink ink);

// Puts a text, signs one column wide, from a cell on to the right.
void canvas_text(struct canvas *canvas, long col, long row, const char *text, enum ink ink);

// Sets a dot, counted in dots from the upper left corner. It replaces a sign.
void canvas_dot(struct canvas *canvas, long x, long y, enum ink ink);

// Draws a straight line between two dots. Of each [period] dots along it the first [on] are set, counted
// from [done] on: the dots of the lines that this one continues. With a [letter] and no braille, cells are
// set to it instead of dots. Returns how long the line is, in dots.
struct canvas_pen {
    enum ink ink;
    int on, period;
    char letter;
    double done;
    int dot; // of the rest of the period, one dot that is set too; 0: none
};
double canvas_line(struct canvas *canvas, double x0, double y0, double x1, double y1,
                   struct canvas_pen pen);

// Appends the rows, each after [indent], without spaces at their ends.
void canvas_print(const struct canvas *canvas, struct buf *out, struct style style,
                  const char *indent);

#endif
