// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes are multiplied with overflow checks before anything is allocated, so that a shape that
// can never fit is distinguished from one that merely does not fit now.
#include "network/network.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/block.h"
#include "network/rng.h"
#include "network/scheme.h"

// sum + a·b, or SIZE_MAX where that overflows.
static size_t add_product(size_t sum, size_t a, size_t b)
{
    size_t product, total;
    if (sum == SIZE_MAX || __builtin_mul_overflow(a, b, &product) ||
        __builtin_add_overflow(sum, product, &total))
        return SIZE_MAX;
    return total;
}

size_t architecture_parameters(const struct architecture *plan)
{
    size_t count = 0, in = plan->inputs;
    for (size_t k = 0; k < plan->layer_count; k++) {
        size_t out = plan->layers[k].units;
        count = add_product(add_product(count, in, out), out, 1);
        in = out;
    }
    return count;
}

size_t architecture_bytes(const struct architecture *plan, size_t states, size_t samples)
{
    size_t doubles = add_product(0, 2 + states, architecture_parameters(plan));
    for (size_t k = 0; k < plan->layer_count; k++)
        doubles = add_product(doubles, add_product(0, 4, plan->layers[k].units), samples);
    return add_product(0, doubles, sizeof(double));
}

// Points the layers' views into the two blocks, one after the other.
static void place_views(struct network *network, const struct architecture *plan)
{
    size_t at = 0, in = plan->inputs;
    for (size_t k = 0; k < network->layer_count; k++) {
        struct layer *layer = &network->layers[k];
        size_t out = plan->layers[k].units;
        layer->in = in;
        layer->out = out;
        layer->activation = plan->layers[k].activation;
        layer->w = (struct matrix){in, out, network->parameters + at};
        layer->dw = (struct matrix){in, out, network->gradients + at};
        at += in * out;
        layer->b = (struct matrix){1, out, network->parameters + at};
        layer->db = (struct matrix){1, out, network->gradients + at};
        at += out;
        in = out;
    }
    assert(at == network->parameter_count);
}

size_t network_power_count(const struct network *network)
{
    return 4 * network->layer_count;
}

// No update is done yet.
static void clear_powers(struct network *network)
{
    for (size_t i = 0; i < network_power_count(network); i++)
        network->powers[i] = 1;
}

struct network *network_create(const struct architecture *plan, const struct kernel *kernel,
                               struct error *error)
{
    size_t count = architecture_parameters(plan);
    size_t powers = 4 * plan->layer_count * sizeof(double);
    struct network *network =
        calloc(1, sizeof *network + plan->layer_count * sizeof network->layers[0] + powers);
    double *parameters = block_zeros(count);
    double *gradients = block_zeros(count);
    if (!network || !parameters || !gradients) {
        free(network);
        free(parameters);
        free(gradients);
        error_memory(error);
        return NULL;
    }
    network->kernel = kernel;
    network->inputs = plan->inputs;
    network->outputs = plan->layers[plan->layer_count - 1].units;
    network->layer_count = plan->layer_count;
    network->parameter_count = count;
    network->parameters = parameters;
    network->gradients = gradients;
    network->powers = (double *)&network->layers[plan->layer_count]; // after the last layer
    clear_powers(network);
    place_views(network, plan);
    return network;
}

void network_free(struct network *network)
{
    if (!network)
        return;
    free(network->parameters);
    free(network->gradients);
    for (size_t i = 0; i < OPTIMIZER_STATES_MOST; i++)
        free(network->states[i]);
    free(network);
}

bool network_draw(struct network *network, const struct scheme *scheme, uint32_t seed,
                  struct rng *rng, const volatile sig_atomic_t *stop)
{
    rng_seed(rng, seed);
    for (size_t k = 0; k < network->layer_count; k++) {
        if (!scheme_draw(scheme, rng, network->layers[k].w, stop))
            return false;
        memset(network->layers[k].b.data, 0, network->layers[k].out * sizeof(double));
    }
    return true;
}

bool network_reserve_states(struct network *network, size_t count, struct error *error)
{
    double *fresh[OPTIMIZER_STATES_MOST] = {NULL};
    for (size_t i = 0; i < count; i++) {
        fresh[i] = block_zeros(network->parameter_count);
        if (fresh[i])
            continue;
        while (i > 0)
            free(fresh[--i]);
        return error_memory(error);
    }
    for (size_t i = 0; i < OPTIMIZER_STATES_MOST; i++) {
        free(network->states[i]);
        network->states[i] = fresh[i];
    }
    clear_powers(network);
    return true;
}

void network_clear_states(struct network *network)
{
    for (size_t i = 0; i < OPTIMIZER_STATES_MOST; i++)
        if (network->states[i])
            memset(network->states[i], 0, network->parameter_count * sizeof(double));
    clear_powers(network);
}

struct network *network_copy(const struct network *network, struct error *error)
{
    struct architecture plan;
    size_t bytes = network->parameter_count * sizeof(double), states = 0;
    assert(!network->packed_parts);
    network_architecture(network, &plan);
    while (states < OPTIMIZER_STATES_MOST && network->states[states])
        states++;
    struct network *copy = network_create(&plan, network->kernel, error);
    if (copy && !network_reserve_states(copy, states, error)) {
        network_free(copy);
        copy = NULL;
    }
    if (!copy)
        return NULL;
    memcpy(copy->parameters, network->parameters, bytes);
    for (size_t i = 0; i < states; i++)
        memcpy(copy->states[i], network->states[i], bytes);
    memcpy(copy->powers, network->powers, network_power_count(network) * sizeof(double));
    for (size_t k = 0; k < network->layer_count; k++) {
        copy->layers[k].w_is_frozen = network->layers[k].w_is_frozen;
        copy->layers[k].b_is_frozen = network->layers[k].b_is_frozen;
    }
    return copy;
}

struct parameter network_parameter(const struct network *network, size_t index)
{
    const struct layer *layer = &network->layers[index / 2];
    if (index % 2 == 0)
        return (struct parameter){'w', index / 2 + 1, layer->w, layer->dw, layer->w_is_frozen};
    return (struct parameter){'b', index / 2 + 1, layer->b, layer->db, layer->b_is_frozen};
}

void network_freeze(struct network *network, size_t index, bool is_frozen)
{
    struct layer *layer = &network->layers[index / 2];
    if (index % 2 == 0)
        layer->w_is_frozen = is_frozen;
    else
        layer->b_is_frozen = is_frozen;
}

void network_architecture(const struct network *network, struct architecture *plan)
{
    plan->inputs = network->inputs;
    plan->layer_count = network->layer_count;
    for (size_t k = 0; k < network->layer_count; k++)
        plan->layers[k] =
            (struct layer_plan){network->layers[k].out, network->layers[k].activation};
}

static bool are_finite(const double *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(numbers[i]))
            return false;
    return true;
}

bool network_is_finite(const struct network *network)
{
    return are_finite(network->parameters, network->parameter_count);
}

bool network_has_finite_gradients(const struct network *network)
{
    return are_finite(network->gradients, network->parameter_count);
}
