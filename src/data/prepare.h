// SPDX-License-Identifier: GPL-3.0-or-later
// What prepares data for learning: parting them, bringing them to one scale, shuffling, taking some.
// Each makes a new set, which belongs to the caller, and leaves the old one as it is; NULL with
// [error] set when it cannot be done or memory does not suffice. Each writes its command into the
// new set's recipe.
#ifndef DATA_PREPARE_H
#define DATA_PREPARE_H

#include "data/dataset.h"

enum { NORMALIZATION_COUNT = 3 };

// A way to bring columns to one scale.
struct normalization_row {
    const char *name;
    enum normalization id;
    const char *meaning;
};

extern const struct normalization_row normalizations[NORMALIZATION_COUNT];

// The row called [name] ([length] bytes), or NULL.
const struct normalization_row *normalization_find(const char *name, size_t length);

// The name of a normalisation.
const char *normalization_name(enum normalization id);

// Splits the samples (of both parts, if they are split already) again: a [share] of them, at random, is
// what is learnt from. With [stratify] each class keeps its share in both parts. A normalisation is
// fitted again to the new training part.
struct dataset *prepare_split(struct dataset *from, double share, uint32_t seed, bool stratify,
                              struct error *error);

// Brings each input, and for numbers each target, to one scale, fitted on the training part: to mean
// 0 and standard deviation 1, or to smallest 0 and largest 1; or back to the units they came in.
struct dataset *prepare_normalize(struct dataset *from, enum normalization method,
                                  struct error *error);

// The training samples in another order, as NumPy's permutation of that seed.
struct dataset *prepare_shuffle(struct dataset *from, uint32_t seed, struct error *error);

// The first [count] training samples; the test part stays.
struct dataset *prepare_take(struct dataset *from, size_t count, struct error *error);

#endif
