// SPDX-License-Identifier: GPL-3.0-or-later
// Forward, backward and update for a batch of N samples, one function a stage, to be read beside
// `help chain rule`. In every backward function the comment quotes the forward line it differentiates.
// Every sum is a product as product.h defines it: one chain of fused multiply-adds in index order. What
// makes a stage fast lies in other files: threads and packed weights in layer_work.h, da of a hidden layer
// in hidden_gradient.h, updates whose gradients nobody keeps in pass_learn.h.
#include "network/pass.h"

#include <assert.h>
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
#include "network/layer_work.h"
#include "network/packed_layer.h"
#include "network/packed_weights.h"

// The doubles a pass needs, or SIZE_MAX where that is beyond counting.
static size_t block_size(const struct network *network, size_t capacity, size_t matrices,
                         const struct hidden_gradient_scratch *scratch)
{
    size_t units = 0, count, more = scratch->turned + scratch->rows;
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
    assert(pass->rows + scratch.rows == pass->block + count);
    return pass;
}

void pass_load(struct pass *pass, struct matrix x, struct matrix y)
{
    assert(x.rows <= pass->capacity);
    pass->samples = x.rows;
    pass->x = x;
    pass->y = y;
}

void pass_free(struct pass *pass)
{
    if (!pass)
        return;
    free(pass->block);
    free(pass);
}

// ---- the stages ----------------------------------------------------------------------------------

// Multiply-adds between two looks whether the pass is given up: a few milliseconds.
#define PIECE_WORK ((size_t)1 << 26)

// Runs a product; in pieces of some rows where the pass may be given up.
static void run_product(const struct pass *pass, const struct network *network,
                        const struct product *p)
{
    size_t rows = PIECE_WORK / (p->cols * p->inner + 1) / THREAD_TEAM_GRAIN * THREAD_TEAM_GRAIN;
    rows = !pass->give_up ? p->rows : rows ? rows : THREAD_TEAM_GRAIN;
    struct product piece = *p;
    for (size_t first = 0; first < p->rows && !pass_gives_up(pass); first += rows) {
        piece.rows = p->rows - first < rows ? p->rows - first : rows;
        thread_team_product(network->team, network->kernel, &piece);
        piece.a += piece.rows * p->a_row;
        piece.c += piece.rows * p->c_row;
        piece.start = p->start ? piece.start + piece.rows * p->start_row : NULL;
    }
}

// A matrix that a stage is about to write, now with a row for each sample of the pass.
static struct matrix *rows_anew(const struct pass *pass, struct matrix *m)
{
    m->rows = pass->samples;
    return m;
}

// z = x @ w + b: for sample n and unit j,
//     z[n,j] = b[j] + Σi x[n,i]·w[i,j].
static struct product z_product(const struct pass *pass, const struct network *network, size_t k)
{
    const struct layer *layer = &network->layers[k - 1];
    struct matrix x = pass_input(pass, k), z = pass->layers[k - 1].z;
    struct product p = {.rows = z.rows, .cols = z.cols, .inner = x.cols};
    p.a = x.data, p.a_row = x.cols, p.a_col = 1;
    p.b = layer->w.data, p.b_row = layer->out;
    p.start = layer->b.data, p.start_row = 0;
    p.c = z.data, p.c_row = z.cols;
    return p;
}

static void run_z(struct pass *pass, const struct network *network, size_t k)
{
    rows_anew(pass, &pass->layers[k - 1].z);
    struct product p = z_product(pass, network, k);
    if (network->layers[k - 1].is_packed)
        packed_layer_forward(pass, network, k, &p, false);
    else
        run_product(pass, network, &p);
}

// a = f(z), element by element, or row by row.
static void run_a(struct pass *pass, const struct network *network, size_t k)
{
    rows_anew(pass, &pass->layers[k - 1].a);
    layer_work_activate(network, k, &pass->layers[k - 1]);
}

double pass_loss(const struct pass *pass, const struct network *network, const struct loss *loss)
{
    const struct pass_layer *last = &pass->layers[pass->layer_count - 1];
    return network->kernel->loss[loss->id](last->z, last->a, pass->y);
}

