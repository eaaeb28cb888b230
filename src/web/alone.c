// SPDX-License-Identifier: GPL-3.0-or-later
// A page has one thread for the shell, so nobody shares its work: session/workers.h without workers.
#include "session/workers.h"

struct thread_team *workers_create(size_t workers)
{
    (void)workers;
    return NULL;
}

void workers_free(struct thread_team *team)
{
    (void)team;
}
