// SPDX-License-Identifier: GPL-3.0-or-later
// On the corner itself a unit counts as off: there the slope that the backward pass takes is that of
// the left side.
#include "study/unit_facts.h"

#include <math.h>

#include "network/activation.h"
#include "network/network.h"
#include "network/pass.h"

#define FADES_DEEP 0.05 // and those of the weights in a deep network by this
enum { DEEP = 3 };      // layers; more are deep
#define FADES 1e-3      // gradients that shrink by this from the last layer to the first vanish

bool unit_facts_has_corner(const struct activation *activation)
{
    return activation->shape == SHAPE_FOLD;
}

size_t unit_facts_on(const struct pass *pass, size_t layer, size_t unit)
{
    struct matrix z = pass->layers[layer - 1].z;
    size_t on = 0;
    for (size_t n = 0; n < z.rows; n++)
        on += matrix_at(z, n, unit) > 0;
    return on;
}

double unit_facts_slope(const struct network *network, const struct pass *pass, size_t layer,
                        size_t unit)
{
    const struct activation *activation = network->layers[layer - 1].activation;
    const struct pass_layer *values = &pass->layers[layer - 1];
    double steepest = 0;
    for (size_t n = 0; n < values->z.rows && activation->backward; n++) {
        double slope = fabs(
            activation->backward(1, matrix_at(values->z, n, unit), matrix_at(values->a, n, unit)));
        steepest = slope > steepest ? slope : steepest;
    }
    return steepest;
}

// The error that reaches a layer is its dz. dw is that times what comes from the layer before, and
// small where that is small or where the errors of the samples cancel; so of dw less is asked, and only in
// a deep network.
bool unit_facts_fades(const struct network *network, const struct pass *pass)
{
    size_t last = pass->layer_count;
    double first_dw = unit_facts_norm(network->layers[0].dw);
    if (last > DEEP && first_dw > 0 &&
        first_dw < FADES_DEEP * unit_facts_norm(network->layers[last - 1].dw))
        return true;
    double first_norm = unit_facts_norm(pass->layers[0].dz);
    return last >= 3 && first_norm > 0 &&
           first_norm < FADES * unit_facts_norm(pass->layers[last - 1].dz);
}

double unit_facts_norm(struct matrix m)
{
    double square = 0;
    for (size_t i = 0; i < matrix_count(m); i++)
        square = fma(m.data[i], m.data[i], square);
    return sqrt(square);
}
