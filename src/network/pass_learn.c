// SPDX-License-Identifier: GPL-3.0-or-later
// The backward half in one go. Its stages are those of pass.c; but the layers are updated as soon as their
// gradients are there and the layer before has its da, a strip of rows at a time, so that the gradients are
// still in the cache; and where nobody wants to see them they never leave the registers.
//
// Once a weight has moved there is no way back. So where a pass takes long and may be given up, all gradients
// are computed before the first weight moves. With that many samples this costs little.
#include "network/pass_learn.h"

#include <math.h>

#include "network/kernel.h"
#include "network/loss.h"
#include "network/network.h"
#include "network/optimizer.h"
#include "network/packed_layer.h"
#include "network/packed_weights.h"
#include "network/thread_team.h"

// Rows of a weight matrix that are moved at a time, right after their gradients are computed.
enum { STRIP = 64 };

// The most samples whose sum a kernel keeps in registers from first to last (less than its DEPTH_MOST).
enum { DESCEND_SAMPLES = 256 };

// Multiplications of one product that take so long that a person waits for them.
#define LONG_WORK 2e8

static void run_product(const struct network *network, const struct product *p)
{
    thread_team_product(network->team, network->kernel, p);
}

// Plain gradient descent on layer [k] without its gradients being kept: each weight is read, moved by
// the sum that is still in a register, and written.
static void descend_layer(struct pass *pass, struct network *network, double lr, size_t k)
{
    const struct layer *layer = &network->layers[k - 1];
    struct product w = pass_dw_product(pass, network, k), b = pass_db_product(pass, network, k);
    w.c = layer->w.data;
    b.c = layer->b.data;
    w.lr = b.lr = lr;
    run_product(network, &w);
    run_product(network, &b);
}

// dw, db and the update of layer [k], a strip of rows at a time, so that the gradients are still in
// the cache when the optimizer reads them.
struct learn_job {
    const struct pass *pass;
    struct network *network;
    const struct update *update;
    size_t k, parts;
};

static void learn_part(void *context, size_t index)
{
    const struct learn_job *job = context;
    struct network *network = job->network;
    struct layer *layer = &network->layers[job->k - 1];
    size_t at = (size_t)(layer->w.data - network->parameters);
    size_t end = thread_team_begin(layer->in, THREAD_TEAM_GRAIN, index + 1, job->parts);
    for (size_t first = thread_team_begin(layer->in, THREAD_TEAM_GRAIN, index, job->parts);
         first < end; first += STRIP) {
        size_t rows = end - first < STRIP ? end - first : STRIP;
        struct product p = pass_dw_product(job->pass, network, job->k);
        p.rows = rows;
        p.a += first;
        p.c += first * layer->out;
        network->kernel->product(&p);
        if (!layer->w_is_frozen)
            update_range(network, job->update, 2 * job->k - 2, at + first * layer->out,
                         rows * layer->out);
    }
}

static void learn_layer(struct pass *pass, struct network *network, const struct update *update,
                        size_t k)
{
    struct layer *layer = &network->layers[k - 1];
    struct thread_team *team =
        thread_team_for(network->team, matrix_count(layer->w) * pass->samples);
    struct learn_job job = {pass, network, update, k, thread_team_parts(team)};
    thread_team_run(team, learn_part, &job);
    struct product db = pass_db_product(pass, network, k);
    run_product(network, &db);
    size_t at = (size_t)(layer->b.data - network->parameters);
    if (!layer->b_is_frozen)
        update_range(network, update, 2 * k - 1, at, layer->out);
}

// Whether an update is plain gradient descent, and by few enough samples. A schedule may have brought lr
// down to 0, which to a product means: no step at all.
static bool is_plain(const struct step_config *config, size_t samples)
{
    return config->optimizer->is_plain && config->hyper.lr != 0 &&
           regularization_is_none(&config->regularization) && samples <= DESCEND_SAMPLES;
}

static bool is_free(const struct layer *layer)
{
    return !layer->w_is_frozen && !layer->b_is_frozen;
}

