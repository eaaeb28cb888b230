// SPDX-License-Identifier: GPL-3.0-or-later
// One table holds the names: a letter part, whether a layer's number follows, and the stage that
// computes it. The losses and accuracies are looked up when asked: where the pass under way does not
// hold them they come from a look ahead, so they always belong to the present parameters.
#include "session/quantity.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/suggest.h"
#include "session/metrics.h"
#include "session/outcome.h"

static const struct row {
    const char *name;
    bool has_layer;
    bool is_number;
    enum stage_kind stage; // for what a pass computes
    const char *meaning;
} rows[] = {
    [QUANTITY_X] = {"x", false, false, 0, "the samples, one per row"},
    [QUANTITY_Y] = {"y", false, false, 0, "the targets"},
    [QUANTITY_W] = {"w", true, false, 0, "weights, inputs × units"},
    [QUANTITY_B] = {"b", true, false, 0, "biases"},
    [QUANTITY_Z] = {"z", true, false, STAGE_Z, "pre-activations, samples × units"},
    [QUANTITY_A] = {"a", true, false, STAGE_A, "activations, samples × units"},
    [QUANTITY_DW] = {"dw", true, false, STAGE_DW, "gradient of the loss for the weights"},
    [QUANTITY_DB] = {"db", true, false, STAGE_DW, "gradient of the loss for the biases"},
    [QUANTITY_DZ] = {"dz", true, false, STAGE_DZ, "gradient of the loss for the pre-activations"},
    [QUANTITY_DA] = {"da", true, false, STAGE_DA, "gradient of the loss for the activations"},
    [QUANTITY_LOSS] = {"loss", false, true, STAGE_LOSS,
                       "how wrong the network is on all training samples"},
    [QUANTITY_LR] = {"lr", false, true, 0,
                     "the learning rate of this epoch: what an update multiplies the gradient by"},
    [QUANTITY_EPOCH] = {"epoch", false, true, 0,
                        "how many times training has gone through all its samples"},
    [QUANTITY_STEPS] = {"steps", false, true, 0, "how many updates were done"},
    [QUANTITY_ACCURACY] = {"accuracy", false, true, 0,
                           "the share of right answers on the training samples; an output of 0.5 "
                           "or more counts as class 1"},
    [QUANTITY_TEST_LOSS] = {"test_loss", false, true, 0,
                            "the loss on the test part that 'data split' made"},
    [QUANTITY_TEST_ACCURACY] = {"test_accuracy", false, true, 0,
                                "the share of right answers on the test part"},
    [QUANTITY_BATCH_LOSS] = {"batch_loss", false, true, 0,
                             "the loss on the current batch, as the stage 'loss' computes it"},
};

enum { ROW_COUNT = sizeof rows / sizeof *rows };

const char *quantity_meaning(struct quantity quantity)
{
    return rows[quantity.kind].meaning;
}

// Reads the number of a layer as it is written in a name: w01 is not a name of the network.
static bool parse_layer(const char *text, size_t length, size_t *layer)
{
    return number_parse_count(text, length, 999999, layer) && (length == 1 || text[0] != '0');
}

bool quantity_parse(const char *name, size_t length, struct quantity *quantity)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        size_t stem = strlen(rows[i].name), layer = 0;
        if (length < stem || memcmp(name, rows[i].name, stem) != 0)
            continue;
        if (rows[i].has_layer ? !parse_layer(name + stem, length - stem, &layer) : length != stem)
            continue;
        *quantity = (struct quantity){(enum quantity_kind)i, layer};
        if (i == QUANTITY_A && layer == 0)
            quantity->kind = QUANTITY_X; // a0 is another name of x
        return true;
    }
    return false;
}

void quantity_name(struct quantity quantity, char name[QUANTITY_NAME_SIZE])
{
    if (rows[quantity.kind].has_layer)
        snprintf(name, QUANTITY_NAME_SIZE, "%s%zu", rows[quantity.kind].name, quantity.layer);
    else
        snprintf(name, QUANTITY_NAME_SIZE, "%s", rows[quantity.kind].name);
}

struct matrix quantity_matrix(const struct network *network, const struct pass *pass,
                              struct quantity quantity)
{
    const struct layer *layer = &network->layers[quantity.layer - 1];
    const struct pass_layer *values = pass ? &pass->layers[quantity.layer - 1] : NULL;
    struct matrix none = {0, 0, NULL};
    switch (quantity.kind) {
    case QUANTITY_W:
        return layer->w;
    case QUANTITY_B:
        return layer->b;
    case QUANTITY_DW:
        return layer->dw;
    case QUANTITY_DB:
        return layer->db;
    case QUANTITY_Z:
        return values ? values->z : none;
    case QUANTITY_A:
        return values ? values->a : none;
    case QUANTITY_DZ:
        return values ? values->dz : none;
    case QUANTITY_DA:
        return values ? values->da : none;
    default:
        return none;
    }
}

