// SPDX-License-Identifier: GPL-3.0-or-later
// Each kind reads the names that were typed after it and has view/ build the picture.
#include "shell/picture_kind.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/words.h"
#include "history/timeline.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/picture_shape.h"
#include "shell/read_value.h"
#include "shell/shell.h"

// The curve that led to the mark that the word names.
static bool find_curve(struct shell *shell, const struct picture_wish *wish, size_t index,
                       struct plot_curve *curve, struct error *error)
{
    struct word word = wish->names[index];
    const char *text = wish->call->text + word.at;
    const struct mark *mark = timeline_find_mark(shell->timeline, text, word.length);
    bool has_loss = false;
    if (!mark) {
        error_at(error, word.at, word.length, "there is no mark '%s'",
                 error_quote(text, word.length).text);
        return error_hint(error, "'mark NAME' names the present state, and keeps its curve");
    }
    *curve = (struct plot_curve){.name = mark->name};
    for (size_t i = 0; mark->curve && i < mark->curve->count; i++) {
        const struct curve_point *point = &mark->curve->points[i];
        if (point->epoch > mark->state->point.epoch)
            break;
        curve->count = i + 1;
        has_loss = has_loss || isfinite(point->loss);
    }
    if (!has_loss)
        return error_at(error, word.at, word.length,
                        mark->curve ? "nothing was trained before the mark '%s', so it has no curve"
                                    : "the losses that led to the mark '%s' are not kept",
                        mark->name);
    curve->points = mark->curve->points;
    return true;
}

// Whether the present moment is one of the marks, so that there is one curve for both.
static bool is_marked(const struct shell *shell, const struct picture_wish *wish)
{
    const struct session *session = shell->session;
    bool found = false;
    for (size_t i = 0; i < wish->name_count; i++) {
        const struct mark *mark = timeline_find_mark(
            shell->timeline, wish->call->text + wish->names[i].at, wish->names[i].length);
        found = found || (mark->curve->version == session->curve.version &&
                          mark->state->point.epoch == session->epoch);
    }
    return found;
}

// The present curve, where it has a loss.
static bool has_present(const struct session *session, struct plot_curve *curve)
{
    bool has_loss = false;
    *curve = (struct plot_curve){.name = "now",
                                 .points = session->curve.points,
                                 .count = curve_count(&session->curve, session->epoch)};
    for (size_t i = 0; i < curve->count; i++)
        has_loss = has_loss || isfinite(curve->points[i].loss);
    return has_loss;
}

static bool build_loss(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                       const struct plot_grid *grid, struct error *error)
{
    struct plot_curve curves[PLOT_CURVES_MOST];
    size_t count = wish->name_count;
    (void)grid;
    if (count == 0)
        return plot_loss(plot, shell->session, error);
    for (size_t i = 0; i < count; i++)
        if (!find_curve(shell, wish, i, &curves[i], error))
            return false;
    count += !is_marked(shell, wish) && has_present(shell->session, &curves[count]);
    return plot_losses(plot, curves, count, error);
}

static bool build_net(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                      const struct plot_grid *grid, struct error *error)
{
    (void)wish;
    return plot_net(plot, shell->session->network, grid, error);
}

static bool build_units(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                        const struct plot_grid *grid, struct error *error)
{
    size_t inputs = shell->session->network->inputs;
    (void)wish;
    if (inputs > 2) {
        error_set(
            error,
            "units draws what each unit gives over one or two inputs, and the network has %zu",
            inputs);
        return error_hint(error, "'plot net' draws its units and weights");
    }
    return plot_units(plot, shell->session, grid, error);
}

bool picture_find_input(const struct dataset *data, const char *text, size_t length, size_t *input)
{
    char title[DATASET_TITLE_SIZE];
    for (size_t i = 0; i < data->x.cols; i++) {
        dataset_title(data, i, title);
        if (text_is(text, length, title)) {
            *input = i;
            return true;
        }
    }
    return false;
}

// Reads what the data call an input, which goes first, as the axes have these names; or x0, x1, ... as
// its number.
static bool read_input(const struct picture_wish *wish, size_t index, size_t inputs,
                       const struct dataset *data, size_t *input, struct error *error)
{
    struct word word = wish->names[index];
    const char *text = wish->call->text + word.at;
    if (picture_find_input(data, text, word.length, input))
        return true;
    if (word.length > 1 && text[0] == 'x' &&
        number_parse_count(text + 1, word.length - 1, inputs - 1, input))
        return true;
    error_at(error, word.at, word.length, "'%s' is not an input of this data set",
             error_quote(text, word.length).text);
    return error_hint(error, "there are x0 to x%zu", inputs - 1);
}

