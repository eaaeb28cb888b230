// SPDX-License-Identifier: GPL-3.0-or-later
// Forward, backward and update for a batch of N samples, one function a stage. In every backward
// function the comment quotes the forward line it differentiates. Every sum is a product in the
// kernel's sense: one chain of fused multiply-adds in index order.
#include "network/pass.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/block.h"
#include "network/hidden_gradient.h"
#include "network/thread_team.h"
#include "network/kernel.h"
#include "network/loss.h"
#include "network/network.h"
#include "network/optimizer.h"
#include "network/packed_weights.h"

// Rows of a weight matrix that are moved at a time, right after their gradients are computed.
enum { STRIP = 64 };

// The most samples whose sum a kernel keeps in registers from first to last (less than its DEPTH_MOST).
enum { DESCEND_SAMPLES = 256 };

// What one element of an activation costs, in multiply-adds; more or less.
enum { ELEMENT_WORK = 32 };

static void run_product(const struct network *network, const struct product *p)
{
    thread_team_product(network->team, network->kernel, p);
}

// ---- the stages ----------------------------------------------------------------------------------

// The doubles a pass needs, or SIZE_MAX where that is beyond counting.
static size_t block_size(const struct network *network, size_t capacity, size_t matrices,
                         const struct hidden_gradient_scratch *scratch)
{
    size_t units = 0, count,
           more = scratch->turned + scratch->rows * thread_team_parts(network->team);
    for (size_t k = 0; k < network->layer_count; k++)
        units += network->layers[k].out;
    if (__builtin_mul_overflow(units * matrices, capacity, &count) ||
        __builtin_add_overflow(count, more, &count))
        return SIZE_MAX;
    return count;
}

struct pass *pass_create(const struct network *network, size_t capacity, bool forward_only,
                         struct error *error)
{
    size_t layers = network->layer_count, matrices = forward_only ? 2 : 4;
    struct hidden_gradient_scratch scratch =
        hidden_gradient_scratch(network, capacity, forward_only);
    size_t count = block_size(network, capacity, matrices, &scratch);
    struct pass *pass = calloc(1, sizeof *pass + layers * sizeof pass->layers[0]);
    if (!pass || !(pass->block = block_zeros(count))) {
        free(pass);
        error_memory(error);
        return NULL;
    }
    pass->capacity = capacity;
    pass->layer_count = layers;
    double *at = pass->block;
    for (size_t k = 0; k < layers; k++) {
        size_t out = network->layers[k].out;
        struct matrix *parts[] = {&pass->layers[k].z, &pass->layers[k].a, &pass->layers[k].dz,
                                  &pass->layers[k].da};
        for (size_t i = 0; i < matrices; i++, at += capacity * out)
            *parts[i] = (struct matrix){capacity, out, at};
    }
    pass->turned = at;
    pass->rows = at + scratch.turned;
    pass->strip = scratch.strip;
    pass->parts = thread_team_parts(network->team);
    assert(pass->rows + scratch.rows * pass->parts == pass->block + count);
    return pass;
}

void pass_load(struct pass *pass, struct matrix x, struct matrix y)
{
    assert(x.rows <= pass->capacity);
    pass->samples = x.rows;
    pass->x = x;
    pass->y = y;
    for (size_t k = 0; k < pass->layer_count; k++) {
        struct pass_layer *values = &pass->layers[k];
        values->z.rows = values->a.rows = x.rows;
        values->dz.rows = values->da.rows = x.rows;
    }
}

void pass_free(struct pass *pass)
{
    if (!pass)
        return;
    free(pass->block);
    free(pass);
}

struct matrix pass_input(const struct pass *pass, size_t layer)
{
    return layer == 1 ? pass->x : pass->layers[layer - 2].a;
}

// A packed layer: what the workers do, each in its own columns.
struct packed_job {
    struct pass *pass;
    const struct network *network;
    size_t k;
    double lr; // of a step of gradient descent
};

static void run_packed(struct pass *pass, const struct network *network, size_t k, double lr,
                       thread_team_part *part)
{
    struct packed_job job = {pass, network, k, lr};
    thread_team_run(network->team, part, &job);
}

// z = x @ w + b: for sample n and unit j, z[n,j] = b[j] + Σi x[n,i]·w[i,j].
static void set_z_product(struct product *p, const struct pass *pass, const struct network *network,
                          size_t k)
{
    const struct layer *layer = &network->layers[k - 1];
    struct matrix x = pass_input(pass, k), z = pass->layers[k - 1].z;
    *p = (struct product){.rows = z.rows, .cols = z.cols, .inner = x.cols};
    p->a = x.data, p->a_row = x.cols, p->a_col = 1;
    p->b = layer->w.data, p->b_row = layer->out;
    p->start = layer->b.data, p->start_row = 0;
    p->c = z.data, p->c_row = z.cols;
}

