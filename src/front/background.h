// SPDX-License-Identifier: GPL-3.0-or-later
// Work on the session as it is now, done by a child process while the program continues. The work of the
// newest call is always done, also when the program is killed in between; of those before it one that has
// begun, at most. Nothing is owned by the caller.
#ifndef FRONT_BACKGROUND_H
#define FRONT_BACKGROUND_H

#include <stdbool.h>

#include "base/error.h"

// Begins to do [work] with the memory of this moment. False where there can be no child process.
bool background_start(bool (*work)(struct error *error));

// Calls [end] for each work that has ended since this was last asked: with NULL where it went well.
void background_look(void (*end)(const struct error *error));

// The same, after waiting for all of it.
void background_wait(void (*end)(const struct error *error));

#endif
