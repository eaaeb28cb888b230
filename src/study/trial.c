// SPDX-License-Identifier: GPL-3.0-or-later
// The present numbers alone do not show whether a slope is too flat or a learning rate too small. A session
// that continues to learn shows what really happens.
//
// A trial lasts as many epochs as were done so far, or as many as fit into a bound of multiply-adds. It is
// not the clock that is bounded, so that the same question has the same answer on every machine.
#include "study/trial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "data/prepare.h"
#include "session/metrics.h"
#include "session/outcome.h"
#include "session/session.h"
#include "session/train.h"
#include "network/mathfn.h"
#include "study/study_session.h"

// Multiply-adds of one trial; of one that would have only a few epochs or updates by that; of all
// together.
#define WORK       3e8
#define WORK_LARGE 2e9
#define WORK_ALL   8e10
// What else costs time, in multiply-adds: an activation of one sample, an update,
// and its part for each parameter.
enum { ACTIVATION_COST = 60, UPDATE_COST = 6000, PARAMETER_COST = 10 };

enum {
    FEW_EPOCHS = 10,
    FEW_UPDATES = 200,
    USUAL_EPOCHS = 1000, // what `train` does
    LONG_EPOCHS = 10000, // where hardly any were done: what is healthy has learnt by then
    UPDATES_LEAST = 100, // fewer are hardly any
    LOOKS = 16,
};

#define R2_LEARNT 0.99
#define RISE      1e-9 // a loss that is higher by less than this part is higher only by rounding

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

double trial_r2(struct matrix a, struct matrix y)
{
    double worst = 1;
    for (size_t j = 0; j < y.cols; j++) {
        double mean = 0, squares = 0, spread = 0;
        for (size_t n = 0; n < y.rows; n++)
            mean += matrix_at(y, n, j) / (double)y.rows;
        for (size_t n = 0; n < y.rows; n++) {
            double error = matrix_at(a, n, j) - matrix_at(y, n, j);
            double distance = matrix_at(y, n, j) - mean;
            squares += error * error;
            spread += distance * distance;
        }
        double r2 = spread > 0 ? 1 - squares / spread : 1;
        worst = r2 < worst || isnan(r2) ? r2 : worst;
    }
    return worst;
}

// Whether the targets are classes, and still those two numbers that stand for no and yes.
static bool has_classes(const struct dataset *data)
{
    if (data->targets == TARGETS_NUMBERS)
        return false;
    for (size_t i = 0; i < matrix_count(data->y); i++)
        if (data->y.data[i] != data->low && data->y.data[i] != data->high)
            return false;
    return true;
}

bool trial_is_learnt(const struct dataset *data, struct matrix a)
{
    if (has_classes(data))
        return metrics_count_right(data, a, data->y) == data->y.rows;
    return trial_r2(a, data->y) >= R2_LEARNT;
}

// Multiply-adds of one epoch.
static double epoch_work(const struct study_case *from, const struct architecture *plan)
{
    double parameters = (double)architecture_parameters(plan), units = 0;
    double samples = (double)from->data->x.rows;
    double updates = ceil(samples / (double)size_min(from->settings->batch, from->data->x.rows));
    for (size_t k = 0; k < plan->layer_count; k++)
        units += (double)plan->layers[k].units;
    return samples * (3 * parameters + ACTIVATION_COST * units) +
           updates * (UPDATE_COST + PARAMETER_COST * parameters);
}

bool trials_is_begun(const struct study_case *from)
{
    return from->updates >= UPDATES_LEAST;
}

// As many epochs as were done, if that is a training and fits into the bound. What has learnt nothing
// says nothing about how long it takes to learn.
static size_t trial_epochs(const struct study_case *from, double work, bool is_lost)
{
    bool is_begun = trials_is_begun(from) && !is_lost;
    size_t wanted = is_begun  ? from->epoch
                    : is_lost ? size_max(from->epoch, USUAL_EPOCHS)
                              : LONG_EPOCHS;
    size_t samples = from->data->x.rows;
    double updates = ceil((double)samples / (double)size_min(from->settings->batch, samples));
    double few = fmin(fmax(FEW_EPOCHS, FEW_UPDATES / updates), WORK_LARGE / work);
    double fitting = WORK / work;
    fitting = floor(fmax(fmax(fitting, few), 1));
    return fitting < (double)wanted ? (size_t)fitting : size_max(wanted, 1);
}