static void z_part(void *context, size_t index)
{
    const struct packed_job *job = context;
    const struct layer *layer = &job->network->layers[job->k - 1];
    size_t first = packed_weights_first(job->network, layer, index);
    struct product p;
    set_z_product(&p, job->pass, job->network, job->k);
    p.cols = packed_weights_first(job->network, layer, index + 1) - first;
    p.b = packed_weights_at(layer, first), p.b_packed = layer->in;
    p.start += first;
    p.c += first;
    job->network->kernel->product(&p);
}

static void run_z(struct pass *pass, const struct network *network, size_t k)
{
    struct product p;
    if (network->layers[k - 1].is_packed) {
        run_packed(pass, network, k, 0, z_part);
        return;
    }
    set_z_product(&p, pass, network, k);
    run_product(network, &p);
}

// One layer's activations, or their derivatives, for a share of the samples.
struct layer_job {
    const struct network *network;
    const struct pass_layer *values;
    enum activation_id id;
    size_t parts;
};

static struct layer_job layer_job(const struct pass *pass, const struct network *network, size_t k)
{
    return (struct layer_job){network, &pass->layers[k - 1], network->layers[k - 1].activation->id,
                              1};
}

// Runs [part] on all samples, by the team where it is worth it.
static void run_rows(struct layer_job *job, thread_team_part *part)
{
    struct thread_team *team =
        thread_team_for(job->network->team, matrix_count(job->values->z) * ELEMENT_WORK);
    job->parts = thread_team_parts(team);
    thread_team_run(team, part, job);
}

// a = f(z), element by element.
static void activate_part(void *context, size_t index)
{
    const struct layer_job *job = context;
    struct matrix z = job->values->z;
    size_t begin = thread_team_begin(z.rows, 1, index, job->parts);
    size_t rows = thread_team_begin(z.rows, 1, index + 1, job->parts) - begin, at = begin * z.cols;
    job->network->kernel->activate[job->id](rows, z.cols, z.data + at, job->values->a.data + at);
}

static void run_a(struct pass *pass, const struct network *network, size_t k)
{
    struct layer_job job = layer_job(pass, network, k);
    run_rows(&job, activate_part);
}

// The last layer's da comes from the loss, any other's from the layer behind it.
static void run_da(struct pass *pass, const struct network *network, const struct loss *loss,
                   size_t k)
{
    if (k == network->layer_count)
        loss->gradient(pass->layers[k - 1].a, pass->y, pass->layers[k - 1].da);
    else
        hidden_gradient_run(pass, network, k);
}

// forward: a = f(z), element by element; so dz = da · f'(z), element by element.
static void backward_part(void *context, size_t index)
{
    const struct layer_job *job = context;
    const struct pass_layer *values = job->values;
    size_t rows = values->z.rows, cols = values->z.cols;
    size_t begin = thread_team_begin(rows, 1, index, job->parts), at = begin * cols;
    job->network->kernel->backward[job->id](
        thread_team_begin(rows, 1, index + 1, job->parts) - begin, cols, values->da.data + at,
        values->z.data + at, values->a.data + at, values->dz.data + at);
}

// Where the loss is fused with the last activation, dz comes from a and y at once.
static void run_dz(struct pass *pass, const struct network *network, const struct loss *loss,
                   size_t k)
{
    struct layer_job job = layer_job(pass, network, k);
    if (k == network->layer_count && loss->fused)
        loss->fused(job.values->a, pass->y, job.values->dz);
    else
        run_rows(&job, backward_part);
}

// forward: z[n,j] = b[j] + Σi x[n,i]·w[i,j]. The weight w[i,j] enters z[n,j] of every sample n
// with the factor x[n,i], so dw[i,j] = Σn x[n,i]·dz[n,j]; the bias enters with the factor 1, so
// db[j] = Σn dz[n,j].
static struct product dw_rows(const struct pass *pass, const struct network *network, size_t k,
                              size_t first, size_t rows)
{
    const struct layer *layer = &network->layers[k - 1];
    struct matrix x = pass_input(pass, k), dz = pass->layers[k - 1].dz;
    struct product p = {.rows = rows, .cols = layer->out, .inner = dz.rows};
    p.a = x.data + first, p.a_row = 1, p.a_col = x.cols;
    p.b = dz.data, p.b_row = dz.cols;
    p.c = layer->dw.data + first * layer->out, p.c_row = layer->out;
    return p;
}

static void run_db(struct pass *pass, struct network *network, size_t k)
{
    static const double one = 1;
    struct layer *layer = &network->layers[k - 1];
    struct matrix dz = pass->layers[k - 1].dz;
    struct product p = {.rows = 1, .cols = layer->out, .inner = dz.rows, .a = &one};
    p.b = dz.data, p.b_row = dz.cols;
    p.c = layer->db.data, p.c_row = layer->out;
    run_product(network, &p);
}

double pass_loss(const struct pass *pass, const struct network *network, const struct loss *loss)
{
    const struct pass_layer *last = &pass->layers[pass->layer_count - 1];
    return network->kernel->loss[loss->id](last->z, last->a, pass->y);
}

static struct update begin_update(struct network *network, const struct step_config *config)
{
    return update_begin(network, config->optimizer, &config->hyper, &config->regularization);
}

