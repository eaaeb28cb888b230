// SPDX-License-Identifier: GPL-3.0-or-later
// A curve as it once was, in a block of its own. A copy belongs to all who share it: curve_copy_take
// makes one, curve_copy_share another owner, curve_copy_free ends an owner's hold.
#ifndef HISTORY_CURVE_COPY_H
#define HISTORY_CURVE_COPY_H

#include <stddef.h>

#include "session/curve.h"

struct curve_copy {
    size_t owners, bytes;
    size_t *held;   // what the bytes count to
    size_t version; // that of the curve it was taken from
    size_t origin, width, count;
    double *parameters; // after the points
    struct curve_point points[];
};

// A copy with one owner; its bytes are added to [held], which must live as long, and taken off when it
// is freed. NULL when memory does not suffice.
struct curve_copy *curve_copy_take(const struct curve *curve, size_t *held);

// Another owner for the copy, which is returned.
struct curve_copy *curve_copy_share(struct curve_copy *copy);

// Ends one owner's hold, with the last one the copy; NULL is allowed.
void curve_copy_free(struct curve_copy *copy);

// Makes the curve, which must have room, what it was when the copy was taken of it.
void curve_copy_open(const struct curve_copy *copy, struct curve *curve);

#endif
