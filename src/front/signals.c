// SPDX-License-Identifier: GPL-3.0-or-later
// A handler only sets flags; everything else happens where the program looks at them: between two
// updates of a training run, before a line is read, while a prompt waits. No handler jumps, since a
// jump out of Readline loses keys.
//
// Waiting is the delicate part. A flag that is tested before a blocking read may be set between the
// two, and the read then sleeps on. So the signals are held back, the flags tested, and pselect
// lets them through and sleeps in one step: nothing is lost, and nothing wakes up to look.
//
// A crash is the exception: its handler restores the terminal by async-signal-safe calls and lets
// the signal do its work. It runs on a stack of its own, since an overflow of the usual one is a crash too.
//
// Readline catches no signals. It would keep only the last one until it looks, so that a Ctrl-C at the heels of
// SIGTERM made it forget SIGTERM; the flags here keep both. What is left for it to do, input_readline.c asks of it
// between two keys, also for Ctrl-Z.
//
// While Readline or ncurses draws, the program may wait for ever: in a loop of Readline's that reads no key, or
// for a terminal that takes no more. So a signal to end starts a clock, and where it finds the library at
// work twice, a second apart, the program ends as by a crash. A terminal that Ctrl-S stopped is started
// again at once. From the background a terminal cannot be set back, and need not be: whoever has it did so.
//
// Which signals end a program is not listed but what does not: with a person there every other one is
// caught, so that none leaves the terminal raw, and ends the session as SIGTERM does. A write beyond
// the limit of a file's size is no reason to end: SIGXFSZ is ignored, and the write fails with EFBIG.
#define _XOPEN_SOURCE 700
#include "front/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/time.h>
#include <termios.h>
#include <unistd.h>

volatile sig_atomic_t signals_stop;

static volatile sig_atomic_t ending, continued, resized, suspended;
static bool ctrl_c_ends;

static struct termios terminal; // as it was at the start
static volatile sig_atomic_t has_terminal;

// Takes bracketed paste off and leaves the half-written line; nothing on a terminal without it.
static const char *leave_prompt = "\r\n", *leave = "\r\n";

// What ends the program at once. SIGQUIT is here for a program that hears nothing any more.
static const int crashes[] = {SIGSEGV, SIGABRT, SIGBUS,  SIGFPE, SIGILL,
                              SIGSYS,  SIGTRAP, SIGQUIT, SIGPIPE};

// What ends no program, or cannot be caught, or is seen to elsewhere.
static const int harmless[] = {
    SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU,  SIGCONT,
    SIGCHLD, SIGURG,  SIGXFSZ, SIGINT,  SIGWINCH, SIGALRM,
#ifndef __linux__
    SIGIO,   SIGINFO,
#endif
};

#ifdef SIGRTMAX
#define SIGNAL_LAST SIGRTMAX
#else
#define SIGNAL_LAST 31
#endif

enum { CRASH_STACK = 65536 }; // the vector registers alone may take a dozen KiB of it

static volatile sig_atomic_t is_lent, waited; // to a library; ticks of the clock since
static void (*volatile watcher)(void);        // of the watch, or NULL

// Whether the terminal may be changed: from the background that would suspend the program.
static bool is_in_front(void)
{
    pid_t group = has_terminal ? tcgetpgrp(STDIN_FILENO) : 0;
    return group < 0 || (group > 0 && group == getpgrp());
}

// What TCOOFF stopped, TCOON starts, and with it what Ctrl-S stopped.
static void start_terminal(void)
{
    if (is_in_front()) {
        tcflow(STDIN_FILENO, TCOOFF);
        tcflow(STDIN_FILENO, TCOON);
    }
}

// Installs [handler] unless whoever started the program wants the signal ignored (nohup does).
static void catch_signal(int number, void (*handler)(int), int flags, bool even_ignored)
{
    struct sigaction action, old;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    if (even_ignored || (sigaction(number, NULL, &old) == 0 && old.sa_handler != SIG_IGN))
        sigaction(number, &action, NULL);
}

// The program is about to end, and was to be suspended for changing a terminal that another one has by now.
static void on_background(int number)
{
    (void)number;
    signals_die(ending);
}

