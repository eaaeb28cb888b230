// SPDX-License-Identifier: GPL-3.0-or-later
// The shell's host on a POSIX system. The output is borrowed for the host's life.
#ifndef FRONT_HOST_POSIX_H
#define FRONT_HOST_POSIX_H

#include "front/output.h"
#include "shell/host.h"

// Opens /dev/null in place of whichever of stdin, stdout and stderr was closed at the start. To be
// called before anything else is opened.
void host_posix_hold_descriptors(void);

// The host whose every function is the real thing; its context is [output].
struct host host_posix(struct output *output);

#endif
