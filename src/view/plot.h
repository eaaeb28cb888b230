// SPDX-License-Identifier: GPL-3.0-or-later
// A picture as a value: what is to be seen, and not yet how. Builders (plot_loss.c, plot_boundary.c,
// plot_data.c, plot_matrix.c, plot_net.c, plot_surface.c, plot_units.c) make one from the state of a lesson; a renderer makes
// text of it (plot_text.c) or a file (picture.c). A new kind of picture is a new builder, and
// every renderer can draw it.
//
// A plot owns what is added to it: PLOT_EMPTY begins one, plot_clear ends it. Like a buffer's, its
// functions do not report failure: when memory runs out it sets [failed] and ignores all
// that follows, so a builder asks once, at its end.
#ifndef VIEW_PLOT_H
#define VIEW_PLOT_H

#include <stdbool.h>
#include <stddef.h>

#include "view/style.h"

enum { PLOT_TEXT_SIZE = 160, PLOT_LABEL_SIZE = 32 };

// The classes that have a sign and a shade of their own, 0 to 9 and a to z; and those whose samples to
// test on have one, A to Z.
enum { PLOT_CLASSES_MOST = 36, PLOT_CAPITALS_MOST = 26 };

// One direction of the paper. Without a name there is no axis to be drawn, only a range.
struct plot_axis {
    char name[PLOT_LABEL_SIZE];
    double low, high; // finite, low < high; above 0 where is_log
    bool is_log;
    bool is_whole; // only whole numbers have a tick
};

// What a cell's value means, and so how it is shaded.
enum plot_scale {
    PLOT_SIGNED,     // about 0, from -high to high: blue and orange
    PLOT_SEQUENTIAL, // from low to high: light to dark
    PLOT_DECISION,   // a prediction from 0 to 1, about one half: blue and orange
    PLOT_CLASSES,    // the number of a class
};

// A plane of values over the whole paper, or a table of them.
struct plot_cells {
    enum plot_scale scale;
    size_t rows, cols;          // 0: none
    double *values;             // row by row, the uppermost first
    double low, high;           // of the scale
    bool is_log;                // the scale is
    char name[PLOT_LABEL_SIZE]; // what the values are
    // A table: its rows and columns are counted, and have no axes. A cell stands for row_step × col_step
    // elements, and has the value of the largest size among them.
    bool is_table;
    bool is_image; // what matters is how the cells look together: they are square, without numbers
    size_t row_step, col_step;
    char row_name[16], col_name[16];
};

// A row of small pictures of the same size, with one scale for all. Each has cells.rows × cells.cols of the
// values, one picture's after another's: a plane or, of a single row, a curve.
struct plot_strip {
    struct plot_cells cells; // its name tells the scale
    size_t count;
    char matrix[PLOT_LABEL_SIZE]; // picture i shows the column first + i of it
    size_t first;
    size_t marked; // the picture that stands out, counted from 1; 0: none
};

// In the order in which lines side by side take them, which tell them apart without colour too.
enum plot_stroke { PLOT_SOLID, PLOT_DASHED, PLOT_DOTTED, PLOT_DASH_DOT, PLOT_STROKES };

// A run of straight lines through points of the plot's pool. A point that is NaN interrupts it.
struct plot_line {
    size_t first, count;
    enum ink ink;
    enum plot_stroke stroke;
    int width;    // 1 thin, 2, 3 thick
    char letter;  // what an ASCII terminal draws it with; 0: dots
    bool is_fine; // too fine for a terminal
    size_t unit;  // of which unit of the first layer it tells, counted from 1; 0: none
};

enum plot_shape {
    PLOT_RING,    // a sample of the class 0
    PLOT_DISC,    // a sample of the class 1, or one of a regression
    PLOT_DIGIT,   // a sample of the class [number] of many: 0 to 9, then a to z
    PLOT_LOZENGE, // a sample to test on of the class 0, or one of a regression
    PLOT_GEM,     // a sample to test on of the class 1: a filled lozenge
    PLOT_LETTER,  // a sample to test on of the class [number] of up to ten: a to j
    PLOT_CAPITAL, // a sample to test on of the class [number] of more: A to Z
    PLOT_CROSS,   // here
    PLOT_SQUARE,  // the beginning
    PLOT_UNIT,    // a unit of a network, with its name in it
    PLOT_WORDS,   // only its text
};

// A sign or a text at a point.
struct plot_mark {
    double x, y;
    enum plot_shape shape;
    enum ink ink;
    unsigned number;
    char text[PLOT_LABEL_SIZE];
    int side; // where the words stand: -1 end at x, 0 about x, 1 begin at x
};

// A word of explanation below the picture: of a shape, of a line, or (PLOT_WORDS) by itself.
struct plot_key {
    enum plot_shape shape;
    unsigned number;
    bool is_line; // of [line], whose points do not matter
    struct plot_line line;
    enum ink ink;
    bool is_coarse; // only for a terminal, which leaves out what is too fine for it
    char text[PLOT_TEXT_SIZE];
};

