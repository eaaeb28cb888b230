// SPDX-License-Identifier: GPL-3.0-or-later
// A snapshot is a handful of numbers and up to five parts. Each part counts its owners and knows whose
// memory it counts to, so that a row of snapshots of which each changed a little costs that little:
// a session's clock tells which parts are the same as in the snapshot before, and those are shared.
//
// A state is opened as a session beside the present one, never over it. So going back can fail, or be
// interrupted while updates are repeated, at any moment, and the present state was not touched yet.
#include "history/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "network/scheme.h"
#include "session/resume.h"

struct part {
    size_t owners, bytes;
    size_t *held; // what the bytes count to
    void (*clear)(struct part *part);
};

struct data_part {
    struct part part;
    struct dataset *data;
};

struct names_part {
    struct part part;
    struct watches watches, breaks;
    struct variables variables;
};

struct shape_part {
    struct part part;
    size_t inputs, layer_count;
    struct shape_layer {
        struct layer_plan plan;
        bool w_is_frozen, b_is_frozen;
    } layers[];
};

struct weights_part {
    struct part part;
    double numbers[]; // the parameters, each of the optimizer's states, its powers
};

struct rng_part {
    struct part part;
    struct rng rng;
};

// A part of [bytes] bytes, all 0, with one owner. NULL with [error] set.
static void *part_create(size_t bytes, size_t *held, struct error *error)
{
    struct part *part = malloc(bytes);
    if (!part) {
        error_memory(error);
        return NULL;
    }
    *part = (struct part){.owners = 1, .bytes = bytes, .held = held};
    *held += bytes;
    return part;
}

static struct part *part_share(struct part *part)
{
    if (part)
        part->owners++;
    return part;
}

static void part_free(struct part *part)
{
    if (!part || --part->owners > 0)
        return;
    *part->held -= part->bytes;
    if (part->clear)
        part->clear(part);
    free(part);
}

// Lets the part count some bytes more.
static void part_count(struct part *part, size_t bytes)
{
    part->bytes += bytes;
    *part->held += bytes;
}

// ---- data ---------------------------------------------------------------------------------------

static void clear_data(struct part *part)
{
    dataset_free(((struct data_part *)part)->data);
}

static struct part *take_data(const struct session *session, const struct snapshot *last,
                              size_t *held, struct error *error)
{
    if (last && ((struct data_part *)last->data)->data == session->data)
        return part_share(last->data);
    struct data_part *part = part_create(sizeof *part, held, error);
    if (!part)
        return NULL;
    part->data = dataset_share(session->data);
    part->part.clear = clear_data;
    part_count(&part->part, dataset_bytes(part->data));
    return &part->part;
}

const struct dataset *snapshot_data(const struct snapshot *snapshot, size_t *bytes)
{
    *bytes = snapshot->data->bytes;
    return ((struct data_part *)snapshot->data)->data;
}

// ---- names --------------------------------------------------------------------------------------

static void clear_names(struct part *part)
{
    struct names_part *names = (struct names_part *)part;
    watches_clear(&names->watches);
    watches_clear(&names->breaks);
    variables_clear(&names->variables);
}

static bool copy_watches(struct watches *to, const struct watches *from, struct error *error)
{
    for (size_t i = 0; i < from->count; i++)
        if (!watches_add(to, from->list[i].text, strlen(from->list[i].text), error))
            return false;
    return true;
}

// About what the watches take.
static size_t watches_bytes(const struct watches *watches)
{
    size_t bytes = 0;
    for (size_t i = 0; i < watches->count; i++)
        bytes += sizeof *watches->list + 4 * strlen(watches->list[i].text);
    return bytes;
}

static size_t names_bytes(const struct session *session)
{
    size_t bytes = watches_bytes(&session->watches) + watches_bytes(&session->breaks);
    for (size_t i = 0; i < session->variables.count; i++) {
        const struct variable *variable = &session->variables.list[i];
        size_t count = variable->value.is_matrix ? matrix_count(variable->value.all) : 0;
        bytes += sizeof *variable + strlen(variable->name) + 1 + count * sizeof(double);
    }
    return bytes;
}

// Sets [part] to the names, NULL for none. False with [error] set.
static bool take_names(const struct session *session, const struct snapshot *last,
                       struct part **part, size_t *held, struct error *error)
{
    *part = NULL;
    if (last && last->clock.names == session->clock.names) {
        *part = part_share(last->names);
        return true;
    }
    if (session->watches.count + session->breaks.count + session->variables.count == 0)
        return true;
    struct names_part *names = part_create(sizeof *names, held, error);
    if (!names)
        return false;
    names->watches = names->breaks = (struct watches){NULL, 0};
    names->variables = (struct variables){NULL, 0};
    names->part.clear = clear_names;
    part_count(&names->part, names_bytes(session));
    if (!copy_watches(&names->watches, &session->watches, error) ||
        !copy_watches(&names->breaks, &session->breaks, error) ||
        !variables_copy(&names->variables, &session->variables, error)) {
        part_free(&names->part);
        return false;
    }
    *part = &names->part;
    return true;
}

