// SPDX-License-Identifier: GPL-3.0-or-later
// An epoch is one pass through the samples, a batch at a time; the last batch takes what is left.
// Without shuffling a batch is a view into the data. With it, each epoch draws a permutation as
// NumPy's legacy generator does, from where the drawing of the weights left it, and a batch's rows
// are gathered side by side. So np.random.seed(1), rand for the weights, then permutation(N) for each
// epoch, gives the same batches.
//
// The order is drawn when it is first needed, by a look at x as well as by an update. So that looking
// changes nothing, the generator as it was before is kept, and taken back when the order is thrown away.
#include "session/batch.h"

#include <stdlib.h>
#include <string.h>

void batch_clear(struct batch *batch)
{
    free(batch->order);
    free(batch->gathered);
    batch->order = NULL;
    batch->gathered = NULL;
}

void batch_restart(struct batch *batch)
{
    if (batch->order)
        batch->rng = batch->order_rng;
    free(batch->order);
    batch->order = NULL;
    batch->at = 0;
    batch->is_loaded = false;
    batch->epoch_loss = 0;
}

void batch_unload(struct batch *batch)
{
    free(batch->gathered);
    batch->gathered = NULL;
    batch->is_loaded = false;
}

static bool draw_order(struct batch *batch, size_t samples, struct error *error)
{
    batch->order = malloc(samples * sizeof *batch->order);
    if (!batch->order)
        return error_memory(error);
    batch->order_rng = batch->rng;
    rng_permutation(&batch->rng, samples, batch->order);
    return true;
}

// Copies the batch's rows from all over the data to [gathered], which has room for [most] of them.
static bool gather(struct batch *batch, const struct dataset *data, size_t most, struct matrix *x,
                   struct matrix *y, struct error *error)
{
    size_t inputs = data->x.cols, outputs = data->y.cols;
    if (!batch->gathered)
        batch->gathered = malloc(most * (inputs + outputs) * sizeof(double));
    if (!batch->gathered)
        return error_memory(error);
    x->data = batch->gathered;
    y->data = batch->gathered + most * inputs;
    for (size_t n = 0; n < batch->rows; n++) {
        size_t row = batch->order[batch->at + n];
        memcpy(x->data + n * inputs, data->x.data + row * inputs, inputs * sizeof(double));
        memcpy(y->data + n * outputs, data->y.data + row * outputs, outputs * sizeof(double));
    }
    return true;
}

bool batch_load(struct batch *batch, const struct dataset *data, size_t most, bool shuffles,
                struct pass *pass, struct error *error)
{
    size_t left = data->x.rows - batch->at;
    if (batch->is_loaded)
        return true;
    if (shuffles && !batch->order && !draw_order(batch, data->x.rows, error))
        return false;
    batch->rows = left < most ? left : most;
    struct matrix x = {batch->rows, data->x.cols, data->x.data + batch->at * data->x.cols};
    struct matrix y = {batch->rows, data->y.cols, data->y.data + batch->at * data->y.cols};
    if (batch->order && !gather(batch, data, most, &x, &y, error))
        return false;
    pass_load(pass, x, y);
    batch->is_loaded = true;
    return true;
}

// Adds the batch's loss to its epoch's, which is the mean over the samples, or the sum, of its
// batches' losses. With one batch it is that batch's own, to the bit.
static void add_loss(struct batch *batch, size_t samples, double loss, bool is_mean)
{
    batch->epoch_loss += is_mean ? loss * (double)batch->rows : loss;
    batch->last_loss = batch->rows == samples ? loss
                       : is_mean              ? batch->epoch_loss / (double)samples
                                              : batch->epoch_loss;
}

bool batch_advance(struct batch *batch, const struct dataset *data, double loss, bool is_mean)
{
    add_loss(batch, data->x.rows, loss, is_mean);
    batch->at += batch->rows;
    // With the whole data in one batch the next batch is the same one.
    if (!batch_is_whole(batch, data))
        batch->is_loaded = false;
    if (batch->at < data->x.rows)
        return false;
    batch->at = 0;
    batch->epoch_loss = 0;
    free(batch->order);
    batch->order = NULL;
    return true;
}

void batch_write_back(const struct batch *batch, const struct pass *pass,
                      const struct dataset *data)
{
    size_t inputs = data->x.cols, outputs = data->y.cols;
    if (!batch->order || !batch->is_loaded)
        return;
    for (size_t n = 0; n < batch->rows; n++) {
        size_t row = batch->order[batch->at + n];
        memcpy(data->x.data + row * inputs, pass->x.data + n * inputs, inputs * sizeof(double));
        memcpy(data->y.data + row * outputs, pass->y.data + n * outputs, outputs * sizeof(double));
    }
}
