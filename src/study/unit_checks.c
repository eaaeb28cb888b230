// SPDX-License-Identifier: GPL-3.0-or-later
// A check that names one of many goes from the last unit, sample or column to the first: so the one it
// ends with is the first, and [count] says how many there are.
#include "study/unit_checks.h"

#include <math.h>

#include "network/loss.h"
#include "study/unit_facts.h"

#define IS_FLAT 0.01  // a slope below this part of the activation's steepest is flat
#define FLOODS  100.0 // gradients that are this many times the weights explode
#define UNEVEN  100.0 // inputs whose sizes differ by this factor, or are above it, are uneven

// ---- units ----------------------------------------------------------------------------------

// A network whose units are each on for every sample, or off for every sample, is a straight line;
// of one that was declared so this is said only where it is far from the data.
static void find_linear(struct diagnosis *d)
{
    size_t on = 0, units = 0, layers = d->network->layer_count;
    bool is_declared = true;
    for (size_t k = 1; k < layers; k++) {
        const struct layer *layer = &d->network->layers[k - 1];
        if (layer->activation->shape == SHAPE_LINE)
            continue;
        is_declared = false;
        if (!unit_facts_has_corner(layer->activation))
            return;
        units += layer->out;
        for (size_t j = 0; j < layer->out; j++) {
            size_t samples = unit_facts_on(d->pass, k, j);
            if (samples != 0 && samples != d->pass->samples)
                return;
            on += samples != 0;
        }
    }
    if ((!is_declared && on == 0) || (is_declared && d->loss <= UNIT_CHECKS_HIGH * d->baseline))
        return;
    struct finding *finding = finding_add(d, FINDING_LINEAR, 0);
    finding->count = on;
    finding->all = units;
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
// many is no cause.
static void find_twins(struct diagnosis *d, size_t k)
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
    if (twins.count && 2 * (twins.count + 1) >= twins.all)
        *finding_add(d, FINDING_TWINS, k) = twins;
}

// Whether two rows of [m] are the same.
static bool rows_equal(struct matrix m, size_t i, size_t j)
{
    for (size_t k = 0; k < m.cols; k++)
        if (matrix_at(m, i, k) != matrix_at(m, j, k))
            return false;
    return true;
}

