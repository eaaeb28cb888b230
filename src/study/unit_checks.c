// SPDX-License-Identifier: GPL-3.0-or-later
// A check that names one of many goes from the last unit, sample or column to the first: so the one it
// ends with is the first, and [count] says how many there are.
#include "study/unit_checks.h"

#include <math.h>

#include "network/loss.h"
#include "study/unit_facts.h"

#define IS_FLAT 0.01  // a slope below this part of the activation's steepest is flat
#define FLOODS  100.0 // gradients that are this many times the weights explode
#define BEYOND  0.01  // more of the targets' spread beyond what the output reaches is too much
#define UNEVEN  100.0 // inputs whose sizes differ by this factor, or are above it, are uneven

// ---- units ----------------------------------------------------------------------------------

// A network whose units are each on for every sample, or off for every sample, is a straight line.
bool unit_check_linear(const struct diagnosis *d, struct finding *found)
{
    size_t on = 0, units = 0, layers = d->network->layer_count;
    for (size_t k = 1; k < layers; k++) {
        const struct layer *layer = &d->network->layers[k - 1];
        if (layer->activation->shape == SHAPE_LINE)
            continue;
        if (!unit_facts_has_corner(layer->activation))
            return false;
        units += layer->out;
        for (size_t j = 0; j < layer->out; j++) {
            size_t samples = unit_facts_on(d->pass, k, j);
            if (samples != 0 && samples != d->pass->samples)
                return false;
            on += samples != 0;
        }
    }
    found->count = on;
    found->all = units;
    return on > 0;
}

bool unit_check_no_bend(const struct diagnosis *d, struct finding *found)
{
    (void)found;
    for (size_t k = 0; k + 1 < d->network->layer_count; k++)
        if (d->network->layers[k].activation->shape != SHAPE_LINE)
            return false;
    return true;
}

// Whether columns i and j of [m] are the same.
static bool columns_equal(struct matrix m, size_t i, size_t j)
{
    for (size_t n = 0; n < m.rows; n++)
        if (matrix_at(m, n, i) != matrix_at(m, n, j))
            return false;
    return true;
}

// Units with the same weights, bias and gradients take the same step, and stay the same. A pair among
// many is not a cause.
static bool has_twins(const struct diagnosis *d, size_t k, struct finding *found)
{
    const struct layer *layer = &d->network->layers[k - 1];
    const struct matrix parts[] = {layer->b, layer->db, layer->w, layer->dw};
    struct finding twins = {.kind = FINDING_TWINS, .layer = k, .all = layer->out};
    for (size_t j = 1; j < layer->out; j++)
        for (size_t i = 0; i < j; i++) {
            size_t same = 0;
            while (same < 4 && columns_equal(parts[same], i, j))
                same++;
            if (same < 4)
                continue;
            if (twins.count++ == 0)
                twins.at = i, twins.other = j;
            break;
        }
    *found = twins;
    return twins.count && 2 * (twins.count + 1) >= twins.all;
}

bool unit_check_twins(const struct diagnosis *d, struct finding *found)
{
    for (size_t k = 1; k < d->network->layer_count; k++)
        if (has_twins(d, k, found))
            return true;
    return false;
}

// Whether two rows of [m] are the same.
static bool rows_equal(struct matrix m, size_t i, size_t j)
{
    for (size_t k = 0; k < m.cols; k++)
        if (matrix_at(m, i, k) != matrix_at(m, j, k))
            return false;
    return true;
}

static bool is_squash(const struct activation *activation)
{
    return activation->shape == SHAPE_SQUASH;
}

