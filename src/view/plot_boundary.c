// SPDX-License-Identifier: GPL-3.0-or-later
// The plane is computed like a batch, some points at a time. A network of one output and targets 0
// and 1 decides at one half; with other targets the prediction itself is shown, with several outputs
// the largest of them.
//
// A unit of the first layer has z = w[i,u]·xi + w[j,u]·xj + rest, where rest is the bias and what the other
// inputs, held at their means, add. z = 0 is a straight line in the plane; there a relu bends.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "network/pass.h"
#include "view/plot_builders.h"
#include "view/plot_samples.h"

enum { NAMED_MOST = 8, KEYED_MOST = 4, HELD_MOST = 4, DIGITS = 10 };
#define AIR 0.25

// What the functions below share.
struct plane {
    const struct session *session;
    size_t across, up;
    double *means; // of every input
};

bool plot_is_decision(const struct dataset *data)
{
    for (size_t i = 0; i < matrix_count(data->y); i++)
        if (data->y.data[i] != 0 && data->y.data[i] != 1)
            return false;
    return data->y.cols == 1;
}

static double *input_means(struct matrix x)
{
    double *means = calloc(x.cols, sizeof *means);
    for (size_t n = 0; means && n < x.rows; n++)
        for (size_t j = 0; j < x.cols; j++)
            means[j] += matrix_at(x, n, j) / (double)x.rows;
    return means;
}

// ---- the plane ----------------------------------------------------------------------------------

// The value of a point of the plane: the prediction, or the class of the largest.
static double value_of(struct matrix a, size_t row)
{
    size_t best = 0;
    if (a.cols == 1)
        return a.data[row];
    for (size_t j = 0; j < a.cols; j++) {
        if (isnan(matrix_at(a, row, j)))
            return (double)NAN;
        best = matrix_at(a, row, j) > matrix_at(a, row, best) ? j : best;
    }
    return (double)best;
}

// The inputs at cell [index] of the plane.
static void place_input(const struct plot *plot, const struct plane *plane, size_t index, double *x)
{
    size_t cols = plot->cells.cols, rows = plot->cells.rows;
    double right = ((double)(index % cols) + 0.5) / (double)cols;
    double down = ((double)(index / cols) + 0.5) / (double)rows;
    memcpy(x, plane->means, plane->session->network->inputs * sizeof *x);
    x[plane->across] = plot->x.low + right * (plot->x.high - plot->x.low);
    x[plane->up] = plot->y.high - down * (plot->y.high - plot->y.low);
}

// Fills the cells. False with [error] set when memory does not suffice or the run was stopped.
static bool predict_plane(struct plot *plot, const struct plane *plane, struct error *error)
{
    const struct network *network = plane->session->network;
    size_t count = plot->cells.rows * plot->cells.cols;
    size_t chunk = plot_chunk(network);
    size_t inputs = network->inputs, outputs = network->outputs;
    struct pass *pass = pass_create(network, chunk, true, error);
    double *block = malloc(chunk * (inputs + outputs) * sizeof *block);
    bool well = pass && block ? true : error_memory(error);
    for (size_t first = 0; well && first < count; first += chunk) {
        size_t rows = count - first < chunk ? count - first : chunk;
        for (size_t n = 0; n < rows; n++)
            place_input(plot, plane, first + n, block + n * inputs);
        // Predicting reads no targets.
        pass_load(pass, (struct matrix){rows, inputs, block},
                  (struct matrix){rows, outputs, block + chunk * inputs});
        well = plot_predict(plane->session, pass, network, error);
        for (size_t n = 0; well && n < rows; n++)
            plot->cells.values[first + n] = value_of(pass->layers[network->layer_count - 1].a, n);
    }
    pass_free(pass);
    free(block);
    return well;
}

// Predictions of numbers in the units that the targets came in.
static void restore_predictions(struct plot_cells *cells, const struct dataset *data)
{
    if (data->targets != TARGETS_NUMBERS || cells->scale != PLOT_SEQUENTIAL)
        return;
    for (size_t i = 0; i < cells->rows * cells->cols; i++)
        if (isfinite(cells->values[i]))
            cells->values[i] = dataset_original(data, data->x.cols, cells->values[i]);
}

