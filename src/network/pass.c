// SPDX-License-Identifier: GPL-3.0-or-later
// Forward, backward and update for a batch of N samples, one function a stage. In every backward
// function the comment quotes the forward line it differentiates. Every sum is a product in the
// kernel's sense: one chain of fused multiply-adds in index order.
#include "network/pass.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

#include "network/kernel.h"
#include "network/loss.h"
#include "network/network.h"
#include "network/optimizer.h"

// Inputs whose weights are transposed at a time: wide enough for the kernels' tiles, narrow enough
// that the scratch stays small beside the weights.
enum { PANEL = 96 };

static size_t widest_layer(const struct network *network)
{
    size_t widest = 0;
    for (size_t k = 0; k < network->layer_count; k++)
        widest = network->layers[k].out > widest ? network->layers[k].out : widest;
    return widest;
}

struct pass *pass_create(const struct network *network, struct matrix x, struct matrix y,
                         struct error *error)
{
    size_t layers = network->layer_count, units = 0;
    for (size_t k = 0; k < layers; k++)
        units += network->layers[k].out;
    size_t panel = widest_layer(network) * PANEL, count, bytes;
    struct pass *pass = calloc(1, sizeof *pass + layers * sizeof pass->layers[0]);
    if (!pass || __builtin_mul_overflow(units * 4, x.rows, &count) ||
        __builtin_add_overflow(count, panel, &count) ||
        __builtin_mul_overflow(count, sizeof(double), &bytes) ||
        !(pass->block = calloc(1, bytes))) {
        free(pass);
        error_memory(error);
        return NULL;
    }
    pass->samples = x.rows;
    pass->x = x;
    pass->y = y;
    pass->layer_count = layers;
    double *at = pass->block;
    for (size_t k = 0; k < layers; k++) {
        size_t out = network->layers[k].out;
        struct matrix *parts[] = {&pass->layers[k].z, &pass->layers[k].a, &pass->layers[k].dz,
                                  &pass->layers[k].da};
        for (size_t i = 0; i < sizeof parts / sizeof *parts; i++, at += x.rows * out)
            *parts[i] = (struct matrix){x.rows, out, at};
    }
    pass->panel = at;
    assert(pass->panel + panel == pass->block + count);
    return pass;
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

// z = x @ w + b: for sample n and unit j, z[n,j] = b[j] + Σi x[n,i]·w[i,j].
static void run_z(struct pass *pass, const struct network *network, size_t k)
{
    const struct layer *layer = &network->layers[k - 1];
    struct matrix x = pass_input(pass, k), z = pass->layers[k - 1].z;
    struct product p = {.rows = z.rows, .cols = z.cols, .inner = x.cols};
    p.a = x.data, p.a_row = x.cols, p.a_col = 1;
    p.b = layer->w.data, p.b_row = layer->out;
    p.start = layer->b.data, p.start_row = 0;
    p.c = z.data, p.c_row = z.cols;
    network->kernel->product(&p);
}

// a = f(z), element by element.
static void run_a(struct pass *pass, const struct network *network, size_t k)
{
    struct pass_layer *values = &pass->layers[k - 1];
    enum activation_id id = network->layers[k - 1].activation->id;
    network->kernel->activate[id](matrix_count(values->z), values->z.data, values->a.data);
}

// The last layer's da comes from the loss. For any other layer, a[n,i] enters the next layer by
//     z'[n,j] = b'[j] + Σi a[n,i]·w'[i,j]
// once for each of its units j, so by the chain rule da[n,i] = Σj dz'[n,j]·w'[i,j]: a product with
// the transposed weights. They are transposed a panel of inputs at a time.
static void run_da(struct pass *pass, const struct network *network, const struct loss *loss,
                   size_t k)
{
    struct matrix da = pass->layers[k - 1].da;
    if (k == network->layer_count) {
        loss->gradient(pass->layers[k - 1].a, pass->y, da);
        return;
    }
    struct matrix w = network->layers[k].w, dz = pass->layers[k].dz;
    for (size_t first = 0; first < w.rows; first += PANEL) {
        size_t width = w.rows - first < PANEL ? w.rows - first : PANEL;
        for (size_t i = 0; i < width; i++)
            for (size_t j = 0; j < w.cols; j++)
                pass->panel[j * width + i] = matrix_at(w, first + i, j);
        struct product p = {.rows = da.rows, .cols = width, .inner = w.cols};
        p.a = dz.data, p.a_row = dz.cols, p.a_col = 1;
        p.b = pass->panel, p.b_row = width;
        p.c = da.data + first, p.c_row = da.cols;
        network->kernel->product(&p);
    }
}

// forward: a = f(z), element by element; so dz = da · f'(z), element by element.
static void run_dz(struct pass *pass, const struct network *network, size_t k)
{
    struct pass_layer *values = &pass->layers[k - 1];
    enum activation_id id = network->layers[k - 1].activation->id;
    network->kernel->backward[id](matrix_count(values->z), values->da.data, values->z.data,
                                  values->a.data, values->dz.data);
}

// forward: z[n,j] = b[j] + Σi x[n,i]·w[i,j]. The weight w[i,j] enters z[n,j] of every sample n
// with the factor x[n,i], so dw[i,j] = Σn x[n,i]·dz[n,j]; the bias enters with the factor 1, so
// db[j] = Σn dz[n,j].
static void run_dw(struct pass *pass, struct network *network, size_t k)
{
    static const double one = 1;
    struct layer *layer = &network->layers[k - 1];
    struct matrix x = pass_input(pass, k), dz = pass->layers[k - 1].dz;
    struct product p = {.rows = layer->in, .cols = layer->out, .inner = dz.rows};
    p.a = x.data, p.a_row = 1, p.a_col = x.cols;
    p.b = dz.data, p.b_row = dz.cols;
    p.c = layer->dw.data, p.c_row = layer->out;
    network->kernel->product(&p);
    p.rows = 1;
    p.a = &one, p.a_row = 0, p.a_col = 0;
    p.c = layer->db.data;
    network->kernel->product(&p);
}

void pass_run(struct pass *pass, struct network *network, const struct recipe *recipe,
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
        pass->loss = recipe->loss->value(pass->layers[pass->layer_count - 1].a, pass->y);
        break;
    case STAGE_DA:
        run_da(pass, network, recipe->loss, stage.layer);
        break;
    case STAGE_DZ:
        run_dz(pass, network, stage.layer);
        break;
    case STAGE_DW:
        run_dw(pass, network, stage.layer);
        break;
    case STAGE_UPDATE:
        recipe->optimizer->update(network->parameter_count, recipe->lr, network->gradients,
                                  network->parameters);
        break;
    }
}

void pass_predict(struct pass *pass, const struct network *network)
{
    for (size_t k = 1; k <= network->layer_count; k++) {
        run_z(pass, network, k);
        run_a(pass, network, k);
    }
}

void pass_update(struct pass *pass, struct network *network, const struct recipe *recipe)
{
    size_t layers = network->layer_count;
    for (size_t s = 0; s < stage_count(layers); s++)
        pass_run(pass, network, recipe, stage_at(layers, s));
}
