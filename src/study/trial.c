// SPDX-License-Identifier: GPL-3.0-or-later
// What would have become of it? Rather than reason from the present numbers alone, a copy goes on
// learning; so a slope that merely looks flat, or a learning rate that merely looks small, is held
// against what really happens. A tiny network can go on for the ten thousand epochs that a student
// would give it, a large one for as many updates as a moment allows.
//
// A trial takes the samples in their own order, batch by batch, so that it draws nothing from the
// session's random numbers. The loss is judged over the same samples each time, not over the batch
// in hand: what goes up and down is then the network, not the choice of samples.
#include "study/trial.h"

#include <math.h>
#include <string.h>

#include "network/kernel.h"
#include "network/loss.h"
#include "network/mathfn.h"
#include "study/diagnosis.h"

// The multiplications a trial may take, about a tenth of a second's, and its updates at most and at
// least. A small update is mostly calls, which count as so many multiplications.
#define TRIAL_WORK 1e9
enum { TRIAL_MOST = 10000, UPDATE_OVERHEAD = 500 };

// How much under the baseline a loss must be to count as learnt: by itself, and where every answer
// is right.
#define LEARNT       0.1
#define LEARNT_RIGHT 0.8
// A loss that is higher by less than this part is only rounded otherwise.
#define RISE 1e-9
// The loss that counts as learnt where the targets are all the same, and the baseline is 0.
#define LEARNT_NOTHING 1e-3

double trial_baseline(const struct loss *loss, struct matrix y)
{
    double sum = 0;
    for (size_t j = 0; j < y.cols; j++) {
        double mean = 0;
        for (size_t n = 0; n < y.rows; n++)
            mean += matrix_at(y, n, j) / (double)y.rows;
        // A cross-entropy of targets that are all 0 or all 1 is 0 at its best.
        if (loss->partner && (mean <= 0 || mean >= 1))
            continue;
        double z = loss->partner ? math_log(mean / (1 - mean)) : mean;
        for (size_t n = 0; n < y.rows; n++)
            sum += loss->term(z, mean, matrix_at(y, n, j));
    }
    return loss->is_mean ? sum / (double)loss_count(loss, y.rows, y.cols) : sum;
}

bool trial_is_learnt(struct matrix a, struct matrix y, double loss, double baseline)
{
    if (loss <= (baseline > 0 ? LEARNT * baseline : LEARNT_NOTHING))
        return true;
    for (size_t i = 0; i < matrix_count(y); i++)
        if (y.data[i] != 0 && y.data[i] != 1)
            return false;
    return loss <= LEARNT_RIGHT * baseline && session_accuracy(a, y) >= 1;
}

bool bench_open(struct bench *bench, const struct session *session, struct matrix x,
                struct matrix y, struct error *error)
{
    const struct network *network = session->network;
    size_t batch = session_batch_size(session);
    batch = batch < x.rows ? batch : x.rows;
    double work = 6 * (double)network->parameter_count * (double)batch + UPDATE_OVERHEAD;
    double updates = TRIAL_WORK / work;
    *bench = (struct bench){.session = session, .x = x, .y = y, .batch = batch};
    bench->shown_x = x;
    bench->shown_y = y;
    bench->updates = updates > TRIAL_MOST    ? TRIAL_MOST
                     : updates < TRIAL_CLOSE ? TRIAL_CLOSE
                                             : (size_t)updates;
    bench->baseline = trial_baseline(session->settings.loss, y);
    bench->network = network_copy(network, error);
    bench->pass = pass_create(network, batch, false, error);
    bench->judge = pass_create(network, x.rows, true, error);
    if (bench->network && bench->pass && bench->judge)
        return true;
    bench_close(bench);
    return false;
}

void bench_close(struct bench *bench)
{
    network_free(bench->network);
    pass_free(bench->pass);
    pass_free(bench->judge);
    *bench = (struct bench){0};
}