// The scale for what the cells hold.
static void choose_scale(struct plot_cells *cells, const struct session *session)
{
    snprintf(cells->name, sizeof cells->name, "prediction");
    if (session->network->outputs > 1) {
        snprintf(cells->name, sizeof cells->name, "class");
        cells->scale = PLOT_CLASSES;
        cells->high = (double)(session->network->outputs - 1);
        return;
    }
    cells->scale = plot_is_decision(session->data) ? PLOT_DECISION : PLOT_SEQUENTIAL;
    cells->high = 1;
    restore_predictions(cells, session->data);
    if (cells->scale == PLOT_SEQUENTIAL)
        plot_cells_range(cells);
}

// ---- the line where the decision changes ----------------------------------------------------------

// Where, from 0 to 1 between two values, one half lies; NaN where it does not.
static double crossing(double a, double b)
{
    return (a < 0.5) == (b < 0.5) || isnan(a + b) ? (double)NAN : (0.5 - a) / (b - a);
}

// Adds the piece of the line that goes through the square between four cells, whose upper left one is
// [row],[col].
static void add_piece(struct plot *plot, size_t row, size_t col)
{
    const struct plot_cells *cells = &plot->cells;
    const double *v = cells->values + row * cells->cols + col, *under = v + cells->cols;
    double width = (plot->x.high - plot->x.low) / (double)cells->cols;
    double height = (plot->y.high - plot->y.low) / (double)cells->rows;
    double left = plot->x.low + ((double)col + 0.5) * width;
    double top = plot->y.high - ((double)row + 0.5) * height;
    double upper = crossing(v[0], v[1]), lower = crossing(under[0], under[1]);
    double west = crossing(v[0], under[0]), east = crossing(v[1], under[1]);
    bool any = false;
    if (!isnan(upper))
        plot_to(plot, left + upper * width, top), any = true;
    if (!isnan(west))
        plot_to(plot, left, top - west * height), any = true;
    if (!isnan(lower))
        plot_to(plot, left + lower * width, top - height), any = true;
    if (!isnan(east))
        plot_to(plot, left + width, top - east * height), any = true;
    if (any)
        plot_to(plot, (double)NAN, (double)NAN);
}

static void add_decision(struct plot *plot)
{
    if (plot->cells.scale != PLOT_DECISION)
        return;
    struct plot_line line = {.ink = INK_NONE, .width = 2, .is_fine = true};
    plot_line(plot, line);
    for (size_t row = 0; row + 1 < plot->cells.rows; row++)
        for (size_t col = 0; col + 1 < plot->cells.cols; col++)
            add_piece(plot, row, col);
    plot_key(plot, (struct plot_key){.is_line = true, .line = line}, "prediction 0.5");
}

// ---- the line z = 0 of each unit --------------------------------------------------------------------------------------

// Cuts the line p·x + q·y + r = 0 to the paper. False where it does not cross it.
static bool cut_line(const struct plot *plot, double p, double q, double r, double ends[4])
{
    const struct plot_axis *x = &plot->x, *y = &plot->y;
    size_t found = 0;
    const double xs[] = {x->low, x->high}, ys[] = {y->high, y->low};
    for (size_t i = 0; i < 2 && q != 0; i++) {
        double at = -(p * xs[i] + r) / q;
        if (at >= y->low && at <= y->high && found < 4) {
            ends[found++] = xs[i];
            ends[found++] = at;
        }
    }
    for (size_t i = 0; i < 2 && p != 0; i++) {
        double at = -(q * ys[i] + r) / p;
        bool is_new = found < 2 || at != ends[0] || ys[i] != ends[1];
        if (at >= x->low && at <= x->high && found < 4 && is_new) {
            ends[found++] = at;
            ends[found++] = ys[i];
        }
    }
    return found == 4;
}

