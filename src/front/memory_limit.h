// SPDX-License-Identifier: GPL-3.0-or-later
// How much memory this process may take. Nothing is owned.
#ifndef FRONT_MEMORY_LIMIT_H
#define FRONT_MEMORY_LIMIT_H

#include <stddef.h>
#include <stdint.h>

// Most of what the machine has and the limits of this process and of its container leave it.
size_t memory_limit(void);

// The least limit of memory among the control groups of this process (a container's, say), as
// [root]/proc/self/cgroup and the files in [root]/sys/fs/cgroup say; UINT64_MAX where there is none.
// [root] is "" but for tests.
uint64_t memory_limit_of_groups(const char *root);

#endif