// Reads the two inputs that are named, if any are.
static bool read_inputs(const struct picture_wish *wish, const char *kind, size_t inputs,
                        const struct dataset *data, size_t *across, size_t *up, struct error *error)
{
    if (wish->name_count == 1) {
        error_at(error, wish->names[0].at, wish->names[0].length, "%s takes two inputs", kind);
        return error_hint(error, "as in 'plot %s x0 x1'", kind);
    }
    if (wish->name_count == 2 && (!read_input(wish, 0, inputs, data, across, error) ||
                                  !read_input(wish, 1, inputs, data, up, error)))
        return false;
    return *across == *up ? error_at(error, wish->names[1].at, wish->names[1].length,
                                     "%s takes two different inputs", kind)
                          : true;
}

static bool build_boundary(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                           const struct plot_grid *grid, struct error *error)
{
    size_t inputs = shell->session->network->inputs, across = 0, up = 1;
    if (inputs < 2) {
        error_set(error, "boundary draws a plane of two inputs, and the network has one");
        return error_hint(error, "'plot loss' and 'plot net' can draw it");
    }
    if (inputs > 2 && wish->name_count == 0) {
        error_set(error, "boundary draws a plane of two inputs, and the network has %zu", inputs);
        return error_hint(
            error, "'plot boundary x0 x%zu' draws two, the others held at their means", inputs - 1);
    }
    return read_inputs(wish, "boundary", inputs, shell->session->data, &across, &up, error) &&
           plot_boundary(plot, shell->session, across, up, grid, error);
}

// The word that names an input to `plot data`: its column's name, unless it would not be read as one.
static void write_name(const struct dataset *data, size_t input, char name[DATASET_TITLE_SIZE])
{
    dataset_title(data, input, name);
    if (!name[0] || strpbrk(name, " ./[]\"'#;"))
        snprintf(name, DATASET_TITLE_SIZE, "x%zu", input);
}

static bool build_data(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                       const struct plot_grid *grid, struct error *error)
{
    const struct dataset *data = shell->session->data;
    size_t inputs = data->x.cols, outputs = data->y.cols, across = 0, up = 1;
    char first[DATASET_TITLE_SIZE], last[DATASET_TITLE_SIZE];
    (void)grid;
    if (inputs == 1 && wish->name_count > 0)
        return error_at(error, wish->names[0].at, wish->names[0].length,
                        "the data set has one input: 'plot data' takes no name");
    if (inputs == 1 && outputs > 1) {
        error_set(error,
                  "data draws two inputs, or one output over one input, and the data set "
                  "has one input and %zu outputs",
                  outputs);
        return error_hint(error, "'show data' shows them");
    }
    if (inputs > 2 && wish->name_count == 0) {
        write_name(data, 0, first);
        write_name(data, inputs - 1, last);
        error_set(error, "data draws a plane of two inputs, and the data set has %zu", inputs);
        return error_hint(error, "'plot data %s %s' draws two", first, last);
    }
    return read_inputs(wish, "data", inputs, data, &across, &up, error) &&
           plot_data(plot, shell->session, across, up, error);
}

static bool build_sample(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                         const struct plot_grid *grid, struct error *error)
{
    const struct dataset *data = shell->session->data;
    struct word word = wish->names[0];
    struct image_shape shape;
    size_t sample;
    if (wish->name_count == 0 || picture_is_shape(wish, 0)) {
        error_at(error, wish->kind.at, wish->kind.length, "sample needs the number of a sample");
        return error_hint(error, "as in '%s sample 0'", shell->is_live ? "live" : "plot");
    }
    if (!number_parse_count(wish->call->text + word.at, word.length, data->x.rows - 1, &sample)) {
        error_at(error, word.at, word.length, "there is no sample '%s'",
                 error_quote(wish->call->text + word.at, word.length).text);
        return error_hint(error, "there are samples 0 to %zu to learn from", data->x.rows - 1);
    }
    if (wish->name_count == 2 && !picture_is_shape(wish, 1)) {
        error_at(error, wish->names[1].at, wish->names[1].length,
                 "plot sample takes one number and a shape");
        return error_hint(error, "as in 'plot sample 0 shape=8x8'");
    }
    return picture_read_shape(wish, 1, data->x.cols, "a sample", &shape, error) &&
           plot_sample(plot, data, sample, shape, grid, error);
}

