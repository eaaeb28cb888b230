// SPDX-License-Identifier: GPL-3.0-or-later
// Several hands for one large job. The network room starts no threads; who has some lends them as a
// crew (session/workers.h). Which hand does which part moves no bit: the parts write to different
// places, and no sum is parted.
#ifndef NETWORK_CREW_H
#define NETWORK_CREW_H

#include <stdbool.h>
#include <stddef.h>

struct kernel;
struct product;

// Does part number [index] of a job.
typedef void crew_part(void *job, size_t index);

struct crew {
    size_t parts; // that a job is dealt in: as many as there are hands, each with its own
    // Calls part(job, index) for each part, some at the same time, and returns when all have returned.
    void (*run)(struct crew *crew, crew_part *part, void *job);
};

// The multiply-adds that are worth sharing: fewer take no longer than calling the others.
#define CREW_WORK_LEAST ((size_t)1 << 18)

// Rows or columns that are not parted: a line of the cache, and a tile of the kernels.
#define CREW_GRAIN ((size_t)8)

// The columns that a part should have at least: a panel of the kernels.
#define CREW_COLS_LEAST ((size_t)24)

// The parts of a job, 1 without a crew (NULL).
static inline size_t crew_parts(const struct crew *crew)
{
    return crew ? crew->parts : 1;
}

// Does all parts of a job; without a crew (NULL) it has one part.
static inline void crew_run(struct crew *crew, crew_part *part, void *job)
{
    if (crew)
        crew->run(crew, part, job);
    else
        part(job, 0);
}

// The crew where [work] multiply-adds, or steps that cost as much, are worth sharing, else NULL.
static inline struct crew *crew_for(struct crew *crew, size_t work)
{
    return work >= CREW_WORK_LEAST ? crew : NULL;
}

// Whether [cols] columns are enough for so many hands to take some each; else each takes rows.
static inline bool crew_deals_columns(size_t cols, size_t parts)
{
    return cols >= parts * CREW_COLS_LEAST;
}

// Runs a product, by the crew where that is worth it.
void crew_product(struct crew *crew, const struct kernel *kernel, const struct product *p);

// Where part [index] begins when [count] things are dealt in [parts] parts, in multiples of [grain]; it
// ends where the next one begins.
static inline size_t crew_begin(size_t count, size_t grain, size_t index, size_t parts)
{
    size_t grains = (count + grain - 1) / grain, begin = grains * index / parts * grain;
    return begin < count ? begin : count;
}

#endif
