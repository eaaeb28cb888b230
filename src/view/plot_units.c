// SPDX-License-Identifier: GPL-3.0-or-later
// The inputs are laid out as a grid of samples, and one forward pass over them gives the activations of every
// layer: column u of a layer's is the small picture of unit u. All units of a layer have one scale, so
// that they can be compared; layers may differ much in size, so each has its own.
//
// Units and layers that there is no room for are left out, the output layer never.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/words.h"
#include "network/pass.h"
#include "view/plot_builders.h"
#include "view/plot_samples.h"

#define AIR 0.25

// The grid of inputs, and the layers that have a strip.
struct tiling {
    const struct session *session;
    size_t rows, cols; // a single row: there is one input
    size_t strips;
};

// The layer of a strip.
static size_t layer_of(const struct tiling *tiling, size_t strip)
{
    return strip + 1 == tiling->strips ? tiling->session->network->layer_count - 1 : strip;
}

static void place_input(const struct plot *plot, const struct tiling *tiling, size_t index,
                        double *x)
{
    double right = ((double)(index % tiling->cols) + 0.5) / (double)tiling->cols;
    double down = ((double)(index / tiling->cols) + 0.5) / (double)tiling->rows;
    x[0] = plot->x.low + right * (plot->x.high - plot->x.low);
    if (tiling->session->network->inputs > 1)
        x[1] = plot->y.high - down * (plot->y.high - plot->y.low);
}

// Takes the activations of the pass, which are those of the points from [first] on.
static void take_activations(struct plot *plot, const struct tiling *tiling,
                             const struct pass *pass, size_t first)
{
    for (size_t s = 0; s < tiling->strips; s++) {
        const struct plot_strip *strip = &plot->strips[s];
        struct matrix a = pass->layers[layer_of(tiling, s)].a;
        for (size_t u = 0; u < strip->count; u++)
            for (size_t n = 0; n < pass->samples; n++)
                plot_strip_values(strip, u)[first + n] = matrix_at(a, n, u);
    }
}

static bool fill_strips(struct plot *plot, const struct tiling *tiling, struct error *error)
{
    const struct network *network = tiling->session->network;
    size_t inputs = network->inputs, outputs = network->outputs;
    size_t count = tiling->rows * tiling->cols, chunk = plot_chunk(network);
    struct pass *pass = pass_create(network, chunk, true, error);
    double *block = calloc(chunk * (inputs + outputs), sizeof *block);
    bool well = pass && block ? true : error_memory(error);
    for (size_t first = 0; well && first < count; first += chunk) {
        size_t rows = size_min(count - first, chunk);
        for (size_t n = 0; n < rows; n++)
            place_input(plot, tiling, first + n, block + n * inputs);
        // Predicting reads no targets.
        pass_load(pass, (struct matrix){rows, inputs, block},
                  (struct matrix){rows, outputs, block + chunk * inputs});
        well = plot_predict(tiling->session, pass, network, error);
        if (well)
            take_activations(plot, tiling, pass, first);
    }
    pass_free(pass);
    free(block);
    return well;
}

// Adds the strips, still without values. False where memory does not suffice.
static bool add_strips(struct plot *plot, const struct tiling *tiling, size_t most)
{
    const struct network *network = tiling->session->network;
    for (size_t s = 0; s < tiling->strips; s++) {
        size_t k = layer_of(tiling, s);
        const struct layer *layer = &network->layers[k];
        size_t count = size_min(layer->out, most);
        struct plot_strip *strip = plot_strip(plot, count, tiling->rows, tiling->cols);
        if (!strip)
            return false;
        snprintf(strip->matrix, sizeof strip->matrix, "a%zu", k + 1);
        snprintf(strip->cells.name, sizeof strip->cells.name, "a%zu %s", k + 1,
                 layer->activation->name);
        if (count < layer->out)
            plot_key(plot, (struct plot_key){.shape = PLOT_WORDS},
                     "a%zu: %zu of its %zu units are shown", k + 1, count, layer->out);
    }
    if (tiling->strips < network->layer_count)
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS}, "%zu of the %zu layers are shown",
                 tiling->strips, network->layer_count);
    return true;
}

// Chooses the scales. A single output for targets 0 and 1 is shaded as the decision that it is.
static void choose_scales(struct plot *plot, const struct tiling *tiling)
{
    const struct session *session = tiling->session;
    bool has_decision = plot_is_decision(session->data) && tiling->rows > 1;
    for (size_t s = 0; s < tiling->strips; s++) {
        struct plot_strip *strip = &plot->strips[s];
        plot_cells_about_zero(&strip->cells, strip->count * tiling->rows * tiling->cols, true);
        if (has_decision && s + 1 == tiling->strips)
            strip->cells.scale = PLOT_DECISION;
    }
}

// Says what the small pictures reach over, in the units that the data came in.
static void name_inputs(struct plot *plot, const struct tiling *tiling)
{
    const struct dataset *data = tiling->session->data;
    bool is_plane = tiling->rows > 1;
    plot_samples_name(&plot->x, data, 0);
    if (is_plane)
        plot_samples_name(&plot->y, data, 1);
    snprintf(plot->title, sizeof plot->title, "what each unit gives over %s%s%s", plot->x.name,
             is_plane ? " and " : "", plot->y.name);
    plot_key(plot, (struct plot_key){.shape = PLOT_WORDS}, "%s from %s to %s%s", plot->x.name,
             number_string(dataset_original(data, 0, plot->x.low), 3).text,
             number_string(dataset_original(data, 0, plot->x.high), 3).text,
             is_plane ? ", to the right" : "");
    if (is_plane)
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS}, "%s from %s to %s, upwards",
                 plot->y.name, number_string(dataset_original(data, 1, plot->y.low), 3).text,
                 number_string(dataset_original(data, 1, plot->y.high), 3).text);
    plot->x.name[0] = plot->y.name[0] = '\0'; // the paper has no axes
}

bool plot_units(struct plot *plot, const struct session *session, const struct plot_grid *grid,
                struct error *error)
{
    const struct network *network = session->network;
    bool is_plane = network->inputs > 1;
    struct plot_grid fit = plot_grid_for(*grid, (double)network->parameter_count);
    struct plot_samples samples = {.data = session->data, .up = is_plane ? 1 : 0};
    struct tiling tiling = {session, is_plane ? size_max(fit.rows / 2, 2) : 1,
                            size_max(fit.cols / 3, 2),
                            size_min(network->layer_count, size_max(grid->strips, 1))};
    plot_samples_range(&plot->x, &samples, 0, AIR);
    plot_samples_range(&plot->y, &samples, samples.up, AIR);
    if (!isfinite(plot->x.high - plot->x.low + plot->y.high - plot->y.low)) {
        error_set(error,
                  "an input of the data is not a finite number, so there is nothing to draw over");
        return error_hint(error, "'show data' shows them");
    }
    if (!add_strips(plot, &tiling, size_max(grid->tiles, 1)))
        return error_memory(error);
    if (!fill_strips(plot, &tiling, error))
        return false;
    choose_scales(plot, &tiling);
    name_inputs(plot, &tiling);
    return plot->failed ? error_memory(error) : true;
}
