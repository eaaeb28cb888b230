// SPDX-License-Identifier: GPL-3.0-or-later
// Inputs and targets lie in one block, so that a data set is one allocation and one copy.
#include "data/dataset.h"

#include <stdlib.h>
#include <string.h>

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
    dataset->owners = 1;
    return dataset;
}

struct dataset *dataset_share(struct dataset *dataset)
{
    dataset->owners++;
    return dataset;
}

struct dataset *dataset_copy(const struct dataset *dataset, struct error *error)
{
    struct matrix x = dataset->x, y = dataset->y;
    struct dataset *copy = dataset_create(x.rows, x.cols, y.cols, error);
    if (!copy)
        return NULL;
    memcpy(copy->name, dataset->name, sizeof copy->name);
    copy->is_edited = dataset->is_edited;
    memcpy(copy->block, dataset->block, (matrix_count(x) + matrix_count(y)) * sizeof(double));
    return copy;
}

size_t dataset_bytes(const struct dataset *dataset)
{
    return sizeof *dataset + (matrix_count(dataset->x) + matrix_count(dataset->y)) * sizeof(double);
}

void dataset_free(struct dataset *dataset)
{
    if (!dataset || --dataset->owners > 0)
        return;
    free(dataset->block);
    free(dataset);
}
