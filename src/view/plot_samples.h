// SPDX-License-Identifier: GPL-3.0-or-later
// The samples of a data set as marks of a picture: how a class looks, and whether a sample is learnt
// from or only tested on. What is asked for belongs to the caller.
#ifndef VIEW_PLOT_SAMPLES_H
#define VIEW_PLOT_SAMPLES_H

#include "data/dataset.h"
#include "view/plot.h"

struct plot_samples {
    const struct dataset *data;
    size_t across, up;    // columns, inputs first and then outputs
    enum targets targets; // how the samples are distinguished
    bool has_test;        // the test part is shown as well
    bool is_original;     // in the units the data came in, else as the network sees them
};

// The range of an axis that holds column [column] of the samples. It is not finite where they are not.
void plot_samples_range(struct plot_axis *axis, const struct plot_samples *samples, size_t column,
                        double air);

// Names an axis after column [column] of the data, whole signs only.
void plot_samples_name(struct plot_axis *axis, const struct dataset *data, size_t column);

// Adds the samples, and the keys that explain their signs. The axes must have their ranges.
void plot_samples_add(struct plot *plot, const struct plot_samples *samples);

#endif
