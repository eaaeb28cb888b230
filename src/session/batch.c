// SPDX-License-Identifier: GPL-3.0-or-later
// An epoch is one pass through the samples, a batch at a time; the last batch takes what is left.
// Without shuffling a batch is a view into the data. With it, each epoch draws a permutation as
// NumPy's legacy generator does, from where the drawing of the weights left it, and a batch's rows
// are gathered side by side. So np.random.seed(1), rand for the weights, then permutation(N) for each
// epoch, is the same walk.
//
// The order is drawn when it is first needed, by a look at x as well as by an update. So that looking
// changes nothing, the generator as it was before is kept: an order that is thrown away was never drawn.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "network/loss.h"
#include "session/session.h"

size_t session_batch_size(const struct session *session)
{
    size_t samples = session->data->x.rows;
    return session->settings.batch < samples ? session->settings.batch : samples;
}

void session_restart_epoch(struct session *session)
{
    if (session->order)
        session->rng = session->order_rng;
    free(session->order);
    session->order = NULL;
    session->batch_at = 0;
    session->batch_is_loaded = false;
    session->epoch_loss = 0;
}

// Draws the epoch's order, if it is to have one and has none.
static bool draw_order(struct session *session, struct error *error)
{
    if (!session->settings.shuffle || session->order)
        return true;
    session->order = malloc(session->data->x.rows * sizeof *session->order);
    if (!session->order)
        return error_memory(error);
    session->order_rng = session->rng;
    rng_permutation(&session->rng, session->data->x.rows, session->order);
    return true;
}

// Copies the batch's rows from all over the data to [gathered].
static bool gather(struct session *session, struct matrix *x, struct matrix *y, struct error *error)
{
    const struct dataset *data = session->data;
    size_t inputs = data->x.cols, outputs = data->y.cols, most = session_batch_size(session);
    if (!session->gathered)
        session->gathered = malloc(most * (inputs + outputs) * sizeof(double));
    if (!session->gathered)
        return error_memory(error);
    x->data = session->gathered;
    y->data = session->gathered + most * inputs;
    for (size_t n = 0; n < session->batch_rows; n++) {
        size_t row = session->order[session->batch_at + n];
        memcpy(x->data + n * inputs, data->x.data + row * inputs, inputs * sizeof(double));
        memcpy(y->data + n * outputs, data->y.data + row * outputs, outputs * sizeof(double));
    }
    return true;
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
    if (pass && session->batch_is_loaded && !session->order) {
        pass->x.data = copy->x.data + (pass->x.data - session->data->x.data);
        pass->y.data = copy->y.data + (pass->y.data - session->data->y.data);
    }
    dataset_free(session->data);
    session->data = copy;
    return true;
}

void session_edit_data(struct session *session)
{
    const struct dataset *data = session->data;
    size_t inputs = data->x.cols, outputs = data->y.cols;
    for (size_t n = 0; session->order && session->batch_is_loaded && n < session->batch_rows; n++) {
        size_t row = session->order[session->batch_at + n];
        memcpy(data->x.data + row * inputs, session->pass->x.data + n * inputs,
               inputs * sizeof(double));
        memcpy(data->y.data + row * outputs, session->pass->y.data + n * outputs,
               outputs * sizeof(double));
    }
    session->data->is_edited = true;
    session_edited(session, SESSION_SETTINGS);
    session->is_fit = session->batch_is_loaded = false;
}

bool session_load_batch(struct session *session, struct error *error)
{
    const struct dataset *data = session->data;
    size_t left = data->x.rows - session->batch_at, most = session_batch_size(session);
    if (session->batch_is_loaded)
        return true;
    if (!draw_order(session, error))
        return false;
    session->batch_rows = left < most ? left : most;
    struct matrix x = {session->batch_rows, data->x.cols,
                       data->x.data + session->batch_at * data->x.cols};
    struct matrix y = {session->batch_rows, data->y.cols,
                       data->y.data + session->batch_at * data->y.cols};
    if (session->order && !gather(session, &x, &y, error))
        return false;
    pass_load(session->pass, x, y);
    session->batch_is_loaded = true;
    return true;
}

// Adds the batch's loss to its epoch's, which is the mean over the samples, or the sum, of its
// batches' losses. With one batch it is that batch's own, to the bit.
static void add_loss(struct session *session)
{
    size_t samples = session->data->x.rows;
    bool is_mean = session->settings.loss->is_mean;
    double loss = session->pass->loss;
    session->epoch_loss += is_mean ? loss * (double)session->batch_rows : loss;
    session->last_loss = session->batch_rows == samples ? loss
                         : is_mean                      ? session->epoch_loss / (double)samples
                                                        : session->epoch_loss;
}

void session_advance(struct session *session)
{
    add_loss(session);
    session->steps++;
    session->clock.weights = ++session->clock.now;
    session->batch_at += session->batch_rows;
    // With the whole data in one batch the next batch is the same one.
    if (session->batch_rows < session->data->x.rows || session->order)
        session->batch_is_loaded = false;
    if (session->batch_at < session->data->x.rows)
        return;
    session->epoch++;
    session->batch_at = 0;
    session->epoch_loss = 0;
    free(session->order);
    session->order = NULL;
}

void session_record(struct session *session, double loss)
{
    double test = (double)NAN;
    struct error ignored; // a point without its test loss is better than none
    if (session->data->test_x.rows > 0 && !session_test_loss(session, &test, &ignored))
        test = (double)NAN;
    curve_add(&session->curve, session->epoch, loss, test, session->network->parameters);
}
