// SPDX-License-Identifier: GPL-3.0-or-later
// A job is given out by raising the number of the round. Each part of it bears the number of the round in
// which it was last taken; whoever raises that by one has taken it. A thread that the system held up
// finds its round's parts taken when it comes back, so it can do no harm, and nobody waits for one that
// has taken nothing. Each worker takes the part of its own number first, in every round, since what it
// worked on is still in the cache of its core; then it helps with what the others have not begun. The caller
// takes part 0 first and then the others in order, so a part may wait for parts with lower numbers:
// the lowest that is not done is either worked on or the next that the caller takes.
//
// The products of one update follow each other within microseconds, much less than it takes to wake a
// thread: so who waits looks again and again for a while, and only then goes to sleep. A worker that
// goes to sleep says so first and looks once more after that, and who raises the round looks for sleepers
// after that: so one of the two sees the other. Signals stay with the thread that everything else runs on.
//
// Where other programs want the cores too, a worker that the system delays delays all. So the caller
// watches whether it is served: what a number of rounds took by the clock, beside what it would have
// needed alone at the pace of its own parts. Where that was no gain it does all parts itself for a while.
#include "session/workers.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

// The kernels keep a panel on the stack; some C libraries give far less than they need.
enum { STACK_BYTES = 1 << 20 };

// Looks before a worker sleeps (some tenths of a millisecond), and how many of them are in a row before
// another thread may have the core.
enum { LOOKS = 20000, LOOKS_IN_A_ROW = 2000 };

// More workers than this find no work of their own in the networks that students train.
enum { WORKERS_MOST = THREAD_TEAM_PARTS_MOST };

// Rounds that are judged together; those that the caller works alone after they were no gain, twice as
// many each time.
enum { ROUNDS_JUDGED = 64, ALONE_LEAST = 64, ALONE_MOST = 1024 };

// How the rounds that are judged next went so far.
struct round_times {
    size_t rounds;
    double took, alone; // seconds: by the clock, and what the caller would have needed
};

struct workers {
    struct thread_team team;
    thread_team_part *part; // what is done in this round, and with what
    void *job;
    _Atomic uint32_t round;
    _Atomic uint32_t taken[WORKERS_MOST]; // in which round each part was, last
    atomic_size_t done;                   // parts of this round
    atomic_size_t asleep;
    atomic_bool ends;
    pthread_mutex_t mutex; // with [wakes], for those who sleep
    pthread_cond_t wakes;
    struct round_times times;
    size_t alone, alone_next; // rounds that the caller still does alone; as many the next time
    size_t count;             // of workers besides the caller
    struct worker {
        struct workers *all;
        size_t number; // of its own part; the caller's is 0
        pthread_t thread;
    } threads[];
};

// One look in vain: lets the core's other users go ahead.
static void wait_a_moment(size_t looks)
{
    if (looks % LOOKS_IN_A_ROW == LOOKS_IN_A_ROW - 1)
        sched_yield();
#if defined __x86_64__
    __builtin_ia32_pause();
#endif
}

static void sleep_until_called(struct workers *all, uint32_t known)
{
    pthread_mutex_lock(&all->mutex);
    atomic_fetch_add(&all->asleep, 1);
    while (atomic_load(&all->round) == known)
        pthread_cond_wait(&all->wakes, &all->mutex);
    atomic_fetch_sub(&all->asleep, 1);
    pthread_mutex_unlock(&all->mutex);
}

// Takes parts of round [round] and does them, from that of worker [number] on, until none is left. Returns
// how many.
static size_t help(struct workers *all, uint32_t round, size_t number)
{
    size_t did = 0;
    for (size_t i = 0; i < all->team.parts; i++) {
        size_t index = (number + i) % all->team.parts;
        uint32_t before = round - 1;
        if (!atomic_compare_exchange_strong(&all->taken[index], &before, round))
            continue;
        all->part(all->job, index);
        atomic_fetch_add(&all->done, 1);
        did++;
    }
    return did;
}