// forward, last layer: loss = L(a, y); so da is the derivative of L by a. A hidden layer's a enters the next
// layer as z'[n,j] = b'[j] + Σi a[n,i]·w'[i,j], so da[n,i] = Σj dz'[n,j]·w'[i,j].
static void run_da(struct pass *pass, const struct network *network, const struct loss *loss,
                   size_t k)
{
    struct matrix *da = rows_anew(pass, &pass->layers[k - 1].da);
    if (k == network->layer_count)
        loss->gradient(pass->layers[k - 1].a, pass->y, *da);
    else
        hidden_gradient_run(pass, network, k);
}

// forward: a = f(z), element by element; so dz = da · f'(z), element by element. Where the loss is fused with
// the last activation, dz comes from a and y at once.
static void run_dz(struct pass *pass, const struct network *network, const struct loss *loss,
                   size_t k)
{
    struct pass_layer *values = &pass->layers[k - 1];
    rows_anew(pass, &values->dz);
    if (k == network->layer_count && loss->fused)
        loss->fused(values->a, pass->y, values->dz);
    else
        layer_work_backward(network, k, values);
}

// forward: z[n,j] = b[j] + Σi x[n,i]·w[i,j]. The weight w[i,j] enters z[n,j] of every sample n with the
// factor x[n,i], so dw[i,j] = Σn x[n,i]·dz[n,j].
struct product pass_dw_product(const struct pass *pass, const struct network *network, size_t k)
{
    const struct layer *layer = &network->layers[k - 1];
    struct matrix x = pass_input(pass, k), dz = pass->layers[k - 1].dz;
    struct product p = {.rows = layer->in, .cols = layer->out, .inner = dz.rows};
    p.a = x.data, p.a_row = 1, p.a_col = x.cols;
    p.b = dz.data, p.b_row = dz.cols;
    p.c = layer->dw.data, p.c_row = layer->out;
    return p;
}

// The bias enters z[n,j] of every sample with the factor 1, so db[j] = Σn dz[n,j].
struct product pass_db_product(const struct pass *pass, const struct network *network, size_t k)
{
    static const double one = 1;
    const struct layer *layer = &network->layers[k - 1];
    struct matrix dz = pass->layers[k - 1].dz;
    struct product p = {.rows = 1, .cols = layer->out, .inner = dz.rows, .a = &one};
    p.b = dz.data, p.b_row = dz.cols;
    p.c = layer->db.data, p.c_row = layer->out;
    return p;
}

static void run_dw(struct pass *pass, struct network *network, size_t k)
{
    weights_unpack(network); // dw's memory is theirs
    struct product dw = pass_dw_product(pass, network, k);
    struct product db = pass_db_product(pass, network, k);
    run_product(pass, network, &dw);
    run_product(pass, network, &db);
}

// w ← w + step(dw), and b likewise, as the optimizer says: w - lr·dw for plain gradient descent.
static void run_update(struct network *network, const struct step_config *config)
{
    weights_unpack(network);
    struct update update =
        update_begin(network, config->optimizer, &config->hyper, &config->regularization);
    update_all(network, &update);
}

void pass_run(struct pass *pass, struct network *network, const struct step_config *config,
              struct stage stage)
{
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
        run_dw(pass, network, stage.layer);
        break;
    case STAGE_UPDATE:
        run_update(network, config);
        break;
    }
}

void pass_predict_layer(struct pass *pass, const struct network *network, size_t layer)
{
    const struct layer *at = &network->layers[layer - 1];
    struct pass_layer *values = &pass->layers[layer - 1];
    if (at->is_packed && !at->activation->is_row_wise) {
        rows_anew(pass, &values->z);
        rows_anew(pass, &values->a);
        struct product p = z_product(pass, network, layer);
        packed_layer_forward(pass, network, layer, &p, true);
        return;
    }
    run_z(pass, network, layer);
    run_a(pass, network, layer);
}

void pass_predict(struct pass *pass, const struct network *network)
{
    for (size_t k = 1; k <= network->layer_count; k++)
        pass_predict_layer(pass, network, k);
}

bool pass_is_tame(const struct pass *pass, const struct network *network)
{
    const struct matrix *a = &pass->layers[pass->layer_count - 1].a;
    return network->kernel->is_tame(matrix_count(*a), a->data, pass->y.data) &&
           layer_work_is_tame(network, pass);
}