// Whether the pass takes long, and may be given up.
static bool may_be_left(const struct pass *pass, const struct network *network)
{
    return pass->give_up && (double)network->parameter_count * (double)pass->samples > LONG_WORK;
}

bool pass_learn_wants_packing(const struct pass *pass, const struct network *network,
                              const struct step_config *config)
{
    bool wants = false, are_free = true;
    for (size_t k = 0; k < network->layer_count; k++) {
        wants = wants ||
                weights_are_worth_packing(&network->layers[k], thread_team_parts(network->team));
        are_free = are_free && is_free(&network->layers[k]);
    }
    return wants && are_free && is_plain(config, pass->capacity) && !may_be_left(pass, network) &&
           pass->parts == thread_team_parts(network->team);
}

static void run(struct pass *pass, struct network *network, const struct step_config *config,
                enum stage_kind kind, size_t layer)
{
    pass_run(pass, network, config, (struct stage){kind, layer});
}

// Plain gradient descent on a packed layer, from its da on, or where it is the last one from its dz; and da of
// the layer before.
static void learn_packed(struct pass *pass, struct network *network, double lr, size_t k)
{
    pass->layers[k - 1].dz.rows = pass->samples;
    struct product w = pass_dw_product(pass, network, k), b = pass_db_product(pass, network, k);
    b.c = network->layers[k - 1].b.data;
    w.lr = b.lr = lr;
    packed_layer_learn(pass, network, k, k == network->layer_count, &w, &b);
}

// All of the backward half that belongs to layer [k]: dz, da of the layer before through w before it moves,
// and the update.
static void learn_backward(struct pass *pass, struct network *network,
                           const struct step_config *config, const struct update *update,
                           bool descends, size_t k)
{
    const struct layer *layer = &network->layers[k - 1];
    if (!layer->is_packed || k == network->layer_count)
        run(pass, network, config, STAGE_DZ, k);
    if (layer->is_packed) {
        learn_packed(pass, network, config->hyper.lr, k);
        return;
    }
    if (k > 1)
        run(pass, network, config, STAGE_DA, k - 1);
    if (descends && is_free(layer))
        descend_layer(pass, network, config->hyper.lr, k);
    else
        learn_layer(pass, network, update, k);
}

// The stages one after the other. False where they were given up before the update.
static bool learn_by_stages(struct pass *pass, struct network *network,
                            const struct step_config *config)
{
    size_t last = network->layer_count;
    weights_unpack(network);
    for (size_t s = stage_first_backward(last); s < stage_update(last); s++)
        pass_run(pass, network, config, stage_at(last, s));
    if (pass_gives_up(pass))
        return false;
    pass_run(pass, network, config, stage_at(last, stage_update(last)));
    return true;
}

// Each layer is updated as soon as its gradients are there.
static void learn_by_layers(struct pass *pass, struct network *network,
                            const struct step_config *config, bool keeps_gradients)
{
    size_t last = network->layer_count;
    bool descends = !keeps_gradients && is_plain(config, pass->samples);
    if (!descends)
        weights_unpack(network);
    struct update update =
        update_begin(network, config->optimizer, &config->hyper, &config->regularization);
    if (keeps_gradients || !config->loss->fused)
        run(pass, network, config, STAGE_DA, last); // else nobody reads it
    for (size_t k = last; k >= 1; k--)
        learn_backward(pass, network, config, &update, descends, k);
    update_end(network, &update);
}

bool pass_learn(struct pass *pass, struct network *network, const struct step_config *config,
                bool keeps_gradients)
{
    const volatile sig_atomic_t *give_up = pass->give_up;
    bool needs_all = !isinf(config->regularization.clip); // clipping needs all gradients first
    if (needs_all || may_be_left(pass, network))
        return learn_by_stages(pass, network, config);
    pass->give_up = NULL;
    learn_by_layers(pass, network, config, keeps_gradients);
    pass->give_up = give_up;
    return true;
}
