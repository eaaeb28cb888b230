// SPDX-License-Identifier: GPL-3.0-or-later
// Where the time of a training goes. The network runs on a copy of its kernel whose functions note who
// spent how long in them, and its thread team on one that notes how long its jobs took; nothing in the
// program knows of it. What is left is the time of everything else, and of the cores that wait.
//
// usage: train_parts SIZES BATCH OPTIMIZER CORES   as in: train_parts 784-512-512-10 64 sgd 2
//
// A round is a few milliseconds of training, then the peak of the same cores (peak.h), at the same clock.
// Rounds in which other programs had a core, or the workers left the caller alone, are dropped. It ends
// with enough rounds, or after SECONDS_MOST, and prints how many those were, the share of each part of the
// cores' time, and of the products also how near they came to the peak.
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "network/thread_team.h"
#include "peak.h"
#include "training.h"

#define ROUND_SECONDS 0.003
#define LOOK_SECONDS  0.0002
#define SECONDS_MOST  12.0
#define IS_OWN        0.985 // of a core's time, in a round that counts

enum { ROUNDS = 300, WARM_UP = 20, THREADS_MOST = 32 };

enum part { Z, DA, DW, DB, TURNING, ACTIVATION, BACKWARD, LOSS, TAME, UPDATE, PARTS };

static const char *const part_names[PARTS] = {
    "z: product",
    "da: product",
    "dw: product, with sgd also the step",
    "db: product",
    "da: transposing",
    "a: activation",
    "dz: its derivative",
    "loss",
    "is it finite?",
    "update",
};

// What a thread did in this round. Only itself writes, while it works on a job; the caller reads in between.
struct account {
    _Alignas(64) double seconds[PARTS];
    double steps[PARTS];    // multiply-adds of products
    double in_jobs;         // seconds of parts that the team shared
    double wall, processor; // between its first and its last look at both clocks, by either
    double first_wall, first_processor, looked;
};

static struct account accounts[THREADS_MOST];
static atomic_size_t threads;
static _Thread_local struct account *own;

static struct kernel plain; // whose functions are called
static struct thread_team *team, noting_team;
static bool in_job;   // the team shares one
static double in_run; // the caller's seconds of this round while it did

static double now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void look_at_clocks(struct account *account, double wall)
{
    double processor = now(CLOCK_THREAD_CPUTIME_ID);
    if (account->looked == 0)
        account->first_wall = wall, account->first_processor = processor;
    account->looked = wall;
    account->wall = wall - account->first_wall;
    account->processor = processor - account->first_processor;
}

static void note(enum part part, double began, size_t steps)
{
    double ended = now(CLOCK_MONOTONIC);
    if (!own)
        own = &accounts[atomic_fetch_add(&threads, 1)];
    own->seconds[part] += ended - began;
    own->steps[part] += (double)steps;
    own->in_jobs += in_job ? ended - began : 0;
    if (ended - own->looked > LOOK_SECONDS) // it is a call of the system, and takes its time
        look_at_clocks(own, ended);
}

// ---- the copy of the kernel, and of the team --------------------------------------------------------

// Which product of an update it is (see pass.c and hidden_gradient.c).
static enum part part_of(const struct product *p)
{
    if (p->rows == 1 && p->a_row == 0 && p->a_col == 0)
        return DB;
    if (p->a_row == 1 && p->a_col > 1)
        return DW;
    return p->start && p->start_row == 0 ? Z : DA;
}

static void noting_product(const struct product *p)
{
    double began = now(CLOCK_MONOTONIC);
    plain.product(p);
    enum part part = part_of(p);
    note(part, began, part == DB ? 0 : p->rows * p->cols * p->inner);
}

static void noting_transpose(double *to, size_t to_row, const double *from, size_t from_row,
                             size_t rows, size_t cols)
{
    double began = now(CLOCK_MONOTONIC);
    plain.transpose(to, to_row, from, from_row, rows, cols);
    note(TURNING, began, 0);
}

// What stands for the functions of struct kernel that this training calls.
static void noting_relu(size_t rows, size_t cols, const double *z, double *a)
{
    double began = now(CLOCK_MONOTONIC);
    plain.activate[ACTIVATION_relu](rows, cols, z, a);
    note(ACTIVATION, began, 0);
}