// Whether a stage's values belong to the present parameters.
static enum quantity_state stage_state(const struct session *session, struct quantity quantity)
{
    struct stage stage = {rows[quantity.kind].stage, quantity.layer};
    size_t index = stage_index(session->network->layer_count, stage);
    if (session->hides && index >= session->hidden_from)
        return QUANTITY_HIDDEN;
    if (index < session->done)
        return QUANTITY_FRESH;
    return index < session->stale_end ? QUANTITY_STALE : QUANTITY_MISSING;
}

bool quantity_find(struct session *session, struct quantity quantity, struct matrix *m,
                   enum quantity_state *state, struct error *error)
{
    char name[QUANTITY_NAME_SIZE];
    quantity_name(quantity, name);
    *state = QUANTITY_FRESH;
    if (quantity.kind == QUANTITY_X || quantity.kind == QUANTITY_Y) {
        // Where an update takes a part of the data, x is that part, also before it begins.
        struct error ignored;
        if (session_batch_size(session) < session->data->x.rows || session->settings.shuffle)
            session_prepare(session, &ignored);
        bool is_batch = session->batch.is_loaded && session->pass;
        struct matrix x = is_batch ? session->pass->x : session->data->x;
        struct matrix y = is_batch ? session->pass->y : session->data->y;
        *m = quantity.kind == QUANTITY_X ? x : y;
        return true;
    }
    if (!rows[quantity.kind].has_layer)
        return true;
    if (!session->network) {
        error_set(error, "%s has no value: there is no network yet", name);
        error_hint(error, "'init' makes one");
        return error_of_missing(error);
    }
    size_t layers = session->network->layer_count;
    if (quantity.layer < 1 || quantity.layer > layers) {
        error_set(error, "there is no %s: the network has layers 1 to %zu", name, layers);
        return error_of_missing(error);
    }
    bool is_parameter = quantity.kind == QUANTITY_W || quantity.kind == QUANTITY_B;
    *state = is_parameter ? QUANTITY_FRESH : stage_state(session, quantity);
    *m = quantity_matrix(session->network, session->pass, quantity);
    return true;
}

bool quantity_needs_forward(const struct session *session)
{
    return session_shown(session) < stage_first_backward(session->network->layer_count);
}

bool quantity_refuse(const struct session *session, struct quantity quantity,
                     enum quantity_state state, struct error *error)
{
    char name[QUANTITY_NAME_SIZE];
    quantity_name(quantity, name);
    if (state == QUANTITY_HIDDEN) {
        error_set(error, "%s is hidden while the question is open", name);
        error_hint(error, "'hint' helps, and 'skip' shows how it is computed");
        return error_of_missing(error);
    }
    bool backward = quantity.kind >= QUANTITY_DW;
    const char *run = !backward                         ? "'forward'"
                      : quantity_needs_forward(session) ? "'forward', then 'backward'"
                                                        : "'backward'";
    if (state == QUANTITY_MISSING)
        error_set(error, "%s has no value yet", name);
    else
        error_set(error, "%s is stale: %s have changed since it was computed", name,
                  backward ? "weights, data or the loss" : "weights or data");
    error_hint(error, "type %s to compute it%s", run, state == QUANTITY_MISSING ? "" : " again");
    return error_of_missing(error);
}

// The share of right answers in the training part, or with [tests] in the test part.
static bool find_accuracy(struct session *session, bool tests, double *number, struct error *error)
{
    struct matrix a;
    double loss;
    if (session->data->targets == TARGETS_NUMBERS) {
        error_set(error, "the targets are numbers, not classes, so there is no accuracy");
        return error_hint(error, "'show metrics' shows how far off the predictions are");
    }
    if (!tests) {
        if (!session_outcome(session, &a, &loss, error))
            return false;
        *number = metrics_accuracy(session->data, a, session->data->y);
        return true;
    }
    if (!session_test_outcome(session, &a, &loss, error))
        return false;
    *number = metrics_accuracy(session->data, a, session->data->test_y);
    free(a.data);
    return true;
}

