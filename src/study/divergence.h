// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers that left the finite ones: whether an update would go on with such a number, and what to say
// about it. Nothing is changed and nothing owned.
#ifndef STUDY_DIVERGENCE_H
#define STUDY_DIVERGENCE_H

#include <stdbool.h>

#include "base/error.h"

struct session;

// Whether the loss of the pass under way, or a gradient, is no finite number: its update would spread it.
// The backward stages must have run.
bool divergence_is_ahead(const struct session *session);

// Says which value left the finite numbers first, and what to do. A smaller learning rate is advised
// only where it helps, and one with which a copy of the network has been seen to stay finite. The
// session must have a pass. Always false.
bool divergence_tell(const struct session *session, struct error *error);

#endif
