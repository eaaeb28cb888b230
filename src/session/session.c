// SPDX-License-Identifier: GPL-3.0-or-later
// What is stale and what is fresh comes down to two numbers: how many stages were computed from the
// present parameters (done) and how many from earlier ones (stale_end). A change of parameters, data or
// loss lowers the first and keeps the second; so the shell can tell "not computed yet" from "computed
// before the change", and a stale value is never shown as if it were the present one.
#include "session/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/builtin.h"
#include "network/loss.h"
#include "network/pass_learn.h"
#include "network/thread_team.h"
#include "network/scheme.h"
#include "session/fit.h"
#include "session/workers.h"

struct session *session_create(const struct kernel *kernel, size_t memory,
                               const volatile sig_atomic_t *stop, struct error *error)
{
    struct session *session = calloc(1, sizeof *session);
    if (!session) {
        error_memory(error);
        return NULL;
    }
    session->kernel = kernel;
    session->memory = memory;
    session->stop = stop;
    session->settings = settings_default();
    session->data = builtin_make(&builtins[0], &(struct builtin_options){0}, error);
    if (!session->data || !curve_create(&session->curve, error)) {
        dataset_free(session->data);
        free(session);
        return NULL;
    }
    return session;
}

struct session *session_create_with(const struct session *session, const struct settings *settings,
                                    struct dataset *data, struct error *error)
{
    struct session *beside = calloc(1, sizeof *beside);
    if (!beside) {
        dataset_free(data);
        error_memory(error);
        return NULL;
    }
    beside->kernel = session->kernel;
    beside->memory = session->memory;
    beside->stop = session->stop;
    beside->cores = session->team ? session->cores : 0;
    beside->team = session->team;
    beside->borrows_team = true;
    beside->settings = *settings;
    beside->data = data;
    return beside;
}

struct session *session_create_beside(const struct session *session, struct error *error)
{
    struct settings settings = settings_default();
    settings.color = session->settings.color;
    struct dataset *data = builtin_make(&builtins[0], &(struct builtin_options){0}, error);
    return data ? session_create_with(session, &settings, data, error) : NULL;
}

// Forgets the passes and all that depends on the network's shape, the data and the batch.
static void drop_passes(struct session *session)
{
    pass_free(session->pass);
    session->pass = NULL;
    outlook_clear(&session->outlook);
    batch_unload(&session->batch);
    session->is_fit = false;
    session->done = session->stale_end = 0;
}

// Frees what the state is made of, and the curve.
static void clear(struct session *session)
{
    drop_passes(session);
    batch_clear(&session->batch);
    watches_clear(&session->watches);
    watches_clear(&session->breaks);
    curve_free(&session->curve);
    network_free(session->network);
    dataset_free(session->data);
    variables_clear(&session->variables);
}

void session_free(struct session *session)
{
    if (!session)
        return;
    clear(session);
    if (!session->borrows_team)
        workers_free(session->team);
    free(session);
}

void session_edited(struct session *session, enum session_part part)
{
    struct session_clock *clock = &session->clock;
    size_t now = ++clock->now;
    clock->edited = now;
    if (part == SESSION_NAMES)
        clock->names = now;
    if (part == SESSION_SHAPE || part == SESSION_NETWORK)
        clock->shape = now;
    if (part == SESSION_WEIGHTS || part == SESSION_NETWORK)
        clock->weights = now;
    if (part == SESSION_NETWORK)
        clock->network = clock->drawn = now;
}

void session_hide(struct session *session, size_t from)
{
    session->hides = true;
    session->hidden_from = from;
}

void session_reveal(struct session *session)
{
    session->hides = false;
}

size_t session_batch_size(const struct session *session)
{
    size_t samples = session->data->x.rows;
    return session->settings.batch < samples ? session->settings.batch : samples;
}

bool session_has_batches(const struct session *session)
{
    return session_batch_size(session) < session->data->x.rows;
}

// Whether so large a network fits into memory.
static bool check_memory(const struct session *session, const struct architecture *plan,
                         struct error *error)
{
    size_t batch = session_batch_size(session);
    size_t bytes = architecture_bytes(plan, session->settings.optimizer->states, batch);
    if (bytes <= session->memory)
        return true;
    if (bytes == SIZE_MAX)
        error_set(error, "a network of this shape has more weights than can be counted");
    else
        error_set(error, "this network needs %.3g GB of memory, but %.3g GB are available",
                  (double)bytes / 1e9, (double)session->memory / 1e9);
    error_hint(error, "use fewer units");
    return error_of_memory(error);
}