static void noting_softmax(size_t rows, size_t cols, const double *z, double *a)
{
    double began = now(CLOCK_MONOTONIC);
    plain.activate[ACTIVATION_softmax](rows, cols, z, a);
    note(ACTIVATION, began, 0);
}

static void noting_relu_back(size_t rows, size_t cols, const double *da, const double *z,
                             const double *a, double *dz)
{
    double began = now(CLOCK_MONOTONIC);
    plain.backward[ACTIVATION_relu](rows, cols, da, z, a, dz);
    note(BACKWARD, began, 0);
}

static double noting_loss(struct matrix z, struct matrix a, struct matrix y)
{
    double began = now(CLOCK_MONOTONIC), loss = plain.loss[LOSS_ce](z, a, y);
    note(LOSS, began, 0);
    return loss;
}

static bool noting_tame(size_t n, const double *values, const double *from)
{
    double began = now(CLOCK_MONOTONIC);
    bool is_tame = plain.is_tame(n, values, from);
    note(TAME, began, 0);
    return is_tame;
}

static enum optimizer_id optimizer;

static void noting_update(size_t n, const struct hyper *hyper, const double *g, double *w,
                          double *s1, double *s2)
{
    double began = now(CLOCK_MONOTONIC);
    plain.update[optimizer](n, hyper, g, w, s1, s2);
    note(UPDATE, began, 0);
}

static struct kernel noting_kernel(void)
{
    struct kernel kernel = plain;
    kernel.product = noting_product;
    kernel.transpose = noting_transpose;
    kernel.activate[ACTIVATION_relu] = noting_relu;
    kernel.activate[ACTIVATION_softmax] = noting_softmax;
    kernel.backward[ACTIVATION_relu] = noting_relu_back;
    kernel.loss[LOSS_ce] = noting_loss;
    kernel.is_tame = noting_tame;
    kernel.update[optimizer] = noting_update;
    return kernel;
}

static void run_noting(struct thread_team *with, thread_team_part *part, void *job)
{
    (void)with;
    double began = now(CLOCK_MONOTONIC);
    in_job = true;
    team->run(team, part, job);
    in_job = false;
    in_run += now(CLOCK_MONOTONIC) - began;
}

// ---- rounds -----------------------------------------------------------------------------------------

// All rounds that count, together.
static struct {
    size_t seen, rounds, updates;
    double wall, in_run, in_jobs; // seconds; those of the last are all cores'
    double seconds[PARTS];        // all cores'
    double ideal[PARTS];          // what their multiply-adds would take at the peak of those rounds
} total;

// The round under way.
static struct {
    size_t updates; // 0: none yet
    double began, began_processor;
    double wall; // when the first one began
} current;

static size_t cores;
static double rates[THREADS_MOST]; // of the peak, of each core

static void peak_part(void *job, size_t index)
{
    (void)job;
    double began = now(CLOCK_THREAD_CPUTIME_ID), steps = peak_of(&plain)(PEAK_STEPS);
    rates[index] = steps / (now(CLOCK_THREAD_CPUTIME_ID) - began);
}

// Multiply-adds a second of one core, all of them busy.
static double measure_peak(void)
{
    double sum = 0;
    thread_team_run(team, peak_part, NULL);
    for (size_t i = 0; i < cores; i++)
        sum += rates[i];
    return sum / (double)cores;
}

// Whether the cores were ours, and all of them worked.
static bool is_undisturbed(double wall, double processor)
{
    bool is_own = processor > IS_OWN * wall;
    for (size_t i = 0; i < cores; i++)
        is_own = is_own && accounts[i].processor >= IS_OWN * accounts[i].wall &&
                 (cores == 1 || accounts[i].in_jobs > 0);
    return is_own;
}

static void count_round(double wall, double rate)
{
    total.rounds++;
    total.updates += current.updates;
    total.wall += wall;
    total.in_run += in_run;
    for (size_t i = 0; i < cores; i++) {
        total.in_jobs += accounts[i].in_jobs;
        for (size_t part = 0; part < PARTS; part++) {
            total.seconds[part] += accounts[i].seconds[part];
            total.ideal[part] += accounts[i].steps[part] / rate;
        }
    }
}

