// SPDX-License-Identifier: GPL-3.0-or-later
// Whether success is due to the method or to luck: a network like the present one is trained again and
// again from fresh weights, each time from another seed, on as many threads as there are cores. What
// comes out does not depend on how many those are: a network is trained by one thread from first to
// last, and the outcomes are read in the order of the seeds.
//
// sweep_run fills a report, sweep_clear frees what it holds. The case is only read.
#ifndef STUDY_SWEEP_H
#define STUDY_SWEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "expr/expr.h"
#include "study/finding.h"
#include "study/study_case.h"

struct variable;

struct sweep {
    uint32_t seed; // the first one
    size_t count;  // seeds; the last one must not be beyond UINT32_MAX
    size_t epochs; // for each network, at most
    // What a network is to reach, asked as `train until` asks it; NULL: to have every prediction
    // right after all its epochs.
    const struct expr *until;
    const struct variable *names; // the student's own, which the condition may use
    size_t name_count;
    size_t cores, memory; // the threads to use, and the bytes a network may take, at most
    // Is called now and then with how many networks are done and how many of them reached the goal, always
    // in the calling thread; or NULL.
    void (*progress)(void *context, size_t done, size_t reached);
    double (*seconds)(void *context); // the clock that paces progress
    void *context;
};

// How a network ended: of one that did not reach the goal, the cause that its end shows, as an enum
// finding_kind; or one of these.
enum { SWEEP_REACHED = FINDING_KINDS, SWEEP_UNNAMED, SWEEP_ENDS };

struct sweep_outcome {
    double loss; // of its last parameters, over all the data
    size_t epoch;
    bool is_done;
    unsigned char end; // a kind of finding, or SWEEP_REACHED or SWEEP_UNNAMED
};

struct sweep_report {
    size_t count;                   // networks, from the first seed on; fewer than were asked for
                                    // where the stop flag ended the sweep
    struct sweep_outcome *outcomes; // [count]
    size_t ends[SWEEP_ENDS];        // how many ended in each way
    size_t least, most;             // epochs of those that reached the goal
    double median;                  // 0 where none did
};

// Trains networks like that of [from]. False with [error] set, and nothing to clear, when network and
// data do not fit, the condition cannot be asked or memory does not suffice.
bool sweep_run(const struct study_case *from, const struct sweep *sweep,
               struct sweep_report *report, struct error *error);

// Frees the outcomes.
void sweep_clear(struct sweep_report *report);

#endif
