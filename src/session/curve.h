// SPDX-License-Identifier: GPL-3.0-or-later
// The losses of a training, thinned out so that a picture of it can be drawn however long it was:
// at most CURVE_POINTS of them, each with its epoch and, of a small network, the parameters there.
// Epochs are numbered as `train` prints them: the loss of epoch 1 is that of the first weights.
//
// A session that goes back in time keeps the points of what was then ahead, until it trains again: so
// who reads a curve reads the points up to the session's epoch. Where it goes to another branch, it is given
// the curve that led there, if that was kept.
//
// curve_create makes one in place and curve_free ends it; a zeroed curve keeps nothing and asks for
// nothing.
#ifndef SESSION_CURVE_H
#define SESSION_CURVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

struct loss;

enum { CURVE_POINTS = 1024, CURVE_PARAMETERS_MOST = 64 };

struct curve_point {
    size_t epoch;
    double loss;             // NaN for the beginning, of which only the parameters are kept
    double test;             // the loss of the test samples, or NaN
    const struct loss *kind; // which loss both are
    bool has_batches;        // [loss] is made of the losses that the epoch's batches had
};

struct curve {
    struct curve_point *points; // in the order of their epochs; room for CURVE_POINTS, or NULL
    double *parameters;         // [width] numbers a point, as they are after its epoch
    size_t width;               // the network's parameters, or 0 where they are too many
    size_t count;
    size_t begun;             // the epoch at which the run under way began
    size_t due;               // the epoch whose loss is wanted next
    size_t origin;            // which network it follows, as its owner counts them
    size_t version, versions; // which contents these are, and how many there have been
    const struct loss *kind;  // which loss the points to come are of; whoever adds them sets it,
    bool has_batches;         // and whether they are of epochs of several batches
};

// An empty curve. False with [error] set, and nothing changed, when memory does not suffice.
bool curve_create(struct curve *curve, struct error *error);

// Frees what the curve holds; it then keeps nothing.
void curve_free(struct curve *curve);

// Forgets all points and begins at that epoch, with a network of [count] parameters.
void curve_restart(struct curve *curve, size_t origin, size_t epoch, const double *parameters,
                   size_t count);

// A run of training begins after that epoch: its first loss is wanted, which makes the curve forget
// what was ahead, and later ones further and further apart.
void curve_begin(struct curve *curve, size_t epoch);

// Whether the loss of [epoch] is wanted; and the first epoch from which on one is, SIZE_MAX for never.
bool curve_wants(const struct curve *curve, size_t epoch);
size_t curve_due(const struct curve *curve);

// Keeps a point, wanted or not, and with it the network's parameters as they are after that epoch.
// What was kept of that epoch and later ones is forgotten.
void curve_add(struct curve *curve, size_t epoch, double loss, double test,
               const double *parameters);

// Forgets what came after that epoch.
void curve_truncate(struct curve *curve, size_t epoch);

// How many points there are up to that epoch.
size_t curve_count(const struct curve *curve, size_t epoch);

// The parameters of point [index], or NULL where none are kept.
const double *curve_parameters(const struct curve *curve, size_t index);

#endif
