// SPDX-License-Identifier: GPL-3.0-or-later
// Looking ahead: predictions and losses of the present parameters without touching the pass under
// way. The data go through a probe, a pass without a backward half, some samples at a time; only
// the last layer's values are kept. Over all of them the loss is then one sum, as a full batch's is.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "network/kernel.h"
#include "network/loss.h"
#include "session/session.h"

enum { PROBE_SAMPLES = 1024 };

static struct matrix rows_of(struct matrix m, size_t first, size_t rows)
{
    return (struct matrix){rows, m.cols, m.data + first * m.cols};
}

// Whether there is a probe.
static bool need_probe(struct session *session, struct error *error)
{
    size_t samples = size_min(session->data->x.rows, PROBE_SAMPLES);
    if (!session->probe)
        session->probe = pass_create(session->network, samples, true, error);
    return session->probe != NULL;
}

// Runs samples x through the probe and copies the last layer's z and a to rows [first, ...) of z, a.
static void probe_rows(struct session *session, struct matrix x, struct matrix y, struct matrix z,
                       struct matrix a)
{
    struct pass *probe = session->probe;
    for (size_t first = 0; first < x.rows; first += probe->capacity) {
        size_t rows = size_min(x.rows - first, probe->capacity);
        pass_load(probe, rows_of(x, first, rows), rows_of(y, first, rows));
        pass_predict(probe, session->network);
        const struct pass_layer *last = &probe->layers[probe->layer_count - 1];
        size_t bytes = rows * a.cols * sizeof(double);
        memcpy(z.data + first * z.cols, last->z.data, bytes);
        memcpy(a.data + first * a.cols, last->a.data, bytes);
    }
}

bool session_test_outcome(struct session *session, struct matrix *a, double *loss,
                          struct error *error)
{
    struct matrix x = session->data->test_x, y = session->data->test_y;
    size_t count = matrix_count(y);
    if (y.rows == 0) {
        error_set(error, "the data have no test part");
        return error_hint(error, "'data split 0.8' makes one");
    }
    if (!session_prepare(session, error) || !need_probe(session, error))
        return false;
    double *block = malloc(2 * count * sizeof *block);
    if (!block)
        return error_memory(error);
    *a = (struct matrix){y.rows, y.cols, block};
    struct matrix z = {y.rows, y.cols, block + count};
    probe_rows(session, x, y, z, *a);
    *loss = session->kernel->loss[session->settings.loss->id](z, *a, y);
    return true;
}

bool session_test_loss(struct session *session, double *loss, struct error *error)
{
    struct matrix a;
    if (!session_test_outcome(session, &a, loss, error))
        return false;
    free(a.data);
    return true;
}

bool session_loss_of(struct session *session, struct matrix x, struct matrix y, double *loss,
                     struct error *error)
{
    size_t count = matrix_count(y);
    if (!need_probe(session, error))
        return false;
    double *block = malloc(2 * count * sizeof *block);
    if (!block)
        return error_memory(error);
    struct matrix z = {y.rows, y.cols, block}, a = {y.rows, y.cols, block + count};
    probe_rows(session, x, y, z, a);
    *loss = session->kernel->loss[session->settings.loss->id](z, a, y);
    free(block);
    return true;
}

// Whether the pass under way has fresh predictions for all the data.
static bool pass_has_outcome(const struct session *session)
{
    return session->done >= stage_first_backward(session->network->layer_count) &&
           session->batch_rows == session->data->x.rows && !session->order;
}

bool session_outcome(struct session *session, struct matrix *a, double *loss, struct error *error)
{
    struct matrix y = session->data->y;
    if (!session_prepare(session, error))
        return false;
    if (pass_has_outcome(session)) {
        *a = session->pass->layers[session->pass->layer_count - 1].a;
        *loss = session->pass->loss;
        return true;
    }
    size_t count = matrix_count(y);
    if (!need_probe(session, error))
        return false;
    if (!session->outcome && !(session->outcome = malloc(2 * count * sizeof(double))))
        return error_memory(error);
    struct matrix z = {y.rows, y.cols, session->outcome};
    *a = (struct matrix){y.rows, y.cols, session->outcome + count};
    if (!session->outcome_is_fresh) {
        probe_rows(session, session->data->x, y, z, *a);
        session->outcome_loss = session->kernel->loss[session->settings.loss->id](z, *a, y);
        session->outcome_is_fresh = true;
    }
    *loss = session->outcome_loss;
    return true;
}

bool session_batch_loss(struct session *session, double *loss, struct error *error)
{
    struct matrix a;
    if (!session_prepare(session, error))
        return false;
    if (session->done >= stage_first_backward(session->network->layer_count)) {
        *loss = session->pass->loss;
        return true;
    }
    if (session->batch_rows == session->data->x.rows && !session->order)
        return session_outcome(session, &a, loss, error);
    return session_loss_of(session, session->pass->x, session->pass->y, loss, error);
}

bool session_predict(const struct session *session, const double *x, struct matrix a,
                     struct error *error)
{
    const struct network *network = session->network;
    struct pass *pass = pass_create(network, 1, true, error);
    double *row = malloc(network->inputs * sizeof *row);
    if (!pass || !row) {
        pass_free(pass);
        free(row);
        return error_memory(error);
    }
    memcpy(row, x, network->inputs * sizeof *row);
    pass_load(pass, (struct matrix){1, network->inputs, row}, a);
    pass_predict(pass, network);
    memcpy(a.data, pass->layers[network->layer_count - 1].a.data, a.cols * sizeof *a.data);
    pass_free(pass);
    free(row);
    return true;
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
    size_t place = largest_place(a);
    return !isnan(a.data[place]) && place == largest_place(y);
}

double session_accuracy(struct matrix a, struct matrix y)
{
    size_t right = 0;
    for (size_t n = 0; n < a.rows; n++)
        right += session_is_right(rows_of(a, n, 1), rows_of(y, n, 1));
    return (double)right / (double)a.rows;
}