// The network begins at epoch 0 with weights that [rng] drew.
static void begin(struct session *session, const struct rng *rng)
{
    batch_restart(&session->batch);
    if (session->listener)
        session->listener->leave_network(session->listener->context);
    session->batch.rng = *rng;
    session->epoch = session->steps = 0;
    session_edited(session, SESSION_NETWORK);
    session_restart_curve(session);
    session_touch(session);
    session->stale_end = 0;
}

bool session_init(struct session *session, const struct architecture *plan,
                  const struct scheme *scheme, uint32_t seed, struct error *error)
{
    if (!check_memory(session, plan, error))
        return false;
    struct network *network = network_create(plan, session->kernel, error);
    if (!network)
        return false;
    struct rng rng;
    if (!network_reserve_states(network, session->settings.optimizer->states, error) ||
        (!network_draw(network, scheme, seed, &rng, session->stop) &&
         !error_set(error, "interrupted while drawing the weights; nothing was changed"))) {
        network_free(network);
        return false;
    }
    network_free(session->network);
    session->network = network;
    session->scheme = scheme;
    session->seed = seed;
    drop_passes(session);
    begin(session, &rng);
    return true;
}

void session_restart_curve(struct session *session)
{
    const struct network *network = session->network;
    curve_restart(&session->curve, session->clock.network, session->epoch, network->parameters,
                  network->parameter_count);
}

void session_reset(struct session *session)
{
    struct rng rng;
    network_draw(session->network, session->scheme, session->seed, &rng, NULL);
    network_clear_states(session->network);
    begin(session, &rng);
}

void session_use_data(struct session *session, struct dataset *data)
{
    dataset_free(session->data);
    session->data = data;
    drop_passes(session);
    batch_restart(&session->batch);
    session_edited(session, SESSION_SETTINGS);
}

bool session_own_data(struct session *session, struct error *error)
{
    if (session->data->owners == 1 && !session->data->is_typed) // typed numbers stay to be saved
        return true;
    struct dataset *copy = dataset_copy(session->data, error);
    if (!copy)
        return false;
    // A batch that is a view into the data moves along.
    struct pass *pass = session->pass;
    if (pass && session->batch.is_loaded && !session->batch.order) {
        pass->x.data = copy->x.data + (pass->x.data - session->data->x.data);
        pass->y.data = copy->y.data + (pass->y.data - session->data->y.data);
    }
    dataset_free(session->data);
    session->data = copy;
    return true;
}

void session_edit_data(struct session *session)
{
    batch_write_back(&session->batch, session->pass, session->data);
    session->data->is_edited = true;
    session_edited(session, SESSION_SETTINGS);
    session->is_fit = session->batch.is_loaded = false;
}

// Notes that the optimizer's state was cleared; weights that are as they were drawn still are.
static void forget_states(struct session *session)
{
    bool is_drawn = session->clock.drawn == session->clock.weights;
    session_edited(session, SESSION_WEIGHTS);
    if (is_drawn)
        session->clock.drawn = session->clock.weights;
}

// Notes that the loss changed. What is computed of z and a does not depend on it; but where it is none for
// these data, no stage can be run, nor run again.
static void touch_loss(struct session *session)
{
    struct error ignored;
    size_t loss = stage_first_backward(session->network->layer_count) - 1;
    size_t done = session->done < loss ? session->done : loss;
    session_touch(session);
    if (fit_check(session->network, session->data, session->settings.loss, &ignored))
        session->done = done;
}

bool session_set(struct session *session, const struct settings *settings, struct error *error)
{
    const struct settings old = session->settings;
    struct network *network = session->network;
    if (network && settings->optimizer != old.optimizer &&
        !network_reserve_states(network, settings->optimizer->states, error))
        return false;
    session->settings = *settings;
    if (!settings_are_equal(&old, settings))
        session_edited(session, SESSION_SETTINGS);
    if (network && settings->optimizer != old.optimizer)
        forget_states(session);
    if (settings->batch != old.batch || settings->shuffle != old.shuffle) {
        drop_passes(session);
        batch_restart(&session->batch);
    }
    if (network && settings->loss != old.loss) {
        touch_loss(session);
        session->is_fit = session->batch.is_loaded = false;
    }
    return true;
}

// Starts a thread team for a network that has work for one.
static void start_team(struct session *session)
{
    struct network *network = session->network;
    size_t widest = 0;
    for (size_t k = 0; k < network->layer_count; k++) {
        size_t weights = matrix_count(network->layers[k].w);
        widest = weights > widest ? weights : widest;
    }
    if (!session->team && session->cores > 1 &&
        widest > THREAD_TEAM_WORK_LEAST / session_batch_size(session))
        session->team = workers_create(session->cores);
    network->team = session->team;
}

