// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures there are, each made in the file that is named after it. A builder fills a plot that was
// PLOT_EMPTY and that its caller clears, also after a failure; the session is only read. All return
// false with [error] set when they cannot be drawn, when memory runs out, or when the stop flag was
// set meanwhile.
#ifndef VIEW_PLOT_BUILDERS_H
#define VIEW_PLOT_BUILDERS_H

#include "base/error.h"
#include "session/quantity.h"
#include "session/session.h"
#include "view/plot.h"

// The loss by epoch, as the session's curve kept it.
bool plot_loss(struct plot *plot, const struct session *session, struct error *error);

// A curve to be compared with others: the points up to a moment, and what it is called. Both are borrowed.
struct plot_curve {
    const char *name;
    const struct curve_point *points;
    size_t count;
};

// The losses of the training samples by epoch, of up to PLOT_CURVES_MOST curves, each of which has one at least.
enum { PLOT_CURVES_MOST = 6 };
bool plot_losses(struct plot *plot, const struct plot_curve *curves, size_t count,
                 struct error *error);

// What the network predicts over the plane of inputs [across] and [up], with the samples on it and the
// line z1 = 0 of each unit of the first layer. Other inputs are held at their means.
bool plot_boundary(struct plot *plot, const struct session *session, size_t across, size_t up,
                   const struct plot_grid *grid, struct error *error);

// The samples of the data set, in the units they came in: columns [across] and [up], inputs first and
// then outputs. An output stands over the only input, with what the network predicts if it fits.
bool plot_data(struct plot *plot, const struct session *session, size_t across, size_t up,
               struct error *error);

// A matrix as a heat map: [quantity] says what it is, and m is its value.
bool plot_matrix(struct plot *plot, struct quantity quantity, struct matrix m,
                 const struct plot_grid *grid, struct error *error);

// How numbers that belong to the points of an image are laid out, row by row.
struct image_shape {
    size_t rows, cols;
};

// A sample to learn from, as an image of that shape, which holds as many numbers as there are inputs.
bool plot_sample(struct plot *plot, const struct dataset *data, size_t sample,
                 struct image_shape shape, const struct plot_grid *grid, struct error *error);

// Each column of m as an image of that shape, which holds as many numbers as m has rows.
bool plot_weights(struct plot *plot, struct quantity quantity, struct matrix m,
                  struct image_shape shape, const struct plot_grid *grid, struct error *error);

// The element of largest size in a block of m; NaN comes before all others.
double plot_largest(struct matrix m, size_t row, size_t rows, size_t col, size_t cols);

// The layers with their units, and the weights between them.
bool plot_net(struct plot *plot, const struct network *network, const struct plot_grid *grid,
              struct error *error);

// Whether a prediction decides between two: there is one output, and all its targets are 0 or 1.
bool plot_is_decision(const struct dataset *data);

// What every unit gives over the whole of the two inputs, or of the only one: a row of small pictures for
// each layer, the output last. The network must fit the data and have no more inputs.
bool plot_units(struct plot *plot, const struct session *session, const struct plot_grid *grid,
                struct error *error);

// One parameter of the network, to be varied.
struct plot_parameter {
    size_t index; // in network->parameters
    char name[PLOT_LABEL_SIZE];
};

// The loss over all samples where one or two parameters ([count]) are varied around where they are now,
// with the path that training took so far.
bool plot_surface(struct plot *plot, const struct session *session,
                  const struct plot_parameter *parameters, size_t count,
                  const struct plot_grid *grid, struct error *error);

// Runs the pass's samples through the network, and looks at the stop flag after each layer. False with
// [error] set where it was set.
bool plot_predict(const struct session *session, struct pass *pass, const struct network *network,
                  struct error *error);

// How many samples a pass of a plane takes at once: enough for its products to be efficient, few enough
// that Ctrl-C is noticed at once.
size_t plot_chunk(const struct network *network);

// Whether a builder has to stop; then says so in [error].
bool plot_is_stopped(const struct session *session, struct error *error);

#endif
