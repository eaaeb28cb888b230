// SPDX-License-Identifier: GPL-3.0-or-later
// Where weights are regularized or gradients clipped, the effective gradient g = scale·dw + l2·w + l1·sign(w) is made a few
// hundred parameters at a time in a buffer on the stack and handed to the optimizer's loop; dw
// itself stays what the loss's derivative is. Clipping is PyTorch's clip_grad_norm_: the norm of all
// gradients together is brought down to the bound. The norm's square is one chain of fused
// multiply-adds over the whole block.
#include "network/update.h"

#include <math.h>

#include "network/kernel.h"
#include "network/network.h"

enum { CHUNK = 256 };

bool regularization_is_none(const struct regularization *regularization)
{
    return regularization->l1 == 0 && regularization->l2 == 0 && isinf(regularization->clip);
}

// The norm of the gradients that act, each divided by [unit] first, a power of two.
static double norm_in(const struct network *network, double unit)
{
    double square = 0;
    for (size_t p = 0; p < 2 * network->layer_count; p++) {
        struct parameter parameter = network_parameter(network, p);
        for (size_t i = 0; !parameter.is_frozen && i < matrix_count(parameter.gradient); i++) {
            double g = parameter.gradient.data[i] / unit;
            square = fma(g, g, square);
        }
    }
    return sqrt(square) * unit;
}

// Where the squares overflow, the gradients are divided by a very large number first, and where
// they underflow by a very small one. Norms below the second bound leave the sum norm + 1e-6 as it is.
static double norm_of(const struct network *network)
{
    double norm = norm_in(network, 1);
    if (isinf(norm))
        return norm_in(network, 0x1p1000);
    return norm < 0x1p-480 ? norm_in(network, 0x1p-600) : norm;
}

struct update update_begin(const struct network *network, const struct optimizer *optimizer,
                           const struct hyper *hyper, const struct regularization *regularization)
{
    struct update update = {optimizer, *hyper, *regularization, .scale = 1};
    if (isinf(regularization->clip))
        return update;
    update.norm = norm_of(network);
    double scale = regularization->clip / (update.norm + 1e-6);
    update.scale = scale < 1 ? scale : 1;
    return update;
}

struct hyper update_hyper(const struct network *network, const struct update *update, size_t p)
{
    struct hyper hyper = update->hyper;
    hyper.power1 = network->powers[2 * p];
    hyper.power2 = network->powers[2 * p + 1];
    optimizer_begin(&hyper);
    return hyper;
}

static double sign(double w)
{
    return (double)((w > 0) - (w < 0));
}

double update_gradient(const struct network *network, const struct update *update, size_t index,
                       bool is_weight)
{
    double g = network->gradients[index], w = network->parameters[index];
    if (update->scale != 1)
        g *= update->scale;
    if (is_weight && update->regularization.l2 > 0)
        g += update->regularization.l2 * w;
    if (is_weight && update->regularization.l1 > 0)
        g += update->regularization.l1 * sign(w);
    return g;
}

double update_step(const struct network *network, const struct update *update, size_t p,
                   size_t index)
{
    struct hyper hyper = update_hyper(network, update, p);
    double s1 = network->states[0] ? network->states[0][index] : 0;
    double s2 = network->states[1] ? network->states[1][index] : 0;
    double g = update_gradient(network, update, index, p % 2 == 0);
    return update->optimizer->step(&hyper, network->parameters[index], g, &s1, &s2);
}

// The optimizer's loop over a range, with gradients [g].
static void move(struct network *network, const struct update *update, const struct hyper *hyper,
                 size_t first, size_t count, const double *g)
{
    double *s1 = network->states[0] ? network->states[0] + first : NULL;
    double *s2 = network->states[1] ? network->states[1] + first : NULL;
    network->kernel->update[update->optimizer->id](count, hyper, g, network->parameters + first, s1,
                                                   s2);
}

void update_range(struct network *network, const struct update *update, size_t p, size_t first,
                  size_t count)
{
    bool is_weight = p % 2 == 0;
    bool presses = is_weight && (update->regularization.l1 > 0 || update->regularization.l2 > 0);
    struct hyper hyper = update_hyper(network, update, p);
    double g[CHUNK];
    if (!presses && update->scale == 1) {
        move(network, update, &hyper, first, count, network->gradients + first);
        return;
    }
    for (size_t done = 0; done < count; done += CHUNK) {
        size_t width = count - done < CHUNK ? count - done : CHUNK;
        for (size_t i = 0; i < width; i++)
            g[i] = update_gradient(network, update, first + done + i, is_weight);
        move(network, update, &hyper, first + done, width, g);
    }
}

void update_end(struct network *network, const struct update *update)
{
    for (size_t p = 0; p < 2 * network->layer_count; p++) {
        struct hyper hyper = update_hyper(network, update, p);
        if (network_parameter(network, p).is_frozen)
            continue;
        network->powers[2 * p] = hyper.power1;
        network->powers[2 * p + 1] = hyper.power2;
    }
}

void update_all(struct network *network, const struct update *update)
{
    for (size_t p = 0; p < 2 * network->layer_count; p++) {
        struct parameter parameter = network_parameter(network, p);
        size_t first = (size_t)(parameter.value.data - network->parameters);
        if (!parameter.is_frozen)
            update_range(network, update, p, first, matrix_count(parameter.value));
    }
    update_end(network, update);
}