static void take_end(int signal)
{
    int kept = errno;
    ending = signal;
    if (has_terminal) {
        start_terminal();
        catch_signal(SIGTTOU, on_background, 0, true);
        alarm(1);
    }
    errno = kept;
}

static void on_signal(int signal)
{
    if (signal == SIGCONT || signal == SIGWINCH || signal == SIGTSTP) {
        continued |= signal == SIGCONT;
        resized |= signal == SIGWINCH;
        suspended |= signal == SIGTSTP;
        return;
    }
    if (signal != SIGINT || ctrl_c_ends)
        take_end(signal);
    signals_stop = signal;
}

static const char *volatile last_words; // what a crash says now, or NULL
static volatile sig_atomic_t companion; // the process that has the terminal too, or 0

void signals_accompany(pid_t pid)
{
    companion = pid;
}

// Writes to a terminal that may be stalled, which must not hold up the end: what it has not taken yet is dropped.
static void write_at_once(int fd, const char *text)
{
    ssize_t length = (ssize_t)strlen(text);
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0)
        return;
    fcntl(fd, F_SETFL, flags | O_NONBLOCK);
    if (write(fd, text, (size_t)length) != length && tcflush(fd, TCOFLUSH) == 0 &&
        write(fd, text, (size_t)length) < 0) {
        // Nobody is left to tell.
    }
    fcntl(fd, F_SETFL, flags);
}

void signals_last_words(const char *sentence)
{
    last_words = sentence;
}

static void on_crash(int number)
{
    if (companion)
        kill((pid_t)companion, SIGTERM);
    signals_restore_terminal();
    if (last_words)
        write_at_once(STDERR_FILENO, last_words);
    signal(number, SIG_DFL);
    raise(number);
}

// The clock has struck once more since a signal to end came.
static void count_wait(void)
{
    waited = is_lent ? waited + 1 : 0;
    if (waited > 1) {
        signals_restore_terminal();
        signals_die(ending);
    }
    alarm(1);
}

// SIGALRM is the watch's or the clock's, unless somebody sent it.
static void on_alarm(int number, siginfo_t *info, void *context)
{
    int kept = errno;
    (void)context;
    if (info->si_code == SI_USER || info->si_code < 0)
        on_signal(number);
    else if (watcher)
        watcher();
    else if (ending)
        count_wait();
    errno = kept;
}

static void catch_alarm(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_alarm;
    action.sa_flags = SA_RESTART | SA_SIGINFO;
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, NULL);
}

void signals_watch(void (*tick)(void), long microseconds)
{
    struct itimerval each = {{0, microseconds}, {0, microseconds}};
    watcher = tick;
    setitimer(ITIMER_REAL, &each, NULL);
    if (!tick && ending)
        alarm(1);
}

void signals_lend(bool to_library)
{
    is_lent = to_library;
}

void signals_edit(bool is_editing)
{
    catch_signal(SIGTSTP, is_editing ? on_signal : SIG_DFL, SA_RESTART, false);
    signals_lend(is_editing);
    if (!is_editing && signals_suspended()) // after the last key
        raise(SIGTSTP);
}

void signals_suspend(void)
{
    sigset_t stop, before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    catch_signal(SIGTSTP, SIG_DFL, 0, false);
    sigprocmask(SIG_UNBLOCK, &stop, &before);
    raise(SIGTSTP);
    sigprocmask(SIG_SETMASK, &before, NULL);
    catch_signal(SIGTSTP, on_signal, SA_RESTART, false);
}

static bool is_among(int number, const int *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == number)
            return true;
    return false;
}

static bool is_crash(int number)
{
    return is_among(number, crashes, sizeof crashes / sizeof *crashes);
}

static void catch_crashes(void)
{
    static char memory[CRASH_STACK];
    stack_t stack;
    memset(&stack, 0, sizeof stack);
    stack.ss_sp = memory;
    stack.ss_size = sizeof memory;
    int flags = sigaltstack(&stack, NULL) == 0 ? SA_ONSTACK : 0;
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        catch_signal(crashes[i], on_crash, flags, true);
}

// Catches what else would end the program.
static void catch_ends(void)
{
    for (int number = 1; number <= SIGNAL_LAST; number++)
        if (!is_crash(number) && !is_among(number, harmless, sizeof harmless / sizeof *harmless))
            catch_signal(number, on_signal, 0, false); // the C library keeps a few for itself
}

