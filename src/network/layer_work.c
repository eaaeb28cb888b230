// SPDX-License-Identifier: GPL-3.0-or-later
// Activations are divided by samples. In a packed layer each worker does the columns that are its own.
#include "network/layer_work.h"

#include "network/kernel.h"
#include "network/network.h"
#include "network/packed_weights.h"
#include "network/pass.h"
#include "network/thread_team.h"

// What one element of an activation costs, in multiply-adds; more or less.
enum { ELEMENT_WORK = 32 };

// One layer's activations, or their derivatives, for a share of the samples.
struct rows_job {
    const struct network *network;
    const struct pass_layer *values;
    enum activation_id id;
    size_t parts;
};

static void run_rows(const struct network *network, size_t k, const struct pass_layer *values,
                     thread_team_part *part)
{
    struct thread_team *team =
        thread_team_for(network->team, matrix_count(values->z) * ELEMENT_WORK);
    struct rows_job job = {network, values, network->layers[k - 1].activation->id,
                           thread_team_parts(team)};
    thread_team_run(team, part, &job);
}

static void activate_part(void *context, size_t index)
{
    const struct rows_job *job = context;
    struct matrix z = job->values->z;
    size_t begin = thread_team_begin(z.rows, 1, index, job->parts), at = begin * z.cols;
    size_t rows = thread_team_begin(z.rows, 1, index + 1, job->parts) - begin;
    job->network->kernel->activate[job->id](rows, z.cols, z.data + at, job->values->a.data + at);
}

void layer_work_activate(const struct network *network, size_t k, const struct pass_layer *values)
{
    run_rows(network, k, values, activate_part);
}

static void backward_part(void *context, size_t index)
{
    const struct rows_job *job = context;
    const struct pass_layer *values = job->values;
    struct matrix z = values->z;
    size_t begin = thread_team_begin(z.rows, 1, index, job->parts), at = begin * z.cols;
    size_t rows = thread_team_begin(z.rows, 1, index + 1, job->parts) - begin;
    job->network->kernel->backward[job->id](rows, z.cols, values->da.data + at, values->z.data + at,
                                            values->a.data + at, values->dz.data + at);
}

void layer_work_backward(const struct network *network, size_t k, const struct pass_layer *values)
{
    run_rows(network, k, values, backward_part);
}

// A product with a packed layer.
struct packed_job {
    const struct network *network;
    const struct layer *layer;
    const struct product *whole;
};

// The columns of a product that are part [index]'s, which begin at *first.
static struct product own_columns(const struct packed_job *job, size_t index, size_t *first)
{
    struct product p = *job->whole;
    *first = packed_weights_first(job->network, job->layer, index);
    p.cols = packed_weights_first(job->network, job->layer, index + 1) - *first;
    return p;
}

static void read_part(void *context, size_t index)
{
    const struct packed_job *job = context;
    size_t first;
    struct product p = own_columns(job, index, &first);
    p.b = packed_weights_at(job->layer, first), p.b_packed = job->layer->in;
    p.start += first;
    p.c += first;
    job->network->kernel->product(&p);
}

void layer_work_read_packed(const struct network *network, const struct layer *layer,
                            const struct product *p)
{
    struct packed_job job = {network, layer, p};
    thread_team_run(network->team, read_part, &job);
}

static void move_part(void *context, size_t index)
{
    const struct packed_job *job = context;
    size_t first;
    struct product p = own_columns(job, index, &first);
    p.b += first;
    p.c = packed_weights_at(job->layer, first), p.c_packed = job->layer->in;
    job->network->kernel->product(&p);
}

void layer_work_move_packed(const struct network *network, const struct layer *layer,
                            const struct product *p)
{
    struct packed_job job = {network, layer, p};
    thread_team_run(network->team, move_part, &job);
}
