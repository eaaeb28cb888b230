// SPDX-License-Identifier: GPL-3.0-or-later
// What a core has written stays in its cache, and is slow to read from another one: on many processors
// slower than from memory. So a worker that owns some columns of w also owns those of z, a, da, dz, dw and b,
// and takes only x from the others.
//
// One sum goes through the columns of all workers: da[n,i] = Σj dz[n,j]·w[i,j]. Its chain is in the order of
// j. So the first worker begins the chains of some rows of w, with its columns; while the second one
// continues them with its own, the first one begins those of the next rows, and so on. What goes from
// core to core is da, not w, which is larger and would have to come back to be changed.
#include "network/packed_layer.h"

#include <stdatomic.h>

#include "network/kernel.h"
#include "network/layer_work.h"
#include "network/network.h"
#include "network/packed_weights.h"
#include "network/pass.h"
#include "network/thread_team.h"

// Rows of w whose chains are passed on together: a few tiles of the kernels.
enum { CHAIN_ROWS = 32 };

size_t packed_layer_scratch(size_t units, size_t strip, size_t parts)
{
    return (parts > 1 ? 2 : 1) * units * strip;
}

// The columns that belong to a part.
struct columns {
    size_t first, count;
};

static struct columns own_columns(const struct network *network, const struct layer *layer,
                                  size_t index)
{
    size_t first = packed_weights_first(network, layer, index);
    return (struct columns){first, packed_weights_first(network, layer, index + 1) - first};
}

// ---- forward ------------------------------------------------------------------------------------------

struct forward_job {
    const struct network *network;
    size_t k;
    const struct pass_layer *values;
    struct product z;
    bool activates;
};

static void forward_part(void *context, size_t index)
{
    const struct forward_job *job = context;
    const struct layer *layer = &job->network->layers[job->k - 1];
    struct columns own = own_columns(job->network, layer, index);
    struct product z = job->z;
    z.cols = own.count;
    z.b = packed_weights_at(layer, own.first), z.b_packed = layer->in;
    z.start += own.first;
    z.c += own.first;
    job->network->kernel->product(&z);
    if (job->activates)
        layer_work_activate_columns(job->network, job->k, job->values, own.first, own.count);
}

void packed_layer_forward(struct pass *pass, const struct network *network, size_t k,
                          const struct product *z, bool activates)
{
    struct forward_job job = {network, k, &pass->layers[k - 1], *z, activates};
    thread_team_run(network->team, forward_part, &job);
}

// ---- backward -----------------------------------------------------------------------------------------

struct learn_job {
    const struct pass *pass;
    const struct network *network;
    const struct layer *layer;
    size_t k;
    const struct product *w, *b; // the steps
    bool needs_dz;               // it comes before the first strip
    size_t first, samples;       // the present strip, whose da is computed, if there is one
    struct progress {
        _Alignas(64) atomic_size_t rows; // of w that a part is done with
    } progress[THREAD_TEAM_PARTS_MOST];
};

// Waits until the part before has begun the chains of the rows up to [end].
static void wait_for_chains(const struct learn_job *job, size_t index, size_t end)
{
    if (index == 0)
        return;
    for (size_t looks = 0; atomic_load(&job->progress[index - 1].rows) < end; looks++)
        job->network->team->wait(looks);
}

// Where the sums of part [index] go: the last part's away from the others', so that what it reads stays as
// it is in the cache of the part before.
static double *sums_of(const struct learn_job *job, size_t index)
{
    bool is_last = index + 1 == job->network->packed_parts;
    return job->pass->rows + (is_last ? 0 : job->layer->in * job->samples);
}

// Asks for [count] doubles that another core has written.
static void fetch(const double *from, size_t count)
{
    for (size_t i = 0; i < count; i += 8)
        __builtin_prefetch(from + i);
}

