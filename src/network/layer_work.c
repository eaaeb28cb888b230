// SPDX-License-Identifier: GPL-3.0-or-later
// Activations are divided as the products before and after them are (thread_team.c): by columns where there
// are enough, so that each worker reads what it wrote; otherwise, and where f is row-wise, by samples.
#include "network/layer_work.h"

#include "network/kernel.h"
#include "network/network.h"
#include "network/pass.h"
#include "network/thread_team.h"

// What one element of an activation costs, in multiply-adds; more or less.
enum { ELEMENT_WORK = 32 };

// How many rows before they are written their memory is asked for.
enum { CLAIMED_AHEAD = 2 };

// Computes layer [k]'s elements in [rows] runs of [cols] that follow each other, from number [at] on.
typedef void elements_rule(const struct network *network, size_t k, const struct pass_layer *values,
                           size_t at, size_t rows, size_t cols);

static void activate(const struct network *network, size_t k, const struct pass_layer *values,
                     size_t at, size_t rows, size_t cols)
{
    enum activation_id id = network->layers[k - 1].activation->id;
    network->kernel->activate[id](rows, cols, values->z.data + at, values->a.data + at);
}

static void backward(const struct network *network, size_t k, const struct pass_layer *values,
                     size_t at, size_t rows, size_t cols)
{
    enum activation_id id = network->layers[k - 1].activation->id;
    network->kernel->backward[id](rows, cols, values->da.data + at, values->z.data + at,
                                  values->a.data + at, values->dz.data + at);
}

// The rule for [count] columns of [result], which it writes, from [first] on.
static void run_columns(elements_rule *rule, struct matrix result, const struct network *network,
                        size_t k, const struct pass_layer *values, size_t first, size_t count)
{
    for (size_t n = 0; n < result.rows; n++) {
        if (n + CLAIMED_AHEAD < result.rows)
            network->kernel->claim(result.data + (n + CLAIMED_AHEAD) * result.cols + first, count);
        rule(network, k, values, n * result.cols + first, 1, count);
    }
}

void layer_work_activate_columns(const struct network *network, size_t k,
                                 const struct pass_layer *values, size_t first, size_t count)
{
    run_columns(activate, values->a, network, k, values, first, count);
}

void layer_work_backward_columns(const struct network *network, size_t k,
                                 const struct pass_layer *values, size_t first, size_t count)
{
    run_columns(backward, values->dz, network, k, values, first, count);
}

// A part of the elements of a matrix: [times] pieces of rows × cols, the first one at number [at], the next
// ones each a row of the matrix further.
struct share {
    size_t at, times, rows, cols;
};

static struct share share_of(struct matrix z, bool is_row_wise, size_t index, size_t parts)
{
    bool by_cols = !is_row_wise && parts > 1 && thread_team_splits_columns(z.cols, parts);
    size_t all = by_cols ? z.cols : z.rows, grain = by_cols ? THREAD_TEAM_GRAIN : 1;
    size_t first = thread_team_begin(all, grain, index, parts);
    size_t count = thread_team_begin(all, grain, index + 1, parts) - first;
    if (by_cols)
        return (struct share){first, z.rows, 1, count};
    return (struct share){first * z.cols, 1, count, z.cols};
}

// One layer's activations, or their derivatives, in parts.
struct elements_job {
    const struct network *network;
    size_t k;
    const struct pass_layer *values;
    elements_rule *rule;
    size_t parts;
};

static void elements_part(void *context, size_t index)
{
    const struct elements_job *job = context;
    struct matrix z = job->values->z;
    bool is_row_wise = job->network->layers[job->k - 1].activation->is_row_wise;
    struct share share = share_of(z, is_row_wise, index, job->parts);
    for (size_t i = 0; i < share.times; i++, share.at += z.cols)
        job->rule(job->network, job->k, job->values, share.at, share.rows, share.cols);
}

static void run_elements(elements_rule *rule, const struct network *network, size_t k,
                         const struct pass_layer *values)
{
    struct thread_team *team =
        thread_team_for(network->team, matrix_count(values->z) * ELEMENT_WORK);
    struct elements_job job = {network, k, values, rule, thread_team_parts(team)};
    thread_team_run(team, elements_part, &job);
}

void layer_work_activate(const struct network *network, size_t k, const struct pass_layer *values)
{
    run_elements(activate, network, k, values);
}

void layer_work_backward(const struct network *network, size_t k, const struct pass_layer *values)
{
    run_elements(backward, network, k, values);
}

struct tame_job {
    const struct network *network;
    const struct pass *pass;
    size_t parts;
    bool is_tame[THREAD_TEAM_PARTS_MOST]; // that of each part
};

static void tame_part(void *context, size_t index)
{
    struct tame_job *job = context;
    bool is_tame = true;
    for (size_t k = 0; k < job->pass->layer_count; k++) {
        struct matrix z = job->pass->layers[k].z;
        struct share share = share_of(z, false, index, job->parts);
        for (size_t i = 0; i < share.times && is_tame; i++)
            is_tame = job->network->kernel->is_tame(share.rows * share.cols,
                                                    z.data + share.at + i * z.cols, NULL);
    }
    job->is_tame[index] = is_tame;
}

bool layer_work_is_tame(const struct network *network, const struct pass *pass)
{
    size_t count = 0;
    for (size_t k = 0; k < pass->layer_count; k++)
        count += matrix_count(pass->layers[k].z);
    struct thread_team *team = thread_team_for(network->team, count * ELEMENT_WORK);
    struct tame_job job = {network, pass, thread_team_parts(team), {false}};
    thread_team_run(team, tame_part, &job);
    bool is_tame = true;
    for (size_t i = 0; i < job.parts; i++)
        is_tame = is_tame && job.is_tame[i];
    return is_tame;
}