// How far a point is from every sample and every name so far, in widths of the paper.
static double distance(const struct plot *plot, double x, double y)
{
    double least = 1;
    for (size_t i = 0; i < plot->mark_count; i++) {
        double dx = (x - plot->marks[i].x) / (plot->x.high - plot->x.low);
        double dy = (y - plot->marks[i].y) / (plot->y.high - plot->y.low);
        double d = sqrt(dx * dx + dy * dy);
        least = d < least ? d : least;
    }
    return least;
}

// Writes the letter of a unit's line where it covers nothing, near an end if possible.
static void add_name(struct plot *plot, const double ends[4], char letter, enum ink ink)
{
    static const double shares[] = {0.06, 0.94, 0.12, 0.88, 0.18, 0.82, 0.25, 0.75, 0.35, 0.65};
    const double enough = 0.08;
    double best = 0, place = shares[0];
    for (size_t i = 0; i < sizeof shares / sizeof *shares && best < enough; i++) {
        double found = distance(plot, ends[2] + shares[i] * (ends[0] - ends[2]),
                                ends[3] + shares[i] * (ends[1] - ends[3]));
        place = found > best ? shares[i] : place;
        best = found > best ? found : best;
    }
    plot_mark(plot,
              (struct plot_mark){.x = ends[2] + place * (ends[0] - ends[2]),
                                 .y = ends[3] + place * (ends[1] - ends[3]),
                                 .shape = PLOT_WORDS,
                                 .ink = ink},
              "%c", letter);
}

// Adds the line of one unit. If it is named, its letter stands near one end of the line.
static void add_unit_line(struct plot *plot, const struct plane *plane, size_t unit, bool is_named)
{
    static const enum ink inks[] = {INK_GREEN, INK_PINK, INK_YELLOW, INK_SKY};
    const struct layer *layer = &plane->session->network->layers[0];
    double p = matrix_at(layer->w, plane->across, unit), q = matrix_at(layer->w, plane->up, unit);
    double r = layer->b.data[unit], ends[4];
    char letter = (char)('a' + unit % 26);
    enum ink ink = is_named ? inks[unit % 4] : INK_DIM;
    for (size_t i = 0; i < layer->in; i++)
        if (i != plane->across && i != plane->up)
            r += matrix_at(layer->w, i, unit) * plane->means[i];
    struct plot_line line = {.ink = ink,
                             .width = is_named ? 2 : 1,
                             .letter = letter,
                             .is_fine = !is_named,
                             .unit = unit + 1,
                             .stroke = is_named ? unit % PLOT_STROKES : PLOT_SOLID};
    struct plot_key key = {.is_line = true, .line = line, .ink = ink};
    bool has_key = is_named && layer->out <= KEYED_MOST;
    if (cut_line(plot, p, q, r, ends)) {
        plot_line(plot, line);
        plot_to(plot, ends[0], ends[1]);
        plot_to(plot, ends[2], ends[3]);
        if (!is_named)
            return;
        add_name(plot, ends, letter, ink);
        if (has_key)
            plot_key(plot, key, "%c: unit %zu, where z1[:,%zu] = 0", letter, unit, unit);
    } else if (has_key) {
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS},
                 "unit %zu: z1[:,%zu] is 0 only outside this view", unit, unit);
    }
}

static void add_unit_lines(struct plot *plot, const struct plane *plane)
{
    size_t units = plane->session->network->layers[0].out;
    if (plane->session->network->layer_count == 1)
        return; // its only unit's line is where the decision changes
    // If samples are letters, a line cannot have one as well.
    bool is_named = units <= NAMED_MOST && plane->session->network->outputs <= DIGITS;
    for (size_t u = 0; u < units; u++)
        add_unit_line(plot, plane, u, is_named);
    if (is_named && units > KEYED_MOST) // a key for each would take the room of the picture
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS},
                 "a to %c: where z1 of units 0 to %zu is 0", (char)('a' + units - 1), units - 1);
    if (is_named)
        return;
    struct plot_line fine = {.ink = INK_DIM, .width = 1, .is_fine = true};
    plot_key(plot, (struct plot_key){.is_line = true, .line = fine},
             "z1 = 0 of the %zu first-layer units", units);
    plot_key(plot, (struct plot_key){.shape = PLOT_WORDS, .is_coarse = true},
             "the %zu lines z1 = 0 are too many for a terminal; a file shows them", units);
}