static void *work(void *context)
{
    const struct worker *worker = context;
    struct workers *all = worker->all;
    for (uint32_t known = 0;;) {
        for (size_t looks = 0; looks < LOOKS && atomic_load(&all->round) == known; looks++)
            wait_a_moment(looks);
        if (atomic_load(&all->round) == known)
            sleep_until_called(all, known);
        known = atomic_load(&all->round);
        // It is set before its round begins, so whoever sees that round sees it.
        if (atomic_load(&all->ends))
            return NULL;
        help(all, known, worker->number);
    }
}

// Begins the next round: whoever waits takes part.
static uint32_t call_all(struct workers *all)
{
    uint32_t round = atomic_load(&all->round) + 1;
    atomic_store(&all->done, 0);
    atomic_store(&all->round, round);
    if (atomic_load(&all->asleep) > 0) {
        pthread_mutex_lock(&all->mutex);
        pthread_cond_broadcast(&all->wakes);
        pthread_mutex_unlock(&all->mutex);
    }
    return round;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

// Adds a round to the times; after enough of them decides who does the next ones.
static void judge(struct workers *all, double took, double alone)
{
    struct round_times *times = &all->times;
    times->took += took;
    times->alone += alone;
    if (++times->rounds < ROUNDS_JUDGED)
        return;
    if (times->took < times->alone) {
        all->alone_next = ALONE_LEAST;
    } else {
        all->alone = all->alone_next;
        all->alone_next = all->alone < ALONE_MOST ? 2 * all->alone : ALONE_MOST;
    }
    *times = (struct round_times){0};
}

static void run(struct thread_team *team, thread_team_part *part, void *job)
{
    struct workers *all = (struct workers *)(void *)team;
    if (all->alone > 0) {
        all->alone--;
        for (size_t i = 0; i < team->parts; i++)
            part(job, i);
        return;
    }
    double began = now();
    all->part = part;
    all->job = job;
    size_t mine = help(all, call_all(all), 0);
    double worked = now() - began;
    for (size_t looks = 0; atomic_load(&all->done) < team->parts; looks++)
        wait_a_moment(looks);
    judge(all, now() - began, worked * (double)team->parts / (double)(mine ? mine : 1));
}

// Starts up to [count] threads, as many as the system allows; none of them hears signals.
static void start(struct workers *all, size_t count)
{
    pthread_attr_t attributes;
    sigset_t every, old;
    if (pthread_attr_init(&attributes) != 0)
        return;
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    sigfillset(&every);
    pthread_sigmask(SIG_SETMASK, &every, &old);
    for (; all->count < count; all->count++) {
        struct worker *worker = &all->threads[all->count];
        *worker = (struct worker){all, all->count + 1, 0};
        if (pthread_create(&worker->thread, &attributes, work, worker) != 0)
            break;
    }
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    pthread_attr_destroy(&attributes);
}

struct thread_team *workers_create(size_t workers)
{
    size_t count = workers > WORKERS_MOST ? WORKERS_MOST - 1 : workers > 0 ? workers - 1 : 0;
    struct workers *all = count ? calloc(1, sizeof *all + count * sizeof all->threads[0]) : NULL;
    if (!all)
        return NULL;
    all->team.run = run;
    all->team.wait = wait_a_moment;
    all->alone_next = ALONE_LEAST;
    pthread_mutex_init(&all->mutex, NULL);
    pthread_cond_init(&all->wakes, NULL);
    start(all, count);
    all->team.parts = all->count + 1;
    if (all->count > 0)
        return &all->team;
    workers_free(&all->team);
    return NULL;
}

void workers_free(struct thread_team *team)
{
    struct workers *all = (struct workers *)(void *)team;
    if (!all)
        return;
    atomic_store(&all->ends, true);
    call_all(all);
    for (size_t i = 0; i < all->count; i++)
        pthread_join(all->threads[i].thread, NULL);
    pthread_mutex_destroy(&all->mutex);
    pthread_cond_destroy(&all->wakes);
    free(all);
}
