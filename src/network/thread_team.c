// SPDX-License-Identifier: GPL-3.0-or-later
// A product in parts: of columns where there are enough of them for all workers, otherwise of rows.
// Columns are better, because the parts of w and those of z and dz that go with them then belong to one
// worker in each product of an update, and stay in the cache of its core.
#include "network/thread_team.h"

#include "network/kernel.h"

struct job {
    const struct thread_team *team;
    const struct kernel *kernel;
    const struct product *whole;
};

static void product_part(void *context, size_t index)
{
    const struct job *job = context;
    struct product p = *job->whole;
    size_t parts = job->team->parts;
    bool by_cols = thread_team_splits_columns(p.cols, parts);
    size_t count = by_cols ? p.cols : p.rows;
    size_t begin = thread_team_begin(count, THREAD_TEAM_GRAIN, index, parts);
    size_t end = thread_team_begin(count, THREAD_TEAM_GRAIN, index + 1, parts);
    p.start = !p.start ? NULL : by_cols ? p.start + begin : p.start + begin * p.start_row;
    if (by_cols) {
        p.cols = end - begin;
        p.b += begin;
        p.c += begin;
    } else {
        p.rows = end - begin;
        p.a += begin * p.a_row;
        p.c += begin * p.c_row;
    }
    if (begin < end)
        job->kernel->product(&p);
}

void thread_team_product(struct thread_team *team, const struct kernel *kernel,
                         const struct product *p)
{
    struct job job = {team, kernel, p};
    if (thread_team_for(team, p->rows * p->cols * p->inner))
        team->run(team, product_part, &job);
    else
        kernel->product(p);
}