struct plot {
    char title[PLOT_TEXT_SIZE];
    struct plot_axis x, y;
    struct plot_cells cells;
    struct plot_strip *strips; // from top to bottom; then nothing else is on the paper
    size_t strip_count, strip_room;
    double *points; // the pool of the lines: x, y, x, y, ...
    size_t point_count, point_room;
    struct plot_line *lines;
    size_t line_count, line_room;
    struct plot_mark *marks;
    size_t mark_count, mark_room;
    struct plot_key *keys;
    size_t key_count, key_room;
    bool failed; // memory ran out: the picture is incomplete
};

#define PLOT_EMPTY ((struct plot){.failed = false})

// How finely a renderer asks for a plane, and how large a table it can show.
struct plot_grid {
    size_t cols, rows; // of a plane
    size_t table_cols, table_rows;
    size_t units, layers; // of a network's drawing
    size_t named_layers;  // with more of them than that, headings and weights have no room
    size_t net_cols;      // characters side by side in it; 0: enough for all that is written
    size_t tiles, strips; // small pictures side by side, and rows of them
};

// The size a text picture takes at most, title and all.
struct plot_room {
    size_t cols, rows;
    bool is_utf8;
};

// The grid, made coarser until a plane that costs [work] multiplications a cell is done in a second or
// two; never so coarse that nothing would be seen.
struct plot_grid plot_grid_for(struct plot_grid grid, double work);

// Frees what the plot holds; it is then empty.
void plot_clear(struct plot *plot);

// Adds a line without points, as [like] says but for its points, and then points to the last line.
void plot_line(struct plot *plot, struct plot_line like);
void plot_to(struct plot *plot, double x, double y);

// Adds a mark or a key. The text is printf-like, and is cut where it does not fit.
void plot_mark(struct plot *plot, struct plot_mark mark, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void plot_key(struct plot *plot, struct plot_key key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// Makes the lines and the small picture of one unit of the first layer, counted from 1, stand out from those of
// the others.
void plot_highlight(struct plot *plot, size_t unit);

// The sign of a sample of class [number], of the shapes PLOT_DIGIT, PLOT_LETTER and PLOT_CAPITAL: '+'
// where the class has none of its own.
const char *plot_class_sign(enum plot_shape shape, unsigned number);

// Whether a class has to be explained: of up to ten all are, so that none is thought forgotten, of more
// those that have a cell.
bool plot_tells_class(const struct plot_cells *cells, size_t class);

// Makes room for rows × cols cells, all 0. False, with the plot failed, when memory does not suffice.
bool plot_cells(struct plot *plot, size_t rows, size_t cols);

// Adds [count] small pictures of rows × cols values, all 0. NULL, with the plot failed, when memory does
// not suffice.
struct plot_strip *plot_strip(struct plot *plot, size_t count, size_t rows, size_t cols);

// Whether the cells of small pictures are curves: a single row that is no image.
bool plot_cells_are_curve(const struct plot_cells *cells);

// Whether a row of small pictures has another scale than the row above it.
bool plot_strip_has_scale(const struct plot *plot, size_t strip);

// Writes the name of a small picture of the strip, counted from 0, as "a1[:,0]".
void plot_strip_name(const struct plot_strip *strip, size_t index, char name[PLOT_LABEL_SIZE]);

// The values of a small picture of the strip, counted from 0.
double *plot_strip_values(const struct plot_strip *strip, size_t index);

// Chooses the scale for [count] values: about 0 or, with [is_plain] and where none is below 0, from 0 up.
void plot_cells_about_zero(struct plot_cells *cells, size_t count, bool is_plain);

// Sets the scale's range to that of the finite values, if there are any.
void plot_cells_range(struct plot_cells *cells);

// The range of an axis from the numbers it must hold, with a small margin; equal ones are given room.
void plot_range(struct plot_axis *axis, double low, double high, double air);

// Moves the ends of an axis outwards to round numbers, so that they stay for a while as what is on it grows.
void plot_widen(struct plot_axis *axis);

// How far along its axis a value lies: 0 at the low end, 1 at the high one; NaN stays NaN.
double plot_along(const struct plot_axis *axis, double value);

// A tick of an axis. The steps are 1, 2 or 5 times a power of ten; a logarithmic axis has its
// powers of ten, and where they are few, 2 and 5 times them.
enum { PLOT_TICKS_MOST = 24 };
struct plot_tick {
    double at;
    char text[PLOT_LABEL_SIZE];
};

// Fills in ticks for an axis, at most [most] of them, low to high, and returns how many.
size_t plot_ticks(const struct plot_axis *axis, size_t most,
                  struct plot_tick ticks[PLOT_TICKS_MOST]);

// Where on its scale a value lies: from -1 to 1 for a signed scale and a decision, from 0 to 1 for a
// sequential one, the number for a class. NaN where it is not a finite number.
double plot_shade(const struct plot_cells *cells, double value);

#endif
