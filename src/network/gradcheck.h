// SPDX-License-Identifier: GPL-3.0-or-later
// Gradients compared with finite differences: the loss is computed with a parameter a little smaller
// and a little larger, and the slope between is compared with what the backward pass says. The
// network is changed on the way and put back to the bit; the reports belong to the caller.
#ifndef NETWORK_GRADCHECK_H
#define NETWORK_GRADCHECK_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "network/network.h"
#include "network/pass.h"

#define GRADCHECK_TOLERANCE 1e-5 // the largest relative difference that agrees
#define GRADCHECK_REACH     6e-6 // how far a parameter is moved, times its size where that is over 1

// A gradient at a corner of an activation: the loss has two slopes there.
struct gradcheck_corner {
    size_t index; // of the parameter within its matrix
    double gradient, left, right;
    size_t layer, row, col; // the z that changes sides; the one with the sharpest corner
    bool jumps;             // its activation has no slope there, but a step
};

// What was found for one parameter matrix.
struct gradcheck_report {
    size_t count;       // gradients compared
    double worst;       // the largest relative difference away from corners
    size_t worst_index; // where it is, within the matrix
    size_t wrong;       // gradients that differ and are not on a corner
    size_t corners;     // gradients on a corner that equal the slope on one side
    size_t between;     // gradients on a corner of several units at once: no single side to equal
    struct gradcheck_corner corner; // the first of the corners
};

// Compares the gradients of matrix [which] (see network_parameter), or of all where it is SIZE_MAX,
// for the samples x, y. reports has room for 2·layer_count; entries of matrices not asked for have
// count 0. Stops early, between two parameters, once *stop is not 0 ([stop] may be NULL). False with
// [error] set when memory does not suffice.
bool gradcheck_run(struct network *network, const struct step_config *config, struct matrix x,
                   struct matrix y, size_t which, const volatile sig_atomic_t *stop,
                   struct gradcheck_report *reports, struct error *error);

#endif
