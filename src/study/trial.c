// SPDX-License-Identifier: GPL-3.0-or-later
// Present numbers alone do not tell whether a slope is too flat or a learning rate too small. A copy
// that goes on learning shows what really happens. A tiny network can go on for the ten thousand epochs
// that a student would give it, a large one for as many updates as fit into a moment.
//
// A trial takes the samples in their own order, batch by batch, so that it draws no random numbers. The
// loss is computed over the same samples each time, and not over the batch at hand: then it goes up and
// down by the network, and not by the choice of samples.
#include "study/trial.h"

#include <math.h>
#include <string.h>

#include "base/words.h"
#include "network/loss.h"
#include "network/mathfn.h"
#include "network/pass_learn.h"
#include "network/rng.h"
#include "session/metrics.h"
#include "study/unit_facts.h"

// The multiplications that a trial may take, about a tenth of a second's, and the most and the fewest
// updates. A small update is mostly calls, which count as UPDATE_OVERHEAD multiplications.
#define TRIAL_WORK 1e9
enum { UPDATE_OVERHEAD = 500 };

// The part of the baseline that a loss may have to count as learnt: by itself, and where every answer
// is right.
#define LEARNT       0.1
#define LEARNT_RIGHT 0.8
// A loss that falls by less than these parts over a long trial, and over its second half, does not fall.
#define FALLS      0.05
#define FALLS_LATE 0.01
// A loss that is higher by less than this part is higher only by rounding.
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

bool trial_is_learnt(const struct dataset *data, struct matrix a, struct matrix y, double loss,
                     double baseline)
{
    if (loss <= (baseline > 0 ? LEARNT * baseline : LEARNT_NOTHING))
        return true;
    return data->targets != TARGETS_NUMBERS && loss <= LEARNT_RIGHT * baseline &&
           metrics_accuracy(data, a, y) >= 1;
}

bool trial_is_falling(const struct trial *trial)
{
    double share = (double)trial->updates / TRIAL_LONG;
    return trial->bad_at == 0 && trial->end < trial->start * (1 - FALLS * share) &&
           trial->end < trial->half * (1 - FALLS_LATE * share);
}

bool trial_is_slow(const struct trial *trial)
{
    return trial->rises == 0 && trial->end <= trial->start * (1 + RISE) &&
           trial->end > trial->start * (1 - FALLS);
}

bool trial_open(struct trials *trials, const struct study_case *from, struct matrix x,
                struct matrix y, struct error *error)
{
    const struct network *network = from->network;
    size_t batch = size_min(from->settings->batch, x.rows);
    double work = 6 * (double)network->parameter_count * (double)batch + UPDATE_OVERHEAD;
    double updates = TRIAL_WORK / work;
    *trials = (struct trials){.from = from, .x = x, .y = y, .batch = batch};
    trials->shown_x = x;
    trials->shown_y = y;
    trials->updates = updates > TRIAL_LONG    ? TRIAL_LONG
                      : updates < TRIAL_CLOSE ? TRIAL_CLOSE
                                              : (size_t)updates;
    trials->baseline = trial_baseline(from->settings->loss, y);
    trials->network = network_copy(network, error);
    trials->pass = pass_create(network, batch, false, error);
    trials->judge = pass_create(network, x.rows, true, error);
    if (trials->network && trials->pass && trials->judge)
        return true;
    trial_close(trials);
    return false;
}

void trial_close(struct trials *trials)
{
    network_free(trials->network);
    pass_free(trials->pass);
    pass_free(trials->judge);
    *trials = (struct trials){0};
}

double trial_loss(struct trials *trials, const struct network *network)
{
    pass_load(trials->judge, trials->shown_x, trials->shown_y);
    pass_predict(trials->judge, network);
    return pass_loss(trials->judge, network, trials->from->settings->loss);
}

// Makes the copy what the network is now, or draws it anew.
static void restore(struct trials *trials, struct trial_change change)
{
    struct rng rng;
    const struct network *from = trials->from->network;
    struct network *to = trials->network;
    memcpy(to->parameters, from->parameters, from->parameter_count * sizeof(double));
    for (size_t i = 0; i < OPTIMIZER_STATES_MOST; i++)
        if (from->states[i])
            memcpy(to->states[i], from->states[i], from->parameter_count * sizeof(double));
    memcpy(to->powers, from->powers, network_power_count(from) * sizeof(double));
    for (size_t p = 0; p < 2 * from->layer_count; p++)
        network_freeze(to, p, !change.is_unfrozen && network_parameter(from, p).is_frozen);
    if (change.is_fresh) {
        network_draw(to, trials->from->scheme, change.seed, &rng, NULL);
        network_clear_states(to);
    }
}

// The settings as the trial changes them.
static struct step_config changed_config(const struct study_case *from, struct trial_change change)
{
    struct step_config config = study_case_step_config(from);
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

// One update of the copy, by batch number [index]; the last batch of a round takes what is left.
static void learn_batch(struct trials *trials, const struct step_config *config, size_t index)
{
    size_t rounds = (trials->x.rows + trials->batch - 1) / trials->batch;
    size_t first = index % rounds * trials->batch, left = trials->x.rows - first;
    size_t rows = left < trials->batch ? left : trials->batch;
    struct matrix x = {rows, trials->x.cols, trials->x.data + first * trials->x.cols};
    struct matrix y = {rows, trials->y.cols, trials->y.data + first * trials->y.cols};
    pass_load(trials->pass, x, y);
    pass_predict(trials->pass, trials->network);
    pass_learn(trials->pass, trials->network, config, false);
}

// Adds the loss after the updates done so far to the trial. False when the trial ends there.
static bool note(struct trials *trials, struct trial *trial, double *before)
{
    double loss = trial_loss(trials, trials->network);
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
    if (2 * trial->updates <= trials->updates)
        trial->half = loss;
    return true;
}

struct trial trial_run(struct trials *trials, struct trial_change change)
{
    struct step_config config = changed_config(trials->from, change);
    struct trial trial = {.lr = config.hyper.lr};
    size_t far = trials->updates / 16 + 1; // between two looks, once the first updates are done
    double before = 0;
    restore(trials, change);
    bool goes_on = note(trials, &trial, &before);
    while (goes_on && trial.updates < trials->updates && !study_case_is_stopped(trials->from)) {
        learn_batch(trials, &config, trial.updates++);
        if (trial.updates <= TRIAL_CLOSE || trial.updates % far == 0 ||
            trial.updates == trials->updates)
            goes_on = note(trials, &trial, &before);
    }
    struct matrix a = trials->judge->layers[trials->judge->layer_count - 1].a;
    trial.is_learnt = goes_on && trial_is_learnt(trials->from->data, a, trials->shown_y, trial.end,
                                                 trials->baseline);
    trial.is_linear = goes_on && unit_facts_is_linear(trials->network, trials->judge);
    return trial;
}
