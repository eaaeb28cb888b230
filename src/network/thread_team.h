// SPDX-License-Identifier: GPL-3.0-or-later
// A thread team shares one large job among several workers. The network room starts no threads; whoever
// has some lends them as a team (session/workers.h). Which worker does which part changes no bit: the
// parts write to different places, and no sum is divided.
#ifndef NETWORK_THREAD_TEAM_H
#define NETWORK_THREAD_TEAM_H

#include <stdbool.h>
#include <stddef.h>

struct kernel;
struct product;

// Does part number [index] of a job.
typedef void thread_team_part(void *job, size_t index);

struct thread_team {
    size_t parts; // that a job is divided into: as many as there are workers, one for each
    // Calls part(job, index) for each part, some at the same time, and returns when all have returned. A part
    // may wait for parts with lower numbers.
    void (*run)(struct thread_team *team, thread_team_part *part, void *job);
    // Is called by a part that waits each time it has looked in vain, with how often it had before.
    void (*wait)(size_t looks);
};

// The most parts of a team.
enum { THREAD_TEAM_PARTS_MOST = 32 };

// The multiply-adds that are worth sharing: fewer take no longer than calling the others.
#define THREAD_TEAM_WORK_LEAST ((size_t)1 << 18)

// Rows or columns that stay together: a line of the cache, and a tile of the kernels.
#define THREAD_TEAM_GRAIN ((size_t)8)

// The columns that a part should have at least: a panel of the kernels.
#define THREAD_TEAM_COLS_LEAST ((size_t)24)

// The parts of a job, 1 without a team (NULL).
static inline size_t thread_team_parts(const struct thread_team *team)
{
    return team ? team->parts : 1;
}

// Does all parts of a job; without a team (NULL) it has one part.
static inline void thread_team_run(struct thread_team *team, thread_team_part *part, void *job)
{
    if (team)
        team->run(team, part, job);
    else
        part(job, 0);
}

// The team where [work] multiply-adds, or steps that cost as much, are worth sharing, else NULL.
static inline struct thread_team *thread_team_for(struct thread_team *team, size_t work)
{
    return work >= THREAD_TEAM_WORK_LEAST ? team : NULL;
}

// Whether [cols] columns are enough for [parts] workers to take some each; otherwise each takes rows.
static inline bool thread_team_splits_columns(size_t cols, size_t parts)
{
    return cols >= parts * THREAD_TEAM_COLS_LEAST;
}

// Runs a product, by the team where that is worth it.
void thread_team_product(struct thread_team *team, const struct kernel *kernel,
                         const struct product *p);

// Where part [index] begins when [count] things are divided into [parts] parts, in multiples of [grain]; it
// ends where the next one begins.
static inline size_t thread_team_begin(size_t count, size_t grain, size_t index, size_t parts)
{
    size_t grains = (count + grain - 1) / grain, begin = grains * index / parts * grain;
    return begin < count ? begin : count;
}

#endif
