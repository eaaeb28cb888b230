// SPDX-License-Identifier: GPL-3.0-or-later
// The parent never looks at what an answer does. It starts processes, waits for their pipes, and
// believes a row only when it is whole; a process that ends without one is judged by how it ended: by a
// limit of time, for want of memory, or in a crash. Rows stand in the order of the files, whichever
// process ends first, and no row depends on another, so the results are the same however many run at a
// time.
#define _DEFAULT_SOURCE // wait4
#include "front/grade_run.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/words.h"
#include "front/signals.h"

enum { AT_ONCE_MOST = 64, LOOK_MS = 1000 };

struct process {
    pid_t pid;
    int pipe;
    size_t index; // of its file
    size_t core;
    struct buf bytes;
};

struct run {
    const struct grade_job *job;
    struct grade_row *rows;
    struct process list[AT_ONCE_MOST];
    size_t count, next; // that run now; the file that is next
};

static bool is_taken(const struct run *run, size_t core)
{
    for (size_t i = 0; i < run->count; i++)
        if (run->list[i].core == core)
            return true;
    return false;
}

// The first core on which none of the processes runs.
static size_t free_core(const struct run *run)
{
    size_t core = 0;
    while (is_taken(run, core))
        core++;
    return core;
}

// Starts the process of the next file. False with errno set when the system makes none.
static bool start(struct run *run)
{
    int ends[2];
    size_t core = free_core(run);
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        grade_child(run->job, &run->job->pile->files[run->next], core, ends[1]);
    }
    int reason = errno;
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        errno = reason;
        return false;
    }
    run->list[run->count++] = (struct process){pid, ends[0], run->next++, core, BUF_EMPTY};
    return true;
}

// What a process that left no row died of.
static enum grade_status cause_of(const struct run *run, int status, const struct rusage *usage)
{
    size_t seconds = (size_t)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec);
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    // At the hard limit of time the system kills, as it does when memory is short.
    if (number == SIGXCPU || (number == SIGKILL && seconds >= run->job->check->seconds))
        return GRADE_TIME;
    return number == SIGKILL || grade_child_lacked_memory(status) ? GRADE_MEMORY : GRADE_CRASH;
}

// Takes the row of a process whose pipe has ended, and forgets the process.
static void finish(struct run *run, size_t which)
{
    struct process *process = &run->list[which];
    struct grade_row *row = &run->rows[process->index];
    struct rusage usage;
    int status = 0;
    memset(&usage, 0, sizeof usage);
    while (wait4(process->pid, &status, 0, &usage) < 0 && errno == EINTR)
        ;
    if (process->bytes.failed ||
        !grade_row_read(row, buf_text(&process->bytes), process->bytes.length))
        row->status = cause_of(run, status, &usage);
    close(process->pipe);
    buf_free(&process->bytes);
    *process = run->list[--run->count];
}

// Reads what a process has written. False at its end.
static bool take(struct process *process)
{
    char block[4096];
    ssize_t count = read(process->pipe, block, sizeof block);
    if (count > 0)
        buf_add(&process->bytes, block, (size_t)count);
    return count > 0 || (count < 0 && errno == EINTR);
}

// Waits until one of the processes has something to say, and hears it.
static void look(struct run *run)
{
    struct pollfd pipes[AT_ONCE_MOST];
    for (size_t i = 0; i < run->count; i++)
        pipes[i] = (struct pollfd){.fd = run->list[i].pipe, .events = POLLIN};
    if (poll(pipes, (nfds_t)run->count, LOOK_MS) <= 0)
        return;
    for (size_t i = run->count; i-- > 0;)
        if (pipes[i].revents != 0 && !take(&run->list[i]))
            finish(run, i);
}

// Ends what still runs.
static void stop(struct run *run)
{
    for (size_t i = 0; i < run->count; i++)
        kill(run->list[i].pid, SIGKILL);
    while (run->count > 0)
        finish(run, run->count - 1);
}

bool grade_run(const struct grade_job *job, struct grade_row *rows, size_t cores,
               struct error *error)
{
    struct run run = {.job = job, .rows = rows};
    size_t at_once = size_min(cores, AT_ONCE_MOST);
    bool well = true;
    while (well && !signals_stop && (run.next < job->pile->count || run.count > 0)) {
        if (run.next < job->pile->count && !job->pile->files[run.next].is_plain)
            rows[run.next++].status = GRADE_UNREADABLE;
        else if (run.next < job->pile->count && run.count < at_once && start(&run))
            continue;
        else if (run.count > 0)
            look(&run);
        else
            well = error_set(error, "cannot start a process: %s", strerror(errno));
    }
    stop(&run);
    return well && (!signals_stop || error_set(error, "interrupted: nothing was graded"));
}
