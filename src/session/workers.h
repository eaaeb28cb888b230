// SPDX-License-Identifier: GPL-3.0-or-later
// Threads that wait to share the work of a large network: the crew that the network room asks for.
// workers_create starts them, workers_free ends them; one thread at a time may give them work.
#ifndef SESSION_WORKERS_H
#define SESSION_WORKERS_H

#include <stddef.h>

#include "network/crew.h"

// A crew of up to [hands] hands, the caller's own among them; fewer where the system starts no more
// threads. NULL when that leaves the caller alone. Between two jobs that follow at once the threads
// stay awake; else they sleep.
struct crew *workers_create(size_t hands);

// Ends the threads; NULL is allowed. No job may be under way.
void workers_free(struct crew *crew);

#endif
