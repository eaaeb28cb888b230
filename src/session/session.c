// SPDX-License-Identifier: GPL-3.0-or-later
// What is stale and what is fresh comes down to two numbers: how many stages were computed from the
// present parameters (done) and how many ever were (had). A change of parameters, data or loss
// lowers `done`, never `had`; so the shell can tell "not computed yet" from "computed before the
// change", and a stale value is never shown as if it were the present one.
#include "session/session.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/builtin.h"
#include "network/loss.h"
#include "network/scheme.h"

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
    session->data = builtin_make(&builtins[0], (struct builtin_options){0}, error);
    if (!session->data) {
        free(session);
        return NULL;
    }
    return session;
}

void session_free(struct session *session)
{
    if (!session)
        return;
    pass_free(session->pass);
    pass_free(session->probe);
    network_free(session->network);
    dataset_free(session->data);
    for (size_t i = 0; i < session->variable_count; i++) {
        free(session->variables[i].name);
        value_clear(&session->variables[i].value);
    }
    free(session->variables);
    free(session);
}

void session_default_architecture(const struct session *session, struct architecture *plan)
{
    plan->inputs = session->data->x.cols;
    plan->layer_count = 2;
    plan->layers[0] = (struct layer_plan){2, &activations[ACTIVATION_relu]};
    plan->layers[1] = (struct layer_plan){session->data->y.cols, &activations[ACTIVATION_sigmoid]};
}

// Forgets the passes: they belong to another network or other data.
static void drop_passes(struct session *session)
{
    pass_free(session->pass);
    pass_free(session->probe);
    session->pass = session->probe = NULL;
    session->probe_is_fresh = false;
    session->done = session->had = 0;
}

bool session_init(struct session *session, const struct architecture *plan,
                  const struct scheme *scheme, uint32_t seed, struct error *error)
{
    size_t bytes = architecture_bytes(plan, session->data->x.rows);
    if (bytes > session->memory) {
        if (bytes == SIZE_MAX)
            error_set(error, "a network of this shape has more weights than can be counted");
        else
            error_set(error, "this network needs %.3g GB of memory, and %.3g GB are there",
                      (double)bytes / 1e9, (double)session->memory / 1e9);
        return error_hint(error, "use fewer units");
    }
    struct network *network = network_create(plan, session->kernel, error);
    if (!network)
        return false;
    network_free(session->network);
    session->network = network;
    session->scheme = scheme;
    session->seed = seed;
    drop_passes(session);
    session_reset(session);
    return true;
}

void session_reset(struct session *session)
{
    network_draw(session->network, session->scheme, session->seed);
    session->epoch = session->steps = 0;
    session_touch(session);
    session->had = 0;
}

// The shape of the network with the inputs and outputs of [data], as `init` would be told it.
static void fitting_init(const struct network *network, const struct dataset *data, char *text,
                         size_t size)
{
    struct buf words = BUF_EMPTY;
    buf_printf(&words, "init %zu", data->x.cols);
    for (size_t k = 0; k < network->layer_count; k++) {
        bool last = k + 1 == network->layer_count;
        buf_printf(&words, " %zu:%s", last ? data->y.cols : network->layers[k].out,
                   network->layers[k].activation->name);
    }
    strncpy(text, words.length < size ? buf_text(&words) : "init", size - 1);
    text[size - 1] = '\0';
    buf_free(&words);
}

// "1 input", "3 inputs".
static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

// Whether the network's ends are as wide as the data; the error names the init that would fit, and
// what to do [then].
static bool fits(const struct network *network, const struct dataset *data, const char *then,
                 struct error *error)
{
    char init[200];
    if (network->inputs == data->x.cols && network->outputs == data->y.cols)
        return true;
    fitting_init(network, data, init, sizeof init);
    error_set(error,
              "the data set %s has %zu input%s and %zu output%s, but the network has %zu and %zu",
              data->name, data->x.cols, plural(data->x.cols), data->y.cols, plural(data->y.cols),
              network->inputs, network->outputs);
    return error_hint(error, "'%s' makes a network that fits%s", init, then);
}

bool session_use_data(struct session *session, struct dataset *data, struct error *error)
{
    if (session->network && !fits(session->network, data, "; then load the data again", error))
        return false;
    dataset_free(session->data);
    session->data = data;
    drop_passes(session);
    return true;
}

bool session_prepare(struct session *session, struct error *error)
{
    if (!session->network) {
        error_set(error, "there is no network yet");
        return error_hint(error, "'init' makes one");
    }
    if (!fits(session->network, session->data, "", error))
        return false;
    if (!session->pass)
        session->pass = pass_create(session->network, session->data->x, session->data->y, error);
    return session->pass != NULL;
}

