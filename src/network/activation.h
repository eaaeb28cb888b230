// SPDX-License-Identifier: GPL-3.0-or-later
// The activations: one table row each, with the function, its derivative, the words for both, and what
// the rest of the program needs to know about it. Rows are constant; nothing is owned. A formula has {z}
// and {a} where a view puts names or numbers.
//
// To add one: write NAME_value and NAME_backward, and its entry, in activations.inc.
// The kernels, its function in expressions, help, completion, explain, diagnose and the gradient tests
// follow.
#ifndef NETWORK_ACTIVATION_H
#define NETWORK_ACTIVATION_H

#include <stdbool.h>
#include <stddef.h>

#include "network/language.h"

enum activation_id {
#define ACTIVATION(name, ...)     ACTIVATION_##name,
#define ROW_ACTIVATION(name, ...) ACTIVATION_##name,
#include "network/activations.inc"
    ACTIVATION_COUNT
};

// What its graph looks like.
enum activation_shape {
    SHAPE_LINE,   // one straight line: layers of it add nothing
    SHAPE_FOLD,   // two straight lines that meet at 0
    SHAPE_CURVE,  // bent, or for whole rows
    SHAPE_SQUASH, // an S between two bounds, nearly flat far from 0: a unit there is saturated
    SHAPE_STEP,   // flat on both sides of a jump: it has no slope
};

// How sharp its corner at z = 0 is, from none on.
enum activation_corner {
    CORNER_NONE,
    CORNER_BEND, // the slope has no jump, but its own slope does
    CORNER_KINK, // the slope jumps
    CORNER_JUMP, // the value jumps
};

struct activation {
    const char *name;
    enum activation_id id; // the index of its loops in struct kernel
    bool is_row_wise;      // each a depends on the whole row of z: last layer only
    bool is_slow; // its arithmetic is too long for the loop for tiny networks (tiny_body.h)
    double (*value)(double z); // a; NULL where it is row-wise
    // dz, the loss's derivative by z; NULL as above.
    double (*backward)(double da, double z, double a);
    const char *formula;  // a in terms of {z}
    const char *slope;    // da/dz in terms of {z} and {a}
    bool slope_is_a_case; // the slope is shown as its value rather than as the formula filled in
    // How a is computed where {formula} would lose digits, as a student types it with {z}; or NULL.
    const char *computed;
    double low, high; // the bounds of a; infinite where there is none
    double steepest;  // the largest slope
    enum activation_shape shape;
    bool is_flat_below; // slope 0 below 0 only: a unit that is below 0 for every sample is dead
    enum activation_corner corner;
    const char *above, *below, *at_corner; // what it does there, in words, where it has a corner
    const char *scheme;                    // that suits the weights of its layers
    struct pass_code code[LANGUAGE_COUNT]; // for exports
    const char *function; // what it does as a function of an expression's a; "": it is none there
    const char *meaning;
};

extern const struct activation activations[ACTIVATION_COUNT];

// The row called [name] ([length] bytes), or NULL.
const struct activation *activation_find(const char *name, size_t length);

#endif
