// SPDX-License-Identifier: GPL-3.0-or-later
// A session's state, remembered. A snapshot is made by snapshot_take, shared by snapshot_share and
// given back by snapshot_free; it owns its parts together with the snapshots that have the same ones.
//
// What a pass computed is not in it, only how far the pass was: running its stages again gives the same
// bits. Nor is the order of a shuffled epoch, which is drawn again; nor weights as `init` drew them.
#ifndef HISTORY_SNAPSHOT_H
#define HISTORY_SNAPSHOT_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "session/resume.h"
#include "session/session.h"

struct part;

struct snapshot {
    size_t owners;
    struct point point;
    size_t steps;
    double epoch_loss;
    struct settings settings;
    const struct scheme *scheme;
    uint32_t seed;
    struct session_clock clock; // tells which parts another state has in common with this one
    // The data; watches, breaks and the student's names; the layers and what is frozen; parameters and
    // the optimizer's state; the generator. [names] may be NULL: none; [shape]: no network; [weights]:
    // none, or those that scheme and seed draw.
    struct part *data, *names, *shape, *weights, *rng;
};

// The session's state. Parts that [last], an earlier snapshot or NULL, has in common are shared. What
// the snapshot takes beside them is added to [held], which must live as long as the snapshot, and taken
// off when it is freed. NULL with [error] set when memory does not suffice.
struct snapshot *snapshot_take(const struct session *session, const struct snapshot *last,
                               size_t *held, struct error *error);

// The bytes that snapshot_take would add.
size_t snapshot_cost(const struct session *session, const struct snapshot *last);

// Another owner for the snapshot, which is returned.
struct snapshot *snapshot_share(struct snapshot *snapshot);

// Ends one owner's hold, with the last one the snapshot; NULL is allowed.
void snapshot_free(struct snapshot *snapshot);

// The data of the snapshot, and the bytes they count.
const struct dataset *snapshot_data(const struct snapshot *snapshot, size_t *bytes);

// The state of the snapshot, at the beginning of its pass, as a session beside [like], on the same
// machine and without a curve. session_become makes [like] continue from it, session_free ends it. NULL
// with [error] set when memory does not suffice.
struct session *snapshot_open(const struct snapshot *snapshot, const struct session *like,
                              struct error *error);

#endif
