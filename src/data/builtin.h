// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in data sets: one table row each. The sets made from a row belong to the caller.
#ifndef DATA_BUILTIN_H
#define DATA_BUILTIN_H

#include "data/dataset.h"

enum { BUILTIN_COUNT = 6, BUILTIN_INPUTS_MOST = 12 };

struct builtin {
    const char *name;
    double (*target)(size_t ones, size_t inputs); // of a sample with that many ones
    size_t inputs;                                // unless n= says otherwise
    const char *meaning;
};

extern const struct builtin builtins[BUILTIN_COUNT];

// How a set is drawn. inputs 0 means the row's own number.
struct builtin_options {
    size_t inputs;
    double noise; // standard deviation of what is added to each input
    uint32_t seed;
};

// The row called [name] ([length] bytes), or NULL.
const struct builtin *builtin_find(const char *name, size_t length);

// Makes the set: every combination of 0 and 1 in counting order, as NumPy's notebook has them.
// NULL with [error] set when the options do not fit or memory does not suffice.
struct dataset *builtin_make(const struct builtin *builtin, struct builtin_options options,
                             struct error *error);

#endif
