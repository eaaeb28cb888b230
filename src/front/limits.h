// SPDX-License-Identifier: GPL-3.0-or-later
// The limits of safe mode. They are the process's and kept by the system, so that whatever a stranger's script
// does stays within them; none is ever lifted.
#ifndef FRONT_LIMITS_H
#define FRONT_LIMITS_H

#include <stddef.h>

enum {
    LIMITS_SECONDS = 10,      // of the processor's time, where --seconds does not say
    LIMITS_MEGABYTES = 512,   // of memory, where --memory does not say
    LIMITS_PRINTED = 1 << 20, // bytes of answers and messages
    LIMITS_SLACK = 2          // seconds that a run has to stop by itself
};

// From now on the process takes no more memory than that, leaves no core file, and makes no file grow; but where
// stdout or stderr is a file, that one grows.
void limits_set(size_t megabytes);

// From now on the process has [seconds] of the processor's time; then it gets SIGXCPU (signals_catch_time). With
// [most] it is killed after that many seconds.
void limits_grant_time(size_t seconds, size_t most);

// Puts the process on one of the cores that it may use, counted from 0 and around; where the system has no such
// thing it stays with its one thread.
void limits_take_core(size_t which);

// How many of the bytes text[0, length), whole characters, may be printed where *printed were; counts them.
size_t limits_cut(size_t *printed, const char *text, size_t length);

#endif
