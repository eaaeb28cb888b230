// SPDX-License-Identifier: GPL-3.0-or-later
// The real world as the shell's host. The output is borrowed for the host's life.
#ifndef FRONT_WORLD_H
#define FRONT_WORLD_H

#include "front/output.h"
#include "shell/host.h"

// Opens /dev/null in place of whichever of stdin, stdout and stderr was closed at the start. To be
// called before anything else is opened.
void world_hold_descriptors(void);

// The host whose every function is the real thing; its context is [output].
struct host world_host(struct output *output);

#endif