bool unit_checks_has_twins(const struct network *network)
{
    for (size_t k = 1; k < network->layer_count; k++) {
        const struct layer *layer = &network->layers[k - 1];
        size_t count = 0;
        for (size_t j = 1; j < layer->out; j++)
            for (size_t i = 0; i < j; i++)
                if (columns_equal(layer->w, i, j) && columns_equal(layer->b, i, j) &&
                    rows_equal(network->layers[k].w, i, j)) {
                    count++;
                    break;
                }
        if (count && 2 * (count + 1) >= layer->out)
            return true;
    }
    return false;
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

static void find_flat(struct diagnosis *d, size_t k)
{
    struct finding found;
    if (are_flat(d->network, d->pass, k, &found))
        *finding_add(d, found.kind, k) = found;
}

bool unit_checks_is_saturated(const struct network *network, const struct pass *pass)
{
    struct finding found;
    for (size_t k = 1; k < network->layer_count; k++)
        if (is_squash(network->layers[k - 1].activation) && are_flat(network, pass, k, &found))
            return true;
    return false;
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

static void find_sure_and_wrong(struct diagnosis *d)
{
    struct finding found;
    if (are_sure_and_wrong(d->network, d->pass, d->from.settings->loss, &found))
        *finding_add(d, FINDING_SURE_AND_WRONG, found.layer) = found;
}

bool unit_checks_is_sure_and_wrong(const struct network *network, const struct pass *pass,
                                   const struct loss *loss)
{
    struct finding found;
    return are_sure_and_wrong(network, pass, loss, &found);
}

// The last layer with an activation that has no slope: everything up to it gets a gradient of 0.
static void find_step(struct diagnosis *d)
{
    for (size_t k = d->network->layer_count; k >= 1; k--) {
        const struct layer *layer = &d->network->layers[k - 1];
        if (layer->activation->shape != SHAPE_STEP)
            continue;
        finding_add(d, FINDING_STEP, k)->value = unit_facts_norm(layer->dw);
        return;
    }
}

// ---- layers ---------------------------------------------------------------------------------

// Gradients that fade towards the first layer, and gradients far larger than their weights.
static void find_gradients(struct diagnosis *d)
{
    size_t last = d->network->layer_count;
    if (last < 3)
        return;
    if (unit_facts_fades(d->pass)) {
        struct finding *finding = finding_add(d, FINDING_VANISHING, 1);
        finding->value = unit_facts_norm(d->pass->layers[0].dz);
        finding->against = unit_facts_norm(d->pass->layers[last - 1].dz);
    }
    for (size_t k = 1; k <= last; k++) {
        const struct layer *layer = &d->network->layers[k - 1];
        double norm = unit_facts_norm(layer->dw), weights = unit_facts_norm(layer->w);
        if (norm <= FLOODS * weights || weights == 0)
            continue;
        struct finding *finding = finding_add(d, FINDING_EXPLODING, k);
        finding->value = norm;
        finding->against = weights;
        return;
    }
}

// ---- data -----------------------------------------------------------------------------------

// Targets that no z makes the output give.
static void find_range(struct diagnosis *d)
{
    const struct layer *layer = &d->network->layers[d->network->layer_count - 1];
    struct matrix y = d->pass->y;
    struct finding found = {.kind = FINDING_RANGE, .all = matrix_count(y)};
    double low = layer->activation->low, high = layer->activation->high;
    for (size_t i = found.all; i-- > 0;) {
        if (y.data[i] >= low && y.data[i] <= high)
            continue;
        found.count++;
        found.at = i / y.cols;
        found.other = i % y.cols;
        found.value = y.data[i];
        found.against = y.data[i] < low ? low : high;
    }
    if (found.count)
        *finding_add(d, FINDING_RANGE, 0) = found;
}

// Samples with equal inputs and different targets. A few among many are no cause.
static void find_contradiction(struct diagnosis *d)
{
    struct matrix x = d->pass->x, y = d->pass->y;
    struct finding found = {.kind = FINDING_CONTRADICTION, .all = x.rows};
    for (size_t j = 1; j < x.rows; j++)
        for (size_t i = 0; i < j; i++) {
            if (!rows_equal(x, i, j) || rows_equal(y, i, j))
                continue;
            if (found.count++ == 0)
                found.at = i, found.other = j;
            break;
        }
    if (found.count * 10 >= x.rows)
        *finding_add(d, FINDING_CONTRADICTION, 0) = found;
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
static void find_scales(struct diagnosis *d)
{
    struct matrix x = d->pass->x;
    struct finding found = {.kind = FINDING_SCALES, .against = (double)INFINITY};
    for (size_t j = 0; j < x.cols; j++) {
        double size = column_size(x, j);
        if (size > found.value)
            found.value = size, found.at = j;
        if (size > 0 && size < found.against)
            found.against = size, found.other = j;
    }
    if (found.value > UNEVEN || (found.value > 0 && found.value > UNEVEN * found.against))
        *finding_add(d, FINDING_SCALES, 0) = found;
}

// Targets far larger than what an output without bounds begins with: until the output is near them, each
// error is as large as they are, and so is each step.
static void find_targets(struct diagnosis *d)
{
    struct matrix y = d->pass->y;
    struct finding found = {.kind = FINDING_TARGETS};
    const struct layer *output = &d->network->layers[d->network->layer_count - 1];
    for (size_t j = 0; j < y.cols; j++) {
        double size = column_size(y, j);
        if (size > found.value)
            found.value = size, found.at = j;
    }
    if (found.value > UNEVEN && isinf(output->activation->high))
        *finding_add(d, FINDING_TARGETS, 0) = found;
}

void unit_checks_run(struct diagnosis *d)
{
    size_t last = d->network->layer_count;
    find_step(d);
    find_range(d);
    find_contradiction(d);
    find_scales(d);
    find_targets(d);
    find_linear(d);
    for (size_t k = 1; k <= last; k++) {
        if (k < last)
            find_twins(d, k);
        find_flat(d, k);
    }
    find_sure_and_wrong(d);
    find_gradients(d);
}