// Reads an element of a weight or a bias.
static bool read_varied(struct shell *shell, const struct picture_wish *wish, size_t index,
                        struct plot_parameter *named, struct error *error)
{
    const struct network *network = shell->session->network;
    struct word word = wish->names[index];
    const char *text = wish->call->text;
    struct scope scope = session_scope(shell->session);
    struct place place;
    struct region region;
    size_t end, number;
    struct expr *expr = expr_parse_place(text, word.at + word.length, word.at, &end, error);
    bool well = expr != NULL;
    if (well && (!expr_place(expr, &place) || end != word.at + word.length))
        well = error_at(error, word.at, word.length, "surface takes elements, as in w1[0,1]");
    if (well && !read_parameter(shell->session, place.name, place.name_length, &number, error))
        well = error_place(error, word.at, word.length);
    if (well && (place.name[0] == 'd')) {
        well = error_at(error, word.at, word.length,
                        "surface varies a weight or a bias, and '%s' is "
                        "computed",
                        error_quote(place.name, place.name_length).text);
    }
    struct parameter parameter = well ? network_parameter(network, number) : (struct parameter){0};
    struct matrix m = parameter.value;
    well = well && expr_region(&place, &scope, shape_of_matrix(m), &region, error);
    if (well && !region.is_element) {
        error_at(error, word.at, word.length, "'%s' is not a single element",
                 error_quote(text + word.at, word.length).text);
        well = error_hint(error, "give its row and column, as in %c%zu[0,0]", parameter.kind,
                          parameter.layer);
    }
    if (well) {
        named->index = (size_t)(m.data - network->parameters) + region.row * m.cols + region.col;
        snprintf(named->name, sizeof named->name, "%c%zu[%zu,%zu]", parameter.kind, parameter.layer,
                 region.row, region.col);
    }
    expr_free(expr);
    return well;
}

static bool build_surface(struct shell *shell, const struct picture_wish *wish, struct plot *plot,
                          const struct plot_grid *grid, struct error *error)
{
    struct plot_parameter parameters[2];
    if (wish->name_count == 0) {
        error_at(error, wish->kind.at, wish->kind.length,
                 "surface needs one or two weights or biases");
        return error_hint(error, "as in 'plot surface w1[0,0] w2[1,0]'");
    }
    for (size_t i = 0; i < wish->name_count; i++)
        if (!read_varied(shell, wish, i, &parameters[i], error))
            return false;
    if (wish->name_count == 2 && parameters[0].index == parameters[1].index)
        return error_at(error, wish->names[1].at, wish->names[1].length,
                        "surface takes two different elements");
    return plot_surface(plot, shell->session, parameters, wish->name_count, grid, error);
}

const struct picture_kind picture_kinds[PICTURE_KIND_COUNT] = {
    {"loss", "plot loss [NAME...]", PICTURE_NAMES_MOST, PICTURE_NEEDS_NETWORK, build_loss,
     "the loss by epoch, since the last init; and up to these marks"},
    {"boundary", "plot boundary [x0 x1]", 2, PICTURE_NEEDS_FIT, build_boundary,
     "predictions over two inputs, samples, where each unit's z is 0"},
    {"data", "plot data [x0 x1]", 2, PICTURE_NEEDS_DATA, build_data,
     "the samples over two inputs, or a curve's with its prediction"},
    {"sample", "plot sample 0 [shape=8x8]", 2, PICTURE_NEEDS_DATA, build_sample,
     "the inputs of one sample as an image"},
    {"units", "plot units", 0, PICTURE_NEEDS_FIT, build_units,
     "what each unit gives over the inputs, a small picture each"},
    {"net", "plot net", 0, PICTURE_NEEDS_NETWORK, build_net,
     "the layers, and the weights by sign and size"},
    {"surface", "plot surface w1[0,0] [w2[1,0]]", 2, PICTURE_NEEDS_FIT, build_surface,
     "the loss around here, and the path so far"},
};