// Units of layer [k] whose slope is flat for every sample: dead ones of relu, saturated ones of
// sigmoid and tanh. False where they are few: the others do without them.
static bool are_flat(const struct network *network, const struct pass *pass, size_t k,
                     struct finding *found)
{
    const struct layer *layer = &network->layers[k - 1];
    bool squashes = is_squash(layer->activation);
    double flat = squashes ? IS_FLAT * layer->activation->steepest : 0;
    *found = (struct finding){.layer = k, .all = layer->out};
    if ((!squashes && !layer->activation->is_flat_below) || (squashes && k == network->layer_count))
        return false;
    found->kind = squashes ? FINDING_SATURATED : FINDING_DEAD;
    for (size_t j = layer->out; j-- > 0;) {
        double slope = unit_facts_slope(network, pass, k, j);
        if (slope > flat)
            continue;
        found->count++;
        found->at = j;
        found->value = slope;
    }
    return found->count && 2 * found->count >= found->all;
}

// The first layer with flat units of that kind.
static bool has_flat(const struct diagnosis *d, enum finding_kind kind, struct finding *found)
{
    for (size_t k = 1; k <= d->network->layer_count; k++)
        if (are_flat(d->network, d->pass, k, found) && found->kind == kind)
            return true;
    return false;
}

bool unit_check_dead(const struct diagnosis *d, struct finding *found)
{
    return has_flat(d, FINDING_DEAD, found);
}

bool unit_check_saturated(const struct diagnosis *d, struct finding *found)
{
    return has_flat(d, FINDING_SATURATED, found);
}

// Outputs so sure of the wrong answer that the slope there lets no error through. A loss that is
// fused with its output does not use that slope.
static bool are_sure_and_wrong(const struct network *network, const struct pass *pass,
                               const struct loss *loss, struct finding *found)
{
    size_t last = network->layer_count;
    const struct layer *layer = &network->layers[last - 1];
    const struct pass_layer *values = &pass->layers[last - 1];
    double low = layer->activation->low, high = layer->activation->high;
    *found = (struct finding){.kind = FINDING_SURE_AND_WRONG, .layer = last};
    if (!is_squash(layer->activation) || loss->fused)
        return false;
    double flat = IS_FLAT * layer->activation->steepest;
    found->all = matrix_count(values->a);
    for (size_t i = found->all; i-- > 0;) {
        double a = values->a.data[i], y = pass->y.data[i];
        double slope = layer->activation->backward(1, values->z.data[i], a);
        if (slope > flat || fabs(a - y) < (high - low) / 2 || y < low || y > high)
            continue;
        found->count++;
        found->at = i / values->a.cols;
        found->other = i % values->a.cols;
        found->value = a;
        found->against = y;
    }
    return found->count > 0;
}

bool unit_check_sure_and_wrong(const struct diagnosis *d, struct finding *found)
{
    return are_sure_and_wrong(d->network, d->pass, d->from.settings->loss, found);
}

// The last layer with an activation that has no slope: everything up to it gets a gradient of 0.
bool unit_check_step(const struct diagnosis *d, struct finding *found)
{
    for (size_t k = d->network->layer_count; k >= 1; k--) {
        const struct layer *layer = &d->network->layers[k - 1];
        if (layer->activation->shape != SHAPE_STEP)
            continue;
        found->layer = k;
        found->value = unit_facts_norm(layer->dw);
        return true;
    }
    return false;
}

// ---- layers ---------------------------------------------------------------------------------

bool unit_check_vanishing(const struct diagnosis *d, struct finding *found)
{
    size_t last = d->network->layer_count;
    if (!unit_facts_fades(d->network, d->pass))
        return false;
    found->layer = 1;
    found->value = unit_facts_norm(d->pass->layers[0].dz);
    found->against = unit_facts_norm(d->pass->layers[last - 1].dz);
    return true;
}

bool unit_check_exploding(const struct diagnosis *d, struct finding *found)
{
    for (size_t k = 1; k <= d->network->layer_count; k++) {
        const struct layer *layer = &d->network->layers[k - 1];
        double norm = unit_facts_norm(layer->dw), weights = unit_facts_norm(layer->w);
        if (norm <= FLOODS * weights || weights == 0 || d->network->layer_count < 3)
            continue;
        found->layer = k;
        found->value = norm;
        found->against = weights;
        return true;
    }
    return false;
}