void trials_open(struct trials *trials, const struct study_case *from, bool is_lost)
{
    struct architecture plan;
    network_architecture(from->network, &plan);
    trials->from = from;
    trials->baseline = trial_baseline(from->settings->loss, from->data->y);
    trials->work = epoch_work(from, &plan);
    trials->epochs = trial_epochs(from, trials->work, is_lost);
    trials->left = WORK_ALL;
    trials->count = trials->skipped = 0;
    trials->is_out_of_memory = false;
}

// ---- one trial -------------------------------------------------------------------------------

// Notes where [error] is that memory ran out; other refusals say that the fix cannot be made. Always false.
static bool refuse(struct trials *trials, const struct error *error)
{
    struct error memory;
    error_memory(&memory);
    trials->is_out_of_memory = trials->is_out_of_memory || strcmp(error->what, memory.what) == 0;
    return false;
}

// What the training reports during the run.
struct watcher {
    struct trial *trial;
    double before;
    size_t half_way; // an epoch
};

static bool note(void *context, size_t epoch, double loss)
{
    struct watcher *watcher = context;
    struct trial *trial = watcher->trial;
    if (!isfinite(loss))
        return true;
    trial->worst = fmax(trial->worst, loss);
    trial->rises += loss > watcher->before * (1 + RISE);
    watcher->before = loss;
    if (epoch <= watcher->half_way)
        trial->half = loss;
    return true;
}

// Trains for [epochs] with a look at each multiple of [every]. False where the trial ends there.
static bool learn(struct trials *trials, struct session *session, struct watcher *watcher,
                  size_t epochs, size_t every)
{
    struct error error;
    double loss;
    struct training training = {
        .epochs = epochs, .every = every, .report = note, .context = watcher};
    size_t begun = session->epoch;
    enum training_end end = session_train(session, &training, &loss, &error);
    if (end == TRAINING_FAILED)
        refuse(trials, &error);
    watcher->trial->epochs += session->epoch - begun;
    if (end == TRAINING_DIVERGED)
        watcher->trial->bad_at = watcher->trial->epochs + 1;
    return end == TRAINING_DONE;
}

// How the session stands: its loss, and the answers.
static bool judge(struct trials *trials, struct session *session, struct trial *trial)
{
    struct error error;
    struct matrix a;
    const struct dataset *data = session->data;
    const struct loss *own = trials->from->settings->loss;
    bool is_own = session->settings.loss == own;
    if (!session_outcome(session, &a, &trial->end, &error))
        return refuse(trials, &error);
    // A loss of another kind is not compared: the answers are judged by the student's own.
    double value = is_own ? trial->end : own->value(a, a, data->y);
    trial->share = value / trial_baseline(own, data->y);
    if (isnan(trial->share))
        trial->share = value > 0 ? (double)INFINITY : 0;
    trial->right = metrics_count_right(data, a, data->y);
    trial->samples = data->y.rows;
    trial->r2 = trial_r2(a, data->y);
    trial->is_learnt = trial_is_learnt(data, a) && isfinite(trial->end);
    trial->test = (double)NAN;
    if (data->test_x.rows > 0 && !session_test_loss(session, &trial->test, &error))
        return refuse(trials, &error);
    return true;
}