static bool open_names(const struct names_part *names, struct session *into, struct error *error)
{
    if (!names)
        return true;
    return copy_watches(&into->watches, &names->watches, error) &&
           copy_watches(&into->breaks, &names->breaks, error) &&
           variables_copy(&into->variables, &names->variables, error);
}

// ---- the network --------------------------------------------------------------------------------

static struct part *take_shape(const struct session *session, const struct snapshot *last,
                               size_t *held, struct error *error)
{
    const struct network *network = session->network;
    if (last && last->shape && last->clock.shape == session->clock.shape)
        return part_share(last->shape);
    size_t bytes = sizeof(struct shape_part) + network->layer_count * sizeof(struct shape_layer);
    struct shape_part *shape = part_create(bytes, held, error);
    if (!shape)
        return NULL;
    shape->inputs = network->inputs;
    shape->layer_count = network->layer_count;
    for (size_t k = 0; k < network->layer_count; k++) {
        const struct layer *layer = &network->layers[k];
        shape->layers[k] = (struct shape_layer){
            {layer->out, layer->activation}, layer->w_is_frozen, layer->b_is_frozen};
    }
    return &shape->part;
}

// Whether the parameters need not be kept, as drawing them again gives them.
static bool is_drawn(const struct session *session)
{
    return session->clock.drawn == session->clock.weights;
}

static size_t state_count(const struct network *network)
{
    size_t count = 0;
    while (count < OPTIMIZER_STATES_MOST && network->states[count])
        count++;
    return count;
}

static size_t weights_bytes(const struct network *network)
{
    return sizeof(struct weights_part) +
           (1 + state_count(network)) * network->parameter_count * sizeof(double) +
           network_power_count(network) * sizeof(double);
}

// Whether the snapshot's weights are those of the session.
static bool has_weights(const struct snapshot *last, const struct session *session)
{
    return last && last->weights && last->clock.weights == session->clock.weights;
}

// Sets [part] to the parameters and states, NULL where they are as drawn. False with [error] set.
static bool take_weights(const struct session *session, const struct snapshot *last,
                         struct part **part, size_t *held, struct error *error)
{
    const struct network *network = session->network;
    size_t count = network->parameter_count, states = state_count(network);
    *part = NULL;
    if (is_drawn(session))
        return true;
    if (has_weights(last, session)) {
        *part = part_share(last->weights);
        return true;
    }
    struct weights_part *weights = part_create(weights_bytes(network), held, error);
    if (!weights)
        return false;
    memcpy(weights->numbers, network->parameters, count * sizeof(double));
    for (size_t i = 0; i < states; i++)
        memcpy(weights->numbers + (i + 1) * count, network->states[i], count * sizeof(double));
    memcpy(weights->numbers + (states + 1) * count, network->powers,
           network_power_count(network) * sizeof(double));
    *part = &weights->part;
    return true;
}

// Makes the network of the snapshot. NULL with [error] set.
static struct network *open_network(const struct snapshot *snapshot, const struct session *like,
                                    struct error *error)
{
    const struct shape_part *shape = (struct shape_part *)snapshot->shape;
    const struct weights_part *weights = (struct weights_part *)snapshot->weights;
    size_t states = snapshot->settings.optimizer->states;
    struct architecture plan = {.inputs = shape->inputs, .layer_count = shape->layer_count};
    for (size_t k = 0; k < plan.layer_count; k++)
        plan.layers[k] = shape->layers[k].plan;
    struct network *network = network_create(&plan, like->kernel, error);
    if (!network || !network_reserve_states(network, states, error)) {
        network_free(network);
        return NULL;
    }
    for (size_t k = 0; k < plan.layer_count; k++) {
        network->layers[k].w_is_frozen = shape->layers[k].w_is_frozen;
        network->layers[k].b_is_frozen = shape->layers[k].b_is_frozen;
    }
    if (!weights) {
        struct rng rng;
        network_draw(network, snapshot->scheme, snapshot->seed, &rng, NULL);
        return network;
    }
    size_t count = network->parameter_count;
    memcpy(network->powers, weights->numbers + (states + 1) * count,
           network_power_count(network) * sizeof(double));
    memcpy(network->parameters, weights->numbers, count * sizeof(double));
    for (size_t i = 0; i < states; i++)
        memcpy(network->states[i], weights->numbers + (i + 1) * count, count * sizeof(double));
    return network;
}

