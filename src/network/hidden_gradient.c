// SPDX-License-Identifier: GPL-3.0-or-later
// The scratch has no more samples than the pass, and is empty where nothing goes back: in a pass that only
// predicts, and in a network of one layer.
#include "network/hidden_gradient.h"

#include "base/words.h"
#include "network/thread_team.h"
#include "network/kernel.h"
#include "network/network.h"
#include "network/packed_layer.h"
#include "network/pass.h"

// Samples whose da is computed at a time, and units of it: enough for the kernels' tiles, few enough
// that the scratch stays small and near.
enum { DA_SAMPLES = 96, DA_ROWS = 64 };

struct hidden_gradient_scratch hidden_gradient_scratch(const struct network *network,
                                                       size_t capacity, bool forward_only)
{
    struct hidden_gradient_scratch scratch = {.strip =
                                                  capacity < DA_SAMPLES ? capacity : DA_SAMPLES};
    size_t widest = 0, units = 0, parts = thread_team_parts(network->team);
    for (size_t k = 1; !forward_only && k < network->layer_count; k++) {
        widest = size_max(widest, network->layers[k].out);
        units = size_max(units, network->layers[k].in);
    }
    if (widest == 0)
        return scratch;
    scratch.turned = widest * scratch.strip;
    scratch.rows = size_max(DA_ROWS * parts * scratch.strip,
                            packed_layer_scratch(units, scratch.strip, parts));
    return scratch;
}

// a[n,i] enters the next layer by
//     z'[n,j] = b'[j] + Σi a[n,i]·w'[i,j]
// once for each of its units j, so by the chain rule da[n,i] = Σj dz'[n,j]·w'[i,j]. As the kernels
// want it: da transposed is w' times dz' transposed, a strip of samples at a time. That leaves the
// weights, of which there are the most, as they lie.
struct da_job {
    const struct layer *next; // the layer with w'
    struct matrix dz, da;     // the next layer's dz, this layer's da
    const struct network *network;
    double *turned, *rows; // dz transposed; DA_ROWS rows of da transposed for each part
    size_t parts, strip;   // the most samples of a strip
    size_t first, samples; // the present strip
};

static void turn_part(void *context, size_t index)
{
    const struct da_job *job = context;
    const struct matrix dz = job->dz;
    size_t begin = thread_team_begin(dz.cols, THREAD_TEAM_GRAIN, index, job->parts);
    size_t end = thread_team_begin(dz.cols, THREAD_TEAM_GRAIN, index + 1, job->parts);
    job->network->kernel->transpose(job->turned + begin * job->samples, job->samples,
                                    dz.data + job->first * dz.cols + begin, dz.cols, job->samples,
                                    end - begin);
}

static void da_part(void *context, size_t index)
{
    const struct da_job *job = context;
    const struct matrix w = job->next->w, da = job->da;
    double *rows = job->rows + index * DA_ROWS * job->strip;
    size_t end = thread_team_begin(w.rows, THREAD_TEAM_GRAIN, index + 1, job->parts);
    for (size_t i = thread_team_begin(w.rows, THREAD_TEAM_GRAIN, index, job->parts); i < end;
         i += DA_ROWS) {
        struct product p = {.cols = job->samples, .inner = w.cols};
        p.rows = end - i < DA_ROWS ? end - i : DA_ROWS;
        p.a = w.data + i * w.cols, p.a_row = w.cols, p.a_col = 1;
        p.b = job->turned, p.b_row = job->samples;
        p.c = rows, p.c_row = job->samples;
        job->network->kernel->product(&p);
        job->network->kernel->transpose(da.data + job->first * da.cols + i, da.cols, rows,
                                        job->samples, p.rows, job->samples);
    }
}

void hidden_gradient_run(struct pass *pass, const struct network *network, size_t k)
{
    struct matrix da = pass->layers[k - 1].da;
    struct da_job job = {&network->layers[k], pass->layers[k].dz,  da, network, pass->turned,
                         pass->rows,          .strip = pass->strip};
    struct thread_team *team = thread_team_for(network->team, matrix_count(job.dz) * da.cols);
    job.parts = thread_team_parts(team) < pass->parts ? thread_team_parts(team) : pass->parts;
    for (; job.first < da.rows && !pass_gives_up(pass); job.first += job.strip) {
        job.samples = da.rows - job.first < job.strip ? da.rows - job.first : job.strip;
        thread_team_run(team, turn_part, &job);
        thread_team_run(team, da_part, &job);
    }
}