static void end_round(void)
{
    double wall = now(CLOCK_MONOTONIC) - current.began;
    double processor = now(CLOCK_THREAD_CPUTIME_ID) - current.began_processor;
    double rate = measure_peak();
    if (is_undisturbed(wall, processor) && ++total.seen > WARM_UP)
        count_round(wall, rate);
    if (total.seen <= WARM_UP && wall < ROUND_SECONDS)
        current.updates *= 2;
}

// Is called by the training after as many updates as it says: ends one round and begins the next.
static size_t next_round(void *context)
{
    (void)context;
    if (current.updates > 0)
        end_round();
    else
        current.wall = now(CLOCK_MONOTONIC);
    if (total.rounds == ROUNDS || now(CLOCK_MONOTONIC) - current.wall > SECONDS_MOST)
        return 0;
    memset(accounts, 0, sizeof accounts);
    in_run = 0;
    current.updates += current.updates == 0;
    current.began_processor = now(CLOCK_THREAD_CPUTIME_ID);
    current.began = now(CLOCK_MONOTONIC);
    return current.updates;
}

// ---- the table --------------------------------------------------------------------------------------

static void print_row(const char *name, double seconds, double ideal)
{
    double all = total.wall * (double)cores;
    printf("%-38s %6.2f%%", name, 100 * seconds / all);
    if (ideal > 0)
        printf("  %6.1f%%", 100 * ideal / seconds);
    printf("\n");
}

static void print_table(void)
{
    double parts = 0, ideal = 0;
    printf("%-38s %7s  %7s\n", "", "of time", "of peak");
    for (size_t part = 0; part < PARTS; part++) {
        parts += total.seconds[part];
        ideal += total.ideal[part];
        if (total.seconds[part] > 0)
            print_row(part_names[part], total.seconds[part], total.ideal[part]);
    }
    double outside = total.wall - total.in_run, in_run_all = total.in_run * (double)cores;
    print_row("everything else", outside - (parts - total.in_jobs), 0);
    if (cores > 1) {
        print_row("calls, and waiting for each other", in_run_all - total.in_jobs, 0);
        print_row("the others, while one works alone", outside * (double)(cores - 1), 0);
    }
    print_row("all", total.wall * (double)cores, ideal);
}

static bool go_on(void *context, size_t epoch, double loss)
{
    (void)context, (void)epoch, (void)loss;
    return true;
}

int main(int argc, char **argv)
{
    if (argc != 5)
        fail("usage: train_parts SIZES BATCH OPTIMIZER CORES");
    const struct training_words words = {argv[1], argv[2], argv[3], argv[4]};
    struct error error = {0};
    plain = *chosen_kernel();
    if (!peak_of(&plain)) {
        printf("skipped: the kernel %s has no one peak\n", plain.name);
        return 0;
    }
    optimizer = read_optimizer(argv[3])->id;
    const struct kernel noting = noting_kernel();
    struct session *session = training_session(&noting, &words);
    own = &accounts[atomic_fetch_add(&threads, 1)]; // the first one is the caller's
    team = session->network->team;
    cores = thread_team_parts(team);
    if (team) {
        noting_team = (struct thread_team){team->parts, run_noting, team->wait};
        session->network->team = &noting_team;
    }
    struct training training = {
        .epochs = SIZE_MAX / 2, .every = SIZE_MAX, .report = go_on, .pace = next_round};
    double loss;
    if (session_train(session, &training, &loss, &error) != TRAINING_PAUSED)
        fail("the training ended early");
    printf("%s, batch %s, %s, kernel %s, %zu core%s: %zu undisturbed rounds of %.1f ms\n", argv[1],
           argv[2], argv[3], plain.name, cores, cores == 1 ? "" : "s", total.rounds,
           1e3 * total.wall / (double)(total.rounds ? total.rounds : 1));
    if (total.rounds)
        print_table();
    session_free(session);
    return 0;
}
