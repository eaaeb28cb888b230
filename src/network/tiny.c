// SPDX-License-Identifier: GPL-3.0-or-later
// Which networks are tiny, and how their samples are laid out in lanes. The loop itself is part of
// each kernel (tiny_body.h).
#include "network/tiny.h"

#include <string.h>

#include "network/network.h"
#include "network/pass.h"

// Whether the layers fit into the struct and none works on whole rows.
static bool fits(const struct network *network)
{
    size_t units = 0;
    if (network->layer_count > TINY_LAYERS || network->inputs > TINY_INPUTS)
        return false;
    for (size_t k = 0; k < network->layer_count; k++) {
        const struct activation *activation = network->layers[k].activation;
        units += network->layers[k].out;
        if (network->layers[k].w_is_frozen || network->layers[k].b_is_frozen)
            return false;
        if (units > TINY_UNITS || activation->is_row_wise || activation->is_slow)
            return false;
    }
    return true;
}

// Puts column [j] of [m] into lanes; the lanes without a sample hold 0.
static void spread(double lanes[TINY_LANES], struct matrix m, size_t j)
{
    for (size_t n = 0; n < TINY_LANES; n++)
        lanes[n] = n < m.rows ? matrix_at(m, n, j) : 0;
}

bool tiny_prepare(struct tiny *tiny, const struct network *network, const struct pass *pass,
                  const struct step_config *config)
{
    size_t first = 0;
    if (pass->samples > TINY_LANES || !fits(network) || !config->loss->has_lanes ||
        !config->optimizer->is_plain || !regularization_is_none(&config->regularization))
        return false;
    memset(tiny, 0, sizeof *tiny);
    tiny->samples = pass->samples;
    tiny->layer_count = network->layer_count;
    tiny->loss = config->loss->id;
    tiny->count = (double)loss_count(config->loss, pass->samples, network->outputs);
    tiny->lr = config->hyper.lr;
    for (size_t k = 0; k < network->layer_count; k++) {
        const struct layer *layer = &network->layers[k];
        tiny->layers[k] = (struct tiny_layer){
            layer->in, layer->out, first, layer->activation->id, layer->w.data, layer->b.data};
        first += layer->out;
    }
    for (size_t i = 0; i < network->inputs; i++)
        spread(tiny->x[i], pass->x, i);
    for (size_t j = 0; j < network->outputs; j++)
        spread(tiny->y[j], pass->y, j);
    return true;
}

void tiny_set_goal(struct tiny *tiny, double goal, bool is_included)
{
    tiny->has_goal = true;
    tiny->goal_is_included = is_included;
    tiny->goal = goal;
}
