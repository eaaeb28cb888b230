// SPDX-License-Identifier: GPL-3.0-or-later
// Samples in memory: inputs and targets, one sample a row. dataset_create and the makers built on it
// give a data set to their caller, who ends it with dataset_free.
#ifndef DATA_DATASET_H
#define DATA_DATASET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "network/matrix.h"

enum { DATASET_NAME_SIZE = 64 };

struct dataset {
    char name[DATASET_NAME_SIZE]; // as `data` was told, with its options
    bool is_edited;               // a target or an input was set by hand
    struct matrix x, y;           // samples×inputs, samples×outputs
    double *block;                // both of them
};

// A data set of zeros. NULL with [error] set when memory does not suffice.
struct dataset *dataset_create(size_t samples, size_t inputs, size_t outputs, struct error *error);

// Frees a data set; NULL is allowed.
void dataset_free(struct dataset *dataset);

#endif