struct recipe session_recipe(const struct session *session)
{
    return (struct recipe){session->settings.loss, session->settings.optimizer,
                           session->settings.lr};
}

struct stage session_next(struct session *session)
{
    size_t layers = session->network->layer_count;
    struct recipe recipe = session_recipe(session);
    struct stage stage = stage_at(layers, session->done);
    pass_run(session->pass, session->network, &recipe, stage);
    session->done++;
    if (stage.kind == STAGE_UPDATE) {
        session->epoch++;
        session->steps++;
        session_touch(session);
    }
    return stage;
}

void session_run_until(struct session *session, size_t end)
{
    while (session->done < end)
        session_next(session);
}

void session_touch(struct session *session)
{
    session->had = session->done > session->had ? session->done : session->had;
    session->done = 0;
    session->probe_is_fresh = false;
}

void session_touch_loss(struct session *session)
{
    session->had = session->done > session->had ? session->done : session->had;
    session->probe_is_fresh = false;
    if (!session->network)
        return;
    size_t loss = stage_first_backward(session->network->layer_count) - 1;
    session->done = session->done < loss ? session->done : loss;
}

bool session_outcome(struct session *session, struct matrix *a, double *loss, struct error *error)
{
    if (!session_prepare(session, error))
        return false;
    size_t layers = session->network->layer_count;
    struct pass *pass = session->pass;
    if (session->done < stage_first_backward(layers)) {
        if (!session->probe)
            session->probe =
                pass_create(session->network, session->data->x, session->data->y, error);
        if (!session->probe)
            return false;
        pass = session->probe;
        if (!session->probe_is_fresh) {
            pass_predict(pass, session->network);
            pass->loss = session->settings.loss->value(pass->layers[layers - 1].a, pass->y);
        }
        session->probe_is_fresh = true;
    }
    *a = pass->layers[layers - 1].a;
    *loss = pass->loss;
    return true;
}

bool session_predict(const struct session *session, const double *x, struct matrix a,
                     struct error *error)
{
    const struct network *network = session->network;
    struct error cause;
    double *row = malloc(network->inputs * sizeof *row);
    if (!row)
        return error_memory(error);
    memcpy(row, x, network->inputs * sizeof *row);
    struct matrix sample = {1, network->inputs, row};
    struct pass *pass = pass_create(network, sample, a, &cause);
    if (pass) {
        pass_predict(pass, network);
        memcpy(a.data, pass->layers[network->layer_count - 1].a.data, a.cols * sizeof *a.data);
    }
    bool made = pass != NULL;
    pass_free(pass);
    free(row);
    return made || error_memory(error);
}

static size_t largest_place(struct matrix row)
{
    size_t best = 0;
    for (size_t j = 1; j < row.cols; j++)
        if (row.data[j] > row.data[best])
            best = j;
    return best;
}

bool session_is_right(struct matrix a, struct matrix y)
{
    if (a.cols == 1)
        return !isnan(a.data[0]) && (a.data[0] >= 0.5) == (y.data[0] >= 0.5);
    return largest_place(a) == largest_place(y);
}

double session_accuracy(struct matrix a, struct matrix y)
{
    size_t right = 0;
    for (size_t n = 0; n < a.rows; n++)
        right += session_is_right((struct matrix){1, a.cols, a.data + n * a.cols},
                                  (struct matrix){1, y.cols, y.data + n * y.cols});
    return (double)right / (double)a.rows;
}

struct variable *session_variable(const struct session *session, const char *name, size_t length)
{
    for (size_t i = 0; i < session->variable_count; i++) {
        struct variable *variable = &session->variables[i];
        if (strlen(variable->name) == length && memcmp(variable->name, name, length) == 0)
            return variable;
    }
    return NULL;
}

bool session_let(struct session *session, const char *name, size_t length, struct value *value,
                 struct error *error)
{
    struct variable *variable = session_variable(session, name, length);
    if (!variable) {
        size_t bytes = (session->variable_count + 1) * sizeof *variable;
        char *copy = malloc(length + 1);
        struct variable *grown = copy ? realloc(session->variables, bytes) : NULL;
        if (!grown) {
            free(copy);
            return error_memory(error);
        }
        memcpy(copy, name, length);
        copy[length] = '\0';
        session->variables = grown;
        variable = &grown[session->variable_count++];
        *variable = (struct variable){copy, value_number(0)};
    }
    value_clear(&variable->value);
    variable->value = *value;
    *value = value_number(0);
    return true;
}
