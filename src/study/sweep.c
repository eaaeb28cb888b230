// SPDX-License-Identifier: GPL-3.0-or-later
// A worker is a thread with a session of its own, made as any session is: with the settings and the
// student's names of the case, with its data, and with a network of the same shape. So the training is
// session_train's, and what `init seed=3` and `train` do by hand is what happens here for seed 3, bit
// for bit.
//
// The workers take seeds in order from one counter and write each outcome to a place of its own;
// nothing else is shared but two counts for the live line and a flag to stop. The calling thread is
// the first worker: it alone reports how far the sweep is, and where no thread can be started it does
// all the work.
//
// Ctrl-C leaves networks half trained, one in each thread at most; they do not count, and neither do
// the few after the first of them, so that the report is about seeds without a gap.
#include "study/sweep.h"

#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"
#include "network/loss.h"
#include "network/optimizer.h"
#include "session/metrics.h"
#include "session/session.h"
#include "session/train.h"
#include "study/causes.h"
#include "study/study_session.h"

// Room for what the kernels keep on the stack and for the evaluation of conditions; some C libraries give
// far less.
enum { STACK_BYTES = 4 << 20 };

// What the workers share.
struct sweep_pool {
    const struct study_case *from;
    const struct sweep *sweep;
    struct sweep_outcome *outcomes;
    atomic_size_t next;          // the first seed that no worker has taken
    atomic_size_t done, reached; // for the live line
    atomic_bool has_failed;      // take no more seeds
};

struct sweep_worker {
    struct sweep_pool *pool;
    struct session *session;
    struct pass *look;     // for all the data
    struct diagnosis seen; // what causes are looked for in; no finding is added
    double begun;          // the loss it begins with
    bool is_first, is_thread;
    pthread_t thread;
    size_t failed_at; // where [error] arose; SIZE_MAX: nowhere
    struct error error;
};

// ---- one network ---------------------------------------------------------------------------------

// The stop flag belongs to a signal handler, so it is not an atomic object, but one that every machine
// reads whole; a thread that sees it a moment late trains one network more.
static bool stops(const struct sweep_pool *pool)
{
    return atomic_load(&pool->has_failed) || study_case_is_stopped(pool->from);
}

static bool report_nothing(void *context, size_t epoch, double loss)
{
    (void)context, (void)epoch, (void)loss;
    return true;
}

static void report_progress(const struct sweep_worker *worker)
{
    struct sweep_pool *pool = worker->pool;
    if (worker->is_first && pool->sweep->progress)
        pool->sweep->progress(pool->sweep->context, atomic_load(&pool->done),
                              atomic_load(&pool->reached));
}

static void report_in_training(void *context, size_t epoch, double loss)
{
    (void)epoch, (void)loss;
    report_progress(context);
}

static double seconds(void *context)
{
    const struct sweep *sweep = ((const struct sweep_worker *)context)->pool->sweep;
    return sweep->seconds(sweep->context);
}

// Why a network that did not reach the goal may have failed, by what diagnose goes by before it tries
// anything. The gradients this leaves in the network are computed again in its next step.
static unsigned char find_cause(struct sweep_worker *worker, double loss, bool is_wrecked)
{
    struct network *network = worker->session->network;
    struct diagnosis *seen = &worker->seen;
    enum finding_kind kind;
    seen->from = study_case_of(worker->session);
    seen->network = network;
    seen->pass = worker->look;
    seen->is_wrecked = is_wrecked || !isfinite(loss);
    seen->now.start = worker->begun;
    seen->now.end = loss;
    struct step_config config = study_case_step_config(&seen->from);
    for (size_t s = 0; s < stage_update(network->layer_count); s++)
        pass_run(worker->look, network, &config, stage_at(network->layer_count, s));
    return causes_find_shown(seen, &kind) ? (unsigned char)kind : SWEEP_UNNAMED;
}

// The loss of the present parameters over all the data.
static double loss_now(struct sweep_worker *worker)
{
    const struct session *session = worker->session;
    struct pass *look = worker->look;
    pass_predict(look, session->network);
    return pass_loss(look, session->network, session->settings.loss);
}

// The outcome of the network that a worker has trained.
static struct sweep_outcome judge(struct sweep_worker *worker, enum training_end end)
{
    const struct session *session = worker->session;
    const struct pass *look = worker->look;
    double loss = loss_now(worker);
    struct matrix a = look->layers[look->layer_count - 1].a;
    bool is_right =
        end == TRAINING_DONE && metrics_count_right(session->data, a, look->y) == a.rows;
    bool has_reached = worker->pool->sweep->until ? end == TRAINING_UNTIL : is_right;
    unsigned char ending =
        has_reached ? SWEEP_REACHED : find_cause(worker, loss, end == TRAINING_DIVERGED);
    return (struct sweep_outcome){loss, session->epoch, true, ending};
}