// ---- the whole ----------------------------------------------------------------------------------

// Says at what the other inputs are held, in the units they came in.
static void add_held(struct plot *plot, const struct plane *plane)
{
    const struct dataset *data = plane->session->data;
    size_t inputs = plane->session->network->inputs, shown = 0, used = 0;
    char text[PLOT_TEXT_SIZE - 40] = "", one[DATASET_TITLE_SIZE + 80], title[DATASET_TITLE_SIZE];
    bool is_cut = false;
    for (size_t i = 0; i < inputs; i++) {
        if (i == plane->across || i == plane->up)
            continue;
        dataset_title(data, i, title);
        snprintf(one, sizeof one, "%s%s = %s", shown ? ", " : "", title,
                 number_string(dataset_original(data, i, plane->means[i]), 4).text);
        is_cut = is_cut || shown == HELD_MOST || used + strlen(one) >= sizeof text;
        if (is_cut)
            break;
        shown++;
        memcpy(text + used, one, strlen(one) + 1);
        used += strlen(one);
    }
    if (shown)
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS}, "held at their means: %s%s", text,
                 is_cut ? " …" : "");
}

// Brings what was drawn as the network sees it to the units that the data came in, names and all. There
// and back is a straight line, so lines stay lines.
static void restore_units(struct plot *plot, const struct plane *plane)
{
    const struct dataset *data = plane->session->data;
    struct plot_axis *axes[] = {&plot->x, &plot->y};
    const size_t columns[] = {plane->across, plane->up};
    for (size_t i = 0; i < 2; i++) {
        axes[i]->low = dataset_original(data, columns[i], axes[i]->low);
        axes[i]->high = dataset_original(data, columns[i], axes[i]->high);
        plot_samples_name(axes[i], data, columns[i]);
    }
    for (size_t i = 0; i < 2 * plot->point_count; i++)
        plot->points[i] = dataset_original(data, columns[i % 2], plot->points[i]);
    for (size_t i = 0; i < plot->mark_count; i++) {
        plot->marks[i].x = dataset_original(data, plane->across, plot->marks[i].x);
        plot->marks[i].y = dataset_original(data, plane->up, plot->marks[i].y);
    }
    snprintf(plot->title, sizeof plot->title, "what the network predicts over %s and %s",
             plot->x.name, plot->y.name);
}

bool plot_boundary(struct plot *plot, const struct session *session, size_t across, size_t up,
                   const struct plot_grid *grid, struct error *error)
{
    struct matrix x = session->data->x;
    struct plane plane = {session, across, up, input_means(x)};
    struct plot_samples samples = {.data = session->data, .across = across, .up = up};
    struct plot_grid fit = plot_grid_for(*grid, (double)session->network->parameter_count);
    if (!plane.means || !plot_cells(plot, fit.rows, fit.cols)) {
        free(plane.means);
        return error_memory(error);
    }
    plot_samples_range(&plot->x, &samples, across, AIR);
    plot_samples_range(&plot->y, &samples, up, AIR);
    if (!isfinite(plot->x.high - plot->x.low + plot->y.high - plot->y.low)) {
        free(plane.means);
        error_set(error,
                  "an input of the data is not a finite number, so there is no plane to draw");
        return error_hint(error, "'show data' shows them");
    }
    bool well = predict_plane(plot, &plane, error);
    if (well) {
        choose_scale(&plot->cells, session);
        add_decision(plot);
        samples.targets = plot->cells.scale == PLOT_DECISION  ? TARGETS_TWO
                          : plot->cells.scale == PLOT_CLASSES ? TARGETS_CLASSES
                                                              : TARGETS_NUMBERS;
        plot_samples_add(plot, &samples);
        add_unit_lines(plot, &plane);
        add_held(plot, &plane);
        restore_units(plot, &plane);
    }
    free(plane.means);
    return well && plot->failed ? error_memory(error) : well;
}
