// SPDX-License-Identifier: GPL-3.0-or-later
// Inputs and targets lie in one block, so that a data set is one allocation and one copy.
#include "data/dataset.h"

#include <stdlib.h>

struct dataset *dataset_create(size_t samples, size_t inputs, size_t outputs, struct error *error)
{
    struct dataset *dataset = calloc(1, sizeof *dataset);
    size_t width, count;
    if (!dataset || __builtin_add_overflow(inputs, outputs, &width) ||
        __builtin_mul_overflow(samples, width, &count) ||
        !(dataset->block = calloc(count, sizeof(double)))) {
        free(dataset);
        error_memory(error);
        return NULL;
    }
    dataset->x = (struct matrix){samples, inputs, dataset->block};
    dataset->y = (struct matrix){samples, outputs, dataset->block + samples * inputs};
    return dataset;
}

void dataset_free(struct dataset *dataset)
{
    if (!dataset)
        return;
    free(dataset->block);
    free(dataset);
}