static bool fail_at(struct sweep_worker *worker, size_t index)
{
    worker->failed_at = index;
    atomic_store(&worker->pool->has_failed, true);
    return false;
}

// Trains network number [index]. False when that was cut short or failed.
static bool train_one(struct sweep_worker *worker, size_t index)
{
    struct sweep_pool *pool = worker->pool;
    struct session *session = worker->session;
    struct training training = {.epochs = pool->sweep->epochs,
                                .every = SIZE_MAX,
                                .until = pool->sweep->until,
                                .report = report_nothing,
                                .seconds = seconds,
                                .context = worker};
    double loss;
    if (worker->is_first && pool->sweep->progress)
        training.progress = report_in_training;
    session->seed = pool->sweep->seed + (uint32_t)index;
    session_reset(session);
    if (!session_prepare(session, &worker->error))
        return fail_at(worker, index);
    worker->begun = loss_now(worker);
    enum training_end end = session_train(session, &training, &loss, &worker->error);
    if (end == TRAINING_FAILED)
        return fail_at(worker, index);
    if (end == TRAINING_INTERRUPTED)
        return false;
    struct sweep_outcome outcome = judge(worker, end);
    pool->outcomes[index] = outcome;
    atomic_fetch_add(&pool->done, 1);
    if (outcome.end == SWEEP_REACHED)
        atomic_fetch_add(&pool->reached, 1);
    return true;
}

static void *work(void *context)
{
    struct sweep_worker *worker = context;
    struct sweep_pool *pool = worker->pool;
    while (!stops(pool)) {
        size_t index = atomic_fetch_add(&pool->next, 1);
        if (index >= pool->sweep->count || !train_one(worker, index))
            break;
        report_progress(worker);
    }
    return NULL;
}

// ---- the workers ---------------------------------------------------------------------------------

// Gives [session] the student's own names, as a condition may use them; their elements stay where
// they are.
static bool take_names(struct session *session, const struct sweep *sweep, struct error *error)
{
    for (size_t i = 0; i < sweep->name_count; i++) {
        const struct variable *name = &sweep->names[i];
        struct value value = value_look(&name->value);
        if (!session_let(session, name->name, strlen(name->name), &value, error))
            return false;
    }
    return true;
}

// A session to train in. A sweep that is stopped early says how far it came.
static struct session *create_session(const struct study_case *from, const struct sweep *sweep,
                                      struct error *error)
{
    struct architecture plan;
    struct study_case with = *from;
    with.memory = sweep->memory;
    network_architecture(from->network, &plan);
    struct session *session = study_session_create(&with, &plan, error);
    if (session && !take_names(session, sweep, error)) {
        session_free(session);
        return NULL;
    }
    if (session)
        study_session_freeze(session, from);
    return session;
}

static void worker_clear(struct sweep_worker *worker)
{
    session_free(worker->session);
    pass_free(worker->look);
}

static bool worker_init(struct sweep_worker *worker, struct sweep_pool *pool, struct error *error)
{
    const struct dataset *data = pool->from->data;
    *worker = (struct sweep_worker){.pool = pool, .failed_at = SIZE_MAX};
    worker->session = create_session(pool->from, pool->sweep, error);
    if (worker->session)
        worker->look = pass_create(worker->session->network, data->x.rows, false, error);
    // Whether network and data fit is asked here, before samples are handed to a pass.
    if (!worker->look || !session_prepare(worker->session, error)) {
        worker_clear(worker);
        return false;
    }
    pass_load(worker->look, data->x, data->y);
    return true;
}

// The bytes a worker takes: a network with its pass, and the predictions for all the data.
static size_t worker_bytes(const struct study_case *from)
{
    struct architecture plan;
    network_architecture(from->network, &plan);
    size_t states = from->settings->optimizer->states, samples = from->data->x.rows;
    size_t own = architecture_bytes(&plan, states, size_min(from->settings->batch, samples));
    size_t all = architecture_bytes(&plan, states, samples);
    return own > SIZE_MAX - all ? SIZE_MAX : own + all;
}