// ---- data -----------------------------------------------------------------------------------

// A softmax of one number is 1 whatever the number is.
bool unit_check_one_softmax(const struct diagnosis *d, struct finding *found)
{
    const struct layer *output = &d->network->layers[d->network->layer_count - 1];
    found->layer = d->network->layer_count;
    return output->activation->is_row_wise && output->out == 1;
}

// The part of the targets' spread that is beyond the bounds of the output.
static double spread_beyond(struct matrix y, double low, double high)
{
    double beyond = 0, spread = 0;
    for (size_t j = 0; j < y.cols; j++) {
        double mean = 0;
        for (size_t n = 0; n < y.rows; n++)
            mean += matrix_at(y, n, j) / (double)y.rows;
        for (size_t n = 0; n < y.rows; n++) {
            double value = matrix_at(y, n, j);
            double over = fmax(fmax(low - value, value - high), 0);
            beyond += over * over;
            spread += (value - mean) * (value - mean);
        }
    }
    return spread > 0 ? beyond / spread : beyond > 0;
}

// Targets that no z makes the output give. A few that are hardly beyond its bounds are noise.
bool unit_check_range(const struct diagnosis *d, struct finding *found)
{
    const struct layer *layer = &d->network->layers[d->network->layer_count - 1];
    struct matrix y = d->pass->y;
    double low = layer->activation->low, high = layer->activation->high;
    found->all = matrix_count(y);
    for (size_t i = found->all; i-- > 0;) {
        if (y.data[i] >= low && y.data[i] <= high)
            continue;
        found->count++;
        found->at = i / y.cols;
        found->other = i % y.cols;
        found->value = y.data[i];
        found->against = y.data[i] < low ? low : high;
    }
    return found->count > 0 && spread_beyond(y, low, high) > BEYOND;
}

// Samples with equal inputs and different targets. A few among many are no cause.
bool unit_check_contradiction(const struct diagnosis *d, struct finding *found)
{
    struct matrix x = d->pass->x, y = d->pass->y;
    found->all = x.rows;
    for (size_t j = 1; j < x.rows; j++)
        for (size_t i = 0; i < j; i++) {
            if (!rows_equal(x, i, j) || rows_equal(y, i, j))
                continue;
            if (found->count++ == 0)
                found->at = i, found->other = j;
            break;
        }
    return found->count * 10 >= x.rows;
}

// The largest size of the numbers in column [j].
static double column_size(struct matrix m, size_t j)
{
    double size = 0;
    for (size_t n = 0; n < m.rows; n++)
        size = fabs(matrix_at(m, n, j)) > size ? fabs(matrix_at(m, n, j)) : size;
    return size;
}

// Inputs of very different sizes: a step that suits the weights of one is far too large or too
// small for those of another. A column of zeros does not count.
bool unit_check_scales(const struct diagnosis *d, struct finding *found)
{
    struct matrix x = d->pass->x;
    found->against = (double)INFINITY;
    for (size_t j = 0; j < x.cols; j++) {
        double size = column_size(x, j);
        if (size > found->value)
            found->value = size, found->at = j;
        if (size > 0 && size < found->against)
            found->against = size, found->other = j;
    }
    return found->value > UNEVEN || (found->value > 0 && found->value > UNEVEN * found->against);
}

// Targets far larger than what an output without bounds begins with: until the output is near them, each
// error is as large as they are, and so is each step.
bool unit_check_targets(const struct diagnosis *d, struct finding *found)
{
    struct matrix y = d->pass->y;
    const struct layer *output = &d->network->layers[d->network->layer_count - 1];
    for (size_t j = 0; j < y.cols; j++) {
        double size = column_size(y, j);
        if (size > found->value)
            found->value = size, found->at = j;
    }
    return found->value > UNEVEN && isinf(output->activation->high);
}
