// SPDX-License-Identifier: GPL-3.0-or-later
// A product in parts. The kernels walk it in panels of columns; where there are not enough of them for all
// hands, each takes rows. So it does where a stands transposed: the kernels gather a block of its rows for
// all panels, which parts by columns would each do again.
#include "network/crew.h"

#include "network/kernel.h"

// Columns of a panel, and the panels that a part should have at least.
enum { PANEL_COLS = 24, PANELS_LEAST = 4 };

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
    bool by_cols = p.a_row != 1 && p.cols >= parts * PANELS_LEAST * PANEL_COLS;
    size_t count = by_cols ? p.cols : p.rows, grain = by_cols ? PANEL_COLS : CREW_ROWS;
    size_t begin = crew_begin(count, grain, index, parts);
    size_t end = crew_begin(count, grain, index + 1, parts);
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
    if (crew_is_worth(crew, p->rows * p->cols * p->inner))
        crew->run(crew, product_part, &job);
    else
        kernel->product(p);
}
