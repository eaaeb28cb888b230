// SPDX-License-Identifier: GPL-3.0-or-later
// A product in parts: of columns where there are enough of them for all hands, else of rows. Columns are
// better, for the parts of w and those of z and dz that go with them then belong to one hand in each
// product of an update, and stay in the cache of its core.
#include "network/crew.h"

#include "network/kernel.h"

struct job {
    const struct crew *crew;
    const struct kernel *kernel;
    const struct product *whole;
};

static void product_part(void *context, size_t index)
{
    const struct job *job = context;
    struct product p = *job->whole;
    size_t parts = job->crew->parts;
    bool by_cols = crew_deals_columns(p.cols, parts);
    size_t count = by_cols ? p.cols : p.rows;
    size_t begin = crew_begin(count, CREW_GRAIN, index, parts);
    size_t end = crew_begin(count, CREW_GRAIN, index + 1, parts);
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

void crew_product(struct crew *crew, const struct kernel *kernel, const struct product *p)
{
    struct job job = {crew, kernel, p};
    if (crew_for(crew, p->rows * p->cols * p->inner))
        crew->run(crew, product_part, &job);
    else
        kernel->product(p);
}
