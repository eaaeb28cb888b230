// SPDX-License-Identifier: GPL-3.0-or-later
// Copying a value into a matrix, or into a part of it: what `set` does to the session and `whatif` to a
// copy of its network.
#ifndef SHELL_ASSIGNMENT_H
#define SHELL_ASSIGNMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "expr/value.h"

struct call;
struct place;
struct session;

// Evaluates text[at, at + length) and copies it into the part of [m], which counts as of that
// shape, that [place] means, by NumPy's rule for w1[...] = v. False with [error] set, and nothing
// changed, when it does not fit.
bool assign_value(struct session *session, const struct call *call, const struct place *place,
                  struct matrix m, struct shape shape, size_t at, size_t length,
                  struct error *error);

// Says that nothing of that name can be set. Always false.
bool refuse_unknown(const struct place *place, size_t at, struct error *error);

#endif
