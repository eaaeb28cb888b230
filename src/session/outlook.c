// SPDX-License-Identifier: GPL-3.0-or-later
// The pass holds as many samples as are worth looking at together; network/evaluate does the rest.
#include "session/outlook.h"

#include <stdlib.h>

#include "network/evaluate.h"

enum { SAMPLES_AT_ONCE = 1024 };

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

bool outlook_loss(struct outlook *outlook, const struct network *network, const struct loss *loss,
                  struct matrix x, struct matrix y, struct matrix z, struct matrix a,
                  const volatile sig_atomic_t *give_up, double *value)
{
    outlook->pass->give_up = give_up;
    bool is_found = evaluate_loss(outlook->pass, network, loss, x, y, z, a, give_up, value);
    outlook->pass->give_up = NULL;
    return is_found;
}
