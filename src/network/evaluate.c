// SPDX-License-Identifier: GPL-3.0-or-later
// Only the last layer's z and a are kept of each chunk. Over all of them the loss is then one sum, as
// that of a full batch is, so the size of a chunk changes no bit of it.
#include "network/evaluate.h"

#include <string.h>

#include "network/kernel.h"
#include "network/loss.h"
#include "network/network.h"
#include "network/pass.h"

bool evaluate_pass(struct pass *pass, const struct network *network,
                   const volatile sig_atomic_t *stop)
{
    for (size_t k = 1; k <= network->layer_count; k++) {
        pass_predict_layer(pass, network, k);
        if (stop && *stop)
            return false;
    }
    return true;
}

static struct matrix rows_of(struct matrix m, size_t first, size_t rows)
{
    return (struct matrix){rows, m.cols, m.data + first * m.cols};
}

// Writes z and a of the last layer for every row of x.
static bool run_chunks(struct pass *pass, const struct network *network, struct matrix x,
                       struct matrix z, struct matrix a, const volatile sig_atomic_t *stop)
{
    const struct pass_layer *last = &pass->layers[pass->layer_count - 1];
    for (size_t first = 0; first < x.rows; first += pass->capacity) {
        size_t left = x.rows - first, rows = left < pass->capacity ? left : pass->capacity;
        struct matrix to_z = rows_of(z, first, rows), to_a = rows_of(a, first, rows);
        pass_load(pass, rows_of(x, first, rows), to_a); // no targets are read
        if (!evaluate_pass(pass, network, stop))
            return false;
        memcpy(to_z.data, last->z.data, matrix_count(to_z) * sizeof(double));
        memcpy(to_a.data, last->a.data, matrix_count(to_a) * sizeof(double));
    }
    return true;
}

bool evaluate_loss(struct pass *pass, const struct network *network, const struct loss *loss,
                   struct matrix x, struct matrix y, struct matrix z, struct matrix a,
                   const volatile sig_atomic_t *stop, double *value)
{
    if (!run_chunks(pass, network, x, z, a, stop))
        return false;
    *value = network->kernel->loss[loss->id](z, a, y);
    return true;
}
