// SPDX-License-Identifier: GPL-3.0-or-later
// Ticks are looked for among the steps 1, 2 and 5 times a power of ten, from the finest one on that
// gives no more ticks than there is room for. A tick is a whole number times its step, so that it is
// written with as many decimals as the step has, and 0 is exactly 0.
#include "view/plot.h"

#include <float.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "network/mathfn.h"

void plot_clear(struct plot *plot)
{
    free(plot->cells.values);
    for (size_t i = 0; i < plot->strip_count; i++)
        free(plot->strips[i].cells.values);
    free(plot->strips);
    free(plot->points);
    free(plot->lines);
    free(plot->marks);
    free(plot->keys);
    *plot = PLOT_EMPTY;
}

// Room for one more element of [size] bytes at the end of a list; NULL, and the plot failed, without
// memory. The element is counted.
static void *add(struct plot *plot, void **list, size_t *count, size_t *room, size_t size)
{
    if (plot->failed)
        return NULL;
    if (*count == *room) {
        size_t more = *room ? 2 * *room : 16;
        void *grown = more <= SIZE_MAX / size ? realloc(*list, more * size) : NULL;
        if (!grown) {
            plot->failed = true;
            return NULL;
        }
        *list = grown;
        *room = more;
    }
    return (char *)*list + (*count)++ * size;
}

void plot_line(struct plot *plot, struct plot_line like)
{
    void *list = plot->lines;
    struct plot_line *line = add(plot, &list, &plot->line_count, &plot->line_room, sizeof *line);
    plot->lines = list;
    if (!line)
        return;
    *line = like;
    line->first = plot->point_count;
    line->count = 0;
}

void plot_to(struct plot *plot, double x, double y)
{
    void *list = plot->points;
    double *point = add(plot, &list, &plot->point_count, &plot->point_room, 2 * sizeof *point);
    plot->points = list;
    if (!point)
        return;
    point[0] = x;
    point[1] = y;
    plot->lines[plot->line_count - 1].count++;
}

void plot_mark(struct plot *plot, struct plot_mark like, const char *format, ...)
{
    void *list = plot->marks;
    struct plot_mark *mark = add(plot, &list, &plot->mark_count, &plot->mark_room, sizeof *mark);
    plot->marks = list;
    if (!mark)
        return;
    va_list arguments;
    va_start(arguments, format);
    *mark = like;
    vsnprintf(mark->text, sizeof mark->text, format, arguments);
    va_end(arguments);
}

void plot_key(struct plot *plot, struct plot_key like, const char *format, ...)
{
    void *list = plot->keys;
    struct plot_key *key = add(plot, &list, &plot->key_count, &plot->key_room, sizeof *key);
    plot->keys = list;
    if (!key)
        return;
    va_list arguments;
    va_start(arguments, format);
    *key = like;
    vsnprintf(key->text, sizeof key->text, format, arguments);
    va_end(arguments);
}

// Whether the small pictures are of units of the first layer.
static bool is_of_first_layer(const struct plot_strip *strip)
{
    return strcmp(strip->matrix, "a1") == 0 || strcmp(strip->matrix, "w1") == 0 ||
           strcmp(strip->matrix, "dw1") == 0;
}

void plot_highlight(struct plot *plot, size_t unit)
{
    for (size_t i = 0; i < plot->strip_count; i++) {
        struct plot_strip *strip = &plot->strips[i];
        if (is_of_first_layer(strip) && unit > strip->first && unit <= strip->first + strip->count)
            strip->marked = unit - strip->first;
    }
    for (size_t i = 0; i < plot->line_count; i++) {
        struct plot_line *line = &plot->lines[i];
        bool is_this = line->unit == unit;
        if (line->unit == 0)
            continue;
        line->width = is_this ? 3 : 1;
        line->ink = is_this ? line->ink == INK_DIM ? INK_GREEN : line->ink : INK_DIM;
        line->is_fine = line->is_fine && !is_this;
    }
}

