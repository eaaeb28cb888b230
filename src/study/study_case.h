// SPDX-License-Identifier: GPL-3.0-or-later
// What the questions of this room are asked about: a network, the data and settings that it learns
// with, and how far it has come. The record only borrows. A copy of it with another network or other
// data is a case of its own.
#ifndef STUDY_STUDY_CASE_H
#define STUDY_STUDY_CASE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/dataset.h"
#include "network/network.h"
#include "network/pass.h"
#include "session/setting.h"

struct batch;
struct curve;
struct optimizer;
struct scheme;
struct session;

struct study_case {
    const struct network *network;
    struct dataset *data; // not const, so that a copy can share it; nobody here writes to it
    const struct settings *settings;
    const struct scheme *scheme;       // what the weights were drawn by when the network was made,
    uint32_t seed;                     // and the seed
    const struct optimizer *optimizer; // that the network's state belongs to
    size_t epoch, updates;             // done so far
    const struct batch *batch;         // which samples come next
    size_t memory;                     // bytes that a network may take, at most
    const struct curve *curve;         // the losses on the way
    struct matrix x, y;                // the present batch; no rows where there is none
    const size_t *order; // the order of the samples in the present epoch; NULL: as they are
    const volatile sig_atomic_t *stop; // not 0: end what is under way; NULL: never
};

// The session as it is now, which must have a network. Valid until the session changes.
struct study_case study_case_of(const struct session *session);

// The settings as a pass needs them, with the learning rate of the present epoch.
struct step_config study_case_step_config(const struct study_case *from);

// Whether a schedule has brought the learning rate far below the one that was set.
bool study_case_is_scheduled_down(const struct study_case *from);

// Whether the flag that asks for an end is raised.
static inline bool study_case_is_stopped(const struct study_case *from)
{
    return from->stop && *from->stop;
}

#endif
