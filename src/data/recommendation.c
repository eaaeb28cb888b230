// SPDX-License-Identifier: GPL-3.0-or-later
// Two hidden layers of sixteen relu units, drawn so that signals keep their size, and the loss whose derivative
// by z is a - y. With inputs of about the size 1, and targets that are numbers likewise, they learn with plain
// descent at the usual rate: measured on the built-in sets and the tables of tests/hunt/tables. One layer
// does as well on most tables and not on spirals; he_normal makes the weights of a single input so large
// that numbers diverge. Inputs that are larger make the same rate too large for their weights and the same
// weights too large for their units, so they are normalised first.
#include "data/recommendation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "network/activation.h"
#include "network/loss.h"
#include "network/scheme.h"

// The largest size of a value that needs no normalising, and by how much scales may differ.
#define LARGE     3.0
#define TINY      0.05
#define DIFFERENT 100.0

#define SCHEME "xavier_normal"

// What the values of a column are between.
struct range {
    double least, most;
};

static double size_of(struct range range)
{
    return fmax(fabs(range.least), fabs(range.most));
}

// The ranges of a matrix's columns, which the caller frees. NULL without memory.
static struct range *find_ranges(struct matrix m)
{
    struct range *ranges = malloc(m.cols * sizeof *ranges);
    if (!ranges)
        return NULL;
    for (size_t j = 0; j < m.cols; j++)
        ranges[j] = (struct range){m.data[j], m.data[j]};
    for (size_t n = 1; n < m.rows; n++)
        for (size_t j = 0; j < m.cols; j++) {
            double value = m.data[n * m.cols + j];
            ranges[j].least = value < ranges[j].least ? value : ranges[j].least;
            ranges[j].most = value > ranges[j].most ? value : ranges[j].most;
        }
    return ranges;
}

// Looks at the inputs that are numbers: the largest size of a value goes to [largest].
static void compare_inputs(const struct dataset *data, const struct range *ranges,
                           struct recommendation *to, double *largest)
{
    double widest = 0, narrowest = HUGE_VAL;
    for (size_t j = 0; j < data->x.cols; j++) {
        double width = ranges[j].most - ranges[j].least;
        *largest = fmax(*largest, size_of(ranges[j]));
        if (width == 0 || data->columns[j].word)
            continue;
        if (width > widest) {
            widest = width;
            to->large = j;
        }
        if (width < narrowest) {
            narrowest = width;
            to->small = j;
        }
    }
    to->has_scales = widest >= DIFFERENT * narrowest;
    to->large_value = size_of(ranges[to->large]);
    to->small_value = size_of(ranges[to->small]);
}

// Whether the columns want one scale first.
static void find_scales(const struct dataset *data, struct recommendation *to)
{
    double largest = 0;
    struct range *x = find_ranges(data->x), *y = find_ranges(data->y);
    if (x && y && data->normalization == NORMALIZE_NONE) {
        compare_inputs(data, x, to, &largest);
        to->normalizes = to->has_scales || largest > LARGE || (largest > 0 && largest < TINY);
        for (size_t j = 0; data->targets == TARGETS_NUMBERS && j < data->y.cols; j++) {
            double width = y[j].most - y[j].least;
            if (size_of(y[j]) > to->target_value) {
                to->target = j;
                to->target_value = size_of(y[j]);
            }
            to->normalizes |= size_of(y[j]) > LARGE || (width > 0 && width < TINY);
        }
    }
    free(x);
    free(y);
}

void recommendation_make(const struct dataset *data, struct recommendation *to)
{
    enum { UNITS = 16, INPUTS_MANY = 20 };
    memset(to, 0, sizeof *to);
    enum activation_id output = ACTIVATION_linear;
    enum loss_id loss = LOSS_mse;
    if (data->targets == TARGETS_CLASSES && data->low == 0) {
        output = ACTIVATION_softmax;
        loss = LOSS_ce;
    } else if (dataset_has_shares(data)) {
        output = ACTIVATION_sigmoid;
        loss = LOSS_bce;
    }
    find_scales(data, to);
    to->plan.inputs = data->x.cols;
    to->plan.layer_count = 3;
    to->plan.layers[0] = to->plan.layers[1] =
        (struct layer_plan){UNITS, &activations[ACTIVATION_relu]};
    to->plan.layers[2] = (struct layer_plan){data->y.cols, &activations[output]};
    to->loss = &losses[loss];
    // Inputs that go together add up to one large input; a sum of squares then wants shorter steps.
    to->lr = data->targets == TARGETS_NUMBERS && data->x.cols >= INPUTS_MANY ? 0.1 : 0;
    to->scheme = scheme_find(SCHEME, strlen(SCHEME));
}