// The case as the fix makes it: other settings, data, scheme and seed. False where that cannot be.
static bool make_case(struct trials *trials, const struct fix *fix, struct settings *settings,
                      struct study_case *tried)
{
    struct error error;
    const struct study_case *from = trials->from;
    if (fix->scaling && from->data->normalization != NORMALIZE_NONE)
        return false;
    *settings = fix_settings(fix, from);
    *tried = *from;
    tried->settings = settings;
    tried->scheme = fix_scheme(fix, from);
    tried->seed = from->seed + fix->seeds;
    tried->data = fix->scaling    ? prepare_normalize(from->data, fix->scaling, &error)
                  : fix->is_split ? prepare_split(from->data, FIX_SHARE, 0, false, &error)
                                  : dataset_share(from->data);
    return tried->data || refuse(trials, &error);
}

// The session with the fix, as typing it leaves it.
static struct session *make_session(struct trials *trials, const struct fix *fix,
                                    const struct study_case *tried, const struct architecture *plan)
{
    struct error error;
    struct session *session = study_session_create(tried, plan, &error);
    if (!session) {
        refuse(trials, &error);
        return NULL;
    }
    if (!fix_inits(fix) && !fix->is_unfrozen)
        study_session_freeze(session, trials->from);
    if ((fix_is_fresh(fix) || study_session_go_on(session, trials->from, &error)) &&
        session_prepare(session, &error))
        return session;
    refuse(trials, &error);
    session_free(session);
    return NULL;
}

static void train_and_judge(struct trials *trials, struct session *session, struct trial *trial)
{
    struct error error;
    struct matrix a;
    size_t epochs = trial->fix.epochs ? trial->fix.epochs : trials->epochs;
    size_t first = size_min(epochs, TRIAL_CLOSE), rest = epochs - first;
    struct watcher watcher = {trial, (double)INFINITY, session->epoch + epochs / 2};
    if (!session_outcome(session, &a, &trial->start, &error)) {
        refuse(trials, &error);
        return;
    }
    trial->worst = trial->half = trial->start;
    bool goes_on = learn(trials, session, &watcher, first, 1);
    size_t rises = trial->rises;
    if (goes_on && rest > 0)
        goes_on = learn(trials, session, &watcher, rest, rest / LOOKS + 1);
    trial->rises = rises;
    trial->is_done = judge(trials, session, trial) && (goes_on || trial->bad_at);
    if (trial->bad_at || !isfinite(trial->end)) {
        trial->share = (double)INFINITY;
        trial->is_learnt = false;
    }
}

static void run(struct trials *trials, struct trial *trial)
{
    struct settings settings;
    struct study_case tried;
    struct architecture plan;
    fix_plan(&trial->fix, trials->from, &plan);
    size_t epochs = trial->fix.epochs ? trial->fix.epochs : trials->epochs;
    double work = epoch_work(trials->from, &plan) * (double)epochs;
    trial->share = (double)INFINITY;
    if (study_case_is_stopped(trials->from) || (trials->left < work && trials->left < WORK_ALL)) {
        trials->skipped++;
        return;
    }
    if (!make_case(trials, &trial->fix, &settings, &tried))
        return;
    struct session *session = make_session(trials, &trial->fix, &tried, &plan);
    if (session) {
        train_and_judge(trials, session, trial);
        trials->left -= work;
    }
    session_free(session);
    dataset_free(tried.data);
}

struct trial trials_now(struct trials *trials)
{
    struct trial now = {.share = (double)INFINITY, .test = (double)NAN};
    struct settings settings;
    struct study_case tried;
    struct architecture plan;
    fix_plan(&now.fix, trials->from, &plan);
    if (!make_case(trials, &now.fix, &settings, &tried))
        return now;
    struct session *session = make_session(trials, &now.fix, &tried, &plan);
    now.is_done = session && judge(trials, session, &now);
    now.start = now.end;
    session_free(session);
    dataset_free(tried.data);
    return now;
}

const struct trial *trials_run(struct trials *trials, const struct fix *fix)
{
    for (size_t i = 0; i < trials->count; i++)
        if (fix_is_same(&trials->list[i].fix, fix))
            return &trials->list[i];
    if (trials->count == TRIALS_MOST)
        trials->count--;
    struct trial *trial = &trials->list[trials->count++];
    *trial = (struct trial){.fix = *fix};
    run(trials, trial);
    return trial;
}
