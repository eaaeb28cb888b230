// SPDX-License-Identifier: GPL-3.0-or-later
// The samples go through the pass some at a time, and only the last layer's values are kept. Over all of
// them the loss is then one sum, as a full batch's is.
#include "session/outlook.h"

#include <stdlib.h>
#include <string.h>

enum { SAMPLES_AT_ONCE = 1024 };

static struct matrix rows_of(struct matrix m, size_t first, size_t rows)
{
    return (struct matrix){rows, m.cols, m.data + first * m.cols};
}

void outlook_clear(struct outlook *outlook)
{
    pass_free(outlook->pass);
    free(outlook->values);
    *outlook = (struct outlook){0};
}

bool outlook_open(struct outlook *outlook, const struct network *network, size_t samples,
                  struct error *error)
{
    size_t most = samples < SAMPLES_AT_ONCE ? samples : SAMPLES_AT_ONCE;
    if (!outlook->pass)
        outlook->pass = pass_create(network, most, true, error);
    return outlook->pass != NULL;
}

void outlook_predict(struct outlook *outlook, const struct network *network, struct matrix x,
                     struct matrix y, struct matrix z, struct matrix a)
{
    struct pass *pass = outlook->pass;
    for (size_t first = 0; first < x.rows; first += pass->capacity) {
        size_t left = x.rows - first, rows = left < pass->capacity ? left : pass->capacity;
        pass_load(pass, rows_of(x, first, rows), rows_of(y, first, rows));
        pass_predict(pass, network);
        const struct pass_layer *last = &pass->layers[pass->layer_count - 1];
        size_t bytes = rows * a.cols * sizeof(double);
        memcpy(z.data + first * z.cols, last->z.data, bytes);
        memcpy(a.data + first * a.cols, last->a.data, bytes);
    }
}