// ---- the generator ------------------------------------------------------------------------------

static bool same_rng(const struct rng *a, const struct rng *b)
{
    return a->spent == b->spent && a->has_normal == b->has_normal &&
           memcmp(&a->normal, &b->normal, sizeof a->normal) == 0 &&
           memcmp(a->words, b->words, sizeof a->words) == 0;
}

static bool has_rng(const struct snapshot *last, const struct session *session)
{
    return last && same_rng(&((struct rng_part *)last->rng)->rng, batch_rng(&session->batch));
}

static struct part *take_rng(const struct session *session, const struct snapshot *last,
                             size_t *held, struct error *error)
{
    if (has_rng(last, session))
        return part_share(last->rng);
    struct rng_part *part = part_create(sizeof *part, held, error);
    if (!part)
        return NULL;
    part->rng = *batch_rng(&session->batch);
    return &part->part;
}

// ---- all of it ----------------------------------------------------------------------------------

size_t snapshot_cost(const struct session *session, const struct snapshot *last)
{
    size_t bytes = sizeof(struct snapshot);
    bool has_network = session->network != NULL;
    if (!last || ((struct data_part *)last->data)->data != session->data)
        bytes += sizeof(struct data_part) + dataset_bytes(session->data);
    if (!last || last->clock.names != session->clock.names)
        bytes += sizeof(struct names_part) + names_bytes(session);
    if (has_network && !(last && last->shape && last->clock.shape == session->clock.shape))
        bytes +=
            sizeof(struct shape_part) + session->network->layer_count * sizeof(struct shape_layer);
    if (has_network && !is_drawn(session) && !has_weights(last, session))
        bytes += weights_bytes(session->network);
    return bytes + (has_rng(last, session) ? 0 : sizeof(struct rng_part));
}

struct snapshot *snapshot_take(const struct session *session, const struct snapshot *last,
                               size_t *held, struct error *error)
{
    struct snapshot *snapshot = malloc(sizeof *snapshot);
    if (!snapshot) {
        error_memory(error);
        return NULL;
    }
    *snapshot = (struct snapshot){.owners = 1,
                                  .point = session_point(session),
                                  .steps = session->steps,
                                  .epoch_loss = session->batch.epoch_loss,
                                  .settings = session->settings,
                                  .scheme = session->scheme,
                                  .seed = session->seed,
                                  .clock = session->clock};
    bool well = (snapshot->data = take_data(session, last, held, error)) &&
                take_names(session, last, &snapshot->names, held, error) &&
                (snapshot->rng = take_rng(session, last, held, error));
    if (well && session->network)
        well = (snapshot->shape = take_shape(session, last, held, error)) &&
               take_weights(session, last, &snapshot->weights, held, error);
    if (snapshot->data) {
        // The data part is always there to count the snapshot itself to.
        *held += sizeof *snapshot;
    }
    if (well)
        return snapshot;
    snapshot_free(snapshot);
    return NULL;
}

struct snapshot *snapshot_share(struct snapshot *snapshot)
{
    snapshot->owners++;
    return snapshot;
}

void snapshot_free(struct snapshot *snapshot)
{
    if (!snapshot || --snapshot->owners > 0)
        return;
    if (snapshot->data)
        *snapshot->data->held -= sizeof *snapshot;
    part_free(snapshot->names);
    part_free(snapshot->shape);
    part_free(snapshot->weights);
    part_free(snapshot->rng);
    part_free(snapshot->data);
    free(snapshot);
}

struct session *snapshot_open(const struct snapshot *snapshot, const struct session *like,
                              struct error *error)
{
    struct dataset *data = dataset_share(((struct data_part *)snapshot->data)->data);
    struct session *state = session_create_with(like, &snapshot->settings, data, error);
    if (!state)
        return NULL;
    state->scheme = snapshot->scheme;
    state->seed = snapshot->seed;
    state->batch.rng = ((struct rng_part *)snapshot->rng)->rng;
    state->epoch = snapshot->point.epoch;
    state->steps = snapshot->steps;
    state->batch.at = snapshot->point.batch_at;
    state->batch.epoch_loss = snapshot->epoch_loss;
    state->clock = snapshot->clock;
    state->clock.now = like->clock.now; // what is changed from here on was never counted before
    bool well = open_names((struct names_part *)snapshot->names, state, error);
    if (well && snapshot->shape)
        well = (state->network = open_network(snapshot, like, error)) != NULL;
    if (well)
        return state;
    session_free(state);
    return NULL;
}