const char *plot_class_sign(enum plot_shape shape, unsigned number)
{
    static const char *const signs[PLOT_CLASSES_MOST] = {
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c", "d", "e", "f", "g", "h",
        "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"};
    static const char *const capitals[PLOT_CAPITALS_MOST] = {
        "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M",
        "N", "O", "P", "Q", "R", "S", "T", "U", "V", "W", "X", "Y", "Z"};
    if (shape == PLOT_CAPITAL)
        return number < PLOT_CAPITALS_MOST ? capitals[number] : "+";
    number += shape == PLOT_LETTER ? 10 : 0;
    return number < PLOT_CLASSES_MOST ? signs[number] : "+";
}

bool plot_tells_class(const struct plot_cells *cells, size_t class)
{
    bool found = cells->high < 10;
    for (size_t i = 0; !found && i < cells->rows * cells->cols; i++)
        found = cells->values[i] == (double)class;
    return found;
}

bool plot_cells(struct plot *plot, size_t rows, size_t cols)
{
    if (cols && rows > SIZE_MAX / sizeof(double) / cols)
        plot->failed = true;
    if (!plot->failed && !(plot->cells.values = calloc(rows * cols, sizeof(double))))
        plot->failed = true;
    if (plot->failed)
        return false;
    plot->cells.rows = rows;
    plot->cells.cols = cols;
    return true;
}

struct plot_strip *plot_strip(struct plot *plot, size_t count, size_t rows, size_t cols)
{
    void *list = plot->strips;
    struct plot_strip *strip =
        add(plot, &list, &plot->strip_count, &plot->strip_room, sizeof *strip);
    plot->strips = list;
    if (!strip)
        return NULL;
    *strip = (struct plot_strip){.cells = {.rows = rows, .cols = cols}, .count = count};
    strip->cells.values = calloc(count * rows * cols, sizeof(double));
    plot->failed = !strip->cells.values;
    return plot->failed ? NULL : strip;
}

bool plot_cells_are_curve(const struct plot_cells *cells)
{
    return cells->rows == 1 && !cells->is_image;
}

bool plot_strip_has_scale(const struct plot *plot, size_t strip)
{
    const struct plot_strip *strips = plot->strips;
    return strip == 0 || strcmp(strips[strip].cells.name, strips[strip - 1].cells.name) != 0;
}

void plot_strip_name(const struct plot_strip *strip, size_t index, char name[PLOT_LABEL_SIZE])
{
    snprintf(name, PLOT_LABEL_SIZE, "%.8s[:,%zu]", strip->matrix, strip->first + index);
}

double *plot_strip_values(const struct plot_strip *strip, size_t index)
{
    return strip->cells.values + index * strip->cells.rows * strip->cells.cols;
}

void plot_cells_about_zero(struct plot_cells *cells, size_t count, bool is_plain)
{
    double least = 0, most = 0;
    for (size_t i = 0; i < count; i++) {
        double value = cells->values[i];
        if (!isfinite(value))
            continue;
        least = value < least ? value : least;
        most = value > most ? value : most;
    }
    cells->scale = is_plain && least == 0 ? PLOT_SEQUENTIAL : PLOT_SIGNED;
    cells->high = most > -least ? most : -least;
    cells->low = cells->scale == PLOT_SIGNED ? -cells->high : 0;
}

void plot_cells_range(struct plot_cells *cells)
{
    bool found = false;
    for (size_t i = 0; i < cells->rows * cells->cols; i++) {
        double value = cells->values[i];
        if (!isfinite(value))
            continue;
        cells->low = found && cells->low < value ? cells->low : value;
        cells->high = found && cells->high > value ? cells->high : value;
        found = true;
    }
}

// ---- grids --------------------------------------------------------------------------------------

#define WORK_MOST 4e9
enum { COARSEST_COLS = 24, COARSEST_ROWS = 16 };