// How many workers [memory] suffices for beside the present network and [taken] bytes; up to [most].
// 0 with [error] set where there is room for none.
static size_t workers_that_fit(const struct study_case *from, size_t memory, size_t taken,
                               size_t most, struct error *error)
{
    size_t bytes = worker_bytes(from);
    size_t room = memory > taken ? (memory - taken) / bytes : 0; // the one at hand takes one share
    if (room >= 2)
        return room - 1 < most ? room - 1 : most;
    error_set(error,
              "a sweep trains a second network beside this one, and there is no memory for that: "
              "it needs %.3g GB, but %.3g GB are available",
              ((double)bytes * 2 + (double)taken) / 1e9, (double)memory / 1e9);
    error_hint(error, "sweep fewer seeds, or a smaller network");
    error_of_memory(error);
    return 0;
}

// Starts the workers after the first one. Signals are for the calling thread: it has the terminal.
static void start_threads(struct sweep_worker *workers, size_t count)
{
    pthread_attr_t attributes;
    sigset_t all, before;
    if (count < 2 || pthread_attr_init(&attributes) != 0)
        return;
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    for (size_t i = 1; i < count; i++)
        workers[i].is_thread =
            pthread_create(&workers[i].thread, &attributes, work, &workers[i]) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
}

// The error of the lowest seed: every seed before it was taken earlier, and trained to its end.
static bool collect_error(const struct sweep_worker *workers, size_t count, struct error *error)
{
    size_t lowest = SIZE_MAX;
    for (size_t i = 0; i < count; i++)
        if (workers[i].failed_at < lowest) {
            lowest = workers[i].failed_at;
            *error = workers[i].error;
        }
    return lowest == SIZE_MAX;
}

// Trains all networks of the pool on up to [most] workers. One that there is no memory for is done
// without, as long as there is a first one.
static bool run_workers(struct sweep_pool *pool, size_t most, struct error *error)
{
    struct error unheard;
    struct sweep_worker *workers = calloc(most, sizeof *workers);
    if (!workers)
        return error_memory(error);
    size_t count = 0;
    while (count < most && worker_init(&workers[count], pool, count ? &unheard : error))
        count++;
    if (count > 0) {
        workers[0].is_first = true;
        start_threads(workers, count);
        work(&workers[0]);
    }
    for (size_t i = 0; i < count; i++)
        if (workers[i].is_thread)
            pthread_join(workers[i].thread, NULL);
    bool well = count > 0 && collect_error(workers, count, error);
    for (size_t i = 0; i < count; i++)
        worker_clear(&workers[i]);
    free(workers);
    return well;
}

// ---- the report ----------------------------------------------------------------------------------

static int by_size(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

// The least, the most and the median of the epochs that led to the goal.
static bool sum_up_epochs(struct sweep_report *report, struct error *error)
{
    size_t count = 0, reached = report->ends[SWEEP_REACHED];
    if (reached == 0)
        return true;
    size_t *epochs = malloc(reached * sizeof *epochs);
    if (!epochs)
        return error_memory(error);
    for (size_t i = 0; i < report->count; i++)
        if (report->outcomes[i].end == SWEEP_REACHED)
            epochs[count++] = report->outcomes[i].epoch;
    qsort(epochs, count, sizeof *epochs, by_size);
    report->least = epochs[0];
    report->most = epochs[count - 1];
    report->median = ((double)epochs[(count - 1) / 2] + (double)epochs[count / 2]) / 2;
    free(epochs);
    return true;
}

bool sweep_run(const struct study_case *from, const struct sweep *sweep,
               struct sweep_report *report, struct error *error)
{
    size_t most = sweep->cores > 1 ? sweep->cores : 1, bytes;
    struct sweep_pool pool = {.from = from, .sweep = sweep};
    *report = (struct sweep_report){0};
    if (__builtin_mul_overflow(sweep->count, 2 * sizeof *pool.outcomes, &bytes))
        return error_memory(error);
    most = workers_that_fit(from, sweep->memory, bytes, size_min(most, sweep->count), error);
    if (most == 0)
        return false;
    pool.outcomes = calloc(sweep->count, sizeof *pool.outcomes);
    if (!pool.outcomes)
        return error_memory(error);
    report->outcomes = pool.outcomes;
    bool well = run_workers(&pool, most, error);
    for (; well && report->count < sweep->count; report->count++) {
        const struct sweep_outcome *outcome = &pool.outcomes[report->count];
        if (!outcome->is_done)
            break;
        report->ends[outcome->end]++;
    }
    well = well && sum_up_epochs(report, error);
    if (!well)
        sweep_clear(report);
    return well;
}

void sweep_clear(struct sweep_report *report)
{
    free(report->outcomes);
    *report = (struct sweep_report){0};
}
