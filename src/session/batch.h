// SPDX-License-Identifier: GPL-3.0-or-later
// Which samples an update sees: the batch of the pass under way, the order of its epoch, the generator
// that draws orders, and the losses of the epoch so far. A zeroed batch is the first one of an epoch
// without an order; batch_clear frees what one holds.
#ifndef SESSION_BATCH_H
#define SESSION_BATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "data/dataset.h"
#include "network/pass.h"
#include "network/rng.h"

struct batch {
    struct rng rng;       // continues where the drawing of the weights ended
    struct rng order_rng; // where there is an order: [rng] before it was drawn
    size_t *order;        // the epoch's order of the samples; NULL: as they are
    size_t at, rows;      // the batch is rows [at, at + rows) of the order
    bool is_loaded;       // the pass has it
    double *gathered;     // a shuffled batch's samples, inputs then targets; or NULL
    double epoch_loss;    // the losses of the epoch's batches so far, added up
    double last_loss;     // of the last whole epoch, if its losses were computed
};

// Frees what the batch holds.
void batch_clear(struct batch *batch);

// Goes back to the beginning of the epoch, and to the generator before its order was drawn.
void batch_restart(struct batch *batch);

// Forgets the samples that were loaded, whose pass is gone.
void batch_unload(struct batch *batch);

// Loads the next [most] samples, or those that are left of the epoch, into the pass, if they are not
// loaded already. [shuffles] says whether the epoch has an order of its own, which is then drawn where
// there is none yet. False with [error] set when memory does not suffice.
bool batch_load(struct batch *batch, const struct dataset *data, size_t most, bool shuffles,
                struct pass *pass, struct error *error);

// Moves on after the batch was learnt, whose loss was [loss], the mean over its samples or their sum.
// True at the end of the samples: an epoch is over, and the next one begins.
bool batch_advance(struct batch *batch, const struct dataset *data, double loss, bool is_mean);

// Copies the rows of a shuffled batch back to where they came from.
void batch_write_back(const struct batch *batch, const struct pass *pass,
                      const struct dataset *data);

// Whether the batch is all of the data as they are.
static inline bool batch_is_whole(const struct batch *batch, const struct dataset *data)
{
    return batch->rows == data->x.rows && !batch->order;
}

// The generator as it was before it drew the order of the epoch under way, if it has.
static inline const struct rng *batch_rng(const struct batch *batch)
{
    return batch->order ? &batch->order_rng : &batch->rng;
}

#endif
