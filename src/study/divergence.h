// SPDX-License-Identifier: GPL-3.0-or-later
// What to say when a number is no longer finite, and whether the next update would use such a number.
// Nothing is changed and nothing owned.
#ifndef STUDY_DIVERGENCE_H
#define STUDY_DIVERGENCE_H

#include <stdbool.h>

#include "base/error.h"

struct session;

// Whether the loss of the pass under way, or a gradient, is not a finite number: its update would spread
// it to the parameters. The backward stages must have run.
bool divergence_is_ahead(const struct session *session);

// Sets [error] to say which value is the first that is not finite, and what to do. A smaller learning
// rate is advised only where a copy of the network stayed finite with it. The session must have a pass.
// Always false.
bool divergence_tell(const struct session *session, struct error *error);

#endif
