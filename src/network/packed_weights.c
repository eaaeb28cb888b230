// SPDX-License-Identifier: GPL-3.0-or-later
// Each worker copies its own columns, which so come into the cache of its core.
#include "network/packed_weights.h"

#include <string.h>

#include "network/thread_team.h"
#include "network/kernel.h"
#include "network/network.h"

// Weights of a layer that is worth it: fewer are near in any order.
#define WEIGHTS_LEAST ((size_t)1 << 15)

bool weights_are_worth_packing(const struct layer *layer, size_t parts)
{
    return matrix_count(layer->w) >= WEIGHTS_LEAST && thread_team_splits_columns(layer->out, parts);
}

double *packed_weights_at(const struct layer *layer, size_t first)
{
    return layer->dw.data + layer->in * first;
}

size_t packed_weights_first(const struct network *network, const struct layer *layer, size_t index)
{
    return thread_team_begin(layer->out, THREAD_TEAM_GRAIN, index, network->packed_parts);
}

struct copy_job {
    struct network *network;
    bool unpacks; // from the panels to w; otherwise to the panels
};

static void copy_layer(const struct network *network, const struct layer *layer, size_t index,
                       bool unpacks)
{
    size_t end = packed_weights_first(network, layer, index + 1),
           cols = network->kernel->panel_cols;
    for (size_t j = packed_weights_first(network, layer, index); j < end; j += cols) {
        size_t width = end - j < cols ? end - j : cols;
        double *panel = packed_weights_at(layer, j), *w = layer->w.data + j;
        for (size_t i = 0; i < layer->in; i++, panel += width, w += layer->out)
            memcpy(unpacks ? w : panel, unpacks ? panel : w, width * sizeof *w);
    }
}

static void copy_part(void *context, size_t index)
{
    const struct copy_job *job = context;
    for (size_t k = 0; k < job->network->layer_count; k++)
        if (job->network->layers[k].is_packed)
            copy_layer(job->network, &job->network->layers[k], index, job->unpacks);
}

static void copy(struct network *network, bool unpacks)
{
    struct copy_job job = {network, unpacks};
    thread_team_run(network->team, copy_part, &job);
}

void weights_pack(struct network *network)
{
    size_t parts = thread_team_parts(network->team);
    if (network->packed_parts)
        return;
    for (size_t k = 0; k < network->layer_count; k++) {
        struct layer *layer = &network->layers[k];
        layer->is_packed = weights_are_worth_packing(layer, parts);
        if (layer->is_packed)
            network->packed_parts = parts;
    }
    if (network->packed_parts)
        copy(network, false);
}

void weights_unpack(struct network *network)
{
    if (!network || !network->packed_parts)
        return;
    copy(network, true);
    network->packed_parts = 0;
    for (size_t k = 0; k < network->layer_count; k++)
        network->layers[k].is_packed = false;
}
