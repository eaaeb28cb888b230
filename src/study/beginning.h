// SPDX-License-Identifier: GPL-3.0-or-later
// Where a training began, as a session of its own, which its caller frees.
#ifndef STUDY_BEGINNING_H
#define STUDY_BEGINNING_H

#include "base/error.h"

struct session;
struct timeline;

// A session at epoch 0 with the present data, settings and frozen parameters, and the weights that the
// present network had then: those the timeline knows of, which may have been set by hand, else those that
// `init` drew. NULL with [error] set when memory does not suffice.
struct session *beginning_open(const struct session *session, struct timeline *timeline,
                               struct error *error);

#endif
