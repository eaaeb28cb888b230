// SPDX-License-Identifier: GPL-3.0-or-later
// The pager runs in the program's own process group, so Ctrl-C and Ctrl-Z reach both: a Ctrl-C is the
// pager's affair and forgotten here. A signal that ends the program ends the pager first, so that the
// terminal is not left to it.
//
// The text goes through a pipe, and a second child writes it: a write that waits for a reader would
// be deaf to signals. Whoever leaves the pager early closes the pipe, and the rest of the text is dropped.
//
// A pager makes the terminal raw and may be killed. So the terminal is set back to what it was, and where the
// pager did not end by itself, the keys and the cursor too.
#include "front/pager.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "front/signals.h"

enum { NOT_FOUND = 127 }; // what sh says of a command that does not exist

// less -FRX: ends by itself where all fits one screen, shows colours, leaves the text on the screen.
static const char usual[] = "command -v less >/dev/null 2>&1 || exit 127; exec less -FRX";

static struct {
    pid_t pid;
    int status;
    bool has_ended;
} pager; // where signals_sleep's question, which has no context, finds it

static bool has_ended(void)
{
    if (!pager.has_ended)
        pager.has_ended = waitpid(pager.pid, &pager.status, WNOHANG) != 0;
    return pager.has_ended;
}

static void on_child(int number)
{
    (void)number; // it only ends a sleep
}

static struct sigaction set_handler(int number, void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler}, old;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, &old);
    return old;
}

// Starts a child that has [end] of the pipe as its [fd]; returns 0 in the child.
static pid_t start(const int pipe[2], int end, int fd)
{
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    dup2(pipe[end], fd);
    close(pipe[0]);
    close(pipe[1]);
    return 0;
}

static _Noreturn void run_pager(void)
{
    const char *chosen = getenv("PAGER");
    execl("/bin/sh", "sh", "-c", chosen && *chosen ? chosen : usual, (char *)NULL);
    _exit(NOT_FOUND);
}

static _Noreturn void run_writer(const char *text, size_t length)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_DFL);
    while (length > 0) {
        ssize_t count = write(STDOUT_FILENO, text, length);
        if (count < 0 && errno != EINTR)
            break;
        text += count > 0 ? count : 0;
        length -= count > 0 ? (size_t)count : 0;
    }
    _exit(0);
}

// What a pager may have left on when it was killed: the keypad's own keys, a cursor that is hidden.
static const char leave[] = "\033[?1l\033>\033[?25h\033[m\033[?2004l\r\n";

// Ends the pager, which has half a second to do it by itself: by SIGTERM, since most leave the terminal as it was
// at no other signal.
static void end_pager(void)
{
    const struct timespec moment = {0, 10000000};
    kill(pager.pid, SIGTERM);
    for (int i = 0; i < 50 && !has_ended(); i++)
        nanosleep(&moment, NULL);
    if (!has_ended()) {
        kill(pager.pid, SIGKILL);
        waitpid(pager.pid, &pager.status, 0);
    }
}

// Waits until the pager has ended, or ends it.
static void wait_for_pager(void)
{
    while (!has_ended()) {
        if (signals_ending()) {
            end_pager();
            return;
        }
        signals_clear();
        signals_sleep(has_ended);
    }
}

// Runs the pager on what the writer writes. False where they cannot be started.
static bool run(const char *text, size_t length)
{
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    pager.has_ended = false;
    pager.pid = start(ends, 0, STDIN_FILENO);
    if (pager.pid == 0)
        run_pager();
    signals_accompany(pager.pid > 0 ? pager.pid : 0);
    pid_t writer = pager.pid < 0 ? -1 : start(ends, 1, STDOUT_FILENO);
    if (writer == 0)
        run_writer(text, length);
    close(ends[0]);
    close(ends[1]);
    if (pager.pid < 0)
        return false;
    wait_for_pager();
    if (writer > 0) {
        kill(writer, SIGKILL);
        while (waitpid(writer, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    return writer > 0;
}

// Whether a signal ended it, or what its shell ran: then the shell's status is beyond 128.
static bool was_killed(void)
{
    return WIFSIGNALED(pager.status) || WEXITSTATUS(pager.status) > 128;
}

bool pager_show(const char *text, size_t length)
{
    struct termios terminal;
    bool has_terminal = tcgetattr(STDIN_FILENO, &terminal) == 0;
    struct sigaction old = set_handler(SIGCHLD, on_child);
    signals_leave_by(leave);
    bool ran = run(text, length);
    signals_accompany(0);
    signals_leave_by(NULL);
    sigaction(SIGCHLD, &old, NULL);
    if (has_terminal)
        tcsetattr(STDIN_FILENO, TCSANOW, &terminal);
    if (ran && was_killed() && write(STDOUT_FILENO, leave, strlen(leave)) < 0) {
        // A terminal that cannot be written to has nothing to be set back.
    }
    signals_clear();
    return ran && !(WIFEXITED(pager.status) && WEXITSTATUS(pager.status) == NOT_FOUND);
}