struct plot_grid plot_grid_for(struct plot_grid grid, double work)
{
    while (work * (double)grid.cols * (double)grid.rows > WORK_MOST && grid.cols > COARSEST_COLS &&
           grid.rows > COARSEST_ROWS) {
        grid.cols = grid.cols * 3 / 4;
        grid.rows = grid.rows * 3 / 4;
    }
    return grid;
}

// ---- axes ---------------------------------------------------------------------------------------

// Steps of a widened axis that hold what is on it, at most.
#define WIDEN_STEPS 5

// The powers of ten and the logarithms are not the C library's, so that a picture is the same
// everywhere.
static double ten_to(int power)
{
    double value = 1;
    for (int i = 0; i < power || i < -power; i++)
        value *= 10;
    return power < 0 ? 1 / value : value;
}

static double log_ten(double value)
{
    return math_log(value) / 2.302585092994045684;
}

// The logarithm of how many times [low] is in [high], which itself may be more than a double holds.
static double log_ratio(double high, double low)
{
    double ratio = high / low;
    return isfinite(ratio) ? math_log(ratio) : math_log(high) - math_log(low);
}

void plot_range(struct plot_axis *axis, double low, double high, double air)
{
    if (axis->is_log) {
        double factor = math_exp(air * log_ratio(high, low));
        factor = high > low ? factor : 2;
        axis->low = fmax(low / factor, DBL_MIN);
        axis->high = fmin(high * factor, DBL_MAX / 2);
        return;
    }
    double room = high > low ? (high - low) * air : high != 0 ? fabs(high) / 4 : 1;
    axis->low = low - room;
    axis->high = high + room;
    if (!isfinite(axis->high - axis->low)) { // numbers at the end of what a double holds
        axis->low = low / 4;
        axis->high = high / 4;
    }
}

// The number of the row 1, 2, 5, 10, ... that is the next one down, or with [is_up] up, from a value above 0.
static double round_number(double value, bool is_up)
{
    static const double parts[] = {1, 2, 5, 10};
    const double slack = 1 + 1e-9;
    int power = (int)floor(log_ten(value));
    double found = is_up ? INFINITY : 0;
    for (size_t i = 0; i < 4; i++) {
        double candidate = parts[i] * ten_to(power);
        if (is_up && candidate * slack >= value)
            found = fmin(found, candidate);
        else if (!is_up && candidate <= value * slack)
            found = fmax(found, candidate);
    }
    return found;
}

// Whether an axis can go from [low] to [high]; one cannot that is wider than doubles go.
static bool is_range(double low, double high, bool is_log)
{
    return low < high && isfinite(high - low) && (!is_log || low > 0);
}

void plot_widen(struct plot_axis *axis)
{
    double low, high;
    if (!is_range(axis->low, axis->high, axis->is_log))
        return;
    if (axis->is_log) {
        low = round_number(axis->low, false);
        high = round_number(axis->high, true);
    } else {
        double step = round_number((axis->high - axis->low) / WIDEN_STEPS, true);
        low = floor(axis->low / step + 1e-9) * step;
        high = ceil(axis->high / step - 1e-9) * step;
    }
    if (!is_range(low, high, axis->is_log))
        return;
    axis->low = low;
    axis->high = high;
}

double plot_along(const struct plot_axis *axis, double value)
{
    if (axis->is_log)
        return log_ratio(value, axis->low) / log_ratio(axis->high, axis->low);
    return (value - axis->low) / (axis->high - axis->low);
}

// A number's text with that many decimals, or with a power of ten where that would be long.
static void write_tick(struct plot_tick *tick, double at, int exponent, int largest)
{
    tick->at = at;
    if (at == 0)
        snprintf(tick->text, sizeof tick->text, "0");
    else if (largest > 6 || exponent < -5)
        snprintf(tick->text, sizeof tick->text, "%.*e", largest > exponent ? largest - exponent : 0,
                 at);
    else
        snprintf(tick->text, sizeof tick->text, "%.*f", exponent < 0 ? -exponent : 0, at);
}