// Makes the copy what the session's network is now, or draws it anew.
static void restore(struct bench *bench, struct change change)
{
    struct rng rng;
    const struct network *from = bench->session->network;
    struct network *to = bench->network;
    memcpy(to->parameters, from->parameters, from->parameter_count * sizeof(double));
    for (size_t i = 0; i < OPTIMIZER_STATES_MOST; i++)
        if (from->states[i])
            memcpy(to->states[i], from->states[i], from->parameter_count * sizeof(double));
    memcpy(to->powers, from->powers, network_power_count(from) * sizeof(double));
    for (size_t p = 0; p < 2 * from->layer_count; p++)
        network_freeze(to, p, !change.is_unfrozen && network_parameter(from, p).is_frozen);
    if (change.is_fresh) {
        network_draw(to, bench->session->scheme, change.seed, &rng, NULL);
        network_clear_states(to);
    }
}

// The settings as the trial changes them.
static struct step_config changed_config(const struct session *session, struct change change)
{
    struct step_config config = session_step_config(session);
    if (change.lr > 0)
        config.hyper.lr = change.lr;
    config.hyper.lr *= change.lr_factor;
    if (change.is_unclipped)
        config.regularization.clip = (double)INFINITY;
    if (change.is_undecayed)
        config.regularization.l1 = config.regularization.l2 = config.hyper.weight_decay = 0;
    if (change.l2 > 0)
        config.regularization.l2 = change.l2;
    return config;
}

// The loss over all the samples the bench judges by.
static double judge(struct bench *bench)
{
    struct pass *pass = bench->judge;
    const struct pass_layer *last = &pass->layers[pass->layer_count - 1];
    enum loss_id id = bench->session->settings.loss->id;
    pass_load(pass, bench->shown_x, bench->shown_y);
    pass_predict(pass, bench->network);
    return bench->network->kernel->loss[id](last->z, last->a, bench->shown_y);
}

// One update of the copy, by batch number [index]; the last batch of a round takes what is left.
static void learn_batch(struct bench *bench, const struct step_config *config, size_t index)
{
    size_t rounds = (bench->x.rows + bench->batch - 1) / bench->batch;
    size_t first = index % rounds * bench->batch, left = bench->x.rows - first;
    size_t rows = left < bench->batch ? left : bench->batch;
    struct matrix x = {rows, bench->x.cols, bench->x.data + first * bench->x.cols};
    struct matrix y = {rows, bench->y.cols, bench->y.data + first * bench->y.cols};
    pass_load(bench->pass, x, y);
    pass_predict(bench->pass, bench->network);
    pass_learn(bench->pass, bench->network, config, false);
}

// Takes the loss after so many updates into account. False when the trial ends there.
static bool note(struct bench *bench, struct trial *trial, double *before)
{
    double loss = judge(bench);
    trial->rises +=
        trial->updates > 0 && trial->updates <= TRIAL_CLOSE && loss > *before * (1 + RISE);
    if (!isfinite(loss)) {
        trial->bad_at = trial->updates + 1;
        trial->end = trial->worst = loss;
        return false;
    }
    trial->worst = loss > trial->worst ? loss : trial->worst;
    trial->end = *before = loss;
    if (trial->updates == 0)
        trial->start = loss;
    if (2 * trial->updates <= bench->updates)
        trial->half = loss;
    return true;
}

struct trial bench_try(struct bench *bench, struct change change)
{
    const volatile sig_atomic_t *stop = bench->session->stop;
    struct step_config config = changed_config(bench->session, change);
    struct trial trial = {.lr = config.hyper.lr};
    size_t far = bench->updates / 16 + 1; // between two looks, once the first updates are done
    double before = 0;
    restore(bench, change);
    bool goes_on = note(bench, &trial, &before);
    while (goes_on && trial.updates < bench->updates && !(stop && *stop)) {
        learn_batch(bench, &config, trial.updates++);
        if (trial.updates <= TRIAL_CLOSE || trial.updates % far == 0 ||
            trial.updates == bench->updates)
            goes_on = note(bench, &trial, &before);
    }
    struct matrix a = bench->judge->layers[bench->judge->layer_count - 1].a;
    trial.is_learnt = goes_on && trial_is_learnt(a, bench->shown_y, trial.end, bench->baseline);
    trial.is_linear = goes_on && diagnosis_is_linear(bench->network, bench->judge);
    return trial;
}
