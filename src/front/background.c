// SPDX-License-Identifier: GPL-3.0-or-later
// A child process has the memory as it was when it began, and the system copies a page only where one of
// the two changes it. One child works and one waits for it, the newest; a newer one takes the waiting
// one's place. So whatever the pace of the calls, work gets done and the last of it is that of the last
// state. Each child holds the writing end of a pipe, which ends with it: that is what the next one waits
// for. Only the thread that forks continues in a child; those of a thread team rest between two commands.
#define _GNU_SOURCE // MAP_ANONYMOUS
#include "front/background.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "front/signals.h"

// The children: the one that works, and the one that waits for it.
static struct {
    struct child {
        pid_t pid;
        int done; // the reading end of its pipe
    } list[2];
    size_t count;
    struct error *error; // of the last that failed, in memory that all share
} children;

// Waits for a child to end, or looks whether it has; its status, or -1 while it works.
static int status_of(const struct child *child, bool waits)
{
    int status = 0;
    pid_t pid;
    do
        pid = waitpid(child->pid, &status, waits ? 0 : WNOHANG);
    while (pid < 0 && errno == EINTR);
    return pid == 0 ? -1 : status;
}

static void tell(int status, void (*end)(const struct error *error))
{
    struct error error;
    if (WIFSIGNALED(status)) {
        error_set(&error, "what writes it was ended by signal %d", WTERMSIG(status));
        end(&error);
    } else {
        end(WEXITSTATUS(status) == 0 ? NULL : children.error);
    }
}

static void look(bool waits, void (*end)(const struct error *error))
{
    size_t left = 0;
    for (size_t i = 0; i < children.count; i++) {
        int status = status_of(&children.list[i], waits);
        if (status < 0) {
            children.list[left++] = children.list[i];
            continue;
        }
        close(children.list[i].done);
        tell(status, end);
    }
    children.count = left;
}

void background_look(void (*end)(const struct error *error))
{
    look(false, end);
}

void background_wait(void (*end)(const struct error *error))
{
    look(true, end);
}

// Ends the child that waits, since a newer one is to take its place.
static void drop_waiting(void)
{
    struct child *waiting = &children.list[1];
    if (children.count < 2)
        return;
    kill(waiting->pid, SIGKILL);
    status_of(waiting, true);
    close(waiting->done);
    children.count = 1;
}

// What a child does: it lets go of the terminal, waits for the child before it, works, and ends.
static _Noreturn void live_as_child(bool (*work)(struct error *error))
{
    char byte;
    int nothing = open("/dev/null", O_RDWR);
    setpgid(0, 0); // no Ctrl-C or Ctrl-Z for it
    signals_forget_terminal();
    for (int fd = STDIN_FILENO; nothing >= 0 && fd <= STDERR_FILENO; fd++)
        dup2(nothing, fd);
    while (children.count > 0 && read(children.list[0].done, &byte, 1) < 0 && errno == EINTR)
        continue;
    _exit(work(children.error) ? 0 : 1);
}

// Makes the memory for errors. False where it cannot be had.
static bool has_error(void)
{
    if (!children.error) {
        void *shared = mmap(NULL, sizeof *children.error, PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        children.error = shared == MAP_FAILED ? NULL : shared;
    }
    return children.error != NULL;
}

bool background_start(bool (*work)(struct error *error))
{
    int ends[2];
    drop_waiting();
    if (!has_error() || pipe(ends) != 0)
        return false;
    pid_t pid = fork();
    if (pid == 0)
        live_as_child(work); // which keeps the pipe open until its end
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return false;
    }
    children.list[children.count++] = (struct child){pid, ends[0]};
    return true;
}
