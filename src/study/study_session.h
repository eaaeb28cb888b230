// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions beside the one that is asked about: real ones, so that what happens in them is what typing
// gives, to the bit. Each belongs to the caller, who ends it with session_free; the case is only read.
#ifndef STUDY_STUDY_SESSION_H
#define STUDY_STUDY_SESSION_H

#include <stdbool.h>

#include "base/error.h"
#include "network/architecture.h"
#include "study/study_case.h"

struct session;

// A session with the data and settings of [from] and a network of shape [plan] whose weights are drawn
// by its scheme and seed. It keeps no curve. NULL with [error] set when the parts do not fit or memory
// does not suffice.
struct session *study_session_create(const struct study_case *from, const struct architecture *plan,
                                     struct error *error);

// Freezes in [session], whose network has the shape of that of [from], what is frozen there.
void study_session_freeze(struct session *session, const struct study_case *from);

// Makes [session], whose network has the shape of that of [from], the same as that one: weights,
// optimizer state where the optimizer is the same, epoch, and the order of the samples. False with
// [error] set when memory does not suffice.
bool study_session_go_on(struct session *session, const struct study_case *from,
                         struct error *error);

#endif
