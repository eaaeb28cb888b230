// SPDX-License-Identifier: GPL-3.0-or-later
// The loss is computed on a copy of the network whose parameters are moved, over all samples as one sum.
// The view reaches as far as the path so far does, and at least REACH to every side. A network or a
// data set so large that a fine picture would take minutes gets a coarser one.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "network/evaluate.h"
#include "network/loss.h"
#include "network/pass.h"
#include "view/plot_builders.h"

#define REACH    1.0
#define MARGIN   0.2
#define LOG_FROM 20.0

// Computes losses. Opened by evaluator_open, closed by evaluator_close.
struct evaluator {
    const struct session *session;
    struct network *network; // a copy
    struct pass *pass;
    double *block; // z and a of the last layer for all samples
};

static void evaluator_close(struct evaluator *evaluator)
{
    network_free(evaluator->network);
    pass_free(evaluator->pass);
    free(evaluator->block);
}

static bool evaluator_open(struct evaluator *evaluator, const struct session *session,
                           struct error *error)
{
    size_t samples = session->data->x.rows, chunk = plot_chunk(session->network);
    *evaluator = (struct evaluator){.session = session};
    evaluator->network = network_copy(session->network, error);
    evaluator->pass = pass_create(session->network, size_min(chunk, samples), true, error);
    evaluator->block = malloc(2 * matrix_count(session->data->y) * sizeof(double));
    if (evaluator->network && evaluator->pass && evaluator->block)
        return true;
    evaluator_close(evaluator);
    return error_memory(error);
}

// The loss over all samples. False where the stop flag was set meanwhile.
static bool loss_here(struct evaluator *evaluator, double *loss, struct error *error)
{
    struct matrix x = evaluator->session->data->x, y = evaluator->session->data->y;
    double *z = evaluator->block, *a = z + matrix_count(y);
    return evaluate_loss(evaluator->pass, evaluator->network, evaluator->session->settings.loss, x,
                         y, (struct matrix){y.rows, y.cols, z}, (struct matrix){y.rows, y.cols, a},
                         evaluator->session->stop, loss) ||
           error_set(error, "interrupted");
}

// The range of one parameter: where it is and was, and REACH around that.
static void parameter_range(struct plot_axis *axis, const struct session *session,
                            const struct plot_parameter *varied)
{
    const struct curve *curve = &session->curve;
    double here = session->network->parameters[varied->index], low = here, high = here;
    for (size_t i = 0; i < curve_count(curve, session->epoch) && curve_parameters(curve, i); i++) {
        double value = curve_parameters(curve, i)[varied->index];
        low = value < low ? value : low;
        high = value > high ? value : high;
    }
    double room = fmax(REACH - (high - low) / 2, MARGIN * (high - low));
    // A large number needs a larger step to be another one.
    room = fmax(room, fabs(here) * 1e-3);
    axis->low = low - room;
    axis->high = high + room;
    memcpy(axis->name, varied->name, sizeof axis->name);
}

static double axis_at(const struct plot_axis *axis, size_t index, size_t count)
{
    return axis->low + ((double)index + 0.5) / (double)count * (axis->high - axis->low);
}

// Fills the cells.
static bool fill_cells(struct plot *plot, struct evaluator *evaluator,
                       const struct plot_parameter *varied, struct error *error)
{
    struct plot_cells *cells = &plot->cells;
    double *parameters = evaluator->network->parameters;
    for (size_t i = 0; i < cells->rows; i++)
        for (size_t j = 0; j < cells->cols; j++) {
            parameters[varied[0].index] = axis_at(&plot->x, j, cells->cols);
            parameters[varied[1].index] = axis_at(&plot->y, cells->rows - 1 - i, cells->rows);
            if (!loss_here(evaluator, &cells->values[i * cells->cols + j], error))
                return false;
        }
    return true;
}

static void plane_scale(struct plot_cells *cells)
{
    cells->scale = PLOT_SEQUENTIAL;
    plot_cells_range(cells);
    cells->is_log = cells->low > 0 && cells->high / cells->low >= LOG_FROM;
}

