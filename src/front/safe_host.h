// SPDX-License-Identifier: GPL-3.0-or-later
// The host of safe mode, for scripts of strangers: nothing is written but answers, nothing is shown by
// another program, and only regular files below one folder are read. One folder a process; its path is
// kept here until the next call.
#ifndef FRONT_SAFE_HOST_H
#define FRONT_SAFE_HOST_H

#include <stdbool.h>
#include <sys/stat.h>

#include "base/error.h"
#include "shell/host.h"

// Takes from [host], which host_posix made, all that writes files, keeps sessions or pages, and lets it
// read below [folder] only, from which relative names then lead. False with [error] set, and the host as
// it was, where [folder] cannot be used.
bool safe_host(struct host *host, const char *folder, struct error *error);

// Names the one predicate that says which files below the folder are not to be read either, as those that
// are being graded; NULL for none.
void safe_host_withhold(bool (*is_withheld)(const struct stat *file));

#endif