void session_become(struct session *session, struct session *other)
{
    curve_free(&other->curve);
    other->curve = session->curve;
    other->listener = session->listener;
    other->cores = session->cores;
    other->team = session->team;
    other->borrows_team = session->borrows_team;
    other->hides = session->hides;
    other->hidden_from = session->hidden_from;
    if (other->clock.now < session->clock.now)
        other->clock.now = session->clock.now;
    session->curve = (struct curve){0}; // which [other] has now
    clear(session);
    *session = *other;
    free(other);
    if (session->network && session->curve.origin != session->clock.network)
        session_restart_curve(session);
    if (session->pass)
        start_team(session);
}

// The clock's counts of the two sessions mean nothing to each other, so every part counts as changed,
// with counts that no earlier state has. Nor need the weights be what the seed draws.
void session_replace(struct session *session, struct session *fresh)
{
    if (fresh->clock.now < session->clock.now)
        fresh->clock.now = session->clock.now;
    session_edited(fresh, SESSION_NAMES);
    session_edited(fresh, SESSION_NETWORK);
    session_edited(fresh, SESSION_WEIGHTS);
    if (session->listener)
        session->listener->leave_network(session->listener->context);
    session_become(session, fresh);
}

bool session_has_network(const struct session *session, struct error *error)
{
    if (session->network)
        return true;
    error_set(error, "there is no network yet");
    error_hint(error, "'init' makes one");
    return error_of_missing(error);
}

bool session_prepare(struct session *session, struct error *error)
{
    if (!session_has_network(session, error))
        return false;
    if (session->batch.is_loaded)
        return true;
    if (!session->is_fit &&
        !fit_check(session->network, session->data, session->settings.loss, error))
        return error_of_missing(error); // what it would compute has no value until they fit
    session->is_fit = true;
    if (!session->pass)
        start_team(session);
    if (!session->pass)
        session->pass = pass_create(session->network, session_batch_size(session), false, error);
    return session->pass && batch_load(&session->batch, session->data, session_batch_size(session),
                                       session->settings.shuffle, session->pass, error);
}

struct step_config session_step_config(const struct session *session)
{
    return settings_step_config(&session->settings, session->epoch);
}

// Moves on after the batch that was just learnt; at the end of the samples an epoch is over.
static void advance(struct session *session)
{
    double loss = session->pass->loss;
    session->steps++;
    session->clock.weights = ++session->clock.now;
    session->epoch +=
        batch_advance(&session->batch, session->data, loss, session->settings.loss->is_mean);
}

struct stage session_next(struct session *session)
{
    size_t layers = session->network->layer_count;
    struct step_config config = session_step_config(session);
    struct stage stage = stage_at(layers, session->done);
    pass_run(session->pass, session->network, &config, stage);
    session->done++;
    if (stage.kind == STAGE_UPDATE) {
        session_touch(session);
        advance(session);
    }
    return stage;
}

void session_run_until(struct session *session, size_t end)
{
    while (session->done < end)
        session_next(session);
}

void session_rewind(struct session *session, size_t done)
{
    if (session->done <= done)
        return;
    session->stale_end = session->done > session->stale_end ? session->done : session->stale_end;
    session->done = done;
}

bool session_walk_until(struct session *session, size_t end, struct error *error)
{
    size_t done = session->done;
    while (session->done < end) {
        if (session->done > done && session_is_stopped(session)) {
            session_rewind(session, done);
            return error_set(error, "interrupted; nothing was changed");
        }
        session_next(session);
    }
    return true;
}

bool session_learn(struct session *session, bool keeps_gradients)
{
    size_t layers = session->network->layer_count;
    if (session->done > stage_first_backward(layers)) {
        session_run_until(session, stage_update(layers));
        if (pass_gives_up(session->pass))
            return false;
        session_next(session);
        return true;
    }
    struct step_config config = session_step_config(session);
    if (!pass_learn(session->pass, session->network, &config, keeps_gradients))
        return false;
    if (!keeps_gradients) {
        session_learnt(session);
        return true;
    }
    session->done = stage_count(layers);
    session_touch(session);
    advance(session);
    return true;
}

void session_learnt(struct session *session)
{
    session->done = stage_first_backward(session->network->layer_count);
    session->stale_end = 0;
    session_touch(session);
    advance(session);
}

void session_ran_ahead(struct session *session, size_t epochs)
{
    session->epoch += epochs;
    session->steps += epochs;
    session->clock.weights = ++session->clock.now;
    session->done = session->stale_end = 0;
    session_touch(session);
}

void session_touch(struct session *session)
{
    session->stale_end = session->done > session->stale_end ? session->done : session->stale_end;
    session->done = 0;
    session->outlook.is_fresh = false;
}

bool session_let(struct session *session, const char *name, size_t length, struct value *value,
                 struct error *error)
{
    if (!variables_set(&session->variables, name, length, value, error))
        return false;
    session_edited(session, SESSION_NAMES);
    return true;
}