void signals_let_writes_fail(void)
{
    signal(SIGXFSZ, SIG_IGN);
}

void signals_init(bool is_interactive)
{
    ctrl_c_ends = !is_interactive;
    catch_signal(SIGINT, on_signal, 0, is_interactive);
    catch_signal(SIGTERM, on_signal, 0, false);
    catch_signal(SIGHUP, on_signal, 0, false);
    if (!is_interactive)
        return;
    catch_signal(SIGCONT, on_signal, 0, true);
    catch_signal(SIGWINCH, on_signal, SA_RESTART, true);
    has_terminal = tcgetattr(STDIN_FILENO, &terminal) == 0;
    const char *kind = getenv("TERM");
    if (kind && *kind && strcmp(kind, "dumb") != 0)
        leave_prompt = leave = "\033[?2004l\r\n";
    catch_ends();
    catch_alarm();
    catch_crashes();
}

void signals_catch_time(void)
{
    catch_signal(SIGXCPU, on_signal, 0, true);
}

void signals_forget(void)
{
    ending = 0;
    signals_stop = 0;
}

int signals_ending(void)
{
    return (int)ending;
}

void signals_clear(void)
{
    // In this order, a signal to end that comes in between is not forgotten.
    signals_stop = 0;
    if (ending)
        signals_stop = ending;
}

bool signals_continued(void)
{
    bool was = continued != 0;
    continued = 0;
    return was;
}

bool signals_resized(void)
{
    bool was = resized != 0;
    resized = 0;
    return was;
}

bool signals_suspended(void)
{
    bool was = suspended != 0;
    suspended = 0;
    return was;
}

// All signals but crashes, to be held back for a moment.
static sigset_t holdable(void)
{
    sigset_t held;
    sigfillset(&held);
    for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++)
        sigdelset(&held, crashes[i]);
    return held;
}

void signals_sleep(bool (*pending)(void))
{
    sigset_t held = holdable(), before;
    sigprocmask(SIG_BLOCK, &held, &before);
    if (!signals_stop && !pending())
        sigsuspend(&before);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

bool signals_wait(int fd, bool (*pending)(void), double seconds)
{
    if (fd < 0 || fd >= FD_SETSIZE)
        return true; // pselect cannot watch it: the read itself will wait
    sigset_t held = holdable(), before;
    fd_set readable;
    time_t whole = seconds < 0 ? 0 : (time_t)seconds;
    struct timespec most = {whole, (long)((seconds - (double)whole) * 1e9)};
    FD_ZERO(&readable);
    FD_SET(fd, &readable);
    int count = -1, reason = EINTR;
    sigprocmask(SIG_BLOCK, &held, &before);
    if (!signals_stop && !continued && !resized && !suspended && !(pending && pending())) {
        count = pselect(fd + 1, &readable, NULL, NULL, seconds < 0 ? NULL : &most, &before);
        reason = errno;
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    // A descriptor that cannot be watched is for the read to complain about.
    return count > 0 || (count < 0 && reason != EINTR);
}

bool signals_wait_to_write(int fd)
{
    if (fd >= FD_SETSIZE)
        return !signals_stop; // the write itself will wait
    sigset_t held = holdable(), before;
    fd_set writable;
    bool is_ready = false;
    sigprocmask(SIG_BLOCK, &held, &before);
    while (!signals_stop && !is_ready) {
        FD_ZERO(&writable);
        FD_SET(fd, &writable);
        is_ready = pselect(fd + 1, NULL, &writable, NULL, NULL, &before) > 0 || errno != EINTR;
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    return is_ready;
}

void signals_forget_terminal(void)
{
    has_terminal = 0;
}

void signals_leave_by(const char *sequence)
{
    leave = sequence ? sequence : leave_prompt;
}

void signals_restore_terminal(void)
{
    int kept = errno;
    if (!is_in_front())
        return;
    tcsetattr(STDIN_FILENO, TCSANOW, &terminal);
    start_terminal();
    write_at_once(STDOUT_FILENO, leave);
    errno = kept;
}

_Noreturn void signals_die(int number)
{
    sigset_t set;
    signal(number, SIG_DFL);
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(number);
    _exit(128 + number); // not reached for any signal that ends a program
}
