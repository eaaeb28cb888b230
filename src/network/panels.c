// SPDX-License-Identifier: GPL-3.0-or-later
// Each hand copies the columns that are its own, which so come into the cache of its core.
#include "network/panels.h"

#include <string.h>

#include "network/thread_team.h"
#include "network/kernel.h"
#include "network/network.h"

// Weights of a layer that is worth it: fewer are near in any order.
#define WEIGHTS_LEAST ((size_t)1 << 15)

bool panels_are_worth(const struct layer *layer, size_t parts)
{
    return matrix_count(layer->w) >= WEIGHTS_LEAST && thread_team_splits_columns(layer->out, parts);
}

double *panels_at(const struct layer *layer, size_t first)
{
    return layer->dw.data + layer->in * first;
}

size_t panels_first(const struct network *network, const struct layer *layer, size_t index)
{
    return thread_team_begin(layer->out, THREAD_TEAM_GRAIN, index, network->panel_parts);
}

struct copy_job {
    struct network *network;
    bool is_end; // from the panels to w, else to the panels
};

static void copy_layer(const struct network *network, const struct layer *layer, size_t index,
                       bool is_end)
{
    size_t end = panels_first(network, layer, index + 1), cols = network->kernel->panel_cols;
    for (size_t j = panels_first(network, layer, index); j < end; j += cols) {
        size_t width = end - j < cols ? end - j : cols;
        double *panel = panels_at(layer, j), *w = layer->w.data + j;
        for (size_t i = 0; i < layer->in; i++, panel += width, w += layer->out)
            memcpy(is_end ? w : panel, is_end ? panel : w, width * sizeof *w);
    }
}

static void copy_part(void *context, size_t index)
{
    const struct copy_job *job = context;
    for (size_t k = 0; k < job->network->layer_count; k++)
        if (job->network->layers[k].is_in_panels)
            copy_layer(job->network, &job->network->layers[k], index, job->is_end);
}

static void copy(struct network *network, bool is_end)
{
    struct copy_job job = {network, is_end};
    thread_team_run(network->team, copy_part, &job);
}

void panels_begin(struct network *network)
{
    size_t parts = thread_team_parts(network->team);
    if (network->panel_parts)
        return;
    for (size_t k = 0; k < network->layer_count; k++) {
        struct layer *layer = &network->layers[k];
        layer->is_in_panels = panels_are_worth(layer, parts);
        if (layer->is_in_panels)
            network->panel_parts = parts;
    }
    if (network->panel_parts)
        copy(network, false);
}

void panels_end(struct network *network)
{
    if (!network || !network->panel_parts)
        return;
    copy(network, true);
    network->panel_parts = 0;
    for (size_t k = 0; k < network->layer_count; k++)
        network->layers[k].is_in_panels = false;
}
