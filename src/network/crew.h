// SPDX-License-Identifier: GPL-3.0-or-later
// Several hands for one large job. The network room starts no threads; who has some lends them as a
// crew (session/workers.h). Which hand does which part moves no bit: the parts write to different
// places, and no sum is parted.
#ifndef NETWORK_CREW_H
#define NETWORK_CREW_H

#include <stddef.h>

// Does part number [index] of a job.
typedef void crew_part(void *job, size_t index);

struct crew {
    size_t parts; // that a job is dealt in: more than hands, so that a slow one holds up little
    // Calls part(job, index) for each part, some at the same time, and returns when all have returned.
    void (*run)(struct crew *crew, crew_part *part, void *job);
};

// The multiply-adds that are worth sharing: fewer take no longer than calling the others.
#define CREW_WORK_LEAST ((size_t)1 << 18)

// Where part [index] begins when [count] things are dealt in [parts] parts, in multiples of [grain]; it
// ends where the next one begins.
static inline size_t crew_begin(size_t count, size_t grain, size_t index, size_t parts)
{
    size_t grains = (count + grain - 1) / grain, begin = grains * index / parts * grain;
    return begin < count ? begin : count;
}

#endif
