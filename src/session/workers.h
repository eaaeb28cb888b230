// SPDX-License-Identifier: GPL-3.0-or-later
// Threads that wait to share the work of a large network: the thread team that the network room asks for.
// workers_create starts them, workers_free ends them; one thread at a time may give them work.
#ifndef SESSION_WORKERS_H
#define SESSION_WORKERS_H

#include <stddef.h>

#include "network/thread_team.h"

// A team of up to [workers] workers, of which the caller's thread is one; fewer where the system starts
// no more threads. NULL when that leaves the caller alone. The threads stay awake between two jobs that
// follow each other at once; otherwise they sleep.
struct thread_team *workers_create(size_t workers);

// Ends the threads; NULL is allowed. No job may be under way.
void workers_free(struct thread_team *team);

#endif