// The path of the two parameters so far.
static void add_path(struct plot *plot, const struct session *session,
                     const struct plot_parameter *varied)
{
    const struct curve *curve = &session->curve;
    const double *now = session->network->parameters;
    size_t count = curve_count(curve, session->epoch);
    struct plot_line line = {.ink = INK_ORANGE, .width = 3, .letter = 'o'};
    if (session->epoch > 0 && count > 0 && curve->width) {
        const double *first = curve_parameters(curve, 0);
        plot_line(plot, line);
        for (size_t i = 0; i < count; i++)
            plot_to(plot, curve_parameters(curve, i)[varied[0].index],
                    curve_parameters(curve, i)[varied[1].index]);
        plot_to(plot, now[varied[0].index], now[varied[1].index]);
        plot_mark(plot,
                  (struct plot_mark){.x = first[varied[0].index],
                                     .y = first[varied[1].index],
                                     .shape = PLOT_SQUARE,
                                     .ink = INK_BOLD},
                  "%s", "");
        plot_key(plot, (struct plot_key){.is_line = true, .line = line, .ink = line.ink},
                 "the path so far");
        plot_key(plot, (struct plot_key){.shape = PLOT_SQUARE, .ink = INK_BOLD}, "its start");
    } else if (!curve->width) {
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS},
                 "the path is kept for networks of up to %d parameters", CURVE_PARAMETERS_MOST);
    }
    plot_mark(plot,
              (struct plot_mark){.x = now[varied[0].index],
                                 .y = now[varied[1].index],
                                 .shape = PLOT_CROSS,
                                 .ink = INK_BOLD},
              "%s", "");
    plot_key(plot, (struct plot_key){.shape = PLOT_CROSS, .ink = INK_BOLD}, "here");
}

static bool draw_plane(struct plot *plot, struct evaluator *evaluator,
                       const struct plot_parameter *varied, const struct plot_grid *grid,
                       struct error *error)
{
    const struct session *session = evaluator->session;
    double work = (double)session->network->parameter_count * (double)session->data->x.rows;
    struct plot_grid fit = plot_grid_for(*grid, work);
    snprintf(plot->cells.name, sizeof plot->cells.name, "%s", session->settings.loss->name);
    if (!plot_cells(plot, fit.rows, fit.cols))
        return error_memory(error);
    if (!fill_cells(plot, evaluator, varied, error))
        return false;
    plane_scale(&plot->cells);
    add_path(plot, session, varied);
    return true;
}

// One parameter only: the loss is a curve.
static bool draw_slice(struct plot *plot, struct evaluator *evaluator,
                       const struct plot_parameter *varied, const struct plot_grid *grid,
                       struct error *error)
{
    double *parameters = evaluator->network->parameters, here = parameters[varied->index];
    double loss = (double)NAN, low = (double)INFINITY, high = -low;
    double now;
    if (!loss_here(evaluator, &now, error))
        return false;
    plot_line(plot, (struct plot_line){.ink = INK_BLUE, .width = 2});
    for (size_t i = 0; i < grid->cols; i++) {
        parameters[varied->index] = axis_at(&plot->x, i, grid->cols);
        if (!loss_here(evaluator, &loss, error))
            return false;
        plot_to(plot, parameters[varied->index], loss);
        low = isfinite(loss) && loss < low ? loss : low;
        high = isfinite(loss) && loss > high ? loss : high;
    }
    low = isfinite(now) && now < low ? now : low;
    if (!(low <= high))
        low = high = 0; // nothing finite: an empty paper
    plot->y.is_log = low > 0 && high / low >= LOG_FROM;
    plot_range(&plot->y, low, high, 0.05);
    snprintf(plot->y.name, sizeof plot->y.name, "%s", evaluator->session->settings.loss->name);
    plot_mark(plot, (struct plot_mark){.x = here, .y = now, .shape = PLOT_CROSS, .ink = INK_BOLD},
              "%s", "");
    plot_key(plot, (struct plot_key){.shape = PLOT_CROSS, .ink = INK_BOLD}, "here");
    return true;
}

bool plot_surface(struct plot *plot, const struct session *session,
                  const struct plot_parameter *varied, size_t count, const struct plot_grid *grid,
                  struct error *error)
{
    struct evaluator evaluator;
    struct plot_axis *axes[] = {&plot->x, &plot->y};
    for (size_t i = 0; i < count; i++) {
        double value = session->network->parameters[varied[i].index];
        parameter_range(axes[i], session, &varied[i]);
        if (isfinite(value) && isfinite(axes[i]->high - axes[i]->low))
            continue;
        error_set(error,
                  "%s is %s, or its path goes too far away, so there is no loss around it to draw",
                  varied[i].name, number_string(value, 3).text);
        return error_hint(error, "'reset' goes back to the first weights");
    }
    if (!evaluator_open(&evaluator, session, error))
        return false;
    if (count == 2)
        snprintf(plot->title, sizeof plot->title, "the loss over %s and %s, all else unchanged",
                 varied[0].name, varied[1].name);
    else
        snprintf(plot->title, sizeof plot->title, "the loss by %s, all else unchanged",
                 varied[0].name);
    bool well = count == 2 ? draw_plane(plot, &evaluator, varied, grid, error)
                           : draw_slice(plot, &evaluator, varied, grid, error);
    evaluator_close(&evaluator);
    return well && plot->failed ? error_memory(error) : well;
}
