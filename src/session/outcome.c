// SPDX-License-Identifier: GPL-3.0-or-later
// Where the pass under way holds predictions for all the data they are taken from there; else the
// session's outlook makes them.
#include "session/outcome.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "network/loss.h"

// Makes sure that samples can be looked at. False with [error] set.
static bool open_outlook(struct session *session, struct error *error)
{
    return outlook_open(&session->outlook, session->network, session->data->x.rows, error);
}

// The loss of the samples x, y; z and a become the values of the last layer.
static bool find_loss(struct session *session, struct matrix x, struct matrix y, struct matrix z,
                      struct matrix a, double *loss, struct error *error)
{
    return outlook_loss(&session->outlook, session->network, session->settings.loss, x, y, z, a,
                        session->give_up, loss) ||
           error_set(error, "interrupted");
}

// The predictions for x and their loss; the numbers of [a] are the caller's to free.
static bool look_at(struct session *session, struct matrix x, struct matrix y, struct matrix *a,
                    double *loss, struct error *error)
{
    size_t count = matrix_count(y);
    if (!open_outlook(session, error))
        return false;
    double *block = malloc(2 * count * sizeof *block);
    if (!block)
        return error_memory(error);
    *a = (struct matrix){y.rows, y.cols, block};
    if (find_loss(session, x, y, (struct matrix){y.rows, y.cols, block + count}, *a, loss, error))
        return true;
    free(block);
    return false;
}

bool session_test_outcome(struct session *session, struct matrix *a, double *loss,
                          struct error *error)
{
    const struct dataset *data = session->data;
    if (data->test_y.rows == 0) {
        error_set(error, "the data have no test part");
        error_hint(error, "'data split 0.8' makes one");
        return error_of_missing(error);
    }
    return session_prepare(session, error) &&
           look_at(session, data->test_x, data->test_y, a, loss, error);
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
    struct matrix a;
    if (!look_at(session, x, y, &a, loss, error))
        return false;
    free(a.data);
    return true;
}

// Whether the pass under way has fresh predictions for all the data.
static bool pass_has_outcome(const struct session *session)
{
    return session->done >= stage_first_backward(session->network->layer_count) &&
           batch_is_whole(&session->batch, session->data);
}

bool session_outcome(struct session *session, struct matrix *a, double *loss, struct error *error)
{
    struct outlook *outlook = &session->outlook;
    struct matrix y = session->data->y;
    if (!session_prepare(session, error))
        return false;
    if (pass_has_outcome(session)) {
        *a = session->pass->layers[session->pass->layer_count - 1].a;
        *loss = session->pass->loss;
        return true;
    }
    size_t count = matrix_count(y);
    if (!open_outlook(session, error))
        return false;
    if (!outlook->values && !(outlook->values = malloc(2 * count * sizeof(double))))
        return error_memory(error);
    struct matrix z = {y.rows, y.cols, outlook->values};
    *a = (struct matrix){y.rows, y.cols, outlook->values + count};
    if (!outlook->is_fresh) {
        if (!find_loss(session, session->data->x, y, z, *a, &outlook->loss, error))
            return false;
        outlook->is_fresh = true;
    }
    *loss = outlook->loss;
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
    if (batch_is_whole(&session->batch, session->data))
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

const char *session_epoch_loss_name(const struct session *session)
{
    return !session_has_batches(session)     ? "loss"
           : session->settings.loss->is_mean ? "mean batch loss"
                                             : "total batch loss";
}

void session_record(struct session *session, double loss)
{
    double test = (double)NAN;
    struct error ignored; // a point without its test loss is better than none
    const volatile sig_atomic_t *give_up = session->give_up;
    session->give_up = NULL; // the update is done already
    if (session->data->test_x.rows > 0 && !session_test_loss(session, &test, &ignored))
        test = (double)NAN;
    session->give_up = give_up;
    session->curve.kind = session->settings.loss;
    session->curve.has_batches = session_has_batches(session);
    curve_add(&session->curve, session->epoch, loss, test, session->network->parameters);
}