// Whether a plain number is made of the network's predictions: a loss or an accuracy.
static bool is_of_predictions(struct quantity quantity)
{
    return quantity.kind == QUANTITY_LOSS || quantity.kind == QUANTITY_ACCURACY ||
           quantity.kind == QUANTITY_TEST_LOSS || quantity.kind == QUANTITY_TEST_ACCURACY ||
           quantity.kind == QUANTITY_BATCH_LOSS;
}

bool quantity_number(struct session *session, struct quantity quantity, double *number,
                     struct error *error)
{
    struct matrix ignored;
    if (session->hides && is_of_predictions(quantity))
        return quantity_refuse(session, quantity, QUANTITY_HIDDEN, error);
    switch (quantity.kind) {
    case QUANTITY_LR:
        *number = session_step_config(session).hyper.lr; // as the schedule has it now
        return true;
    case QUANTITY_EPOCH:
        *number = (double)session->epoch;
        return true;
    case QUANTITY_STEPS:
        *number = (double)session->steps;
        return true;
    case QUANTITY_LOSS:
        return session_outcome(session, &ignored, number, error);
    case QUANTITY_BATCH_LOSS:
        return session_batch_loss(session, number, error);
    case QUANTITY_TEST_LOSS:
        return session_test_loss(session, number, error);
    default:
        return find_accuracy(session, quantity.kind == QUANTITY_TEST_ACCURACY, number, error);
    }
}

// Whether a matrix holds a value that is not a finite number; the first one then.
static bool find_bad(struct matrix m, size_t *row, size_t *col, double *value)
{
    for (size_t i = 0; i < matrix_count(m); i++) {
        if (isfinite(m.data[i]))
            continue;
        *row = i / m.cols;
        *col = i % m.cols;
        *value = m.data[i];
        return true;
    }
    return false;
}

bool quantity_first_bad(const struct network *network, const struct pass *pass,
                        struct quantity *quantity, size_t *row, size_t *col, double *value)
{
    const struct matrix data[] = {pass->x, pass->y};
    for (size_t i = 0; i < 2; i++) {
        *quantity = (struct quantity){i ? QUANTITY_Y : QUANTITY_X, 0};
        if (find_bad(data[i], row, col, value))
            return true;
    }
    static const enum quantity_kind parameters[] = {QUANTITY_W, QUANTITY_B};
    static const enum quantity_kind values[] = {QUANTITY_Z, QUANTITY_A};
    const enum quantity_kind *const kinds[] = {parameters, values};
    for (size_t part = 0; part < 2; part++)
        for (size_t i = 0; i < 2 * network->layer_count; i++) {
            *quantity = (struct quantity){kinds[part][i % 2], i / 2 + 1};
            if (find_bad(quantity_matrix(network, pass, *quantity), row, col, value))
                return true;
        }
    *quantity = (struct quantity){QUANTITY_LOSS, 0};
    *row = *col = 0;
    *value = pass->loss;
    if (!isfinite(*value))
        return true;
    static const enum quantity_kind slopes[] = {QUANTITY_DA, QUANTITY_DZ, QUANTITY_DW, QUANTITY_DB};
    for (size_t i = 4 * network->layer_count; i-- > 0;) {
        *quantity = (struct quantity){slopes[3 - i % 4], i / 4 + 1};
        if (find_bad(quantity_matrix(network, pass, *quantity), row, col, value))
            return true;
    }
    return false;
}

// The most elements a value of an expression may have.
static size_t value_limit(const struct session *session)
{
    return session->memory / sizeof(double) / 4;
}

// The present samples of the batch, be it loaded or not.
static size_t batch_rows(const struct session *session)
{
    size_t most = session_batch_size(session), left = session->data->x.rows - session->batch.at;
    return left < most ? left : most;
}

// Zeros in the shape that a pass will give the quantity, which it did not compute yet.
static bool stand_in(const struct session *session, struct quantity quantity, struct value *value,
                     struct error *error)
{
    return value_create(value, batch_rows(session),
                        session->network->layers[quantity.layer - 1].out, value_limit(session),
                        error);
}

// Whether a quantity has a row for each sample, so that its shape is the batch's.
static bool is_by_sample(struct quantity quantity)
{
    return quantity.kind == QUANTITY_Z || quantity.kind == QUANTITY_A ||
           quantity.kind == QUANTITY_DZ || quantity.kind == QUANTITY_DA;
}

