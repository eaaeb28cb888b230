// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/diagnosis.h"

size_t diagnosis_on(const struct pass *pass, size_t layer, size_t unit)
{
    struct matrix z = pass->layers[layer - 1].z;
    size_t on = 0;
    for (size_t n = 0; n < z.rows; n++)
        on += matrix_at(z, n, unit) > 0;
    return on;
}

bool diagnosis_is_linear(const struct network *network, const struct pass *pass)
{
    for (size_t k = 1; k < network->layer_count; k++) {
        const struct layer *layer = &network->layers[k - 1];
        enum activation_id id = layer->activation->id;
        if (id == ACTIVATION_linear)
            continue;
        if (id != ACTIVATION_relu && id != ACTIVATION_leaky_relu)
            return false;
        struct matrix z = pass->layers[k - 1].z;
        for (size_t i = 0; i < matrix_count(z); i++)
            if (!(z.data[i] > 0))
                return false;
    }
    return true;
}