static size_t linear_ticks(const struct plot_axis *axis, size_t most, struct plot_tick *ticks)
{
    static const double parts[] = {1, 2, 5};
    double range = axis->high - axis->low;
    double size = fmax(fabs(axis->low), fabs(axis->high));
    int exponent = (int)floor(log_ten(range / (double)most)) - 1;
    int largest = size > 0 ? (int)floor(log_ten(size)) : 0;
    for (size_t i = 0; i < 30; i++) {
        int power = exponent + (int)(i / 3);
        if (axis->is_whole && power < 0)
            continue;
        double step = parts[i % 3] * ten_to(power);
        // A hair beyond the ends still counts: 0.3 is not a multiple of 0.1 in binary.
        double first = ceil(axis->low / step - 1e-9), last = floor(axis->high / step + 1e-9);
        if (!(last - first + 1 <= (double)most))
            continue;
        size_t count = 0;
        for (double k = first; k <= last && count < most; k++)
            write_tick(&ticks[count++], power < 0 ? k * parts[i % 3] / ten_to(-power) : k * step,
                       power, largest);
        return count;
    }
    return 0;
}

static void write_power(struct plot_tick *tick, double part, int power)
{
    tick->at = part * ten_to(power);
    if (power < -4 || power > 5)
        snprintf(tick->text, sizeof tick->text, "%.0fe%d", part, power);
    else
        snprintf(tick->text, sizeof tick->text, "%.*f", power < 0 ? -power : 0, tick->at);
}

// The powers of ten on a logarithmic axis, one in [every], times each part. Returns how many
// there are, of which at most [most] are filled in.
static size_t powers_on(const struct plot_axis *axis, int every, const double *parts, size_t count,
                        size_t most, struct plot_tick *ticks)
{
    const double slack = 1 + 1e-9;
    int low = (int)floor(log_ten(axis->low)), high = (int)ceil(log_ten(axis->high));
    size_t found = 0;
    for (int power = low; power <= high; power++)
        for (size_t i = 0; i < count && power % every == 0; i++) {
            double at = parts[i] * ten_to(power);
            if (at * slack < axis->low || at > axis->high * slack)
                continue;
            if (found < most)
                write_power(&ticks[found], parts[i], power);
            found++;
        }
    return found;
}

static size_t log_ticks(const struct plot_axis *axis, size_t most, struct plot_tick *ticks)
{
    static const double fine[] = {1, 2, 5}, coarse[] = {1, 3};
    size_t found = powers_on(axis, 1, fine, 3, most, ticks);
    if (found > most)
        found = powers_on(axis, 1, coarse, 2, most, ticks);
    for (int every = 1; found > most; every++)
        found = powers_on(axis, every, fine, 1, most, ticks);
    return found;
}

size_t plot_ticks(const struct plot_axis *axis, size_t most,
                  struct plot_tick ticks[PLOT_TICKS_MOST])
{
    most = size_min(most, PLOT_TICKS_MOST);
    if (most < 2)
        most = 2;
    size_t count = axis->is_log ? log_ticks(axis, most, ticks) : 0;
    if (count >= 2 || (count == 1 && axis->high / axis->low > 100))
        return count;
    return linear_ticks(axis, most, ticks);
}

// ---- scales -------------------------------------------------------------------------------------

static double between(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

double plot_shade(const struct plot_cells *cells, double value)
{
    double range = cells->high - cells->low;
    if (!isfinite(value))
        return (double)NAN;
    switch (cells->scale) {
    case PLOT_CLASSES:
        return value;
    case PLOT_DECISION:
        return between(2 * value - 1, -1, 1);
    case PLOT_SIGNED:
        return cells->high > 0 ? between(value / cells->high, -1, 1) : 0;
    case PLOT_SEQUENTIAL:
        break;
    }
    if (cells->is_log && cells->low > 0 && value > 0)
        return between(math_log(value / cells->low) / math_log(cells->high / cells->low), 0, 1);
    return range > 0 ? between((value - cells->low) / range, 0, 1) : 0;
}