// da transposed is w times dz transposed. Continues the chains of all rows with the own columns.
static void continue_chains(struct learn_job *job, struct columns own, size_t index)
{
    const struct layer *layer = job->layer;
    const struct kernel *kernel = job->network->kernel;
    struct matrix dz = job->pass->layers[job->k - 1].dz;
    size_t samples = job->samples;
    double *turned = job->pass->turned + own.first * samples, *sums = sums_of(job, index);
    const double *before = index > 0 ? sums_of(job, index - 1) : NULL;
    kernel->transpose(turned, samples, dz.data + job->first * dz.cols + own.first, dz.cols, samples,
                      own.count);
    struct product p = {.cols = samples, .inner = own.count};
    p.a = packed_weights_at(layer, own.first), p.a_packed = layer->in;
    p.b = turned, p.b_row = p.c_row = p.start_row = samples;
    for (size_t i = 0; i < layer->in; i += CHAIN_ROWS) {
        p.a_first = i, p.rows = layer->in - i < CHAIN_ROWS ? layer->in - i : CHAIN_ROWS;
        p.c = sums + i * samples;
        if (job->network->packed_parts > 1)
            kernel->claim(p.c, p.rows * samples);
        if (before) {
            p.start = before + i * samples;
            wait_for_chains(job, index, i + p.rows);
            fetch(p.start, p.rows * samples);
        }
        kernel->product(&p);
        atomic_store(&job->progress[index].rows, i + p.rows);
    }
}

// Turns the sums into da, for the columns of a part.
static void turn_part(void *context, size_t index)
{
    const struct learn_job *job = context;
    const struct kernel *kernel = job->network->kernel;
    size_t parts = job->network->packed_parts, samples = job->samples;
    struct matrix da = job->pass->layers[job->k - 2].da;
    size_t first = thread_team_begin(da.cols, THREAD_TEAM_GRAIN, index, parts);
    size_t count = thread_team_begin(da.cols, THREAD_TEAM_GRAIN, index + 1, parts) - first;
    double *to = da.data + job->first * da.cols + first;
    for (size_t n = 0; n < samples && parts > 1; n++)
        kernel->claim(to + n * da.cols, count);
    kernel->transpose(to, da.cols, sums_of(job, parts - 1) + first * samples, samples, count,
                      samples);
}

// w ← w - lr·dw in the own columns, without the gradients being kept.
static void move_w(const struct learn_job *job, struct columns own)
{
    struct product w = *job->w;
    w.cols = own.count;
    w.b += own.first;
    w.c = packed_weights_at(job->layer, own.first), w.c_packed = job->layer->in;
    job->network->kernel->product(&w);
}

// b ← b - lr·db likewise.
static void move_b(const struct learn_job *job, struct columns own)
{
    struct product b = *job->b;
    b.cols = own.count;
    b.b += own.first;
    b.c += own.first;
    job->network->kernel->product(&b);
}

static void learn_part(void *context, size_t index)
{
    struct learn_job *job = context;
    const struct pass_layer *values = &job->pass->layers[job->k - 1];
    struct columns own = own_columns(job->network, job->layer, index);
    if (job->needs_dz)
        layer_work_backward_columns(job->network, job->k, values, own.first, own.count);
    bool is_last_strip = job->first + job->samples == job->pass->samples;
    if (is_last_strip && index > 0) // while the first chains are begun
        move_b(job, own);
    if (job->k > 1)
        continue_chains(job, own, index);
    if (is_last_strip)
        move_w(job, own);
    if (is_last_strip && index == 0)
        move_b(job, own);
}

void packed_layer_learn(struct pass *pass, const struct network *network, size_t k, bool has_dz,
                        const struct product *w, const struct product *b)
{
    struct learn_job job = {.pass = pass, .network = network, .layer = &network->layers[k - 1]};
    size_t strip = k > 1 ? pass->strip : pass->samples;
    job.k = k, job.w = w, job.b = b;
    if (k > 1)
        pass->layers[k - 2].da.rows = pass->samples;
    for (size_t first = 0; first < pass->samples; first += strip) {
        size_t left = pass->samples - first;
        job.first = first, job.samples = left < strip ? left : strip;
        job.needs_dz = !has_dz && first == 0;
        for (size_t i = 0; i < network->packed_parts; i++)
            atomic_store(&job.progress[i].rows, 0);
        thread_team_run(network->team, learn_part, &job);
        if (k > 1)
            thread_team_run(network->team, turn_part, &job);
    }
}