void pass_run(struct pass *pass, struct network *network, const struct step_config *config,
              struct stage stage)
{
    struct product dw;
    struct update update;
    switch (stage.kind) {
    case STAGE_Z:
        run_z(pass, network, stage.layer);
        break;
    case STAGE_A:
        run_a(pass, network, stage.layer);
        break;
    case STAGE_LOSS:
        pass->loss = pass_loss(pass, network, config->loss);
        break;
    case STAGE_DA:
        run_da(pass, network, config->loss, stage.layer);
        break;
    case STAGE_DZ:
        run_dz(pass, network, config->loss, stage.layer);
        break;
    case STAGE_DW:
        weights_unpack(network);
        dw = dw_rows(pass, network, stage.layer, 0, network->layers[stage.layer - 1].in);
        run_product(network, &dw);
        run_db(pass, network, stage.layer);
        break;
    case STAGE_UPDATE:
        weights_unpack(network);
        update = begin_update(network, config);
        update_all(network, &update);
        break;
    }
}

void pass_predict_layer(struct pass *pass, const struct network *network, size_t layer)
{
    run_z(pass, network, layer);
    run_a(pass, network, layer);
}

void pass_predict(struct pass *pass, const struct network *network)
{
    for (size_t k = 1; k <= network->layer_count; k++)
        pass_predict_layer(pass, network, k);
}

static void descend_part(void *context, size_t index)
{
    const struct packed_job *job = context;
    const struct layer *layer = &job->network->layers[job->k - 1];
    struct matrix x = pass_input(job->pass, job->k), dz = job->pass->layers[job->k - 1].dz;
    size_t first = packed_weights_first(job->network, layer, index);
    struct product p = {.rows = layer->in, .inner = dz.rows, .lr = job->lr};
    p.cols = packed_weights_first(job->network, layer, index + 1) - first;
    p.a = x.data, p.a_row = 1, p.a_col = x.cols;
    p.b = dz.data + first, p.b_row = dz.cols;
    p.c = packed_weights_at(layer, first), p.c_packed = layer->in;
    job->network->kernel->product(&p);
}

// Plain gradient descent on layer [k] without its gradients being kept: each weight is read, moved by
// the sum that is still in a register, and written.
static void descend_layer(struct pass *pass, struct network *network, double lr, size_t k)
{
    static const double one = 1;
    struct layer *layer = &network->layers[k - 1];
    struct matrix x = pass_input(pass, k), dz = pass->layers[k - 1].dz;
    struct product p = {.rows = layer->in, .cols = layer->out, .inner = dz.rows, .lr = lr};
    p.a = x.data, p.a_row = 1, p.a_col = x.cols;
    p.b = dz.data, p.b_row = dz.cols;
    p.c = layer->w.data, p.c_row = layer->out;
    if (layer->is_packed) {
        run_packed(pass, network, k, lr, descend_part);
    } else {
        run_product(network, &p);
    }
    p.rows = 1;
    p.a = &one, p.a_row = 1, p.a_col = 0;
    p.c = layer->b.data;
    run_product(network, &p);
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
        struct product p = dw_rows(job->pass, network, job->k, first, rows);
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
    run_db(pass, network, k);
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

bool pass_wants_packing(const struct pass *pass, const struct network *network,
                        const struct step_config *config)
{
    bool wants = false, are_free = true;
    for (size_t k = 0; k < network->layer_count; k++) {
        wants = wants ||
                weights_are_worth_packing(&network->layers[k], thread_team_parts(network->team));
        are_free = are_free && is_free(&network->layers[k]);
    }
    return wants && are_free && is_plain(config, pass->capacity);
}

void pass_learn(struct pass *pass, struct network *network, const struct step_config *config,
                bool keeps_gradients)
{
    size_t last = network->layer_count;
    bool descends = !keeps_gradients && is_plain(config, pass->samples);
    if (!descends)
        weights_unpack(network);
    if (!isinf(config->regularization.clip)) { // clipping needs all gradients first
        for (size_t s = stage_first_backward(last); s < stage_count(last); s++)
            pass_run(pass, network, config, stage_at(last, s));
        return;
    }
    struct update update = begin_update(network, config);
    if (keeps_gradients || !config->loss->fused)
        run_da(pass, network, config->loss, last); // else nobody reads it
    for (size_t k = last; k >= 1; k--) {
        run_dz(pass, network, config->loss, k);
        if (k > 1)
            run_da(pass, network, config->loss, k - 1); // through w before it moves
        if (descends && is_free(&network->layers[k - 1]))
            descend_layer(pass, network, config->hyper.lr, k);
        else
            learn_layer(pass, network, &update, k);
    }
    update_end(network, &update);
}

bool pass_is_tame(const struct pass *pass, const struct network *network)
{
    const struct matrix *a = &pass->layers[pass->layer_count - 1].a;
    bool is_tame = network->kernel->is_tame(matrix_count(*a), a->data, pass->y.data);
    for (size_t k = 0; k < pass->layer_count && is_tame; k++) {
        struct matrix z = pass->layers[k].z;
        is_tame = network->kernel->is_tame(matrix_count(z), z.data, NULL);
    }
    return is_tame;
}
