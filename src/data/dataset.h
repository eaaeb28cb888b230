// SPDX-License-Identifier: GPL-3.0-or-later
// Samples in memory: inputs and targets, one sample a row. dataset_create and the makers built on it
// give a data set to their caller, who ends it with dataset_free. One data set may have several owners,
// so that remembering it costs nothing: each holds it by dataset_share and ends it with dataset_free,
// and who wants to write makes sure first that he is the only one.
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
    size_t owners;                // from 1 on
};

// A data set of zeros. NULL with [error] set when memory does not suffice.
struct dataset *dataset_create(size_t samples, size_t inputs, size_t outputs, struct error *error);

// Another owner for [dataset], which is returned.
struct dataset *dataset_share(struct dataset *dataset);

// A copy of its own. NULL with [error] set when memory does not suffice.
struct dataset *dataset_copy(const struct dataset *dataset, struct error *error);

// The bytes it takes.
size_t dataset_bytes(const struct dataset *dataset);

// Ends one owner's hold, with the last one the data set; NULL is allowed.
void dataset_free(struct dataset *dataset);

#endif
