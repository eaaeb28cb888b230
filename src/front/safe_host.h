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

// Lets the safe host print no more than LIMITS_PRINTED bytes and compute no longer than [seconds]; which
// of both was reached is said when it was. With [each_command] both count from each safe_host_renew anew,
// else for all that runs.
void safe_host_limit(struct host *host, size_t seconds, bool each_command);

// A generator of Readline's for the names that begin with [text] and lead to what may be read; the caller frees
// each. And the folder from which they lead.
char *safe_host_next_file(const char *text, int state);
const char *safe_host_folder(void);

// Another command is about to be typed: where the last one was stopped at its limit of time, says so.
void safe_host_renew(void);

// Says so where all that ran was stopped at its limit of time.
void safe_host_end(void);

// Names the one predicate that says which files below the folder are not to be read either, as those that
// are being graded; NULL for none.
void safe_host_withhold(bool (*is_withheld)(const struct stat *file));

#endif