// Looks a name up: the session's own names first, then the student's. A value is given as it lies
// there up to the state [worst]; one that was never computed is zeros.
static bool find_name(struct session *session, const char *name, size_t length,
                      enum quantity_state worst, struct value *value, struct error *error)
{
    struct quantity quantity;
    if (quantity_parse(name, length, &quantity)) {
        enum quantity_state state;
        struct matrix m;
        double number;
        if (rows[quantity.kind].is_number) {
            if (!quantity_number(session, quantity, &number, error))
                return false;
            *value = value_number(number);
            return true;
        }
        if (!quantity_find(session, quantity, &m, &state, error))
            return false;
        if (state > worst)
            return quantity_refuse(session, quantity, state, error);
        bool is_of_other = state == QUANTITY_STALE && m.rows != batch_rows(session);
        if (is_by_sample(quantity) &&
            (state == QUANTITY_MISSING || (worst == QUANTITY_MISSING && is_of_other)))
            return stand_in(session, quantity, value, error);
        *value = value_borrow(m);
        return true;
    }
    struct variable *variable = variables_find(&session->variables, name, length);
    if (!variable)
        return quantity_unknown(session, name, length, error);
    *value = value_look(&variable->value);
    return true;
}

static bool lookup(void *context, const char *name, size_t length, struct value *value,
                   struct error *error)
{
    return find_name(context, name, length, QUANTITY_FRESH, value, error);
}

static bool lookup_old(void *context, const char *name, size_t length, struct value *value,
                       struct error *error)
{
    return find_name(context, name, length, QUANTITY_STALE, value, error);
}

static bool lookup_any(void *context, const char *name, size_t length, struct value *value,
                       struct error *error)
{
    return find_name(context, name, length, QUANTITY_MISSING, value, error);
}

static struct scope scope_of(struct session *session,
                             bool (*lookup_by)(void *context, const char *name, size_t length,
                                               struct value *value, struct error *error))
{
    return (struct scope){.lookup = lookup_by,
                          .context = session,
                          .limit = value_limit(session),
                          .stop = session->stop,
                          .squared = &session->remarks.squared};
}

struct scope session_scope(struct session *session)
{
    return scope_of(session, lookup);
}

struct scope session_latest_scope(struct session *session)
{
    return scope_of(session, lookup_old);
}

struct scope session_rehearsal_scope(struct session *session)
{
    return scope_of(session, lookup_any);
}

// Whether the name is a function's or a word of the expression language.
static bool is_word_of_expressions(const char *name, size_t length)
{
    static const char *const words[] = {"and",   "or",   "not",   "inf", "nan",
                                        "until", "True", "False", "pi"};
    for (size_t i = 0; expr_function(i); i++)
        if (strlen(expr_function(i)) == length && memcmp(expr_function(i), name, length) == 0)
            return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == length && memcmp(words[i], name, length) == 0)
            return true;
    return false;
}

bool quantity_is_reserved(const char *name, size_t length)
{
    struct quantity quantity;
    return quantity_parse(name, length, &quantity) || setting_find(name, length) ||
           is_word_of_expressions(name, length);
}

bool quantity_has_meaning(const struct session *session, const char *name, size_t length)
{
    struct quantity quantity;
    return quantity_parse(name, length, &quantity) || is_word_of_expressions(name, length) ||
           variables_find(&session->variables, name, length);
}

bool quantity_list(const struct session *session, size_t index, char *name, size_t size)
{
    size_t layers = session->network ? session->network->layer_count : 0;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        size_t count = rows[i].has_layer ? layers : 1;
        if (index < count) {
            struct quantity quantity = {(enum quantity_kind)i, rows[i].has_layer ? index + 1 : 0};
            char text[QUANTITY_NAME_SIZE];
            quantity_name(quantity, text);
            snprintf(name, size, "%s", text);
            return true;
        }
        index -= count;
    }
    if (index >= session->variables.count)
        return false;
    snprintf(name, size, "%s", session->variables.list[index].name);
    return true;
}

bool quantity_unknown(const struct session *session, const char *name, size_t length,
                      struct error *error)
{
    struct suggestions suggestions;
    char candidate[SUGGESTION_SIZE];
    suggest_start(&suggestions, name, length);
    for (size_t i = 0; quantity_list(session, i, candidate, sizeof candidate); i++)
        suggest_consider(&suggestions, candidate);
    for (size_t i = 0; expr_function(i); i++)
        suggest_consider(&suggestions, expr_function(i));
    struct quoted quoted = error_quote(name, length);
    error_set(error, "nothing is called '%s'", quoted.text);
    if (suggestions.count == 0)
        error_hint(error, "'let %s = EXPRESSION' makes a name of your own", quoted.text);
    suggest_append(&suggestions, error);
    return error_of_missing(error);
}
