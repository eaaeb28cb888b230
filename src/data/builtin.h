// SPDX-License-Identifier: GPL-3.0-or-later
// The built-in data sets: one table row each. The sets made from a row belong to the caller. What is
// random in a set is drawn by network/rng.h and computed by network/mathfn.h, so that a set is the
// same on every machine.
#ifndef DATA_BUILTIN_H
#define DATA_BUILTIN_H

#include "data/dataset.h"

#define BUILTIN(set, maker, ...) +1
enum {
    BUILTIN_COUNT = 0
#include "data/builtins.inc"
};

enum {
    BUILTIN_INPUTS_MOST = 12,
    BUILTIN_CLASSES_MOST = 100,
    BUILTIN_DIGITS = 1797 // handwritten ones
};

// How a set is drawn. 0 means the row's own number.
struct builtin_options {
    size_t n; // inputs of a truth table, samples of any other set
    size_t arms, features, classes;
    double noise;   // standard deviation of what is added
    bool has_noise; // else the row's own
    uint32_t seed;
    unsigned wrong; // the option that was refused, as in builtin_takes, or 0
};

// The options that a row may take.
enum builtin_takes {
    BUILTIN_N = 1,
    BUILTIN_NOISE = 2,
    BUILTIN_SEED = 4,
    BUILTIN_ARMS = 8,
    BUILTIN_FEATURES = 16,
    BUILTIN_CLASSES = 32,
};

struct builtin {
    const char *name;
    // Makes the set; the options are complete. NULL with [error] set.
    struct dataset *(*make)(const struct builtin_options *options, struct error *error);
    unsigned takes;
    struct builtin_options usual; // what stands where an option is not given
    size_t least, most;           // of n
    const char *meaning;
};

extern const struct builtin builtins[BUILTIN_COUNT];

// The row called [name] ([length] bytes), or NULL.
const struct builtin *builtin_find(const char *name, size_t length);

// Makes the set, with its name and its recipe, and completes the options. NULL with [error] set when
// memory does not suffice or the options do not fit; then [options] names the wrong one.
struct dataset *builtin_make(const struct builtin *builtin, struct builtin_options *options,
                             struct error *error);

typedef struct dataset *builtin_maker(const struct builtin_options *options, struct error *error);

// The functions of the sets: truth_tables.c has every combination of 0 and 1 in counting order, as NumPy's
// notebook has them; point_sets.c points in the plane and on curves; iris.c and digits.c what was measured.
#define BUILTIN(set, maker, ...) builtin_maker builtin_##maker;
#include "data/builtins.inc"

#endif
