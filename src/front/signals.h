// SPDX-License-Identifier: GPL-3.0-or-later
// Signals become flags here, and the terminal comes back as it was whatever ends the program.
// Nothing is owned; the flags are process-wide, as signals are.
#ifndef FRONT_SIGNALS_H
#define FRONT_SIGNALS_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

// Not 0 once a command should stop: Ctrl-C, or a signal that ends the program.
extern volatile sig_atomic_t signals_stop;

// Makes a write beyond the limit of a file's size (ulimit -f) fail like any other, instead of ending the
// program.
void signals_let_writes_fail(void);

// Catches what concerns a session. With a person at the terminal Ctrl-C only stops the command,
// a crash restores the terminal as it is now, every other signal that would end the program ends it
// like SIGTERM, and a return from `fg` is noticed; otherwise Ctrl-C ends the program like SIGTERM and
// SIGHUP. What the parent had ignored stays ignored.
void signals_init(bool is_interactive);

// From now on the end of the processor's time that a limit grants (RLIMIT_CPU) stops a run like SIGTERM.
void signals_catch_time(void);

// Forgets every signal that came, also one that ends the program.
void signals_forget(void);

// The signal that is to end the program, or 0.
int signals_ending(void);

// Forgets a Ctrl-C, but not a signal that ends the program.
void signals_clear(void);

// Whether the program was continued (SIGCONT) since this was last asked.
bool signals_continued(void);

// Whether the window of the terminal got another size (SIGWINCH) since this was last asked.
bool signals_resized(void);

// Whether Ctrl-Z was pressed while a line is edited since this was last asked.
bool signals_suspended(void);

// Sleeps until [fd] can be read, a signal came or, unless [seconds] is negative, that much time passed,
// without a gap in which a signal could slip by. [pending], unless NULL, is asked with signals held
// back: true means do not sleep. Returns whether [fd] can be read; else the caller looks at the flags.
bool signals_wait(int fd, bool (*pending)(void), double seconds);

// Sleeps until [fd] can be written to, as above: as much as a pipe takes in one piece (PIPE_BUF). False where a
// signal to stop came first.
bool signals_wait_to_write(int fd);

// Sleeps until a signal came, without a gap as above; not where [pending] is true or signals_stop is set.
void signals_sleep(bool (*pending)(void));

// Sets the terminal back to what it was at signals_init; may be called from a signal handler.
void signals_restore_terminal(void);

// What signals_restore_terminal writes to the terminal from now on, which must stand as long; NULL: what it
// wrote at first.
void signals_leave_by(const char *sequence);

// Whether a library is at work that may wait for the terminal, or loop, for ever: where it still is a second or
// two after a signal to end, the program ends as by a crash.
void signals_lend(bool to_library);

// While a line is edited: Ctrl-Z is noticed and does not suspend the program, which is lent to Readline.
void signals_edit(bool is_editing);

// Has [tick] called that often from now on, by a signal's handler; NULL and 0: no more. Nothing is lent meanwhile.
void signals_watch(void (*tick)(void), long microseconds);

// The process [pid] shares the terminal from now on, and a crash ends it too; 0: none does.
void signals_accompany(pid_t pid);

// Suspends the program, as Ctrl-Z does to others; returns once it continues.
void signals_suspend(void);

// What a crash says from now on, whole lines that outlive it; NULL: nothing.
void signals_last_words(const char *sentence);

// The terminal is another process's from now on: whatever ends this one leaves it alone.
void signals_forget_terminal(void);

// Ends the program by [signal], so that whoever started it sees why.
_Noreturn void signals_die(int signal);

#endif
